"""One file, one table: how a folder in the schema's own layout and the scoring command read theirs.

The file says by its name which table it is; it is long, one sheet, and its rows keep their numbers.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.importing.definitions import read_definition
from data.importing.landed import drop_landed
from data.importing.landing import land
from data.importing.layout import recognise
from data.importing.lines import first_lines
from data.importing.problems import MOST_PROBLEMS, Problem, Refused
from data.importing.seen import as_seen
from data.importing.sources import Source, length_of
from data.importing.staging import check_rules, prepare, stage_rows
from data.settings import current_settings

SUFFIXES = (".parquet", ".csv")


def find_file(folder: Path, table: str) -> Path | None:
    """The file of a table in a folder (``<table>.parquet`` before ``<table>.csv``), None when there is none."""
    return next((folder / f"{table}{suffix}" for suffix in SUFFIXES if (folder / f"{table}{suffix}").is_file()), None)


def stage(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> list[Problem]:
    """Read a file into the temporary table ``staged_<table>`` and return what is wrong with it.

    The staged table has the columns of the definition, typed, and ``row`` (as a spreadsheet counts). A refused value is
    staged as null, so that later rules still run and all faults are reported together.
    """
    prepare(connection)
    try:
        sheets = land(connection, file, current_settings())
    except Refused as refused:
        stage_rows(connection, table, [])
        return refused.problems
    sheet = sheets[0]
    layout = recognise(sheet, first_lines(connection, sheet), [table])
    if layout is None:
        stage_rows(connection, table, [])
        names = "、".join(column.name for column in read_definition(table).column if column.is_required)
        return [Problem(file.name, 1, None, None, "认不出表头", f"第一行写上各列的名称，至少有 {names}")]
    source = Source(sheet, layout, 0, length_of(connection, sheet))
    problems = [problem for problem in (*layout.problems, *as_seen(connection, source)) if not problem.is_warning]
    stage_rows(connection, table, [source])
    drop_landed(connection, sheet.relation)
    for row, name, value, rule, remedy, other in _found(connection, table):
        number, heading, cell = source.located(row, name)
        problems.append(
            Problem(file.name, number, heading, value, rule.replace("{row}", str(other)), remedy, sheet.name, cell)
        )
    return problems


def apply_rules(connection: duckdb.DuckDBPyConnection, tables: dict[str, Path]) -> list[Problem]:
    """What is wrong between staged tables: references of the definitions, then ``rules/<table>.sql``."""
    prepare(connection)
    for table in ("units", "streets", "communities"):
        if table in tables:
            connection.execute(f"create or replace temp view known_{table} as select * from staged_{table}")
    check_rules(connection, [*tables])
    return [
        Problem(file.name, row, name, value, rule.replace("{row}", str(other)), remedy)
        for table, file in tables.items()
        for row, name, value, rule, remedy, other in _found(connection, table)
    ]


def _found(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[int, str, str, str, str, int]]:
    return connection.execute(
        "select row, column_name, value, rule, remedy, other_row from found_problem "
        "where table_name = $table order by row, rowid limit $most",
        {"table": table, "most": MOST_PROBLEMS},
    ).fetchall()
