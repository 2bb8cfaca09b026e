"""The tables that stand in one sheet, one below the other: pasted together, or files joined by ``copy /b``.

Every further header begins a section with a layout of its own. One that says the same again is a repetition: its rows
are left out, and what stands below goes on with the rows above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

import duckdb

from data.periods import said_in
from data.reading.items import Item
from data.reading.landed import cells_of
from data.reading.landing import Sheet
from data.reading.layout import FIRST_LINES, TITLE, Layout, Line, recognise
from data.tables import read_definition

_MOST_HEADERS = 2000
_REACH = 4 * FIRST_LINES  # numbers of rows, blank ones too, within which the first lines stand
_MOST_ABOVE = 5  # lines of a title above a further header


@dataclass(frozen=True)
class Section:
    """Rows of a sheet that are one table; ``repeated``: the rows among them that are its header once more."""

    sheet: Sheet
    layout: Layout
    repeated: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Header:
    """Adjacent lines that may be a header: the numbers of the title's first, their own first and last, and their cells."""

    top: int
    first: int
    last: int
    cells: tuple[tuple[str | None, ...], ...]


def sections_of(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, tables: Sequence[str], items: Sequence[Item] = ()
) -> list[Section]:
    """The tables in a landed sheet, from the top down; of several, each as a sheet with the rows and numbers of its own.

    Args:
        connection: where the sheet was landed.
        sheet: the sheet.
        tables: which tables it may hold.
        items: what may head a column of a wide table; none where only the long layout is meant.

    Returns:
        Nothing where no table is recognised.
    """
    headers = [*_headers(connection, sheet, tables, items)]
    sections: list[Section] = []
    starts: list[int] = []
    cells: tuple[tuple[str | None, ...], ...] = ()
    for header, after in zip_longest(headers, headers[1:]):
        end = after.top if after else None
        before = sections[-1] if sections else None
        top = header.top if before else max(1, header.first - FIRST_LINES // 2)
        lines = _lines(connection, sheet, top, end)
        if before and header.cells == cells and not _says_another_period(lines, header, before.layout):
            sections[-1] = _with_repeated(before, header.top, header.last)
        elif layout := recognise(sheet, lines, tables, items):
            if before and _is_same(before.layout, layout):
                sections[-1] = _with_repeated(before, header.top, layout.last_header_row)
                continue
            cells = header.cells
            sections.append(Section(sheet, _with_period(layout, before)))
            starts.append(header.top if before else 1)
    if not sections:
        layout = recognise(sheet, _lines(connection, sheet, 1, None), tables, items)
        return [Section(sheet, layout)] if layout else []
    return _cut(connection, sheet, sections, starts)


def _with_repeated(section: Section, top: int, last: int) -> Section:
    return replace(section, repeated=(*section.repeated, *range(top, last + 1)))


def _with_period(layout: Layout, before: Section | None) -> Layout:
    """A table whose title says no quarter is about the same as the one above it."""
    return replace(layout, spoken=before.layout.spoken) if before and not _quarters(layout) else layout


def _is_same(before: Layout, layout: Layout) -> bool:
    """Whether a header says the same as the one before it."""
    return (
        (before.table, before.columns, before.items) == (layout.table, layout.columns, layout.items)
        and not layout.problems
        and _quarters(layout) <= _quarters(before)
    )


def _says_another_period(lines: Sequence[Line], header: _Header, layout: Layout) -> bool:
    above = [cell for row, cells in lines if row < header.first for cell in cells if cell]
    return bool({quarter for cell in above for quarter in said_in(cell).quarters} - _quarters(layout))


def _quarters(layout: Layout) -> set[tuple[int | None, int]]:
    """The quarters that the title of a table speaks of."""
    titles = [spoken.text for spoken in layout.spoken if spoken.place == TITLE]
    return {quarter for title in titles for quarter in said_in(title).quarters}


def _cut(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, sections: Sequence[Section], starts: Sequence[int]
) -> list[Section]:
    """Each section with the rows down to the next; one without any below its header heads nothing and is left out."""
    if len(sections) == 1:
        return [*sections]
    cut: list[Section] = []
    for number, (section, start, end) in enumerate(zip(sections, starts, [*starts[1:], None], strict=True), 1):
        relation = f"{sheet.relation}_{number}"
        connection.execute(
            f"create or replace temp table {cells_of(relation)} as from {sheet.relation} "
            f"where row >= {start} and ({f'row < {end}' if end else 'true'}) order by row"
        )
        connection.execute(f"create or replace temp view {relation} as from {cells_of(relation)}")
        below = f"select 1 from {relation} where row > {section.layout.last_header_row}"
        if connection.execute(f"{below} limit 1").fetchone():
            (count,) = connection.execute(f"select count(*) from {relation}").fetchone() or (0,)
            cut.append(replace(section, sheet=replace(sheet, relation=relation, row_count=count)))
    return cut or [sections[0]]


def _lines(connection: duckdb.DuckDBPyConnection, sheet: Sheet, start: int, end: int | None) -> list[Line]:
    cells = ", ".join(f"c{number}" for number in range(1, sheet.width + 1))
    # A range of numbers: DuckDB's own way to the first few of them breaks on rows that are numbered by their place.
    found = connection.execute(
        f"select row, {cells} from {sheet.relation} where row >= $start and row < coalesce($end, row + 1) "
        f"and row < {_REACH} + (select min(row) from {sheet.relation} where row >= $start) order by row",
        {"start": start, "end": end},
    ).fetchall()
    return [(row, line) for row, *line in found[:FIRST_LINES]]


def _headers(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, tables: Sequence[str], items: Sequence[Item]
) -> Iterator[_Header]:
    """Lines anywhere in a sheet that have two headings of the tables or more; adjacent ones are one header."""
    names = [f"c{number}" for number in range(1, sheet.width + 1)]
    connection.execute(
        "create or replace temp table heading as select unnest($words) as word",
        {"words": sorted(_headings(tuple(tables)))},
    )
    heading_count = " + ".join(f"coalesce({name} in (from heading), false)::int" for name in names)
    item_count = "0"
    if items and any(read_definition(table).has_wide_layout for table in tables):
        codes = "|".join(sorted(re.escape(item.code) for item in items))
        item_count = " + ".join(
            rf"coalesce(regexp_matches({name}, '^({codes})([^0-9A-Za-z]|$)'), false)::int" for name in names
        )
    # Data begin with a code or number nearly always, and one look at it spares all the others.
    found = connection.execute(
        f"select row, {', '.join(names)} from (select *, {heading_count} as heading_count from {sheet.relation} "
        f"where not coalesce(regexp_matches(c1, '^[0-9]'), false)) "
        f"where heading_count >= 1 and heading_count + {item_count} >= 2 order by row"
    ).fetchmany(_MOST_HEADERS)
    group: list[Line] = []
    for row, *cells in found:
        if group and row != group[-1][0] + 1:
            yield _header(connection, sheet, group)
            group = []
        group.append((row, cells))
    if group:
        yield _header(connection, sheet, group)


def _header(connection: duckdb.DuckDBPyConnection, sheet: Sheet, group: Sequence[Line]) -> _Header:
    """The lines with the title above them: lines with a single text."""
    first = group[0][0]
    filled = " + ".join(f"(c{number} is not null)::int" for number in range(1, sheet.width + 1))
    above = connection.execute(
        f"select row, {filled} from {sheet.relation} where row < $first and row >= $first - {_MOST_ABOVE} order by row desc",
        {"first": first},
    ).fetchall()
    top = first
    for row, count in above:
        if count > 1:
            break
        top = row
    return _Header(top, first, group[-1][0], tuple(tuple(cells) for _, cells in group))


@cache
def _headings(tables: tuple[str, ...]) -> frozenset[str]:
    """What heads the columns of the tables, but for what may as well stand in a cell below."""
    definitions = [read_definition(table) for table in tables]
    columns = [column for definition in definitions for column in definition.read_columns]
    heads = {word for column in columns for word in (column.name, column.title, *column.aliases)}
    return frozenset(heads - {word for column in columns for word in (*column.allowed, *column.words)})
