"""The dimensions of a standard, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def dimensions(database: Database, *, standard: str) -> pd.DataFrame:
    """The dimensions of a standard, in its order.

    One row per dimension: dimension_code, dimension_name, position, weight_share (of 1).
    """
    return database.frame(statement(dimensions), {"standard": standard})
