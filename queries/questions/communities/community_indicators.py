"""What one community measured, item by item."""

from queries.question import Scope, question


@question(Scope.COMMUNITY, title="社区档案指标", page="community", place=2)
def community_indicators(*, period: str, standard: str, community: str) -> None:
    """What one community measured, item by item.

    One row per indicator, in the standard's order: dimension_code, dimension_name, indicator_code, indicator_name, state
    ('value', 'not_applicable', 'unreported'), measured_value, grade, line_value (what earns the line; NaN for graded
    items), unit_text, decimals, score, gap (score − line), standard_error (of the score), degrees_of_freedom (by which it is
    read; NaN for the normal distribution), effective_weight (of 1),
    is_carried_forward, is_small_sample (reported, but too few were asked: no value, counted as unreported), shrunk (of
    those, the rate drawn towards the city's, for display only; missing below the listed number, and so is sample_size),
    sampling, sample_size, population_size, source, basis, scale_basis, citation, is_reprint, note.
    """
