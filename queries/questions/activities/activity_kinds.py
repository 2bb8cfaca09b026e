"""Activities of one period by kind, the most frequent first."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="活动种类", page="activities", place=3)
def activity_kinds(*, period: str, standard: str, units: Codes = None, dimensions: Codes = None) -> None:
    """Activities of one period by kind, the most frequent first.

    One row per dimension, category and kind with any activity: dimension_code, dimension_name (NaN for a dimension of
    another standard), category, activity_kind, activity_count, participants, activity_rate (per 1,000 households in
    the quarter).
    """
