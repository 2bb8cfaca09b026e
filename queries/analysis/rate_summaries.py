"""The sampled rates of the city, and how many communities stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def rate_summaries(database: Database, *, period: str, standard: str) -> pd.DataFrame:
    """The sampled rates of the city, and how many communities stand out.

    One row per sampled rate, in the standard's order: indicator_code, indicator_name, dimension_code, is_about_people,
    is_higher_better (missing where the curve does not say), city_rate (percent, pooled), tau (how far true rates
    spread among communities, in percentage points; 0: nothing but chance) and tau_limit (how far they may: its upper 97.5 %
    limit), both missing in versions of earlier programs, community_count (asked), judged_count (by enough people),
    below_count and above_count (beyond the 99.8 % limits), inside_count, small_count (too few asked), hidden_count (of these, not even listed).
    """
    return database.frame(statement(rate_summaries), {"period": period, "standard": standard})
