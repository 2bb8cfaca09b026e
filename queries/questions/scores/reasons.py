"""Why areas stand where they stand: scores that crossed the line, items not reported, vetoes."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS)
def reasons(*, period: str, standard: str, area_kind: str = "community", units: Codes = None) -> None:
    """Why areas of one kind stand where they stand, for who has a reason; :func:`queries.changes.reason_words` says it.

    One row per area_code, span (1: against the period before, 2: against the one before that) and cause ('veto', 'score':
    of the total at position 0 or of a dimension that crossed the line, 'unreported': of communities), with position,
    name (of the dimension, of the first item missing), earlier_score and later_score (as printed), item_count (missing).
    """
