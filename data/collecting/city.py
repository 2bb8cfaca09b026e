"""The city that submissions are about: the version in force; before the first publication, the reference in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from data.collecting.decisions import CollectionError
from data.periods import ends_on, starts_on
from data.reading.standards import read_standards
from data.settings import REFERENCE
from data.standard import Standard
from data.versions.store import DATABASE
from data.versions.upgrading import attach

_UNITS = Path(__file__).with_name("units.sql")

# The tables that are asked, before there is a version that has them.
_REFERENCE_CITY = {
    "unit": "select unit_code, unit_name, short_name, cast(position as integer) as position "
    "from read_csv($folder || '/units.csv', all_varchar = true)",
    "community": "select community_code, unit_code, null::date as established_on, null::date as abolished_on "
    "from read_csv($folder || '/communities.csv', all_varchar = true)",
    "measurement": "select '' as community_code, '' as period, '' as origin where $folder is null",
}


def standards_in_force(version: Path | None) -> list[Standard]:
    """The standards that a version was scored by; before the first publication, those of the reference."""
    return read_standards(sorted(((version or REFERENCE) / "standard").glob("*.toml")))


def unit_code(version: Path | None, unit: str) -> str:
    """The code of a unit given by its code, name or short name.

    Raises:
        CollectionError: there is none.
    """
    with _city(version) as city:
        named = "select unit_code from base.unit where $unit in (unit_code, unit_name, short_name)"
        found = city.execute(named, {"unit": unit.strip()}).fetchone()
        if found is None:
            names = city.execute("select unit_code || ' ' || unit_name from base.unit order by position").fetchall()
            raise CollectionError(f"没有报送单位「{unit}」。可用的单位：{'、'.join(name for (name,) in names)}")
    return str(found[0])


def units_of(version: Path | None, period: str) -> pd.DataFrame:
    """The rows of units.sql."""
    parameters = {"period": period, "starts_on": starts_on(period), "ends_on": ends_on(period)}
    with _city(version) as city:
        return city.execute(_UNITS.read_text(encoding="utf-8"), parameters).df()


@contextmanager
def _city(version: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A version, attached read-only as ``base``; before the first publication, the reference in its place."""
    with duckdb.connect() as connection:
        if version is not None:
            attach(connection, version / DATABASE, "base")
        else:
            connection.execute("attach ':memory:' as base")
            for table, statement in _REFERENCE_CITY.items():
                connection.execute(f"create table base.{table} as {statement}", {"folder": str(REFERENCE)})
        yield connection
