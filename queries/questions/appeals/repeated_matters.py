"""Matters that one community raised again within 90 days, the most often raised first."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="重复诉求", page="appeals", place=2)
def repeated_matters(*, period: Span, units: Codes = None) -> None:
    """Matters that one community raised again within 90 days, the most often raised first.

    One row per community and matter with a repeat in the span: unit_code, unit_name, street_name, community_code,
    community_name, matter, category (of the newest), repeat_count (tickets of the span that raise it again),
    appeal_count (all tickets of it up to the end of the span, the first included), first_received_at, last_received_at,
    open_count (not closed on the day of the data). Excluded tickets tell that
    a matter was raised before, and do not count themselves.
    """
