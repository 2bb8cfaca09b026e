"""The sampled rates of communities against the city's, for the size of their samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def rate_signals(
    database: Database, *, period: str, standard: str, indicator: str = "", units: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The sampled rates of communities against the city's, for the size of their samples.

    One row per sampled rate and community with enough people asked, the lowest for its sample first: indicator_code,
    indicator_name, community_code, community_name, unit_code, unit_name, street_name, sample_size, population_size (of
    places inspected, how many there are), rate and city_rate (percent), lower_limit and upper_limit (percent: 99.8 % lie
    within for this size and population; missing in versions of earlier programs), z (standard deviations of such a rate
    from the city's), signal ('明显低于', '明显高于' beyond these limits, '在范围内').
    """
    return database.frame(
        statement(rate_signals), {"period": period, "standard": standard, "indicator": indicator, "units": units}
    )
