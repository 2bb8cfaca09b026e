"""The rates that too few people were asked for to say anything of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def small_samples(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rates that too few people were asked for to say anything of their own.

    One row per rate and community that is listed (not where even fewer were asked): indicator_code, indicator_name,
    community_code, community_name, unit_code, unit_name, street_name, sample_size, shrunk (percent: the rate drawn
    towards the city's, for display only) and city_rate (percent). The rate itself is not given: it counts as missing.
    """
    return database.frame(statement(small_samples), {"period": period, "standard": standard, "units": units})
