"""What is known before the files are read: units, streets and communities, and what was reported last."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.checking.staging import OWN_CSV
from data.reading.items import learn_words
from data.settings import REFERENCE
from data.tables import UNIT, read_definition, referenced_ledgers, unit_of
from data.versions.upgrading import attached

HERE = Path(__file__).parent
CITY, REGISTER, WITH_IMPORT = HERE / "city.sql", HERE / "register.sql", HERE / "register_with_import.sql"
VISIBLE = HERE / "visible.sql"


def load_register(
    connection: duckdb.DuckDBPyConnection, city: Path | None, allowed: tuple[str, ...] | None = None
) -> None:
    """Write ``known_units``, ``known_streets`` and ``known_communities``, and ``last_measurements``.

    Args:
        connection: where the temporary tables go.
        city: database of the version in force, read and let go; None where nothing is published. What it does not have
            comes from the register of the project.
        allowed: the units that may be told of (None: all); of others only what the register of the project publishes.
    """
    asked = {"unit", "street", "community", "period", "measurement"}
    asked.update(read_definition(table).stored_as for table in referenced_ledgers())
    with attached(connection, city, "base", asked):
        connection.execute(CITY.read_text(encoding="utf-8"))
        for table in referenced_ledgers():
            _copy_numbers(connection, table)
    for name in ("units", "streets", "communities"):
        connection.execute(
            f"create or replace temp table reference_{name} as select * from {OWN_CSV}",
            {"file": str(REFERENCE / f"{name}.csv")},
        )
    given = {"units": None if allowed is None else [*allowed]}
    for statement in connection.extract_statements(VISIBLE.read_text(encoding="utf-8")):
        connection.execute(statement, given if "units" in statement.named_parameters else None)
    for table in referenced_ledgers():
        connection.execute(f"delete from published_{table} where unit_code not in (from visible_unit)")
    connection.execute(REGISTER.read_text(encoding="utf-8"))
    learn_words(connection, "units", "known_units", "unit_code", ("unit_name", "short_name", "'宁波市' || unit_name"))
    learn_words(connection, "streets", "known_streets", "street_code", ("street_name",))


def _copy_numbers(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """``published_<table>``: unit_code and key of the rows of a ledger that the version in force has."""
    definition = read_definition(table)
    key = ", ".join(f"own.{name}" for name in definition.key if name != UNIT)
    connection.execute(
        f"create or replace temp table published_{table} as "
        f"select {unit_of(table, 'own', version='base')} as {UNIT}, {key} from base.{definition.stored_as} as own"
    )


def add_import_to_register(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the communities of the same import be known: new ones, and changes of those that were."""
    connection.execute(WITH_IMPORT.read_text(encoding="utf-8"))
