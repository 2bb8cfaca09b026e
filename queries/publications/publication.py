"""What the open version says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def publication(database: Database) -> pd.DataFrame:
    """What the open version says of itself.

    One row: version, is_demonstration, register_note, boundary_source, boundary_vintage, map_approval_number,
    data_until.
    """
    return database.frame(statement(publication), {})
