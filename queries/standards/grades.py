"""The grades of a standard's graded indicators and what each scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def grades(database: Database, *, standard: str) -> pd.DataFrame:
    """The grades of a standard's graded indicators and what each scores.

    One row per indicator and grade, best first: indicator_code, grade, score.
    """
    return database.frame(statement(grades), {"standard": standard})
