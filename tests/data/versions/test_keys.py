"""The keys of the large tables are found where they occur twice."""

import duckdb
import pytest

from data.versions.keys import repeated_keys
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store


@pytest.mark.parametrize("table", repeated_keys())
def test_a_key_that_occurs_twice_is_found(table: str, published: tuple[Store, Manifest]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published[0].folder(1) / DATABASE}' as published (read_only)")
        connection.execute("copy from database published to memory")
        if table == "pace":  # which the small city has too few quarters for
            connection.execute(
                "insert into pace select 'x', 'city', 'city', '2026Q3', 60, '2027Q1', 2, 1, 1, 4, '可达'"
            )
        if table in {"appeal", "visit", "problem", "supervision", "photo"}:  # which it keeps none of
            columns = connection.execute(f"describe {table}").fetchall()
            values = ["'2026-09-30'" if kind in {"DATE", "TIMESTAMP"} else "'1'" for _, kind, *_ in columns]
            connection.execute(f"insert into {table} values ({', '.join(values)})")
        assert connection.execute(repeated_keys()[table]).fetchall() == []
        connection.execute(f"insert into {table} select * from {table} limit 1")
        ((_, count),) = connection.execute(repeated_keys()[table]).fetchall()
        assert count == 2
