"""The same SQL asked of SQLite and PostgreSQL: other :class:`queries.database.Database`, and nothing else changes.

Both hold the tables of a version, loaded from its Parquet and indexed by what questions restrict by. What publication
counted of the ledger is a view there, so their questions about activities count the ledger, as pandas and Polars do.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import psycopg
import sqlglot
from sqlglot import exp

Parameters = Mapping[str, Any]

_NAME = "dashboard_benchmark"
# Texts in the order of their bytes, as in the dashboard's own database, and doubles that can be rounded.
_SCHEMA = f"""
drop schema if exists {_NAME} cascade; create schema {_NAME}; set search_path to {_NAME};
create function round(value double precision, places integer) returns double precision immutable
language sql as 'select cast(pg_catalog.round(cast(value as numeric), places) as double precision)'
"""
_TEXT = 'text collate "C"'
_POSTGRES = {
    "VARCHAR": _TEXT,
    "VARCHAR[]": "text[]",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DOUBLE": "double precision",
    "DOUBLE[]": "double precision[]",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}

NOT_PORTABLE = {
    "area_measure": "the hours until a ticket is due, for which SQLite has no word",
    "standard_changes": "writes numbers as text, which every engine does in its own way",
    "value_score": "an infinite sample, which SQLite has no word for",
}
_COUNTED = ("activity_count", "activity_month", "activity_hour")
_LISTS = ("dimension_scores", "trend", "activity_categories")
_BATCH = 50_000
_INDEXES = {
    "index_score": "standard_version, area_kind, period, area_code",
    "dimension_score": "standard_version, area_kind, period, area_code",
    "indicator_score": "standard_version, area_kind, area_code, period",
    "measurement": "community_code, period",
    "peer": "community_code, period",
    "improvement": "standard_version, period, community_code",
    "rate_signal": "standard_version, period, indicator_code",
    "activity": "held_at",
    "community": "community_code",
}
_VIEWS = """
create view ledger as
select a.*, c.unit_code, c.established_on, c.abolished_on, p.period, p.starts_on, p.ends_on
from activity as a
inner join community as c on a.community_code = c.community_code
inner join period as p on a.held_at >= p.starts_on and a.held_at < {after};
create view activity_count as
select community_code, period, dimension_code, count(*) as activity_count, sum(participants) as participants
from ledger group by community_code, period, dimension_code;
create view standing_ledger as
select * from ledger
where (established_on is null or established_on <= ends_on) and (abolished_on is null or abolished_on > starts_on);
create view activity_month as
select unit_code, period, {month} as month, dimension_code, category, kind, count(*) as activity_count,
sum(participants) as participants
from standing_ledger group by unit_code, period, {month}, dimension_code, category, kind;
create view activity_hour as
select unit_code, period, dimension_code, {weekday} as weekday, {hour} as hour, count(*) as activity_count
from standing_ledger group by unit_code, period, dimension_code, {weekday}, {hour};
"""


def bound(sql: str, parameters: Parameters, dialect: str) -> str:
    """A question with its values, in the words of another engine."""
    return _parsed(sql).copy().transform(lambda node: _bound(node, parameters, dialect)).sql(dialect=dialect)


@cache
def _parsed(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, read="duckdb")


def _bound(node: exp.Expression, parameters: Parameters, dialect: str) -> exp.Expression:
    """Values become literals; a test whether a list is empty its answer, and one whether it contains something ``in``."""
    if isinstance(node, exp.EQ) and isinstance(node.this, exp.ArraySize):
        return exp.Boolean(this=not parameters[node.this.this.name])
    if isinstance(node, exp.ArrayContains):
        texts = [exp.Literal.string(text) for text in parameters[node.this.name]]
        rest = node.expression.transform(lambda inner: _bound(inner, parameters, dialect))
        return exp.In(this=rest, expressions=texts) if texts else exp.Boolean(this=False)
    if isinstance(node, exp.ArgMin) and dialect == "postgres":
        values, by = (part.transform(lambda inner: _bound(inner, parameters, dialect)) for part in node.args.values())
        return sqlglot.parse_one(f"(array_agg({values.sql(dialect)} order by {by.sql(dialect)}))[1]", read=dialect)
    if isinstance(node, exp.Parameter | exp.Placeholder):
        value = parameters[node.name]
        return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(repr(value))
    return node


@dataclass(frozen=True)
class SQLite:
    """A version in SQLite."""

    connection: sqlite3.Connection
    version: int = 1

    @classmethod
    @contextmanager
    def of(cls, parquet: Path, file: str) -> Iterator[SQLite]:
        """Load the tables into a file of SQLite."""
        connection = sqlite3.connect(file)
        try:
            for name, arity in (("greatest", -1), ("least", -1), ("ln", 1), ("exp", 1), ("sqrt", 1), ("floor", 1)):
                connection.create_function(name, arity, _FUNCTIONS[name], deterministic=True)
            connection.create_aggregate("arg_min", 2, _ArgMin)
            for table in sorted(parquet.glob("*.parquet")):
                if table.stem not in _COUNTED:
                    _load(connection, table)
            for table_name, columns in _INDEXES.items():
                connection.execute(f"create index {table_name}_by on {table_name} ({columns})")
            parts = {
                "after": "date(p.ends_on, '+1 day')",
                "month": "substr(held_at, 1, 7)",
                "weekday": "(cast(strftime('%w', held_at) as integer) + 6) % 7 + 1",
                "hour": "cast(substr(held_at, 12, 2) as integer)",
            }
            connection.executescript(f"{_VIEWS.format(**parts)}; analyze")
            yield cls(connection)
        finally:
            connection.close()

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """See :meth:`queries.database.Database.frame`."""
        cursor = self.connection.execute(bound(sql, parameters, "sqlite"))
        frame = pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
        for name in frame.columns.intersection([*_LISTS]):
            frame[name] = [None if value is None else json.loads(value) for value in frame[name]]
        return frame


@dataclass(frozen=True)
class PostgreSQL:
    """A version in PostgreSQL, in a schema of its own that is dropped afterwards."""

    connection: psycopg.Connection[Any]
    version: int = 1

    @classmethod
    @contextmanager
    def of(cls, parquet: Path, address: str) -> Iterator[PostgreSQL]:
        """Load the tables into a schema of a server; the address as PostgreSQL writes it (``postgresql://…``)."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_SCHEMA)
            try:
                for table in sorted(parquet.glob("*.parquet")):
                    if table.stem not in _COUNTED:
                        _copy(connection, table)
                for name, columns in _INDEXES.items():
                    connection.execute(f"create index on {name} ({columns})".encode())
                parts = {
                    "after": "p.ends_on + 1",
                    "month": "to_char(held_at, 'YYYY-MM')",
                    "weekday": "cast(extract(isodow from held_at) as integer)",
                    "hour": "cast(extract(hour from held_at) as integer)",
                }
                connection.execute(f"{_VIEWS.format(**parts)}; analyze".encode())
                yield cls(connection)
            finally:
                connection.execute(f"drop schema {_NAME} cascade".encode())

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """See :meth:`queries.database.Database.frame`."""
        cursor = self.connection.execute(bound(sql, parameters, "postgres").encode())
        return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])


