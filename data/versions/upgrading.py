"""Versions of earlier programs, read as the present one would have made them.

A version is never rewritten. Beside its file stands a catalogue of views with every table and column of today: what
the version lacks is there without a row, or as the column's default, else null. Everything that reads a version reads it
through here, so a new table or column breaks no installed store; only where stored figures have come to mean something
else does a reader have to name ``rebuild``.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
from cachetools import LRUCache, cached

from data.tables import ledgers
from data.versions.schema import schema

Held = tuple[tuple[str, tuple[str, ...]], ...]
_KEPT_CATALOGUES = 8
_FILE = "_file"  # after the name of a version: its own catalogue
# Without these a page would show nothing and not say why: a reader of a version that lacks one is told to rebuild it.
_INDISPENSABLE = frozenset({"area", "community", "index_score", "period", "publication", "standard", "unit"})


@contextmanager
def attached(
    connection: duckdb.DuckDBPyConnection, file: Path | None, name: str, tables: Collection[str] | None = None
) -> Iterator[None]:
    """A version as the catalogue ``name`` for as long as the block runs, read-only.

    Args:
        connection: where it is attached.
        file: its database; None: every table is there, without a row.
        name: a plain word; the version's own tables stand as ``<name>_file``.
        tables: those that are asked for, where it is known; others need not be there.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    attach(connection, file, name, tables)
    try:
        yield
    finally:
        connection.execute(f"detach {name}")
        connection.execute(f"detach {name}{_FILE}")


def attach(
    connection: duckdb.DuckDBPyConnection, file: Path | None, name: str, tables: Collection[str] | None = None
) -> None:
    """:func:`attached`, for as long as the connection lives."""
    if file is None:
        connection.execute(f"attach ':memory:' as {name}{_FILE}")
    else:
        quoted = str(file).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {name}{_FILE} (read_only)")
    connection.execute(f"attach ':memory:' as {name}")
    source = f"{name}{_FILE}"
    _supply(connection, source, name, _held(connection, source), _declared().keys(), tables)


def open_version(file: Path, settings: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A connection that reads nothing but a version, whose tables every cursor finds by their plain names.

    Its views stand in a small file of their own, whose name no other connection has: by the name of the version's file
    DuckDB would share one instance in all of this process, and still answer from it when another has taken its place.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    quoted = str(file).replace("'", "''")
    with tempfile.TemporaryDirectory(
        prefix="version-", ignore_cleanup_errors=True
    ) as folder:  # open, it outlives its name
        catalogue = Path(folder, "catalogue.duckdb")
        catalogue.write_bytes(_catalogue(file, _columns_of(file), schema()))
        connection = duckdb.connect(catalogue, read_only=True, config=dict(settings))
        try:
            connection.execute(f"attach '{quoted}' as city (read_only)")
            # Everything a file of numbers does not need is off, and nothing can switch it on again.
            connection.execute("set global enable_external_access = false")
            connection.execute("set global lock_configuration = true")
        except BaseException:
            connection.close()
            raise
    return connection


def _columns_of(file: Path) -> Held:
    """The tables and columns of a version."""
    quoted = str(file).replace("'", "''")
    with _looking, _workshop().cursor() as connection:
        connection.execute(f"attach '{quoted}' as looked_at (read_only)")
        try:
            return _held(connection, "looked_at")
        finally:
            connection.execute("detach looked_at")


_looking = threading.Lock()


@cache
def _workshop() -> duckdb.DuckDBPyConnection:
    """A connection that is kept, since a new one takes longer than a look into a version."""
    return duckdb.connect()


@cached(LRUCache(_KEPT_CATALOGUES), key=lambda _file, *tables: tables)
def _catalogue(file: Path, held: Held, declared: str) -> bytes:
    """The file of views beside a version, which is the same for all that have the same tables and columns."""
    quoted = str(file).replace("'", "''")
    with tempfile.TemporaryDirectory(prefix="version-") as folder:
        catalogue = Path(folder, "catalogue.duckdb")
        with duckdb.connect(catalogue) as connection:
            connection.execute(f"attach '{quoted}' as city (read_only)")
            _supply(connection, "city", "catalogue", held, _columns(declared).keys() - _INDISPENSABLE)
        return catalogue.read_bytes()


def is_of_today(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether an attached version has every table and column of today by itself, ledgers aside."""
    aside = {definition.stored_as for definition in ledgers().values()}
    wanted = {(table, column) for table, columns in _declared().items() if table not in aside for column in columns}
    held = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = $source",
        {"source": f"{name}{_FILE}"},
    ).fetchall()
    return wanted <= set(held)


def tables(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The tables of an attached version, in order."""
    found = connection.execute(
        "select table_name from information_schema.tables where table_catalog = $name and table_schema = 'main' "
        "order by table_name",
        {"name": name},
    ).fetchall()
    return [table for (table,) in found]


def _held(connection: duckdb.DuckDBPyConnection, source: str) -> Held:
    """The tables and columns of an attached database, in order."""
    found = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = $source and not internal "
        "order by table_name, column_index",
        {"source": source},
    ).fetchall()
    return tuple((table, tuple(column for _, column in columns)) for table, columns in groupby(found, itemgetter(0)))


def _supply(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    target: str,
    held: Held,
    supplied: Collection[str],
    only: Collection[str] | None = None,
) -> None:
    """A view in ``target`` for every table of ``source``, and for those of ``supplied`` that it lacks; or for some."""
    own_columns, declared = dict(held), _declared()
    wanted = {*own_columns, *supplied}
    connection.begin()  # one for all: each view for itself would be written to the disk for itself
    for table in sorted(wanted if only is None else wanted.intersection(only)):
        own = own_columns.get(table, ())
        columns = [
            f'"{column}"' if column in own else f'{instead} as "{column}"'
            for column, instead in declared.get(table, {}).items()
        ]
        columns += [f'"{column}"' for column in own if column not in declared.get(table, {})]
        rows = f'from {source}."{table}"' if own else "where false"
        connection.execute(f'create view {target}.main."{table}" as select {", ".join(columns)} {rows}')
    connection.commit()


def _declared() -> dict[str, dict[str, str]]:
    """Every table of today, its columns in order, and what stands for one that is lacking."""
    return _columns(schema())


@cache
def _columns(tables: str) -> dict[str, dict[str, str]]:
    with duckdb.connect() as connection:
        connection.execute(tables)
        rows = connection.execute(
            "select table_name, column_name, coalesce(column_default, 'null'), data_type from duckdb_columns() "
            "where not internal order by table_name, column_index"
        ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, default, kind in rows:
        found.setdefault(table, {})[column] = f"cast({default} as {kind})"
    return found
