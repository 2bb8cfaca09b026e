"""Which items would lift most communities to 达标."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览最能拉动的项", page="overview", place=8)
def levers(*, period: str, standard: str, units: Codes = None) -> None:
    """最能拉动的项: the items on the shortest ways of communities to 达标, those of most communities first.

    One row per indicator: dimension_name, indicator_code, indicator_name, community_count (communities not passing that have
    it on their way), alone_count (of these, for how many it alone suffices), total_gain and median_gain (points of the
    total that raising it brings).
    """
