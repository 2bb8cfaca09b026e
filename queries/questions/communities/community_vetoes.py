"""The vetoes that bar one community."""

from queries.question import Scope, question


@question(Scope.COMMUNITY)
def community_vetoes(*, period: str, standard: str, community: str) -> None:
    """The vetoes that bar one community.

    One row per veto that occurred: indicator_code, veto_name, measured_value (occurrences).
    """
