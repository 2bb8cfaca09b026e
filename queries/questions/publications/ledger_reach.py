"""Whose tickets and problems reach to the end of a span of time."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS)
def ledger_reach(*, period: Span, units: Codes = None) -> None:
    """Whose tickets and problems reach to the end of a span of time.

    One row per reporting unit with communities, by place: unit_code, unit_name, has_appeals and has_problems (whether
    anything of it — received, closed, called back; found, put right, verified — falls in the newest month (of problems: quarter)
    of the span in which any unit received or found something, or later); appeals_until, problems_until ('2026-09-30', the same in each
    row: the newest day of which the ledger tells; data of another may be newer). Of a unit without, all that is open looks overdue though it may
    only not have been handed in.
    """
