"""The anchors of a standard's curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def anchors(database: Database, *, standard: str) -> pd.DataFrame:
    """The anchors of a standard's curves.

    One row per indicator and anchor, by rising value: indicator_code, value, score. Straight between two anchors,
    level outside; graded indicators have none.
    """
    return database.frame(statement(anchors), {"standard": standard})
