"""How even the communities of each reporting unit are."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="更多分析单位内差距", page="analysis", place=5, view="构成效应")
def unit_spread(*, period: str, standard: str, units: Codes = None) -> None:
    """How even the communities of each reporting unit are.

    One row per unit with a rated community, in the register's order: unit_code, unit_name, rated_count, score (mean by
    households), simple_mean (every community counts the same), mean_difference (score minus simple mean), top_mean and
    bottom_mean (of the best and the last tenth of the rated communities) and spread (top minus bottom); the last three
    are missing for units of fewer than ten.
    """
