"""What a standard says of small samples and of the pace towards a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def analysis_rules(database: Database, *, standard: str) -> pd.DataFrame:
    """What a standard says of small samples and of the pace towards a target.

    One row, or none for an unknown standard: small_sample_counted and small_sample_listed (people a rate must rest on to
    count and to be listed), pace_stretch (how many times the present pace a goal may need and still be 需提速).
    """
    return database.frame(statement(analysis_rules), {"standard": standard})
