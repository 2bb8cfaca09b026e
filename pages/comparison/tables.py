"""What stands beside the radar and the dots: dimensions by areas, and indicators by areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from pages.comparison.charts import records, silence, with_unit
from pages.shared import formats
from pages.shared.cells import worded
from pages.shared.markup import Cell, crossed
from pages.shared.radar import profile_colours
from pages.shared.theme import NO_DATA, POINTS, Palette, tint
from queries.columns import column

_MARKS = ("●", "■", "◆", "▲", "✕")
_AREA = Markup('<i style="color: {}">{}</i> {}')
_VALUE = Markup("<b>{}</b><small>{}</small>")
_BASIS, _FOLDED = Markup("<small>依据：{}</small>"), Markup("<details><summary>依据：{}</summary>{}</details>")


def profile_table(profiles: pd.DataFrame, names: Sequence[str], line: float, palette: Palette) -> Markup:
    """Dimensions by areas: the score, under it its distance to the line; the ground is that distance.

    Args:
        profiles: name, dimension_name, score; the totals stand under a dimension_name of their own.
        names: The areas in their order.
        line: The line of the standard.
        palette: The viewer's colours.
    """
    scores = {(row["dimension_name"], row["name"]): row["score"] for row in profiles.to_dict("records")}
    rows = [
        [Cell(dimension, is_name=True), *(_score(scores.get((dimension, name)), line, palette) for name in names)]
        for dimension in dict.fromkeys(profiles["dimension_name"])
    ]
    return _beside(column("dimension_name").label, names, rows, palette, "profiles")


def indicator_table(indicators: pd.DataFrame, names: Sequence[str], palette: Palette) -> Markup:
    """Indicators by areas: the value in its own unit, under it the score; what the line rests on stands below the name."""
    rows = []
    for _, own in indicators.groupby("indicator_code", sort=False):
        by_name = {row["name"]: row for row in records(own)}
        first = next(iter(by_name.values()))
        cells = (
            Cell(
                _VALUE.format(measured(by_name[name]), score_words(by_name[name]))
                if name in by_name
                else formats.MISSING
            )
            for name in names
        )
        rows.append([Cell(Markup("{}{}").format(first["indicator_name"], basis(first)), is_name=True), *cells])
    corner = f"{column('indicator_name').label}与{column('basis').label}"
    return _beside(corner, names, rows, palette, "profiles values")


def measured(row: dict[str, Any]) -> str:
    """A value in its own unit, or why there is none."""
    has_score, has_value = (not formats.is_missing(row[name]) for name in ("score", "measured_value"))
    if not has_score and (not has_value or row["state"] != "value"):
        return silence(row)
    if not has_value:
        return "按等级"
    return with_unit(row["measured_value"], row)


def score_words(row: dict[str, Any]) -> str:
    """The score as it stands under a value."""
    carried = "，沿用上季" if row["is_carried_forward"] else ""
    return "无得分" if formats.is_missing(row["score"]) else f"{formats.number(row['score'])} 分{carried}"


def basis(row: dict[str, Any]) -> Markup:
    """What the line of an indicator rests on: the word, and folded up the citation and its note."""
    word = worded("basis", row["basis"], "未注明")
    citation, note = (row[name] if isinstance(row[name], str) else "" for name in ("citation", "note"))
    reprint = "（转载）" if row["is_reprint"] is True and citation else ""
    folded = "；".join(filter(None, (citation + reprint, note)))
    return _FOLDED.format(word, folded) if folded else _BASIS.format(word)


def _beside(corner: str, names: Sequence[str], rows: Sequence[Sequence[Cell]], palette: Palette, look: str) -> Markup:
    """Areas beside one another, each with its mark in its colour."""
    marks = zip(profile_colours(palette), _MARKS, names, strict=False)
    table = crossed([Cell(corner), *(Cell(_AREA.format(*mark)) for mark in marks)], ("", rows), look="")
    return Markup('<div class="{}">{}</div>').format(look, table)


def _score(score: float | None, line: float, palette: Palette) -> Cell:
    if score is None or formats.is_missing(score):
        return Cell("数据不足")
    number = POINTS.class_of(score - line)
    gap = formats.signed(formats.rounded(score) - line)
    ground = "" if number == NO_DATA else f"background: {tint(number, palette)}"
    return Cell(_VALUE.format(formats.number(score), gap), style=ground)
