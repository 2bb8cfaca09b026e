"""What the best of a community's fair peers does differently."""

from queries.question import Codes, Scope, question


@question(Scope.COMMUNITY, title="社区档案同类差异", page="community", place=8)
def peer_practices(
    *, period: str, standard: str, community: str, dimensions: Codes = None, units: Codes = None
) -> None:
    """What the best of a community's fair peers does differently, dimension by dimension.

    One row per dimension and indicator that both have a score for, in each dimension the largest weighted_gap first:
    dimension_code, dimension_name, best_code and best_name (the best peer of the dimension), indicator_code,
    indicator_name, measured_value and best_value (in unit_text, with decimals), grade and best_grade (instead, for
    graded items), unit_text, decimals, score, best_score, effective_weight (own, of 1), weighted_gap (points of one's
    own total: weight times best score minus own; negative where one does better).

    Args:
        period: The period.
        standard: The standard.
        community: The community's code.
        dimensions: The dimensions asked about; None for every one.
        units: Only peers of these reporting units can be the best; None for every one.
    """
