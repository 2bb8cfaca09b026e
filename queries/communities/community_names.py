"""The communities of the register, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def community_names(database: Database, *, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """The communities of the register, by name.

    One row per community: community_code, community_name, short_name, pinyin_initials, unit_code, unit_short_name,
    street_name.
    """
    return database.frame(statement(community_names), {"units": units})
