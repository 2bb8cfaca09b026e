"""One file, one table: how a folder in the schema's own layout and the scoring command read theirs.

The file says by its name which table it is; it is long, one sheet, and its rows keep their numbers. What is read is a
CSV, Parquet or Excel file; what is wrong in it is a fault, what was left out of it a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import duckdb

from data.checking.belonging import find_owners
from data.checking.staging import check_rules, is_there, prepare, stage_rows
from data.reading.appearance import left_out
from data.reading.landed import drop_landed
from data.reading.landing import Sheet, land, land_folder
from data.reading.layout import is_own_sheet
from data.reading.problems import MOST_PROBLEMS, Problem, Refused
from data.reading.sections import Section, sections_of
from data.reading.seen import as_seen
from data.reading.sources import Source
from data.settings import current_settings
from data.tables import ledgers, read_definition

SUFFIXES = (".parquet", ".csv", ".xlsx")


def find_file(folder: Path, table: str) -> Path | None:
    """The file of a table in a folder, whatever the case of its letters, None when there is none.

    Raises:
        Refused: there are several, of which an old one might win.
    """
    found = sorted(file for file in folder.iterdir() if file.stem.casefold() == table and is_named_as(table, file))
    if len(found) > 1:
        names = "、".join(file.name for file in found)
        rule = f"同一张表（{read_definition(table).title}）有 {len(found)} 个文件：{names}"
        raise Refused([Problem(found[0].name, None, None, None, rule, "只留下最新的一个")])
    return found[0] if found else None


def is_named_as(table: str, file: Path) -> bool:
    """Whether a file ends as those of a table do; pictures are a folder or an archive."""
    if read_definition(table).format == "pictures":
        return file.is_dir() or file.suffix.casefold() == ".zip"
    return file.is_file() and file.suffix.casefold() in SUFFIXES


def stage(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> list[Problem]:
    """Read a file into the temporary table ``staged_<table>`` and return what is wrong with it.

    The staged table has the columns of the definition, typed, and ``row`` (as a spreadsheet counts). A refused value is
    staged as null, so that later rules still run and all faults are reported together. Warnings say what was left out.
    """
    prepare(connection)
    try:
        landed = land_folder if file.is_dir() else land
        sheets = landed(connection, file, current_settings())
    except Refused as refused:
        stage_rows(connection, table, [])
        return refused.problems
    is_pictured = read_definition(table).format == "pictures"
    sections = [
        (sheet, sections_of(connection, sheet, [table] if bool(sheet.places) == is_pictured else []))
        for sheet in sheets
    ]
    problems = _unread(table, sections)
    sources: list[Source] = []
    for section in chain.from_iterable(found for _, found in sections):
        sheet, layout = section.sheet, section.layout
        source, skipped, seen = as_seen(connection, section)
        problems += [*left_out(sheet.file, sheet.name, sheet.appearance), *seen, *layout.problems]
        if skipped.count:
            problems.append(Problem(sheet.file, None, None, None, str(skipped), "", sheet.name, is_warning=True))
        sources.append(source)
    stage_rows(connection, table, sources)
    for sheet in sheets:
        drop_landed(connection, sheet.relation)
    for row, name, value, rule, remedy, other, is_warning in _found(connection, table):
        # The tables of one sheet stand below one another, and share its numbers.
        source = next((source for source in reversed(sources) if source.layout.header_row <= row), sources[0])
        number, heading, cell = source.located(row, name)
        told = rule.replace("{row}", str(other))
        place = source.place(number, cell)
        problem = Problem(
            place.file, place.row, heading, value, told, remedy, source.sheet.name, place.cell, is_warning
        )
        problems.append(problem)
    return problems


def _unread(table: str, sections: Sequence[tuple[Sheet, Sequence[Section]]]) -> list[Problem]:
    """Sheets, or members of an archive, that would not be read: only one is meant, and that has to have a header."""
    read = [sheet for sheet, found in sections if found]
    if len(read) > 1:
        names = "、".join(sheet.name or sheet.file for sheet in read)
        rule, remedy = f"里面有 {len(read)} 张表：{names}", "这里只能有一张表；合成一张，或删去多余的"
        return [Problem(read[0].file.split("/")[0], None, None, None, rule, remedy)]
    names = "、".join(column.name for column in read_definition(table).column if column.is_required)
    remedy = f"第一行写上各列的名称，至少有 {names}"
    return [
        Problem(sheet.file, 1, None, None, "认不出表头", remedy, sheet.name)
        for sheet, found in sections
        if not found and not (read and is_own_sheet(sheet))
    ]


def apply_rules(connection: duckdb.DuckDBPyConnection, tables: dict[str, Path]) -> list[Problem]:
    """What is wrong between staged tables: references of the definitions, then ``<table>.rules.sql``."""
    prepare(connection)
    for table in ("units", "streets", "communities"):
        if table in tables:
            connection.execute(f"create or replace temp view known_{table} as select * from staged_{table}")
    for table in ledgers():
        if is_there(connection, f"staged_{table}"):
            find_owners(connection, table)
    check_rules(connection, [*tables])
    return [
        Problem(file.name, row, name, value, rule.replace("{row}", str(other)), remedy, is_warning=is_warning)
        for table, file in tables.items()
        for row, name, value, rule, remedy, other, is_warning in _found(connection, table)
    ]


def _found(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[int, str, str, str, str, int, bool]]:
    return connection.execute(
        "select row, column_name, value, rule, remedy, other_row, is_warning from found_problem "
        "where table_name = $table order by row, rowid limit $most",
        {"table": table, "most": MOST_PROBLEMS},
    ).fetchall()
