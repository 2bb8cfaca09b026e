"""HTML of the pages: templates beside them, whose texts are escaped, and tables that print and whose texts run over lines."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup

from pages.shared import formats
from pages.shared.cells import OPENS, Order, Shape, cell_colour, coloured, printed, short_names, written
from queries.columns import Column, column
from queries.templates import templates

_PAGES = Path(__file__).parents[1]
_LINE = (96, 24)  # a course of values, in pixels
_LONG = 16  # characters of a text beyond which it may run over lines
Row = Mapping[Hashable, Any]


class Cell(NamedTuple):
    """A cell of a table: a text, or HTML where it is Markup, with its classes and its own style.

    ``code`` is what choosing it says; ``told`` and ``name`` what a pointer and a screen reader are told of a head, and
    ``sorting`` how the table is sorted by it.
    """

    text: str
    look: str = ""
    style: str = ""
    is_name: bool = False
    code: str = ""
    told: str = ""
    name: str = ""
    sorting: str = ""


def filled(page: str, name: str, **values: Any) -> Markup:  # noqa: ANN401 - whatever the template asks for
    """A template beside a page, filled in.

    Args:
        page: The file of the page.
        name: The file of the template.
        values: What it asks for. In it stand ``label(column, question)`` and the filters number, signed and percent.
    """
    template = _templates().get_template(f"{Path(page).parent.name}/{name}")
    return Markup(template.render(values))  # noqa: S704 - the template escapes


def html_table(rows: Iterable[Row], shape: Shape, *, by: str = "", look: str = "sheet") -> Markup:
    """Rows under what columns.toml says stands above them; the first column of names heads its row.

    Each cell has the name of its column as a class. Numbers are written as columns.toml says, texts as they are (HTML where
    they are Markup), scores before the colour of their distance to the shape's line.

    Args:
        rows: With the columns of the shape; a frame would make plain text of HTML.
        shape: What is shown of them.
        by: A column whose values stand as headings above their rows, which follow one another.
        look: The class of the table.
    """
    styles = {name: shape.style(name) for name in shape.names}
    named = next(name for name in shape.names if name.endswith("_name"))

    def cell(row: Row, name: str, style: Column) -> Cell:
        value, look, ground = row[name], _look(name, style), ""
        if isinstance(value, str):
            return Cell(value, look, is_name=name == named)
        if pd.isna(value):
            return Cell(style.absent or formats.MISSING, look)
        if name == "score" and shape.palette:
            ground = cell_colour(value, shape.line, shape.palette)
        return Cell(printed(100 * value if style.kind == "share" else value, style), look, ground)

    groups = (
        (heading, [[cell(row, *style) for style in styles.items()] for row in own])
        for heading, own in groupby(rows, lambda row: str(row[by]) if by else "")
    )
    return crossed([Cell(style.label, _look(name, style)) for name, style in styles.items()], *groups, look=look)


def sheet(rows: pd.DataFrame, shape: Shape, order: Order, sortable: Collection[str], alt: str) -> Markup:
    """The rows of a sheet, whose heads sort the table and whose names open what they name.

    A head says ``sort NAME``, a name ``COLUMN CODE`` (``community_code 330203001001``).

    Args:
        rows: As a question gives them, with the codes of what their names open.
        shape: What is shown of them, and in which colours.
        order: What the table is sorted by.
        sortable: By what it can be sorted.
        alt: What a screen reader says of it.
    """
    shown, colours = written(rows, shape), coloured(rows, shape)
    looks = shape.columns()
    names = shape.sorting()
    shorter = short_names(shape.dimensions)
    own = next((shape.label(name) for name in OPENS if name in shape.names), "")
    heads, columns = [], []
    for label, look in looks.items():
        name = names[label]
        values = shown[label].tolist()
        kind = " ".join([name, *(["number"] if look.is_number or label in shorter else []), *_long(values, look)])
        can_sort = name in sortable
        heads.append(
            Cell(
                shorter.get(label, label),
                kind,
                code=f"sort {name}" if can_sort else "",
                told=f"{label}得分" if label in shorter else look.help,
                name=label if label in shorter else "",
                sorting=("descending" if order.is_descending else "ascending") if order.name == name else "",
            )
        )
        opened = OPENS.get(name, "")
        codes = rows[opened].tolist() if opened in rows else [None] * len(rows)
        grounds = colours.get(label, [""] * len(rows))
        columns.append(
            [
                Cell(
                    _text(value, look), kind, ground, label == own, f"{opened} {code}" if isinstance(code, str) else ""
                )
                for value, code, ground in zip(values, codes, grounds, strict=True)
            ]
        )
    table = crossed(heads, ("", zip(*columns, strict=True)), look="rows")
    return Markup('<div class="wide" role="region" tabindex="0" aria-label="{}">{}</div>').format(alt, table)


def _text(value: Any, look: Column) -> str:  # noqa: ANN401 - a cell
    """A value of a sheet as it is printed; a line as a small drawing."""
    if look.kind == "line":
        return "" if value is None else _line([float(one) for one in value])
    if look.kind in ("text", "moment"):
        return formats.MISSING if value is None or pd.isna(value) else str(value)
    return printed(value, look)


def _line(values: Sequence[float]) -> Markup:
    """A course of values, from its lowest to its highest, as a line."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    step = _LINE[0] / max(len(values) - 1, 1)
    points = " ".join(
        f"{number * step:.0f},{_LINE[1] * (1 - (value - low) / ((high - low) or 1)):.0f}"
        for number, value in enumerate(values)
    )
    return Markup('<svg viewBox="-3 -3 {} {}" class="course" aria-hidden="true"><polyline points="{}"/></svg>').format(
        _LINE[0] + 6, _LINE[1] + 6, points
    )


def _long(values: Sequence[Any], look: Column) -> list[str]:
    """Whether a column of texts runs over lines."""
    return ["long"] if look.kind == "text" and any(len(str(value)) > _LONG for value in values) else []


def crossed(heads: Sequence[Cell], *groups: tuple[str, Iterable[Sequence[Cell]]], look: str = "sheet") -> Markup:
    """A table of heads and rows, in groups that have a heading or none."""
    return filled(__file__, "table.html", heads=heads, groups=groups, look=look)


def _look(name: str, style: Column) -> str:
    return f"{name} number" if style.is_number else name


@cache
def _templates() -> Environment:
    found = templates(_PAGES)
    found.globals["label"] = lambda name, question="": column(name, question).label
    found.filters |= {"number": formats.number, "signed": formats.signed, "percent": formats.percent}
    return found
