"""What is known before the files are read: units, streets and communities, and what was reported last."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.importing.items import learn_words
from data.importing.staging import OWN_CSV
from data.settings import PROJECT

REFERENCE = PROJECT / "data" / "reference"
HERE = Path(__file__).parent
CITY, REGISTER, WITH_IMPORT = HERE / "city.sql", HERE / "register.sql", HERE / "register_with_import.sql"


def load_register(connection: duckdb.DuckDBPyConnection, city: Path | None) -> None:
    """Write ``known_units``, ``known_streets`` and ``known_communities``, and ``last_measurements``.

    Args:
        connection: where the temporary tables go.
        city: database of the version in force, read and let go; None where nothing is published. What it does not have
            comes from the register of the project.
    """
    if city is not None:
        path = str(city).replace("'", "''")
        connection.execute(f"attach '{path}' as base (read_only)")
    try:
        if city is None:
            connection.execute(_empty_city())
        else:
            connection.execute(CITY.read_text(encoding="utf-8"))
    finally:
        if city is not None:
            connection.execute("detach base")
    for name in ("units", "streets", "communities"):
        connection.execute(
            f"create or replace temp table reference_{name} as select * from {OWN_CSV}",
            {"file": str(REFERENCE / f"{name}.csv")},
        )
    connection.execute(REGISTER.read_text(encoding="utf-8"))
    learn_words(connection, "units", "known_units", "unit_code", ("unit_name", "short_name", "'宁波市' || unit_name"))
    learn_words(connection, "streets", "known_streets", "street_code", ("street_name",))


def add_import_to_register(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the communities of the same import be known: new ones, and changes of those that were."""
    connection.execute(WITH_IMPORT.read_text(encoding="utf-8"))


def _empty_city() -> str:
    """The city tables before anything is published."""
    return """
    create or replace temp table city_units (
        unit_code text, unit_name text, short_name text, host_code text, position integer
    );
    create or replace temp table city_streets (street_code text, street_name text, unit_code text);
    create or replace temp table city_communities (
        community_code text, community_name text, short_name text, unit_code text, street_code text,
        households integer, established_on date, abolished_on date
    );
    create or replace temp table last_measurements (
        community_code text, period text, indicator_code text, value double
    );
    """
