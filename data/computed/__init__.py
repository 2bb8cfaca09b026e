"""Computed indicators: each way of counting one from a ledger is a file, ``ways/<way>.sql``, by the name a standard uses.

A way is one query over ``computed_window``: the communities standing in a period, an indicator that this way computes,
its counted categories and its window. One row per community, period and indicator about which the ledger says anything:
community_code, period, indicator_code and value; or numerator and denominator of a percentage, where it is of a sample
sample_size and population_size, and is_not_applicable where there is nothing to count. Without a row the item is as it was
reported, or unreported. What it asks of the ledger is in ``staged_<table>``, or counted by ``<table>.counts.sql`` beside
the table's definition.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

_HERE = Path(__file__).parent
FOLDERS: tuple[Path, ...] = (_HERE / "ways",)
"""Where ways of counting are read from."""


def ways() -> dict[str, str]:
    """The query of every way of counting, by its name."""
    files = sorted((file for folder in FOLDERS for file in folder.glob("*.sql")), key=lambda file: file.stem)
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def measure(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the measurements what the ledgers say of computed indicators that nobody reported.

    Standards, communities, periods and reported measurements have to be loaded, and the ledgers staged and counted. Rows of
    the temporary table ``published_measurement``, where there is one, stand as they are.
    """
    connection.execute((_HERE / "windows.sql").read_text(encoding="utf-8"))
    for query in ways().values():
        connection.execute(f"insert into counted_item by name {query}")
    connection.execute((_HERE / "measurements.sql").read_text(encoding="utf-8"))
