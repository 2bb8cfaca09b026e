"""The standard in force at the end of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def default_standard(database: Database, *, period: str) -> pd.DataFrame:
    """The standard in force at the end of a period.

    One row: standard_version. The one that came into force last; before the first one, the oldest.
    No row for a period without data.
    """
    return database.frame(statement(default_standard), {"period": period})
