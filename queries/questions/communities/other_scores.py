"""What the other communities of full place score, nameless."""

from queries.question import Scope, question


@question(Scope.COMMUNITY)
def other_scores(*, period: str, standard: str, community: str) -> None:
    """What the other communities of full place score, nameless: enough to say which place a score would take.

    One row per score, rounded half up to two decimals, the highest first: score, community_count.
    """
