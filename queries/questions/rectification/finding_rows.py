"""The ledger of problems found in a span of time, problem by problem."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="问题台账", page="rectification", place=3)
def finding_rows(*, period: Span, units: Codes = None) -> None:
    """The ledger of problems found in a span of time, problem by problem.

    One row per problem, the earliest first: finding_code, found_on, unit_code, unit_name, street_name, community_code,
    community_name, visit_code, place, place_kind, dimension_code, indicator_code, category, description and demand
    (masked when they came in), responsible, source, severity, filed_on, dispatched_on, due_on, extended_to, deferred_to,
    rectified_on, rectified_by, verified_on, verified_by (units), rework_count, is_forced, repeat_of. May be very long:
    files stream it.
    """
