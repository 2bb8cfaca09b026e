"""Which communities reached 达标 in a period and which fell out of it; units by their score."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览新达标与跌出", page="overview", place=4)
def band_moves(*, period: str, standard: str, area_kind: str = "community", units: Codes = None) -> None:
    """Which communities reached 达标 in a period and which fell out of it, against the period before; units by their score.

    Unreported is no fall.

    One row per area that moved over the line: direction ('rose' or 'fell'), area_code, area_name, unit_name,
    street_name, previous_symbol, previous_band_name (missing for a new area), symbol, band_name, status,
    unreported_count, is_vetoed, score, change, progress, previous_status, ground (新增, 涉及未报, 一票否决, 误差未知, 超出误差:
    the total moved the same way beyond its error, 未超出误差; the first that holds). The risen first, then the fallen, largest change first.
    """
