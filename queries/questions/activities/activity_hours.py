"""At what hours of the week the activities of one period were held."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="活动时段", page="activities", place=4)
def activity_hours(*, period: str, standard: str, units: Codes = None, dimensions: Codes = None) -> None:
    """At what hours of the week the activities of one period were held.

    One row per weekday and hour with any activity: weekday (1 is Monday), hour (0 to 23), activity_count,
    activity_rate (per 1,000 households in the quarter).
    """
