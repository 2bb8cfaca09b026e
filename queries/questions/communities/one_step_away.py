"""Communities that one item alone would lift to 达标."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="再补一项即可达标", page="overview", place=5)
def one_step_away(*, period: str, standard: str, units: Codes = None) -> None:
    """Communities below the line that one item alone would lift to 达标, the smallest lift first.

    One row per community: community_code, community_name, unit_code, unit_name, street_name, score, indicator_code,
    indicator_name, from_value and to_value (in ``unit``, printed with ``decimals``), from_grade and to_grade (instead,
    where the item has grades), unit, decimals, gain (points of the total).
    """
