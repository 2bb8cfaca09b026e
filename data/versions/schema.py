"""The tables of a version, created in an empty database: those of schema/, and one per ledger by its definition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from data.tables import Column, TableDefinition, ledgers

_FILES = [Path(__file__).with_suffix("") / f"{name}.sql" for name in ("facts", "standards", "scores", "counts")]
_TYPES = {"number": "double", "period": "text"}  # the others are called in SQL what they are called in a definition


def schema() -> str:
    """Every table of a version as SQL."""
    return "\n".join([*(file.read_text(encoding="utf-8") for file in _FILES), *map(_ledger, ledgers().values())])


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table of a version."""
    connection.execute(schema())


def create_ledger(connection: duckdb.DuckDBPyConnection, definition: TableDefinition) -> None:
    """Create the table of a ledger."""
    connection.execute(_ledger(definition))


def _ledger(definition: TableDefinition) -> str:
    columns = ",\n".join(f"    {' '.join(_column(column))}" for column in definition.column)
    return f"-- {definition.help or definition.title}\ncreate table {definition.stored_as} (\n{columns}\n);\n"


def _column(column: Column) -> Iterator[str]:
    yield column.name
    yield _TYPES.get(column.type, column.type)
    if column.is_required:
        yield "not null"
    if column.minimum is not None:
        yield f"check ({column.name} >= {column.minimum:.15g})"
