"""The spans of time of which the ledgers can speak: months, quarters, years."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def spans() -> None:
    """The spans of time of which the ledgers can speak: quarters, months and years, each newest first.

    One row per span: span ('2026Q3', '2026-09', '2026'), span_name, span_kind (quarter, month, year), starts_on, ends_on
    (of the data's day where the span is not over), previous_span, year_before_span (NaN where there is none), each with
    the day on which it was as old as this one is on the day of the data (previous_as_of, year_before_as_of: '2026-06-30'),
    is_default (of one: the last quarter that is over, else the newest span).
    """
