"""The kinds of communities, the most frequent first."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS)
def kinds(*, units: Codes = None) -> None:
    """The kinds of communities in some or all units, the most frequent first.

    One row per kind: kind, community_count (of all communities of the register, in whatever period).
    """
