"""The kinds of communities, the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def kinds(database: Database) -> pd.DataFrame:
    """The kinds of communities, the most frequent first.

    One row per kind: kind, community_count (of all communities of the register, in whatever period).
    """
    return database.frame(statement(kinds), {})
