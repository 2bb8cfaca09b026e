"""The total of one area over time, oldest first."""

from queries.question import Scope, question


@question(Scope.AREAS)
def score_trend(*, standard: str, area_kind: str = "city", area_code: str = "city") -> None:
    """The total of one area over time, oldest first.

    One row per period: period, score, lower_score, standard_error, change (of the communities rated in both periods),
    turnover_change (what the levels differ by beyond it), progress.
    """
