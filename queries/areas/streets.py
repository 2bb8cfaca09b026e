"""The streets of some or all units, by unit and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def streets(database: Database, *, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """The streets of some or all units, by unit and code.

    One row per street: street_code, street_name, unit_code, unit_name.
    """
    return database.frame(statement(streets), {"units": units})
