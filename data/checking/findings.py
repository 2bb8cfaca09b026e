"""From the numbers in ``found_problem`` back to files, sheets and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import duckdb

from data.reading.problems import MOST_PROBLEMS, Problem
from data.reading.sources import Source

# Several faults may lie in one cell, of which only the first is told; so a few more are fetched than are told.
_FETCHED = 20 * MOST_PROBLEMS


def found_problems(
    connection: duckdb.DuckDBPyConnection, sources: Mapping[str, Sequence[Source]], *, is_warning: bool
) -> tuple[list[Problem], int]:
    """What the checks found, the first fault of every cell, and how many there are in all.

    The number is exact until there are too many to be told apart; then it counts what every rule found.
    """
    (count,) = connection.execute(
        "select count(*) from (select distinct table_name, row, column_name from found_problem "
        "where is_warning = $is_warning)",
        {"is_warning": is_warning},
    ).fetchone() or (0,)
    found = connection.execute(
        "select table_name, row, column_name, value, rule, remedy, other_row from found_problem "
        "where is_warning = $is_warning order by table_name, row nulls first, rowid limit $most",
        {"is_warning": is_warning, "most": _FETCHED},
    ).fetchall()
    first: dict[tuple[object, ...], Problem] = {}
    for table, row, name, value, rule, remedy, other in found:
        problem = _problem(sources.get(table, ()), row, name, value, rule, remedy, other, is_warning=is_warning)
        place = (problem.file, problem.sheet, problem.row, problem.column)
        first.setdefault((*place, problem.rule) if is_warning else place, problem)
    return list(first.values()), len(first) if len(found) < _FETCHED else count


def refused_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """How many rows of a sheet have a fault."""
    (count,) = connection.execute(
        "select count(distinct (row - $offset) // $stride) from found_problem "
        "where table_name = $table and not is_warning and row >= $offset and row < $end",
        {"table": source.layout.table, "offset": source.offset, "stride": source.stride, "end": source.end},
    ).fetchone() or (0,)
    return int(count)


def in_order(
    problems: Sequence[Problem], files: Sequence[str], sources: Mapping[str, Sequence[Source]]
) -> tuple[Problem, ...]:
    """By file as they were given, by sheet as they were read, by row and cell; cut at ``MOST_PROBLEMS``."""
    given = {file: number for number, file in enumerate(files)}
    sheets = [(source.sheet.file, source.sheet.name) for source in chain.from_iterable(sources.values())]
    order = {sheet: number for number, sheet in enumerate(dict.fromkeys(sheets))}
    ordered = sorted(
        problems,
        key=lambda problem: (
            # A member of an archive is named behind it.
            given.get(problem.file, given.get(problem.file.split("/")[0], -1)),
            order.get((problem.file, problem.sheet), -1),
            problem.row or 0,
            len(problem.cell),  # B3 before AA3
            problem.cell,
        ),
    )
    return tuple(ordered[:MOST_PROBLEMS])


def _problem(
    sources: Sequence[Source],
    row: int | None,
    name: str,
    value: str | None,
    rule: str,
    remedy: str,
    other: int | None,
    *,
    is_warning: bool,
) -> Problem:
    source = _source(sources, row)
    if row is None:
        return Problem(source.sheet.file, None, None, value, rule, remedy, source.sheet.name, is_warning=is_warning)
    number, heading, cell = source.located(row, name)
    if other is not None:
        rule = rule.replace("第 {row} 行", _elsewhere(source, _source(sources, other), other))
    file, number_there, cell = source.place(number, cell)
    return Problem(file, number_there, heading, value, rule, remedy, source.sheet.name, cell, is_warning)


def _source(sources: Sequence[Source], row: int | None) -> Source:
    """The sheet a number belongs to; the first where no row is meant."""
    if row is None:
        return sources[0]
    return next(source for source in sources if source.offset <= row < source.end)


def _elsewhere(here: Source, there: Source, row: int) -> str:
    number = there.located(row, "")[0]
    if here is there:
        return f"第 {number} 行"
    sheet = f"「{there.sheet.name}」" if there.sheet.name else ""
    file = "" if here.sheet.file == there.sheet.file else there.sheet.file
    return f" {file}{sheet} 第 {number} 行"
