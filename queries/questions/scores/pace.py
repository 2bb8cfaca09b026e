"""How fast areas rise, against how fast they must."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览目标进度", page="overview", place=7)
def pace(*, period: str, standard: str, area_kind: str = "city", area_code: str = "", units: Codes = None) -> None:
    """目标进度: how fast areas have risen, against how fast they must to reach the goal due next.

    One row per area with a target ahead and four quarters to judge by (all of the kind, or the one named): area_kind,
    area_code, area_name, unit_name, score, goal (the city's next target for the city, units and streets, the line for
    communities), due_period, quarters_left, achieved and needed (points a quarter), period_count (the quarters that
    achieved was judged by), verdict (已达, 可达, 需提速, 难达).

    Args:
        period: The quarter, as '2026Q3'.
        standard: The standard's version.
        area_kind: 'city', 'unit', 'street' or 'community'.
        area_code: Only this area; empty means every one of the kind.
        units: Only these reporting units; the city belongs to none.
    """
