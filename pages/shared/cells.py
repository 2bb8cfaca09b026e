"""The cells of a table: written, sorted, searched and coloured as columns.toml says, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pages.shared import formats
from pages.shared.theme import NO_DATA, POINTS, Palette, tint
from pages.shared.verdicts import colours
from queries import round_half_up
from queries.columns import Column, column

OPENS = {"community_name": "community_code", "street_name": "street_code", "unit_name": "unit_code"}
"""The columns whose names can be opened, and those with their codes."""
_VERDICTS = ("progress", "two_period_progress")


class Order(NamedTuple):
    """What a table is sorted by: a column, or a dimension by its name; without one in the order of its question."""

    name: str = ""
    is_descending: bool = False


class Shape(NamedTuple):
    """What a table shows: columns in order, as a question means them, in a list of scores one for each dimension.

    With the standard's ``line`` and the viewer's ``palette`` scores, bands and verdicts are coloured. ``of_areas`` where all
    rows are of the city, of units or of streets.
    """

    names: tuple[str, ...]
    question: str = ""
    dimensions: tuple[str, ...] = ()
    line: float = float("nan")
    palette: Palette | None = None
    of_areas: bool = False

    def style(self, name: str) -> Column:
        """How a column is written."""
        return column(name, self.question, of_areas=self.of_areas)

    def columns(self) -> dict[str, Column]:
        """The columns by what stands above them; dimensions by their names."""
        return {label: self.style(name) for label, (name, _) in self._parts().items()}

    def sorting(self) -> dict[str, str]:
        """What each column is called where a table is sorted by it, by what stands above it; a dimension by its name."""
        return {label: code for label, (_, code) in self._parts().items()}

    def _parts(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for name in self.names:
            style = self.style(name)
            if style.kind == "dimensions":
                found |= {dimension: (name, dimension) for dimension in self.dimensions}
            else:
                found[style.label] = name, name
        return found

    def label(self, name: str) -> str:
        """What stands above a column."""
        return self.style(name).label


def sorted_rows(rows: pd.DataFrame, shape: Shape, order: Order) -> pd.DataFrame:
    """Rows in an order: numbers as numbers, what is empty last, equal ones as they stood."""
    if not order.name:
        return rows
    if order.name in shape.dimensions:
        place = shape.dimensions.index(order.name)
        keys = rows["dimension_scores"].map(lambda scores: np.nan if scores is None else scores[place])
    else:
        style = shape.style(order.name)
        keys = rows[style.by if style.by in rows else order.name]
        if style.is_number:
            keys = keys.astype("Float64")
    keys = keys.reset_index(drop=True).sort_values(ascending=not order.is_descending, na_position="last", kind="stable")
    return rows.iloc[keys.index]


def found_rows(rows: pd.DataFrame, shape: Shape, text: str) -> pd.DataFrame:
    """The rows that hold a text in any of their words, in upper or lower case."""
    text = text.strip().casefold()
    if not text:
        return rows
    shown = written(rows, shape)
    words = [shown[label] for label, style in shape.columns().items() if style.kind == "text"]
    words += [rows[code] for code in OPENS.values() if code in rows]
    is_found = np.zeros(len(rows), dtype=bool)
    for word in words:
        is_found |= (
            word.astype("str").str.casefold().str.contains(text, regex=False).to_numpy(dtype=bool, na_value=False)
        )
    return rows[is_found]


def written(rows: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """Rows under what stands above them: numbers as they are printed, codes as words, what is missing without a value.

    Points in time are written as days where none has an hour.
    """
    shown: dict[str, Any] = {}
    for name in shape.names:
        style, values = shape.style(name), rows[name].reset_index(drop=True)
        match style.kind:
            case "whole":
                shown[style.label] = values.astype("Int64")
            case "number" | "percent":
                shown[style.label] = round_half_up(values.astype(float), _digits(style))
            case "share":
                shown[style.label] = round_half_up(100 * values.astype(float), _digits(style))
            case "moment":
                times = pd.to_datetime(values)
                has_hours = bool((times.dropna() != times.dropna().dt.normalize()).any())
                shown[style.label] = times.dt.strftime("%Y-%m-%d %H:%M" if has_hours else "%Y-%m-%d")
            case "line":
                shown[style.label] = [
                    None if row is None else np.round(row[~np.isnan(row)], 1).astype("float32") for row in values
                ]
            case "dimensions":
                for place, dimension in enumerate(shape.dimensions):
                    shown[dimension] = [np.nan if row is None else formats.rounded(row[place]) for row in values]
            case _:
                words = values.map(lambda value, words=style.words: words.get(str(value), value))
                shown[style.label] = words if style.absent is None else words.fillna(style.absent)
    return pd.DataFrame(shown)


def worded(name: str, code: object, otherwise: str = formats.MISSING) -> str:
    """What is written for a code of a column, and what where it has no word."""
    return column(name).words.get(str(code), otherwise)


def headed(rows: pd.DataFrame, question: str = "") -> pd.DataFrame:
    """Rows of text under what stands above them, for a table whose texts run over lines."""
    return rows.rename(columns=lambda name: column(name, question).label)


def printed(value: Any, look: Column) -> str:  # noqa: ANN401 - a cell: a number or none
    """A number as columns.toml says: its digits, its sign and its unit."""
    if pd.isna(value):
        return formats.MISSING
    write = {"": formats.number, "plus": formats.signed, "arrow": formats.arrow}[look.sign]
    return write(float(value), _digits(look)) + look.unit


def cell_colour(score: float, line: float, palette: Palette) -> str:
    """The CSS of a score's cell: the colour of its distance to the line."""
    number = POINTS.class_of(score - line)
    if number == NO_DATA:
        return ""
    return f"background-color: {tint(number, palette)}; color: {palette.ink}"


def short_names(names: Sequence[str]) -> dict[str, str]:
    """The last two characters of each name, where that tells them apart."""
    ends = [name[-2:] for name in names]
    return dict(zip(names, ends if len(set(ends)) == len(ends) else names, strict=True))


def coloured(rows: pd.DataFrame, shape: Shape) -> dict[str, list[str]]:
    """The CSS of the cells by what stands above them: scores by their distance to the line, bands and verdicts as they are."""
    if shape.palette is None:
        return {}
    tones, palette = colours(shape.palette), shape.palette
    found = {
        shape.label(name): [f"color: {tones[word]}" if word in tones else "" for word in rows[name]]
        for name in _VERDICTS
        if name in shape.names
    }
    for place, dimension in enumerate(shape.dimensions):
        scores = [float("nan") if row is None else row[place] for row in rows["dimension_scores"]]
        found[dimension] = [cell_colour(formats.rounded(score), shape.line, palette) for score in scores]
    if "band" in shape.names:
        found[shape.label("band")] = [f"color: {palette.band_text(position)}" for position in rows["band_position"]]
    return found


def _digits(style: Column) -> int:
    return 0 if style.kind == "whole" else style.decimals if style.shown is None else style.shown
