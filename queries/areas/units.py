"""The reporting units, in their fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def units(database: Database) -> pd.DataFrame:
    """The reporting units, in their fixed order.

    One row per unit: unit_code, unit_name, short_name, host_code and host_name (of hosted units), position.
    """
    return database.frame(statement(units), {})
