"""Places where a problem of one category was found again after it was put right."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="重复问题", page="rectification", place=2)
def repeat_findings(*, period: Span, units: Codes = None) -> None:
    """Places where a problem of one category was found again after it was put right.

    One row per community, place and category with a problem of the span that came back (it names the one it repeats, or
    an earlier one there was verified before it was found), the most often first: unit_code, unit_name, street_name,
    community_code, community_name, place, category, repeat_count (of the span), found_count (all up to the end of the
    span, the first included), first_found_on, last_found_on. Problems without a place are not told apart.
    """