def _copy(connection: psycopg.Connection[Any], table: Path) -> None:
    with duckdb.connect() as reader:
        found = reader.execute("select * from read_parquet($file)", {"file": str(table)})
        types = {name: str(kind) for name, kind, *_ in found.description or ()}
        columns = ", ".join(f"{name} {_POSTGRES[kind]}" for name, kind in types.items())
        connection.execute(f"create table {table.stem} ({columns})".encode())
        with connection.cursor().copy(f"copy {table.stem} from stdin".encode()) as rows:
            while batch := found.fetchmany(_BATCH):
                for row in batch:
                    rows.write_row(row)


class _ArgMin:
    """The first argument of the row whose second is the least."""

    def __init__(self) -> None:
        self.least: Any = None
        self.value: Any = None

    def step(self, value: Any, by: Any) -> None:
        if by is not None and (self.least is None or by < self.least):
            self.least, self.value = by, value

    def finalize(self) -> Any:
        return self.value


def _known(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of numbers that skips what is missing."""

    def called(*values: Any) -> Any:
        there = [value for value in values if value is not None]
        return function(*there) if there else None

    return called


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "greatest": _known(lambda *values: max(values)),
    "least": _known(lambda *values: min(values)),
    "ln": _known(math.log),
    "exp": _known(math.exp),
    "sqrt": _known(math.sqrt),
    "floor": _known(math.floor),
}


def _load(connection: sqlite3.Connection, table: Path) -> None:
    with duckdb.connect() as reader:
        rows = reader.execute(
            "select columns(*)::text from read_parquet($file) limit 0", {"file": str(table)}
        ).description
        types = reader.execute("describe select * from read_parquet($file)", {"file": str(table)}).fetchall()
        parts = ", ".join(_part(name, kind) for name, kind, *_ in types)
        names = ", ".join(column[0] for column in rows)
        connection.execute(f"create table {table.stem} ({names})")
        found = reader.execute(f"select {parts} from read_parquet($file)", {"file": str(table)})
        marks = ", ".join("?" for _ in rows)
        while batch := found.fetchmany(_BATCH):
            connection.executemany(f"insert into {table.stem} values ({marks})", batch)
    connection.commit()


def _part(name: str, kind: str) -> str:
    """A column in what SQLite knows: numbers and texts."""
    if kind.endswith("[]"):
        return f"cast(to_json({name}) as varchar)"
    if kind.startswith(("DATE", "TIMESTAMP")):
        return f"cast({name} as varchar)"
    return f"cast({name} as integer)" if kind == "BOOLEAN" else name
