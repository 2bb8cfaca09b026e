"""The facts that bar a community from every band but the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def vetoes(database: Database, *, standard: str) -> pd.DataFrame:
    """The facts that bar a community from every band but the last.

    One row per veto, by code: indicator_code, veto_name, note, basis.
    """
    return database.frame(statement(vetoes), {"standard": standard})
