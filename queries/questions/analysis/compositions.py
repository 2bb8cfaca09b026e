"""What of the difference of two reporting units remains within the same kinds of community."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="更多分析构成效应", page="analysis", place=4, view="构成效应")
def compositions(*, period: str, standard: str, units: Codes = None, among: Codes = None) -> None:
    """What of the difference of two reporting units remains within the same kinds of community.

    One row per pair of units that touches one of ``units``, both of the pair in ``among``; first the pairs whose order
    turns: unit_code, unit_name, other_code, other_name, difference (points, first minus second), within_kinds (of it,
    between the same kinds), mix (of it, by different shares of the kinds; together the difference), is_reversed (within
    the kinds the other one is ahead).
    """
