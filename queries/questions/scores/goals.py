"""Every target of the standard, and whether an area is on its way to it."""

from queries.question import Scope, question


@question(Scope.AREAS)
def goals(*, period: str, standard: str, area_kind: str = "city", area_code: str = "city") -> None:
    """Every target of the standard due in a period or later, against where an area stands and how fast it rose.

    One row per target, the one due first at the top: measure ('index', in points, or 'share_passing', in percent of the
    rated communities), due_period, goal, value, quarters_left, achieved and needed (per quarter; needed without a value
    when it is due), period_count (quarters the pace is from), verdict (已达, 可达, 需提速, 难达, 未达 when it is due,
    不足四个季度). The targets are the city's; no row without a score.
    """
