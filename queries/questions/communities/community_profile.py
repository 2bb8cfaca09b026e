"""One community: the register, its total and its band."""

from queries.question import Scope, question


@question(Scope.COMMUNITY, title="社区档案", page="community", place=1)
def community_profile(*, period: str, standard: str, community: str) -> None:
    """One community: the register, its total and its band.

    One row, or none for an unknown code: community_code, community_name, unit_code, unit_name, street_code, street_name,
    kind, households, share_60_plus and share_renters (percent), building_age (years), density (persons/km²),
    established_on, abolished_on; of the total (missing where the community did not stand in the period) status, score,
    lower_score, standard_error, gap (score − line), change, progress, coverage (of 1), unreported_count, is_vetoed,
    certainty, city_place and unit_place among city_ranked_count and unit_ranked_count, rank_low and rank_high (the
    best and the worst place that the error allows), band_code, band_name, symbol, band_position; of the way up
    path_status, step_count, target_band_name, target_symbol.
    """
