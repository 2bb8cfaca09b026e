"""Communities where much is found and little is asked for: nobody speaks up for what is wrong."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="民意覆盖不足", page="appeals", place=3)
def silent_communities(*, period: Span, units: Codes = None) -> None:
    """Communities where much is found and little is asked for: nobody speaks up for what is wrong.

    One row per community whose problems per item checked lie above, and whose appeals per household below what 97.5 % of
    communities of its size (a third by households) have, the most found for its items first: unit_code, unit_name,
    street_name, community_code, community_name, found_count and items_checked (first inspections), per_100_items and
    usual_per_100_items (of its size), received_count, households, per_1000_households and usual_per_1000_households.
    Limits: Poisson, with what true rates differ by added (DerSimonian and Laird 1986).
    """
