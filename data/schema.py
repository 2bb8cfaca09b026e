"""The tables of a version: schema.sql, created in an empty database."""

from __future__ import annotations

from pathlib import Path

import duckdb

SCHEMA = Path(__file__).with_suffix(".sql")


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table of schema.sql."""
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
