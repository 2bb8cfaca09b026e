"""The fair peers of one community: the ten nearest in context."""

from queries.question import Codes, Scope, question


@question(Scope.COMMUNITY, title="社区档案同类社区", page="community", place=6)
def peer_table(*, period: str, standard: str, community: str, units: Codes = None) -> None:
    """The fair peers of one community: the ten nearest in context, the nearest first.

    One row per peer: peer_number, community_code, community_name, unit_name, kind, households, context_distance (of
    standardised context; no unit), status, score, band_name, symbol. A peer outside of ``units`` has its context alone
    (peer_number, kind, households, context_distance); everything else is missing.
    """
