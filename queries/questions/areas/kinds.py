"""The kinds of communities, the most frequent first."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def kinds() -> None:
    """The kinds of communities, the most frequent first.

    One row per kind: kind, community_count (of all communities of the register, in whatever period).
    """
