"""The dimensions of one area, in the standard's order."""

from queries.question import Scope, question


@question(Scope.AREAS, title="总览五维", page="overview", place=2)
def dimension_summary(*, period: str, standard: str, area_kind: str = "city", area_code: str = "city") -> None:
    """The dimensions of one area, in the standard's order.

    One row per dimension: dimension_code, dimension_name, position, score, change (of the communities rated in both
    periods), turnover_change (what the levels differ by beyond it), passing_count, rated_count, share_passing (percent of
    the rated communities), effective_weight (of 1).
    """
