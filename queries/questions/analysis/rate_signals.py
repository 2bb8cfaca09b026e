"""The sampled rates of communities against the city's, for the size of their samples."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="更多分析漏斗图", page="analysis", place=2)
def rate_signals(*, period: str, standard: str, indicator: str = "", units: Codes = None) -> None:
    """The sampled rates of communities against the city's, for the size of their samples.

    One row per sampled rate and community with enough people asked, the lowest for its sample first: indicator_code,
    indicator_name, community_code, community_name, unit_code, unit_name, street_name, sample_size, population_size (of
    places inspected, how many there are), rate and city_rate (percent), lower_limit and upper_limit (percent: 99.8 % lie
    within for this size and population; missing in versions of earlier programs), z (standard deviations of such a rate
    from the city's), signal ('明显低于', '明显高于' beyond these limits, '在范围内').
    """
