"""The grades of a standard's graded indicators and what each scores."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def grades(*, standard: str) -> None:
    """The grades of a standard's graded indicators and what each scores.

    One row per indicator and grade, best first: indicator_code, grade, score.
    """
