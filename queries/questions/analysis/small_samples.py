"""The rates that too few people were asked for to say anything of their own."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="更多分析小样本", page="analysis", place=3, view="小样本")
def small_samples(*, period: str, standard: str, units: Codes = None) -> None:
    """The rates that too few people were asked for to say anything of their own.

    One row per rate and community that is listed (not where even fewer were asked): indicator_code, indicator_name,
    community_code, community_name, unit_code, unit_name, street_name, sample_size, shrunk (percent: the rate drawn
    towards the city's, for display only) and city_rate (percent). The rate itself is not given: it counts as missing.
    """
