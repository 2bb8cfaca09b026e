"""Activities of one period by dimension."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="活动各维度", page="activities", place=1)
def activity_summary(*, period: str, standard: str, units: Codes = None) -> None:
    """Activities of one period by dimension.

    One row per dimension of the standard, and first one for all of them ('all', 全部): dimension_code, dimension_name,
    position, activity_count, participants (persons times activities), activity_rate (per 1,000 households in the
    quarter, as on the map), households, community_count (standing), inactive_count (of these, without any activity).
    Counts are NaN where the whole city has no activity in the quarter: then there is no ledger.
    """
