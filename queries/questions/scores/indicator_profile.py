"""The indicators of some areas, side by side."""

from queries.question import Codes, Scope, question


@question(Scope.AREAS, title="五维对标指标", page="comparison", place=2)
def indicator_profile(
    *, period: str, standard: str, areas: tuple[str, ...] = ("city:city",), dimensions: Codes = None
) -> None:
    """The indicators of some areas, side by side, in the standard's order.

    One row per indicator, area and period asked for: dimension_code, dimension_name, indicator_code, indicator_name,
    area_kind, area_code, area_name, scored_period, state, measured_value (in unit_text, with decimals; the mean by
    households of an area), unit_text, decimals, score, gap (score − line), line_value and full_value (what earns the
    line and 100, NaN for graded items), rated_count, is_carried_forward, and what stands behind the indicator: source,
    basis and scale_basis ('sourced', 'inferred', 'default'), citation, is_reprint, numerator, denominator, note.

    ``areas`` are written as in :func:`queries.dimension_profile`.
    """
