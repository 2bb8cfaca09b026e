"""The communities that one item helps to 达标."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="一项可助的社区", page="overview", place=9)
def lever_communities(*, period: str, standard: str, indicator: str = "", units: Codes = None) -> None:
    """The communities behind a row of :func:`levers`: those below the line that have the item on their shortest way.

    One row per item (all, or the ``indicator`` named) and community, who needs it alone first, then the smallest gain:
    community_code, community_name, unit_code, unit_name, street_name, score, step_count (items on the way),
    indicator_code, indicator_name, from_value and to_value (in ``unit``, printed with ``decimals``), from_grade and
    to_grade (instead, where the item has grades), unit, decimals, gain (points of the total that raising it brings).
    """
