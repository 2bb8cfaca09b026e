"""数据体检: files that belong together are read, matched with the register and checked, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from data.checking.belonging import find_misplaced, find_owners
from data.checking.earlier import Earlier, find_changed_identities, join_rows, replacements
from data.checking.findings import found_problems, in_order, refused_rows
from data.checking.gathering import Gathered, sheet_tables
from data.checking.inspection import DEMONSTRATION_PREFIX, InspectedSheet, Inspection
from data.checking.register import add_import_to_register
from data.checking.staging import check_rules, check_warnings, stage_rows
from data.periods import period_of
from data.reading.problems import PERSONAL, Problem
from data.reading.sources import Source
from data.reading.timing import CHOSEN
from data.settings import Settings, current_settings
from data.standard import Standard
from data.tables import handed_in_tables, ledgers, read_definition
from data.versions.upgrading import attached
from data.working import Progress, silent

HERE = Path(__file__).parent
SCOPE, COVERAGE = HERE / "scope.sql", HERE / "coverage.sql"
RENAMING = HERE / "renaming.sql"
# The columns of coverage.sql.
COVERED = ["unit_code", "unit_name", "period", "community_count", "reported_count", "due_count", "present_count"]


def inspect_files(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    *,
    standards: Sequence[Standard],
    city: Path | None,
    period: str | None = None,
    unit: str | None = None,
    settings: Settings | None = None,
    earlier: Callable[[Inspection], Sequence[Earlier]] | None = None,
    allowed: tuple[str, ...] | None = None,
    is_correction: bool = False,
    progress: Progress = silent,
) -> Inspection:
    """Read and check files that belong together; nothing is stored.

    Args:
        connection: where the rows go: ``staged_<table>`` of the accepted tables, a temporary table with the columns of
            the definition, typed, codes resolved, and ``row``, which is only for finding cells.
        files: sheets (.xlsx, .csv, .parquet, archives of them), boundaries (.geojson), a standard (.toml).
        standards: by what items may be measured; one in the files comes on top.
        city: database of the version in force, for its register and its last values; None where there is none.
        period: the quarter the files are about, where they do not say; rows of another one are refused.
        unit: the code or name of the unit they come from; rows of another one are refused.
        settings: what an import may be.
        earlier: given what the files are about, what was handed in or published before about the same units.
        allowed: the units of whoever hands them in, None for the city. Rows of others are refused, and of others nothing is
            told but what the register of the project publishes.
        is_correction: whether a number that belongs to something else may be given to what stands here.
        progress: called with the fraction done and what is being done, in Chinese.

    Returns:
        What was found. Nothing is raised for what is wrong with the files.
    """
    names = [file.name for file in files]
    gathered = Gathered(connection, settings or current_settings(), city, allowed)
    unit_code = gathered.unit_code(unit)
    period = gathered.checked_period(period)
    for number, file in enumerate(files):
        progress(0.05 + 0.45 * number / len(files), f"正在读取 {file.name}")
        gathered.land(file, number)
    gathered.recognise(standards, period)
    if not gathered.sources and not gathered.tables:
        return _inspection_of_nothing(gathered, period, names)
    for number, table in enumerate(sheet_tables()):
        progress(0.5 + 0.3 * number / len(sheet_tables()), f"正在检查{read_definition(table).title}")
        stage_rows(connection, table, gathered.sources.get(table, []))
        _find_other_periods(gathered, table)
        if table == "communities":
            add_import_to_register(connection)
        find_owners(connection, table, unit_code)
    progress(0.8, "正在核对")
    tables = [table for table in sheet_tables() if table in gathered.sources]
    check_rules(connection, tables)
    find_misplaced(connection, sheet_tables(), unit=unit_code, period=period)
    if "communities" in tables:
        connection.execute(RENAMING.read_text(encoding="utf-8"), {"may_move": allowed is None})
    gathered.compare_units()
    _set_scope(connection, period)
    if earlier:
        _look_back(gathered, earlier(_inspection(gathered, period, names)), city, is_correction=is_correction)
        _set_scope(connection, period)
    check_warnings(connection, tables)
    progress(0.95, "正在整理结果")
    return _inspection(gathered, period, names)


def _set_scope(connection: duckdb.DuckDBPyConnection, period: str | None) -> None:
    connection.execute(
        "create or replace temp table inspected_period as select $period as period where $period is not null",
        {"period": period},
    )
    connection.execute(SCOPE.read_text(encoding="utf-8"))


def _blank(sheet: InspectedSheet, *, is_warning: bool) -> Problem:
    """A form that lists communities and nothing else."""
    rule = f"列了 {sheet.rows_read} 行，一个数也没有填，没有读入"
    remedy = "填上数据后再报送；没有的项写“不适用”或“未报”"
    return Problem(sheet.file, None, None, None, rule, remedy, sheet.sheet, is_warning=is_warning)


def _find_other_periods(gathered: Gathered, table: str) -> None:
    """Add to ``found_problem`` the rows of a sheet whose own period is not the one that is said of all of them."""
    for source in gathered.sources.get(table, ()):
        if source.period and "period" in source.layout.columns and source.period_place != CHOSEN:
            gathered.connection.execute(
                "insert into found_problem select $table, row, 'period', period, $rule, $remedy, null, false "
                f"from staged_{table} where row >= $start and row < $end and period != $period order by row",
                {
                    "table": table,
                    "rule": f"{source.period_place}写的是 {source.period}，与这一格矛盾",
                    "remedy": f"改正时期，或{source.period_place}",
                    "start": source.offset,
                    "end": source.end,
                    "period": source.period,
                },
            )


def _look_back(gathered: Gathered, earlier: Sequence[Earlier], city: Path | None, *, is_correction: bool) -> None:
    """Compare the staged rows with what was handed in or published before, and let that join which is to."""
    if not is_correction and any(read_definition(table).identity for table in gathered.sources):
        with attached(gathered.connection, city, "published"):
            gathered.renumbered_count = find_changed_identities(gathered.connection, [*gathered.sources], earlier)
    gathered.replaced = replacements(gathered.connection, earlier)
    join_rows(gathered.connection, earlier)


def _inspection(gathered: Gathered, period: str | None, names: Sequence[str]) -> Inspection:
    """What was found in all."""
    connection = gathered.connection
    found, problem_count = found_problems(connection, gathered.sources, is_warning=False)
    odd, warning_count = found_problems(connection, gathered.sources, is_warning=True)
    sheets = tuple(
        seen if isinstance(seen, InspectedSheet) else _inspected(connection, *seen) for seen in gathered.seen
    )
    filled = {sheet.table for sheet in sheets if sheet.rows_read > sheet.rows_blank}
    tables = [table for table in gathered.sources if table in filled]
    problems, warnings = [*gathered.problems], [*gathered.warnings]
    blank = [sheet for sheet in sheets if sheet.rows_read and sheet.rows_read == sheet.rows_blank]
    if problem_count or problems or tables or gathered.tables:
        warnings += [_blank(sheet, is_warning=True) for sheet in blank]
    elif blank:
        problems += [_blank(sheet, is_warning=False) for sheet in blank]
    else:
        problems.append(_no_row(gathered))
    return Inspection(
        files=tuple(gathered.files),
        sheets=sheets,
        problems=in_order([*problems, *found], names, gathered.sources),
        warnings=in_order([*warnings, *odd], names, gathered.sources),
        problem_count=len(problems) + problem_count,
        warning_count=len(warnings) + warning_count,
        tables=tuple(table for table in handed_in_tables() if table in (*gathered.tables, *tables)),
        periods=_periods(connection, period),
        units=_units(connection),
        coverage=connection.execute(COVERAGE.read_text(encoding="utf-8")).df(),
        is_demonstration=_is_demonstration(connection, tables),
        ledger_periods=_ledger_periods(connection, tables),
        replaced=gathered.replaced,
        renumbered_count=gathered.renumbered_count,
        personal_files=frozenset(
            warning.file.split("/")[0] for warning in [*warnings, *odd] if warning.rule.startswith(PERSONAL)
        ),
    )


def _inspection_of_nothing(gathered: Gathered, period: str | None, names: Sequence[str]) -> Inspection:
    """What was found in files that hold no table: there is nothing else to check, or to load for it."""
    problems = gathered.problems or [_no_row(gathered)]
    return Inspection(
        files=tuple(gathered.files),
        sheets=tuple(seen for seen in gathered.seen if isinstance(seen, InspectedSheet)),
        problems=in_order(problems, names, {}),
        warnings=in_order(gathered.warnings, names, {}),
        problem_count=len(problems),
        warning_count=len(gathered.warnings),
        tables=(),
        periods=(period,) if period else (),
        units=(),
        coverage=pd.DataFrame(columns=COVERED),
    )


def _no_row(gathered: Gathered) -> Problem:
    file = gathered.files[0].name if gathered.files else ""
    return Problem(file, None, None, None, "没有任何数据行", "填上数据后再报送")


def _inspected(connection: duckdb.DuckDBPyConnection, source: Source, rows: int, note: str) -> InspectedSheet:
    refused = refused_rows(connection, source)
    blank = rows - refused - _filled_rows(connection, source) if source.layout.is_wide else 0
    layout = "宽表" if source.layout.is_wide else "长表"
    note = "；".join(part for part in (note, f"{blank} 行没有填数，没有读入" if blank > 0 else "") if part)
    sheet = source.sheet
    return InspectedSheet(
        sheet.file, sheet.name, source.layout.table, layout, rows, rows - refused - blank, refused, note, blank
    )


def _filled_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """How many rows of a wide sheet have any value, and no fault."""
    (count,) = connection.execute(
        f"select count(distinct (row - $offset) // $stride) from staged_{source.layout.table} "
        "where row >= $offset and row < $end and (row - $offset) // $stride not in ("
        "select (row - $offset) // $stride from found_problem "
        "where table_name = $table and not is_warning and row >= $offset and row < $end)",
        {"table": source.layout.table, "offset": source.offset, "stride": source.stride, "end": source.end},
    ).fetchone() or (0,)
    return int(count)


def _ledger_periods(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> tuple[str, ...]:
    """The quarters that rows with a time of their own fall into."""
    found: set[str] = set()
    for table in tables:
        for column in read_definition(table).column:
            if column.is_past and column.type in {"date", "timestamp"}:
                day = f"cast(date_trunc('quarter', {column.name}) as date)"
                query = f"select distinct {day} from staged_{table} where {column.name} is not null"
                found.update(period_of(day) for (day,) in connection.execute(query).fetchall())
    return tuple(sorted(found))


def _periods(connection: duckdb.DuckDBPyConnection, period: str | None) -> tuple[str, ...]:
    found = connection.execute("select period from quarter order by period").fetchall()
    return tuple(str(name) for (name,) in found) or ((period,) if period else ())


def _is_demonstration(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> bool:
    """Whether the communities are those of the demonstration; a ledger that names none is about those published."""
    named = [f"staged_{table}" for table in tables if read_definition(table).has("community_code")]
    if not named and ledgers().keys() & {*tables}:
        named = ["(from known_communities where origin = 'city')"]
    return any(
        connection.execute(
            f"select 1 from {source} where starts_with(community_code, $prefix) limit 1",
            {"prefix": DEMONSTRATION_PREFIX},
        ).fetchone()
        for source in named
    )


def _units(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    found = connection.execute(
        "select unit_code from known_units where unit_code in (select unit_code from spoken_of) order by position"
    ).fetchall()
    return tuple(str(code) for (code,) in found)
