"""How far every reporting unit has reported."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览报送", page="overview", place=9)
def unit_reporting(*, period: str, standard: str, units: Codes = None) -> None:
    """How far every reporting unit has reported in one period, in their fixed order.

    One row per unit with communities: unit_code, unit_name, community_count (N), rated_count (n, with a score),
    waiting_count (待补报: an item at least is missing, or all are), insufficient_count (数据不足), unreported_count (items).
    """
