"""The targets of a standard."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def targets(*, standard: str) -> None:
    """What the city wants to have reached by the end of a period, earliest first within a measure.

    One row per measure and period: measure ('index' in points, 'share_passing' in percent), period, value,
    basis ('sourced', 'inferred', 'default').
    """
