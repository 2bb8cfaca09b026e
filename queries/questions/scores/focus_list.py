"""Communities that do not pass and keep falling."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览重点关注", page="overview", place=6)
def focus_list(*, period: str, standard: str, units: Codes = None) -> None:
    """重点关注: communities that do not pass and whose fall over the last two quarters is real, the largest fall first.

    One row per community: community_code, community_name, unit_code, unit_name, street_name, status, score, symbol and
    band_name, two_period_change (points, against the quarter before last), fall_count (quarters in a row), dimension_code
    and dimension_name (what pulled it down most over the two quarters; none where no dimension fell) with its
    contribution (points of the total, below 0), certainty, verdict (确定未达标 or 待复核).
    """
