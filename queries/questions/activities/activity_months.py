"""Activities by month, over the four quarters up to one period."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="活动逐月", page="activities", place=2)
def activity_months(*, period: str, standard: str, units: Codes = None, dimensions: Codes = None) -> None:
    """Activities by month, over the four quarters up to one period.

    One row per month, oldest first: month ('2026-07'), activity_count, participants, activity_rate (per 1,000
    households in the month), households. Counts are NaN in a quarter without any activity in the whole city.
    """
