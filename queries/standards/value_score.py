"""What one value would score under a standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def value_score(
    database: Database,
    *,
    standard: str,
    indicator: str,
    value: float | str = "",
    grade: str = "",
    sample_size: int = 0,
    population_size: int = 0,
) -> pd.DataFrame:
    """What one value would score under a standard.

    One row: indicator_code, score (0-100; null for a value or grade that means nothing), distance (score - line),
    standard_error (null where unknown), degrees_of_freedom (by which the error is read; null where it is 0 or unknown).
    No row for an unknown indicator.

    Args:
        database: Where to ask.
        standard: The version of the standard.
        indicator: The indicator's code.
        value: The measured value, a rate in percent; empty for a grade.
        grade: The grade of a graded indicator; empty for a value.
        sample_size: How many were asked or inspected; 0 if not known.
        population_size: How many there are to inspect; 0 if not known.
    """
    return database.frame(
        statement(value_score),
        {
            "standard": standard,
            "indicator": indicator,
            "value": value,
            "grade": grade,
            "sample_size": sample_size,
            "population_size": population_size,
        },
    )
