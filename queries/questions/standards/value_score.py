"""What one value would score under a standard."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def value_score(
    *,
    standard: str,
    indicator: str,
    value: float | str = "",
    grade: str = "",
    sample_size: int = 0,
    population_size: int = 0,
) -> None:
    """What one value would score under a standard.

    One row: indicator_code, score (0-100; null for a value or grade that means nothing), distance (score - line),
    standard_error (null where unknown), degrees_of_freedom (by which the error is read; null where it is 0 or unknown).
    No row for an unknown indicator.

    Args:
        standard: The version of the standard.
        indicator: The indicator's code.
        value: The measured value, a rate in percent; empty for a grade.
        grade: The grade of a graded indicator; empty for a value.
        sample_size: How many were asked or inspected; 0 if not known.
        population_size: How many there are to inspect; 0 if not known.
    """
