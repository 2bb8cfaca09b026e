"""How one community stands among its fair peers."""

from queries.question import Codes, Scope, question


@question(Scope.COMMUNITY, title="社区档案同类对标", page="community", place=7)
def peer_dimensions(*, period: str, standard: str, community: str, units: Codes = None) -> None:
    """How one community stands among its fair peers, in total and in every dimension.

    One row for the total ('total') and one per dimension, in the standard's order: dimension_code, dimension_name,
    score (missing where it is not rated), peer_median, peer_count (peers with a score), peer_place (among those and
    itself, best first), and of the best peer within ``units``: best_score, gap_to_best (own minus best, points),
    best_code, best_name, best_unit_name. Median and place are of all peers, whoever may be shown by name.
    """
