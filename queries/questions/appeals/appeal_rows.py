"""The ledger of appeals received in a span of time, ticket by ticket."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="诉求工单", page="appeals", place=5)
def appeal_rows(*, period: Span, units: Codes = None) -> None:
    """The ledger of appeals received in a span of time, ticket by ticket, excluded ones too.

    One row per ticket, the earliest first: appeal_code, received_at, unit_code, unit_name, street_name, community_code,
    community_name, channel, category, appeal_class, dimension_code, matter (masked when it came in), due_at (its own,
    else by its class), first_reply_at, closed_at, reopened_at, exclusion (why it does not count; empty where it does),
    callback_at, is_reached, is_contacted, is_solved, satisfaction. May be very long: files stream it.
    """
