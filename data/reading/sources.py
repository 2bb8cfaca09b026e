"""From a sheet and its layout to rows of text under canonical names, and from such a row back to the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
from openpyxl.utils import get_column_letter

from data.reading.landing import Sheet
from data.reading.layout import ItemColumns, Layout
from data.reading.pictures import Place
from data.reading.skipping import is_data
from data.tables import read_definition

# Where a fault is shown when its own column is not in the file.
_INSTEAD = {
    "state": ("value", "grade"),
    "value": ("grade",),
    "grade": ("value",),
    "community_code": ("place_community", "place_street", "place_unit"),
    "place_community": ("community_code", "place_street", "place_unit"),
}


@dataclass(frozen=True)
class Source:
    """One sheet as a part of a table.

    Rows of all sheets of a table share one number: ``offset`` + the sheet's row × the number of items in the sheet (1 in
    a long one) + the item's position, so that a number leads back to file, sheet, row and column. ``length`` is the
    number of the sheet's last row, ``period`` the one that ``period_place`` (the title, a name) says all its rows are of.
    ``is_all_data``: no row below the header is left out, which spares a look at each.
    """

    sheet: Sheet
    layout: Layout
    offset: int
    length: int
    period: str | None = None
    period_place: str = ""
    is_all_data: bool = False

    @property
    def stride(self) -> int:
        """How many numbers a row of the sheet takes."""
        return max(1, len(self.layout.items))

    @property
    def end(self) -> int:
        """The first number that is no longer this sheet's."""
        return self.offset + (self.length + 1) * self.stride

    @property
    def given(self) -> set[str]:
        """The columns that the sheet says something about."""
        items = {name for item in self.layout.items for name in ("indicator_code", *item.columns)}
        return {*self.layout.columns, *items, *self.said}

    def located(self, row: int, name: str) -> tuple[int, str | None, str]:
        """The sheet's row, the heading and the cell of a column, or of several joined by 、 (a key)."""
        number, position = divmod(row - self.offset, self.stride)
        item = self.layout.items[position] if self.layout.is_wide else None
        names = name.split("、")
        if len(names) > 1 and item:  # a row that comes twice, not an item
            names = names[:1]
        columns = [self._column(part, item) for part in names]
        headings = [
            self.layout.headings[column - 1] if column else self._title(part)
            for part, column in zip(names, columns, strict=True)
        ]
        cell = f"{get_column_letter(columns[0])}{number}" if columns[0] else ""
        return number, "、".join(headings) or None, cell

    def place(self, number: int, cell: str) -> Place:
        """Where a row of the sheet is shown: a picture stands elsewhere than in the table that is made of it."""
        places = self.sheet.places
        return places[number - 2] if places and number > 1 else Place(self.sheet.file, number, cell)

    def _column(self, name: str, item: ItemColumns | None) -> int | None:
        for candidate in (name, *_INSTEAD.get(name, ())):
            if item and candidate in item.columns:
                return item.columns[candidate]
            if candidate in self.layout.columns:
                return self.layout.columns[candidate]
        if item and name not in ("community_code", "period"):
            return min(item.columns.values())
        return None

    @property
    def said(self) -> dict[str, str]:
        """What holds for all rows without a column of its own."""
        columns = read_definition(self.layout.table).column
        period = next((column.name for column in columns if column.type == "period"), None)
        return {period: self.period} if period and self.period and period not in self.layout.columns else {}

    def _title(self, name: str) -> str:
        definition = read_definition(self.layout.table)
        known = {column.name: column.title for column in definition.read_columns}
        return known.get(name, name)


def length_of(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> int:
    """The number of a sheet's last row."""
    (length,) = connection.execute(f"select coalesce(max(row), 0) from {sheet.relation}").fetchone() or (0,)
    return int(length)


def rows_of_text(source: Source) -> str:
    """The query for a sheet's data as text: ``row`` and one column per column of the definition and of the place."""
    relation = source.sheet.relation
    sheet = f"with sheet as materialized (select * from {relation} where {data_rows(source)})"
    return f"{sheet} {' union all '.join(_selects(source))}" if source.layout.is_wide else next(_selects(source))


def data_rows(source: Source) -> str:
    """The condition under which a row of the sheet is data: below the header, and not left out."""
    is_below = f"row > {source.layout.last_header_row}"
    return is_below if source.is_all_data else is_data(source.layout, source.sheet)


def _selects(source: Source) -> Iterator[str]:
    columns = read_definition(source.layout.table).read_columns

    def select(numbers: Mapping[str, int], position: int, said: Mapping[str, str]) -> str:
        texts = []
        for column in columns:
            text = f"'{said[column.name]}'" if column.name in said else "cast(null as varchar)"
            if column.name in numbers:
                text = f"c{numbers[column.name]}"
                factor = source.layout.factors.get(numbers[column.name])
                text = f"scaled({text}, {factor!r})" if factor else text
            texts.append(f'{text} as "{column.name}"')
        return f"select {source.offset} + row * {source.stride} + {position} as row, {', '.join(texts)}"

    if not source.layout.is_wide:
        yield f"{select(source.layout.columns, 0, source.said)} from {source.sheet.relation} where {data_rows(source)}"
    for position, part in enumerate(source.layout.items):
        filled = " or ".join(f"c{number} is not null" for number in part.columns.values())
        numbers, said = {**source.layout.columns, **part.columns}, source.said | {"indicator_code": part.item.code}
        yield f"{select(numbers, position, said)} from sheet where {filled}"
