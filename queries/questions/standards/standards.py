"""The standards the data is scored under, the newest first."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def standards() -> None:
    """The standards the data is scored under, the newest first.

    One row per standard: standard_version, standard_name, valid_from, is_example, notice, aggregation, geometric_floor
    (the least a dimension counts with in a geometric mean), line, minimum_coverage (of the items
    of a community, a share of 1), minimum_rated_share (of the communities of an area, a share of 1), false_discovery_rate
    (a share of 1) and minimum_change (points): when a change is real.
    """
