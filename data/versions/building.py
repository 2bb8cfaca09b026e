"""Building one version: contents are staged and checked, scored, checked again, and written into a folder.

Where the contents come from — a folder, or submissions on top of a version — is not known here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
from pypinyin import Style, lazy_pinyin

from data import clock
from data.computed import measure
from data.reading.boundaries import read_boundaries
from data.reading.items import stage_items
from data.reading.standards import read_standards
from data.scoring import count_ledgers, load_standards, score_city
from data.settings import PROJECT
from data.tables import city_tables, ledgers
from data.versions.keys import repeated_keys
from data.versions.schema import create_ledger, create_schema
from data.versions.store import DATABASE
from data.working import Progress, working_connection

CHECKS = PROJECT / "data" / "checks"
_HERE = Path(__file__).parent
LOADING, AREAS, SPANS = _HERE / "loading.sql", _HERE / "areas.sql", _HERE / "spans.sql"


class CheckFailed(Exception):
    """A built version broke an invariant of data/checks; nothing was published."""


class Contents(Protocol):
    """What a version is to be made of."""

    @property
    def is_demonstration(self) -> bool:
        """Whether it is a demonstration."""

    @property
    def register_note(self) -> str:
        """What is to be said about the register, known once it is staged; empty: its communities are counted."""

    @property
    def standard_files(self) -> Sequence[Path]:
        """The standards to score by."""

    @property
    def boundaries(self) -> Path:
        """The boundaries of the districts."""

    @property
    def scores(self) -> Path | None:
        """The folder of the version whose scores stand, since nothing but ledgers changes; else None."""

    @property
    def ledgers(self) -> Collection[str]:
        """The ledgers to be written: where scores stand, those that change."""

    def stage(self, connection: duckdb.DuckDBPyConnection, progress: Callable[[float], None]) -> None:
        """Write ``staged_<table>`` for every table of a city, all checked; measurements only where there are ``scores`` to make.

        ``published_measurement``, where it is written, has the computed measurements that stand.

        Raises:
            Refused: rows break a rule.
        """


def build_version(target: Path, number: int, contents: Contents, progress: Progress) -> dict[str, Any]:
    """Write a version's files into an empty folder and return what its manifest says of them.

    Everything is scored, or the version whose scores stand is copied and its ledgers are replaced: both are the same,
    to the row, where the contents are.

    Raises:
        Refused: rows break a rule.
        StandardError, BoundaryError: a standard or the boundaries cannot be used.
        CheckFailed: what was built breaks an invariant.
    """
    standards = read_standards(contents.standard_files)
    if contents.scores:
        for name in (DATABASE, "districts.geojson"):
            shutil.copyfile(contents.scores / name, target / name)
    with working_connection(target / DATABASE) as connection:
        if not contents.scores:
            create_schema(connection)
            load_standards(connection, standards)
        stage_items(connection, standards)
        progress(0.05, "正在读取数据文件")
        contents.stage(connection, lambda done: progress(0.05 + 0.3 * done, "正在检查数据"))
        if contents.scores:
            _replace_ledgers(connection, number, contents.ledgers, progress)
        else:
            _load(connection, number, contents, target)
            with ThreadPoolExecutor(1) as pool, connection.cursor() as scoring:
                # To sort and pack a long ledger takes as long as scoring, which does not ask for it.
                packed = pool.submit(_load_ledgers, connection, contents.ledgers)
                score_city(scoring, lambda done: progress(0.4 + 0.5 * done, "正在评分"))
                packed.result()
        progress(0.9, "正在核对")
        fields = _fields(connection)
        for (table,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
            connection.execute(f"drop table if exists {table}")
        with ThreadPoolExecutor(1) as pool, connection.cursor() as checking:
            # Packing keeps one core busy and changes nothing of what the checks read.
            written = pool.submit(connection.execute, "checkpoint")
            _check(checking)
            written.result()
    (target / "standard").mkdir()
    for file in contents.standard_files:
        shutil.copyfile(file, target / "standard" / file.name)
    progress(0.97, "正在发布")
    standard_versions = tuple(standard.version for standard in standards)
    return {"is_demonstration": contents.is_demonstration, "standards": standard_versions, **fields}


def _load(connection: duckdb.DuckDBPyConnection, number: int, contents: Contents, target: Path) -> None:
    """Put what is staged, but for the ledgers, into the tables of the version, and count and measure what scores ask for."""
    boundaries = _write_boundaries(connection, contents.boundaries, target)
    connection.execute(LOADING.read_text(encoding="utf-8"))
    for table in city_tables().keys() - ledgers().keys():
        connection.execute(f"drop table staged_{table}")
    _name_initials(connection)
    connection.execute(AREAS.read_text(encoding="utf-8"))
    _describe(connection, number, contents, boundaries)
    count_ledgers(connection, ledgers())
    _date(connection)
    measure(connection)


def _replace_ledgers(
    connection: duckdb.DuckDBPyConnection, number: int, changed: Collection[str], progress: Progress
) -> None:
    """Put the staged ledgers that change in the place of those of the version that was copied, and count them."""
    count_ledgers(connection, changed)
    _date(connection)
    progress(0.6, "正在更新台账")
    for table in changed:
        definition = ledgers()[table]
        connection.execute(f"drop table if exists {definition.stored_as}")
        create_ledger(connection, definition)
    _load_ledgers(connection, changed)
    connection.execute("update publication set version = $number", {"number": number})


def _write_boundaries(connection: duckdb.DuckDBPyConnection, file: Path, target: Path) -> dict[str, Any]:
    codes = [
        code for (code,) in connection.execute("select unit_code from staged_units where host_code is null").fetchall()
    ]
    boundaries = read_boundaries(file, codes)
    text = json.dumps(boundaries, ensure_ascii=False, separators=(",", ":"))
    (target / "districts.geojson").write_text(text, encoding="utf-8")
    return boundaries


def _load_ledgers(connection: duckdb.DuckDBPyConnection, tables: Collection[str]) -> None:
    """Put staged ledgers into the tables of the version, by owner, as they are read, and packed."""
    for table in tables:
        definition = ledgers()[table]
        order = definition.owner.name if definition.owner else definition.key[0]
        connection.execute(
            f"insert into {definition.stored_as} by name "
            f"select {', '.join(definition.names)} from staged_{table} order by {order}"
        )
        connection.execute(f"drop table staged_{table}")


def _name_initials(connection: duckdb.DuckDBPyConnection) -> None:
    names = [name for (name,) in connection.execute("select distinct community_name from community").fetchall()]
    connection.execute(
        "update community set pinyin_initials = spelt.initials "
        "from (select unnest($names) as community_name, unnest($initials) as initials) as spelt "
        "where community.community_name = spelt.community_name",
        {"names": names, "initials": [_initials(name) for name in names]},
    )


@lru_cache(maxsize=100_000)  # a city publishes the same names every quarter
def _initials(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=str.lower))


def _describe(
    connection: duckdb.DuckDBPyConnection, number: int, contents: Contents, boundaries: dict[str, Any]
) -> None:
    connection.execute(
        "insert into publication values ($version, $is_demonstration, $register_note, $source, $vintage, $approval, $today)",
        {
            "version": number,
            "today": clock.today(),
            "is_demonstration": contents.is_demonstration,
            "register_note": contents.register_note or _register_note(connection),
            "source": str(boundaries.get("source", "")),
            "vintage": str(boundaries.get("vintage", "")),
            "approval": str(boundaries.get("map_approval_number", "")),
        },
    )


def _date(connection: duckdb.DuckDBPyConnection) -> None:
    """Say until which day the version reaches, and of which months, quarters and years its ledgers can speak."""
    days = [
        f"select cast(min({column.name}) as date) as starts_on, cast(max({column.name}) as date) as ends_on from staged_{table}"
        for table, definition in ledgers().items()
        if definition.names_communities  # a document that is sent out says nothing of how far the rows reach
        for column in definition.column
        if column.type in {"date", "timestamp"} and not column.is_plan
    ]
    connection.execute(f"create or replace temp table ledger_day as {' union all '.join(days)}")
    connection.execute(
        "update publication set data_until = least($today, greatest("
        "(select max(ends_on) from period), (select max(ends_on) from ledger_day)))",
        {"today": clock.today()},
    )
    connection.execute(SPANS.read_text(encoding="utf-8"))


def _register_note(connection: duckdb.DuckDBPyConnection) -> str:
    (count,) = connection.execute("select count(*) from community").fetchone() or (0,)
    return f"本次发布的名册共{count}个社区（参考：2023年统计区划口径861个居委会，其中街道内646个；公开报道为663个社区）"


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    faults = []
    for file in sorted(CHECKS.glob("*.sql")):
        sql = file.read_text(encoding="utf-8")
        found = connection.execute(sql).fetchmany(5)
        if found:
            says = re.sub(r"^-- ", "", sql.splitlines()[0])
            faults.append(f"核对 {file.stem} 未通过（{says}）：{'；'.join(str(row) for row in found)}")
    for table, repeated in repeated_keys().items():
        if found := connection.execute(repeated).fetchmany(5):
            faults.append(f"{table} 的主键须唯一：{'；'.join(str(row) for row in found)}")
    if faults:
        raise CheckFailed("\n".join(faults))


def _fields(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    periods = tuple(period for (period,) in connection.execute("select period from period order by period").fetchall())
    (count,) = connection.execute("select count(*) from community").fetchone() or (0,)
    return {"periods": periods, "community_count": count}
