"""The communities of the register, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def community_names(
    database: Database, *, search: str = "", most: int = 0, units: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The communities of the register that are found by a part of name, short name, initials or code, by name.

    One row per community, at most ``most`` of them (0: all), the nearest to what is searched first: community_code,
    community_name, short_name, pinyin_initials, unit_code, unit_short_name, street_name, found_count (how many are
    found in all).
    """
    return database.frame(statement(community_names), {"search": search, "most": most, "units": units})
