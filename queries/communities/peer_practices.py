"""What the best of a community's fair peers does differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def peer_practices(
    database: Database,
    *,
    period: str,
    standard: str,
    community: str,
    dimensions: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> pd.DataFrame:
    """What the best of a community's fair peers does differently, dimension by dimension.

    One row per dimension and indicator that both have a score for, in each dimension the largest weighted_gap first:
    dimension_code, dimension_name, best_code and best_name (the best peer of the dimension), indicator_code,
    indicator_name, measured_value and best_value (in unit_text, with decimals), grade and best_grade (instead, for
    graded items), unit_text, decimals, score, best_score, effective_weight (own, of 1), weighted_gap (points of one's
    own total: weight times best score minus own; negative where one does better).

    Args:
        database: Where to ask.
        period: The period.
        standard: The standard.
        community: The community's code.
        dimensions: The dimensions asked about; empty for every one.
        units: Only peers of these reporting units can be the best; empty for every one.
    """
    return database.frame(
        statement(peer_practices),
        {
            "period": period, "standard": standard, "community": community, "dimensions": dimensions, "units": units,
        },
    )  # fmt: skip
