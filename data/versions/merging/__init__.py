"""Submissions on top of a version as the contents of the next one: what comes later wins, key by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from data.checking.belonging import know_numbers
from data.checking.earlier import RENUMBER, TAKEN, changed_identities
from data.checking.one_table import apply_rules
from data.checking.staging import stage_own
from data.collecting.batches import BOUNDARIES, STANDARDS, Batch, read_batches, table_file
from data.collecting.decisions import CollectionError
from data.reading.problems import MOST_PROBLEMS, Problem, Refused
from data.reading.standards import read_standard
from data.settings import REFERENCE
from data.tables import city_tables, ledgers, read_definition, referenced_ledgers, unit_of
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from data.versions.upgrading import attached, is_of_today

_STAND_INS = Path(__file__).with_name("stand_ins.sql")
_FILL = Path(__file__).with_name("fill.sql")
_PUBLISHED = Path(__file__).with_name("published.sql")
_COUNTED = "本次发布的名册共"

# The unit of every community that rows may be about: of those that have no register yet, as the reference has it.
_KNOWN_COMMUNITIES = (
    "create or replace temp view known_communities as "
    "select community_code, unit_code from staged_communities union all select community_code, unit_code from stand_in "
    "where community_code not in (select community_code from staged_communities)"
)

# What stood in for a register is not a fact: it gives way as soon as the unit submits one.
_FACTS = {
    "community": "where community_code in (from submitted_community) or (community_code, households, kind) not in "
    "(select (community_code, households, kind) from stand_in)",
    "measurement": "where origin = 'reported'",
}


class BatchContents:
    """The facts of the version in force with those of the batches; so with its standards and boundaries.

    A version of the other kind (demonstration or real) gives its standards and boundaries only: the first real
    publication begins empty. Where a real city's communities were not submitted, the reference register stands in.
    """

    def __init__(self, store: Store, batches: Sequence[Batch]) -> None:
        """Look at what there is to merge, oldest batch first; without any it is the version in force once more.

        Raises:
            CollectionError: demonstration and real data would be mixed.
            StoreError: the version in force is damaged.
        """
        current = store.current()
        in_force = None if current is None else store.manifest(current)
        folder = None if current is None else store.folder(current)
        self.is_demonstration = _kind(batches, in_force)
        self.register_note = ""
        self.base = in_force if in_force and in_force.is_demonstration == self.is_demonstration else None
        self.batches = tuple(batches)
        self.standard_files = _standard_files(store, batches, folder)
        brought = [store.batches / str(batch.number) / BOUNDARIES for batch in reversed(batches)]
        self.boundaries = next((file for file in brought if file.exists()), (folder or REFERENCE) / "districts.geojson")
        self._store = store
        self._city = folder / DATABASE if folder and self.base else None
        self.scores = folder if self._leaves_scores() else None

    @property
    def ledgers(self) -> frozenset[str]:
        """The ledgers to be written: where scores stand, those that batches bring."""
        return frozenset(
            table for table in ledgers() if not self.scores or any(table in one.tables for one in self.batches)
        )

    def stage(self, connection: duckdb.DuckDBPyConnection, progress: Callable[[float], None]) -> None:
        """Write ``staged_<table>`` for every table of a city: the base's rows, then each batch's, by key.

        ``row`` is the number of the batch, null for what was published before. ``published_measurement``: what the base
        computed for quarters whose measurements no batch brings. Where scores stand, measurements are left out.

        Raises:
            Refused: the batches do not go together with each other or with what is published.
            CollectionError: there would be no measurements at all.
        """
        for table in ("units", "streets"):
            stage_own(connection, table, REFERENCE / f"{table}.csv")
        self._stage_stand_ins(connection)
        with attached(connection, self._city, "base"):
            tables = [table for table in city_tables() if not (self.scores and table == "measurements")]
            for done, table in enumerate(tables, 1):
                self._merge(connection, table)
                progress(done / (len(tables) + 1))
            if not self.scores:
                self._keep_note(connection)
                connection.execute(_PUBLISHED.read_text(encoding="utf-8"))
        if not self.scores:
            self._complete(connection)
        if self.base:  # it has its own streets; of the reference only what the new communities need
            connection.execute(
                "delete from staged_streets where row is not null "
                "and street_code not in (select street_code from staged_communities)"
            )
        if problems := apply_rules(connection, {table: Path(table) for table in tables}):
            raise Refused([_placed(problem) for problem in problems])

    def _complete(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Require measurements, and let the reference stand in for registers."""
        if not connection.execute("select 1 from staged_measurements limit 1").fetchone():
            raise CollectionError("还没有任何指标数据：至少要有一个单位报送一期指标数据，才能发布")
        if not self.is_demonstration:
            self._fill_register(connection)

    def _leaves_scores(self) -> bool:
        """Whether the batches bring nothing but ledgers, about communities that the base has, made by the tables of today."""
        brought = {table for batch in self.batches for table in batch.tables}
        if not (self._city and brought and brought <= ledgers().keys()):
            return False
        with duckdb.connect() as connection, attached(connection, self._city, "base"):
            return is_of_today(connection, "base") and not any(
                connection.execute(
                    "select 1 from read_parquet($file) where community_code not in "
                    "(select community_code from base.community) limit 1",
                    {"file": str(table_file(self._store, batch, table))},
                ).fetchone()
                for batch in self.batches
                for table in batch.tables
                if read_definition(table).names_communities
            )

    def fields(self) -> dict[str, Any]:
        """What the manifest says of where the contents come from."""
        return {
            "base": self.base.version if self.base else None,
            "batches": (*(self.base.batches if self.base else ()), *(batch.number for batch in self.batches)),
            "sources": [
                {"name": file.name, "sha256": file.sha256, "rows": file.rows, "batch": batch.number}
                for batch in self.batches
                for file in batch.files
            ],
        }

    def _merge(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        """The rows of one table: the base's, then the batches' over them."""
        city_table, columns = city_tables()[table], _columns(table)
        rows = f"select cast(null as bigint) as row, {columns} from {city_table}"
        stands = table in ledgers() and table not in self.ledgers
        if stands:  # the database is a copy of the base
            connection.execute(f"create temp view staged_{table} as {rows}")
        elif table not in {"units", "streets"}:
            connection.execute(f"create temp table staged_{table} as {rows} where false")
        if table == "communities":
            connection.execute(_KNOWN_COMMUNITIES)
        if self._city and table != "units" and not stands:
            facts = "" if self.scores else _FACTS.get(city_table, "")
            rows = f"select null as row, {columns} from base.{city_table} {facts}"
            _put(connection, table, rows, {})
        for batch in self.batches:
            if table in batch.tables:
                # A batch that an earlier program kept lacks what has since been added.
                rows = (
                    f"select cast($number as bigint) as row, {columns} from (select {columns} from {city_table} "
                    "where false union all by name select * from read_parquet($file))"
                )
                file = str(table_file(self._store, batch, table))
                parameters = {"number": batch.number, "file": file}
                if not batch.is_correction:
                    _require_own_numbers(connection, table, rows, parameters)
                _put(connection, table, rows, parameters)
        if table in referenced_ledgers():
            know_numbers(connection, table)

    def _stage_stand_ins(self, connection: duckdb.DuckDBPyConnection) -> None:
        """``stand_in``: the reference register; ``submitted_community``: the codes that units submitted before."""
        connection.execute(_STAND_INS.read_text(encoding="utf-8"), {"folder": str(REFERENCE)})
        connection.execute("create temp table submitted_community (community_code varchar)")
        earlier = set(self.base.batches) if self.base else set()
        for batch in read_batches(self._store):
            if batch.number in earlier and "communities" in batch.tables:
                file = {"file": str(table_file(self._store, batch, "communities"))}
                connection.execute(
                    "insert into submitted_community select community_code from read_parquet($file)", file
                )

    def _fill_register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let the reference stand in for registers that were not submitted, and say for how many communities."""
        first = self.base
        while first and first.base is not None:
            first = self._store.manifest(first.base)
        is_collected = first is None or bool(first.batches)  # else it began with a folder and its register
        named = ("measurements", *(table for table, ledger in ledgers().items() if ledger.names_communities))
        codes = " union ".join(f"select community_code from staged_{table}" for table in named)
        connection.execute(f"create or replace temp view named_community as {codes}")
        statement = _FILL.read_text(encoding="utf-8")
        (estimated,) = connection.execute(statement, {"is_collected": is_collected}).fetchone() or (0,)
        if estimated:
            (count,) = connection.execute("select count(*) from staged_communities").fetchone() or (0,)
            self.register_note = f"{_COUNTED}{count}个社区；户数未报送，按所在区平均估算（{estimated} 个社区）"

    def _keep_note(self, connection: duckdb.DuckDBPyConnection) -> None:
        """What the office itself said of its register stays; what was counted is counted anew."""
        (note,) = connection.execute("select register_note from base.publication").fetchone() or (None,)
        if note and not note.startswith(_COUNTED):
            self.register_note = note


def _kind(batches: Sequence[Batch], in_force: Manifest | None) -> bool:
    """Whether what the batches make is a demonstration; files without communities go with either kind."""
    kinds = {batch.is_demonstration: batch.number for batch in batches if batch.units}
    if len(kinds) > 1:
        raise CollectionError(
            f"待发布的报送里既有演示数据（第 {kinds[True]} 批）又有真实数据（第 {kinds[False]} 批），请先退回其中一种"
        )
    if not kinds:
        return bool(in_force and in_force.is_demonstration)
    (is_demonstration,) = kinds
    if is_demonstration and in_force and not in_force.is_demonstration:
        raise CollectionError(f"第 {kinds[True]} 批是演示数据，不能并入正式数据，请退回这一批")
    return is_demonstration


def _standard_files(store: Store, batches: Sequence[Batch], folder: Path | None) -> list[Path]:
    """The standards in force and those of the batches; of one version the last."""
    files = sorted(((folder or REFERENCE) / "standard").glob("*.toml"))
    for batch in batches:
        files += sorted((store.batches / str(batch.number) / STANDARDS).glob("*.toml"))
    return sorted({read_standard(file).version: file for file in files}.values(), key=lambda file: file.name)


def _columns(table: str) -> str:
    return ", ".join(f'"{name}"' for name in read_definition(table).names)


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: str, parameters: dict[str, Any]) -> None:
    """Put rows into a staged table in the place of those that they replace."""
    definition = read_definition(table)
    key = ", ".join(f'own."{name}"' for name in definition.replaces or definition.key)
    if definition.is_key_of_unit:
        key = f"coalesce({unit_of(table, 'own')}, ''), {key}"
    if connection.execute(f"select 1 from staged_{table} limit 1").fetchone():  # a large table is mostly the first
        connection.execute(
            f"delete from staged_{table} as own where ({key}) in (select ({key}) from ({rows}) as own)", parameters
        )
    connection.execute(f"insert into staged_{table} by name {rows}", parameters)


def _require_own_numbers(
    connection: duckdb.DuckDBPyConnection, table: str, rows: str, parameters: dict[str, Any]
) -> None:
    """Refuse rows under a number that belongs to something else by now.

    Raises:
        Refused: with both of them by name.
    """
    definition = read_definition(table)
    if not definition.identity:
        return
    taken = changed_identities(table, f"({rows})", f"staged_{table}")
    found = connection.execute(
        f"select taken.row, number, now, before, owner from ({taken}) as taken", parameters
    ).fetchmany(MOST_PROBLEMS)
    column = "、".join(definition.key)
    remedy = RENUMBER.format(counter=definition.counter)
    problems = []
    for row, number, now, before, owner in found:
        rule = TAKEN.format(counter=definition.counter, number=number, name=_owner(owner), before=before, now=now)
        problems.append(_placed(Problem(table, row, column, number, rule, remedy)))
    if problems:
        raise Refused(problems)


def _owner(batch: int | None) -> str:
    return f"第 {batch} 批" if batch else "已发布的台账"


def _placed(problem: Problem) -> Problem:
    """A problem of a merged table, whose file is the table and whose row is the number of a batch."""
    title = read_definition(problem.file).title
    return replace(problem, file=f"第 {problem.row} 批报送的{title}" if problem.row else f"已发布的{title}", row=None)
