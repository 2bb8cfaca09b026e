"""HTML of the pages: templates beside them, whose texts are escaped, and tables that print and whose texts run over lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup

from pages.shared import formats
from pages.shared.cells import Shape, cell_colour, printed
from queries.columns import Column, column
from queries.templates import templates

_PAGES = Path(__file__).parents[1]
Row = Mapping[Hashable, Any]


class Cell(NamedTuple):
    """A cell of a table: a text, or HTML where it is Markup, with its classes and its own style."""

    text: str
    look: str = ""
    style: str = ""
    is_name: bool = False


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
