"""The anchors of a standard's curves."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def anchors(*, standard: str) -> None:
    """The anchors of a standard's curves.

    One row per indicator and anchor, by rising value: indicator_code, value, score. Straight between two anchors,
    level outside; graded indicators have none.
    """
