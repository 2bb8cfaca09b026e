"""What a person sees in merged and hidden cells, once it is known what the columns of a sheet are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import duckdb

from data.reading.appearance import MOST_NAMED, Appearance, Merge, cell_name, listed
from data.reading.landed import cells_of, columns
from data.reading.problems import Problem
from data.reading.sections import Section
from data.reading.skipping import Skipped, misplaced, skip
from data.reading.sources import Source, data_rows, length_of


def as_seen(
    connection: duckdb.DuckDBPyConnection,
    section: Section,
    *,
    offset: int = 0,
    period: str | None = None,
    place: str = "",
) -> tuple[Source, Skipped, list[Problem]]:
    """The rows of a section as a person sees them: merged cells speak for every row they cover.

    Args:
        connection: where the sheet is landed; its cells are changed.
        section: the sheet and what its columns are.
        offset: what the numbers of its rows begin with.
        period: the quarter that all its rows are of, where something says so.
        place: what says so.

    Returns:
        The rows as a part of their table, what is left out of them, and what nobody can tell from the sheet. Faults: data in
        hidden rows and columns, a value merged over columns, rows that are out of place. Warnings: values merged over rows.
    """
    sheet, skipped = section.sheet, skip(connection, section)
    length = length_of(connection, sheet)
    source = Source(sheet, section.layout, offset, length, period, place, is_all_data=not skipped.count)
    problems: list[Problem] = []
    if sheet.appearance != Appearance():
        problems += _merged(connection, source)
        problems += _hidden_rows(connection, source)
        problems += _hidden_columns(connection, source)
    if sheet.appearance.merges:  # a merged cell may have told rows that they are data
        skipped = skip(connection, section)
        source = replace(source, is_all_data=not skipped.count)
    return source, skipped, [*problems, *misplaced(connection, section)]


def _merged(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Problem]:
    sheet, used = source.sheet, source.layout.used_columns
    merges = [
        merge
        for merge in sheet.appearance.merges
        if merge.first_row > source.layout.last_header_row and merge.first_column <= sheet.width
    ]
    if not merges:
        return
    _spread(connection, sheet.relation, [merge for merge in merges if merge.last_row > merge.first_row])
    rows = connection.execute(
        f"select row, {', '.join(columns(sheet.width))} from {sheet.relation} "
        f"where {data_rows(source)} and row in (select unnest($rows))",
        {"rows": [merge.first_row for merge in merges]},
    ).fetchall()
    values = {(row, number): value for row, *cells in rows for number, value in enumerate(cells, 1)}
    repeated = []
    for merge in merges:
        row, column = merge.first_row, merge.first_column
        value, covered = values.get((row, column)), {*range(column, merge.last_column + 1)} & used
        if value is None or not covered:
            continue
        heading = source.layout.headings[column - 1]
        if covered != {column}:
            rule, remedy = f"合并单元格 {merge} 横跨几列，看不出各列是多少", "取消合并，每一格分别填写"
            yield Problem(sheet.file, row, heading, value, rule, remedy, sheet.name, cell_name(row, column))
        elif merge.last_row > row and column not in source.layout.key_columns:
            repeated.append(merge)
    if repeated:
        rule = f"合并单元格的内容按它的每一行各读入一次：{listed(map(str, repeated), len(repeated), '处')}"
        remedy = "不是每一行都如此时，取消合并，分别填写"
        row, column = repeated[0].first_row, repeated[0].first_column
        yield Problem(sheet.file, row, None, None, rule, remedy, sheet.name, cell_name(row, column), is_warning=True)


def _spread(connection: duckdb.DuckDBPyConnection, relation: str, merges: Sequence[Merge]) -> None:
    """Write what stands in the first of merged cells into those below."""
    cells = cells_of(relation)
    for number, those in groupby(sorted(merges), key=lambda merge: merge.first_column):
        first, last = zip(*((merge.first_row, merge.last_row) for merge in those), strict=True)
        connection.execute(
            f"update {cells} as covered set c{number} = merge.value from ("
            f"select merged.first, merged.last, top.c{number} as value "
            f"from (select unnest($first) as first, unnest($last) as last) as merged "
            f"left join {cells} as top on merged.first = top.row) as merge "
            "where covered.row > merge.first and covered.row <= merge.last",
            {"first": first, "last": last},
        )


def _hidden_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Problem]:
    sheet = source.sheet
    found = connection.execute(
        f"select row from {sheet.relation} where {data_rows(source)} and row in (select unnest($rows)) order by row",
        {"rows": [*sheet.appearance.hidden_rows]},
    ).fetchall()
    if found:
        rows = [row for (row,) in found]
        rule = f"有数据的行被隐藏或筛掉，看不出是否要报：第 {listed(map(str, rows[:MOST_NAMED]), len(rows), '行')}"
        rule += "" if len(rows) > MOST_NAMED else " 行"
        remedy = "取消筛选和隐藏；不报的行删去"
        yield Problem(sheet.file, rows[0], None, None, rule, remedy, sheet.name, cell_name(rows[0], 1))


def _hidden_columns(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Problem]:
    """A column that nobody sees; code and place may stand hidden, since one is compared with the other."""
    sheet, layout = source.sheet, source.layout
    hidden = {number for first, last in sheet.appearance.hidden_columns for number in range(first, last + 1)}
    for number in sorted(hidden & layout.used_columns):
        found = connection.execute(
            f"select min(row) from {sheet.relation} where {data_rows(source)} and c{number} is not null"
        ).fetchone()
        if found is None or found[0] is None:
            continue
        is_warning = number in layout.key_columns
        rule = "隐藏的列，照样读入了" if is_warning else "有数据的列被隐藏，看不出是否要报"
        remedy = "核对这一列" if is_warning else "取消隐藏；不报的列删去"
        yield Problem(
            sheet.file,
            layout.header_row,
            layout.headings[number - 1],
            None,
            rule,
            remedy,
            sheet.name,
            cell_name(layout.header_row, number),
            is_warning,
        )


def rows_of_other_units(
    connection: duckdb.DuckDBPyConnection, source: Source, titles: Sequence[str]
) -> Iterator[Problem]:
    """A warning where the first title that names a unit names another than that of some rows.

    Rows of a unit may stand in a sheet of its host. Needs the staged table and the known register.
    """
    known = connection.execute("select unit_code, unit_name, short_name from known_units").fetchall()
    named = ({code for code, name, short in known if name in title or (short and short in title)} for title in titles)
    unit = next((codes for codes in named if codes), set())
    if len(unit) != 1:
        return
    found = connection.execute(
        "select min(staged.row), count(*), min_by(known_units.unit_name, staged.row) "
        f"from staged_{source.layout.table} as staged "
        "inner join known_communities on staged.community_code = known_communities.community_code "
        "inner join known_units on known_communities.unit_code = known_units.unit_code "
        "where staged.row >= $offset and staged.row < $end and $unit not in "
        "(known_units.unit_code, coalesce(known_units.host_code, ''))",
        {"offset": source.offset, "end": source.end, "unit": unit.pop()},
    ).fetchone()
    if found and found[1]:
        row, heading, cell = source.located(found[0], "community_code")
        rule = f"表名或文件名写的是另一个单位，这里却是{found[2]}的社区，共 {found[1]} 行"
        remedy = "核对是否放错了表、写错了单位；确属实情的可以照报"
        yield Problem(source.sheet.file, row, heading, None, rule, remedy, source.sheet.name, cell, is_warning=True)
