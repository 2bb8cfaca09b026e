"""Communities that ask for much more or much less than those of their size."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="诉求量异常社区", page="appeals", place=4)
def appeal_signals(*, period: Span, units: Codes = None) -> None:
    """Communities that ask for much more or much less than those of their size.

    One row per community whose appeals per household lie beyond what 99.8 % of communities of its size (a third by
    households) have, the furthest first: unit_code, unit_name, street_name, community_code, community_name,
    received_count, households, per_1000_households, usual_per_1000_households (of its size), z (standard deviations) and
    signal (明显高于, 明显低于). Limits: Poisson, with what true rates differ by added (DerSimonian and Laird 1986). Much
    is not bad: how ready people are to speak up differs.
    """
