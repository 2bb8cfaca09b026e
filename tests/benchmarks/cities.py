"""Cities to be asked: the demonstration, its ledger made as long as wanted, and its tables as Parquet.

Making one takes minutes. ``BENCH_CITIES`` names a folder outside the project in which they are kept and found again; it
is to be emptied when data/ has changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.scoring import count_ledgers
from data.settings import PROJECT
from data.tables import ledgers
from data.versions.keys import repeated_keys
from data.versions.publishing import publish_sample
from data.versions.store import DATABASE, Store
from queries.database import Database, open_database

COMMUNITIES = 861  # of the demonstration at scale 1
_MEMORY = "6GB"
_GROUP = 122_880
_CHECK = PROJECT / "data" / "checks" / "activities_add_up.sql"
_COUNTED = ("activity_count", "activity_month", "activity_hour")


@dataclass(frozen=True)
class City:
    """A published version with a ledger of some length: its store, and each of its tables as Parquet."""

    store: Store
    parquet: Path
    activity_count: int

    def open(self) -> Database:
        """The version as the dashboard opens it."""
        return opened(self.store)


@contextmanager
def kept() -> Iterator[Path]:
    """The folder of the cities: the one that ``BENCH_CITIES`` names, else one that is gone afterwards."""
    if named := os.environ.get("BENCH_CITIES"):
        yield Path(named)
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


def published(folder: Path, scale: float) -> Store:
    """The demonstration city of a scale in a store of its own."""
    store = Store(folder / f"scale-{scale:g}")
    if store.current() is None:
        publish_sample(store, scale=scale)
    return store


def with_ledger(base: Store, activities: int) -> City:
    """The city of a store with about so many activities, counted and checked as a publication counts and checks them.

    The activities are the city's own, again and again under other codes, minutes and numbers of people: so every
    community, month and kind keeps its share.
    """
    store = lengthened(base, activities)
    parquet = store.root.with_name("parquet")
    if not parquet.exists():
        exported(opened(store), store.root.with_name("writing")).rename(parquet)
    (count,) = opened(store).frame("select count(*) as activities from activity", {})["activities"]
    return City(store, parquet, int(count))


def lengthened(base: Store, activities: int) -> Store:
    """The store of :func:`with_ledger`."""
    store = Store(base.root.with_name(f"{base.root.name}-activities-{activities}") / "store")
    if store.current() is None:
        store.publish(lambda folder, _: _lengthen(base, folder, activities))
    return store


def _lengthen(base: Store, folder: Path, activities: int) -> dict[str, Any]:
    """Write the files of a version like that of a store but with a longer ledger; what its manifest says of it."""
    version = base.current()
    assert version is not None
    shutil.copytree(base.folder(version), folder, dirs_exist_ok=True)
    for file in folder.rglob("*"):
        file.chmod(0o700)
    config = {"memory_limit": _MEMORY, "temp_directory": str(base.root.with_name("spill"))}
    with duckdb.connect(str(folder / DATABASE), config=config) as city:
        (own,) = city.execute("select count(*) from activity").fetchone() or (0,)
        copies = max(round(activities / own), 1)
        if copies > 1:
            city.execute(
                "insert into activity by name select activity_code || '-' || copy as activity_code, community_code, "
                "held_at + to_minutes(copy % 30) as held_at, dimension_code, category, kind, "
                "participants + cast(copy % 7 as integer) as participants, households "
                "from activity cross join (select unnest(range(1, $copies)) as copy)",
                {"copies": copies},
            )
            for table in _COUNTED:
                city.execute(f"delete from {table}")
            for table, ledger in ledgers().items():
                city.execute(f"create temp view staged_{table} as from {ledger.stored_as}")
            count_ledgers(city, ledgers())
        checks = [_CHECK.read_text(encoding="utf-8"), *repeated_keys().values()]
        faults = [row for check in checks for row in city.execute(check).fetchmany(1)]
        assert not faults, faults
        city.execute("checkpoint")
    said_elsewhere = {"version", "published_at", "database_bytes", "database_sha256", "digests"}
    return base.manifest(version).model_dump(exclude=said_elsewhere)


def opened(store: Store) -> Database:
    """The version in force as the dashboard opens it."""
    version = store.current()
    assert version is not None
    return open_database(store, version)


def exported(database: Database, folder: Path) -> Path:
    """Every table of a version as a file of Parquet, in the order of its rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in database.frame("select table_name from duckdb_tables() where not temporary", {})["table_name"]:
        rows = database.batches(f"select * from {table}", {})
        with pq.ParquetWriter(folder / f"{table}.parquet", rows.schema) as file:
            for group in _groups(rows):
                file.write_table(group)
    return folder


def _groups(rows: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Batches gathered to groups as large as DuckDB itself would write, and at least one."""
    gathered, count = [], 0
    for batch in rows:
        gathered.append(batch)
        count += batch.num_rows
        if count >= _GROUP:
            yield pa.Table.from_batches(gathered, rows.schema)
            gathered, count = [], 0
    yield pa.Table.from_batches(gathered, rows.schema)
