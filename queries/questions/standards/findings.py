"""The rules for the sentence of a period."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def findings(*, standard: str) -> None:
    """The rules for the sentence of a period, in order: the first that holds speaks.

    One row per rule: position, kind, text (with named fields in braces). None where the standard has none.
    """
