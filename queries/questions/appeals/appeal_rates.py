"""What was asked for in a span of time, what was answered in time, and what those who were called back say."""

from typing import Literal

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="诉求各项比率", page="appeals")
def appeal_rates(
    *,
    period: Span,
    area_kind: str = "unit",
    by: Literal["none", "category", "channel", "appeal_class", "dimension", "month"] = "none",
    as_of: str = "",
    units: Codes = None,
) -> None:
    """What was asked for in a span of time, what was answered in time, and what those who were called back say.

    One row per area and value of ``by`` with anything received, due, called back or open; areas by their place, then by
    value: area_kind, area_code, area_name, unit_code, unit_name, the column that ``by`` names (none without one);
    received_count, share (of the area's), per_1000_households (only without ``by``), due_count, on_time_count,
    callback_count (of what was closed in the span), reached_count (the valid
    call-backs: whoever answered was reached), contacted_count, solved_count, satisfied_count,
    basically_satisfied_count, dissatisfied_count, seen_for_long_count and solved_and_kept_count (valid call-backs of
    what was closed 30 days ago; solved then and not reopened within them), repeat_count (a matter raised again in its
    community within 90 days); then rates from 0 to 1, each with ``_low`` and ``_high`` (Wilson, 95 %; Newcombe 1998,
    method 3): on_time_rate of those due, contact_rate, solve_rate, satisfy_rate (满意 alone) and satisfy_rate_wide of
    those reached, reach_rate of the call-backs, repeat_rate of those received, solved_and_kept_rate of those seen for
    long; first_reply_median_hours, first_reply_p90_hours, close_median_days (Kaplan and Meier), open_count and
    overdue_count (all there are on the day of the data), excluded_count.

    Received, repeated and replied count by the day received, due by the day due (of a ticket without a limit that of its
    class, as the standard says), call-backs by the day closed: as P4 to P6 count. What is excluded stands in
    excluded_count alone.

    Told as of the day ``as_of`` ('2026-09-30'; '' is the day of the data): what came later counts as not yet come, so that
    a span before can be held against one of the same age.
    """
