"""How many appeals came, were closed, fell due and stood open at the end of each of thirteen months."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="诉求逐月进出与存量", page="appeals", place=5)
def appeal_months(*, period: Span, area_kind: str = "unit", units: Codes = None) -> None:
    """How many appeals came, were closed, fell due and stood open at the end of each of thirteen months.

    One row per area and month with a ticket by then, of the month in which the span ends and the twelve before: area_kind,
    area_code, area_name, unit_code, unit_name, month ('2026-09'), received_count, closed_count, reopened_count,
    due_count, on_time_count, on_time_rate (of those due, of 1), open_count and overdue_count. In a month are counted what
    was received, closed, reopened or fell due in it, up to the day of the data; open and overdue are stocks at its end,
    which ``by="month"`` of :func:`queries.appeal_rates` does not tell: open_count = that of the month before +
    received_count - closed_count + reopened_count. What is excluded is not counted.
    """
