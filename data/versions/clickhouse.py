"""A published version on ClickHouse, for cities too many for one machine: the same tables, a database per version.

The store stays what it is: it builds, checks and numbers versions and says which is in force. With
``DASHBOARD_CLICKHOUSE`` set, a version is also copied to the server before it comes into force, and pages read it there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.settings import current_settings
from data.versions.store import DATABASE, Store, StoreError

if TYPE_CHECKING:
    import duckdb
    from clickhouse_connect.driver.client import Client

HUB = "civility"
"""The database with the pointer table ``published``: one row per version that is complete."""

_TYPES = {
    "VARCHAR": "String",
    "INTEGER": "Int32",
    "BIGINT": "Int64",
    "DOUBLE": "Float64",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6)",
}
# What questions restrict by, in the order in which it narrows most.
_SORTED_BY = ("standard_version", "area_kind", "period", "unit_code", "area_code", "community_code", "indicator_code")
_ROWS = 200_000
_lock = threading.Lock()


class ClickHouseError(StoreError):
    """The server cannot be reached, or does not have what is asked; the message is for the user."""


def is_used() -> bool:
    """Whether a setting names a server."""
    return bool(current_settings().clickhouse)


def client() -> Client:
    """The client of the server that the setting names, one per process.

    Raises:
        ClickHouseError: the package is missing, or the server cannot be reached.
    """
    with _lock:
        return _client(current_settings().clickhouse)


@lru_cache(maxsize=1)
def _client(address: str) -> Client:
    try:
        import clickhouse_connect
        from clickhouse_connect import common
    except ImportError as error:
        raise ClickHouseError("缺少 ClickHouse 客户端，请运行 uv sync --group clickhouse") from error
    common.set_setting("autogenerate_session_id", False)  # noqa: FBT003 - a session would answer one query at a time
    with _said(address):
        return clickhouse_connect.get_client(dsn=address)


@contextmanager
def _said(address: str) -> Iterator[None]:
    """Faults of the server in words for the user."""
    from clickhouse_connect.driver.exceptions import ClickHouseError as Fault

    try:
        yield
    except Fault as error:
        host = address.rpartition("@")[2]  # without the password
        raise ClickHouseError(f"ClickHouse（{host}）不可用：{str(error).splitlines()[0][:200]}") from error


def database_of(version: int) -> str:
    """The database that holds a version."""
    return f"{HUB}_{version}"


def has_version(version: int, digest: str) -> bool:
    """Whether a version is on the server, whole; one of the same number and another digest is not it.

    Copies of earlier programs have no digest: they are copied anew.

    Raises:
        ClickHouseError: the server cannot be reached.
    """
    address = current_settings().clickhouse
    server = client()
    with _said(address):
        if not server.command(f"exists database {HUB}"):
            return False
        _add_digests(server)
        found = server.query(
            f"select count() from {HUB}.published where version = {{version:UInt32}} and digest = {{digest:String}}",
            {"version": version, "digest": digest},
        )
    return bool(found.result_rows[0][0])


def _add_digests(server: Client) -> None:
    """The column that the pointer table of an earlier program lacks."""
    server.command(f"alter table {HUB}.published add column if not exists digest String")


def mirror(folder: Path, version: int, digest: str) -> int:
    """Copy a version to the server; readers see it whole or not at all. The number of rows copied.

    What an interrupted copy left is removed first: a database without its row in the pointer table is nobody's.

    Args:
        folder: of the version.
        version: its number.
        digest: what tells it from another one of that number.

    Raises:
        ClickHouseError: the server cannot be reached or refuses.
    """
    import duckdb

    from data.versions.upgrading import attach, tables

    address = current_settings().clickhouse
    server = client()
    with _said(address), duckdb.connect() as connection:
        attach(connection, folder / DATABASE, "mirrored")
        connection.execute("use mirrored")
        server.command(f"create database if not exists {HUB}")
        server.command(
            f"create table if not exists {HUB}.published (version UInt32, row_count UInt64, digest String) "
            "engine = MergeTree order by version"
        )
        _add_digests(server)
        target = database_of(version)
        server.command(f"alter table {HUB}.published delete where version = {int(version)} settings mutations_sync = 1")
        server.command(f"drop database if exists {target}")
        server.command(f"create database {target}")
        rows = sum(_copy_table(server, connection, target, table) for table in tables(connection, "mirrored"))
        server.command(
            f"insert into {HUB}.published select {int(version)}, {rows}, {{digest:String}}",
            {"digest": digest},
        )
    return rows


def mirror_version(store: Store, version: int) -> int:
    """:func:`mirror` of a version of the store.

    Raises:
        StoreError: there is no such version, or the server cannot take it.
    """
    return mirror(store.folder(version), version, store.manifest(version).digest)


def remove_versions(keep: set[int]) -> list[int]:
    """Remove from the server every version that is not to be kept; their numbers."""
    address = current_settings().clickhouse
    server = client()
    with _said(address):
        found = server.query(
            "select name from system.databases where startsWith(name, {hub:String})", {"hub": f"{HUB}_"}
        )
        removed = []
        for (name,) in found.result_rows:
            number = str(name).removeprefix(f"{HUB}_")
            if number.isdigit() and int(number) not in keep:
                server.command(
                    f"alter table {HUB}.published delete where version = {number} settings mutations_sync = 1"
                )
                server.command(f"drop database if exists {name}")
                removed.append(int(number))
    return sorted(removed)


def _copy_table(server: Client, connection: duckdb.DuckDBPyConnection, target: str, table: str) -> int:
    """Create a table as it is in a version and fill it a batch at a time; its number of rows."""
    import pyarrow as pa

    columns = connection.execute(
        "select shown.column_name, shown.data_type, coalesce(own.is_nullable, 'YES') = 'YES' "
        "from information_schema.columns as shown left join information_schema.columns as own "
        "on own.table_catalog = 'mirrored_file' and own.table_name = shown.table_name "
        "and own.column_name = shown.column_name "
        "where shown.table_catalog = 'mirrored' and shown.table_name = ? order by shown.ordinal_position",
        [table],
    ).fetchall()
    described = ", ".join(f"`{name}` {_type(kind, is_nullable=is_nullable)}" for name, kind, is_nullable in columns)
    required = {name for name, _, is_nullable in columns if not is_nullable}
    order = ", ".join(name for name in _SORTED_BY if name in required) or "tuple()"
    server.command(f"create table {target}.{table} ({described}) engine = MergeTree order by ({order})")
    count = 0
    for batch in connection.sql(f"select * from {table}").to_arrow_reader(_ROWS):
        server.insert_arrow(table, pa.Table.from_batches([batch]), database=target)
        count += batch.num_rows
    return count


def _type(kind: str, *, is_nullable: bool) -> str:
    if kind.endswith("[]"):
        return f"Array(Nullable({_TYPES[kind[:-2]]}))"
    return f"Nullable({_TYPES[kind]})" if is_nullable else _TYPES[kind]


def forget_client() -> None:
    """Close the client, so that another address can be set."""
    with _lock:
        _client.cache_clear()
