"""What the map can show under a standard."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def measures(*, standard: str) -> None:
    """What the map can show under a standard.

    One row per measure: measure ('index', 'dimension:E', 'share_passing', 'change', 'coverage', 'activities',
    'appeals:on_time_rate' and the like where there is such a ledger, 'indicator:E1'),
    measure_name, dimension_code (of dimensions and indicators), unit_text, line (null where it
    depends on the period: there :func:`queries.area_measure` gives it), decimals. Indicators are shown by their score,
    so that more is always better and the line is the standard's.
    """
