"""What moved the total of an area between two periods; the parts sum exactly to the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def contributions(
    database: Database,
    *,
    period: str,
    standard: str,
    area_kind: str = "city",
    area_code: str = "city",
    since: str = "",
) -> pd.DataFrame:
    """What moved the total of an area between two periods; the parts sum exactly to the change.

    One row per indicator measured in both periods and last one row 'rest': indicator_code, indicator_name,
    dimension_code, previous_score and score (of the communities measured in both, by households and weight),
    effective_weight (of 1, of the later period), contribution (points of the total: weight times the difference of the
    scores), compared_count (communities measured in both; of the rest: rated in both). None where there is no total to
    compare. Areas above communities are compared on the communities rated in both periods, by households.

    Args:
        database: Where to ask.
        period: The later period.
        standard: The standard both periods are scored under.
        area_kind: 'city', 'unit', 'street' or 'community'.
        area_code: The area's code, 'city' for the city.
        since: The earlier period; empty for the one before.
    """
    return database.frame(
        statement(contributions),
        {"period": period, "standard": standard, "area_kind": area_kind, "area_code": area_code, "since": since},
    )
