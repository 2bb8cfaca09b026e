"""Who stands where: the league table of communities, streets or units."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="排行榜", page="league", place=1)
def league_table(
    *,
    period: str,
    standard: str,
    area_kind: str = "community",
    units: Codes = None,
    streets: Codes = None,
    kinds: Codes = None,
    bands: Codes = None,
    weak_dimensions: Codes = None,
    statuses: Codes = None,
    search: str = "",
    order: str = "score",
    ranked: int = 50,
) -> None:
    """The areas of one kind, best first; then those waiting for reports (待补报), then those without enough data.

    Only the first places are given: ``ranked`` of them; the others stand by band, by code within it (排名不分先后).

    One row per area: area_kind, area_code, area_name, unit_code, unit_name, street_name, kind, status, place (in the
    city), unit_place, rank_low and rank_high (名次区间), ranked_count (of how many; all without a value where no place is
    given), next_code (who comes next by place in the whole city, where both have one and it is of these units),
    is_tied_with_next (whether their error does not tell the two apart), score, lower_score, gap (score − line),
    change (of the communities rated in both periods), turnover_change (what the levels differ by beyond it),
    progress, place_change, certainty, band_code, band_name and symbol (of units and streets whether the score is over
    or under the line), band_position, coverage (of 1), unreported_count, community_count, rated_count, passing_count,
    households, dimension_scores (in the standard's order), trend (up to this period).

    Filters never renumber. Those that an area of this kind does not have are ignored: kinds and bands for streets and
    units, streets for units.

    Args:
        period: The quarter, as '2026Q3'.
        standard: The standard's version.
        area_kind: 'community', 'street' or 'unit'.
        units: Only these reporting units; as everywhere, None means all.
        streets: Only these streets.
        kinds: Only these kinds of communities.
        bands: Only these bands; 'none' is the areas without one.
        weak_dimensions: Only areas below the line in at least one of these dimensions.
        statuses: Only these of 参评, 待补报, 数据不足.
        search: A part of the name, of the code or of the name's pinyin initials, in upper or lower case.
        order: 'score', or 'change': 明显进步 first, then 明显退步, the largest first; other changes do not order.
        ranked: How many places of the city are given; 0 gives all.
    """
