"""Problems that were past their limit by the end of a span of time and still are, the longest overdue first."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="超期问题", page="rectification", place=2)
def overdue_findings(*, period: Span, as_of: str = "", units: Codes = None) -> None:
    """Problems that were past their limit by the end of a span of time and still are, the longest overdue first.

    One row per problem that is open on the day of the data: finding_code, unit_code, unit_name, street_name,
    community_code, community_name, place, place_kind, category, description, demand, responsible, severity, found_on,
    due_on, limit_on, overdue_days, stage, rework_count (as of :func:`queries.open_findings`) and is_new (its limit passed
    within the span, not before). Of a span that ends with the data there are as many as ``overdue_count`` of
    :func:`queries.finding_rates` says. Told as of the day ``as_of``, '' for that of the data.
    """
