"""The indicators of a standard, in its order."""

from queries.question import Scope, question


@question(Scope.PUBLIC, title="标准细则", page="rules", place=1)
def indicators(*, standard: str) -> None:
    """The indicators of a standard, in its order.

    One row per indicator: indicator_code, indicator_name, dimension_code, dimension_name, position, weight,
    weight_share (of 1), line_value (what just earns the line; null where the curve never meets it and for grades),
    curve_text (anchors or grades with their scores), unit_text, decimals, numerator, denominator, method ('anchors',
    'grades', 'deduction'), sampling ('full', 'rate', 'mean'), is_finite_population, minimum, maximum,
    window_quarters, source, basis and scale_basis ('sourced', 'inferred', 'default'), citation, is_reprint, note.
    """
