"""The shortest way up of one community, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def improvement_steps(database: Database, *, period: str, standard: str, community: str) -> pd.DataFrame:
    """The shortest way up of one community, step by step.

    One row per step, the one that brings most first: step, dimension_name, indicator_code, indicator_name, from_value and
    to_value (in unit_text, with decimals), from_grade and to_grade (instead, for graded items), unit_text, decimals,
    from_score, to_score, gain (points of the total).
    """
    return database.frame(
        statement(improvement_steps), {"period": period, "standard": standard, "community": community}
    )
