"""The rules for the sentence of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def findings(database: Database, *, standard: str) -> pd.DataFrame:
    """The rules for the sentence of a period, in order: the first that holds speaks.

    One row per rule: position, kind, text (with named fields in braces). None where the standard has none.
    """
    return database.frame(statement(findings), {"standard": standard})
