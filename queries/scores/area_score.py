"""The total of one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def area_score(
    database: Database, *, period: str, standard: str, area_kind: str = "city", area_code: str = "city"
) -> pd.DataFrame:
    """The total of one area.

    One row, or none for an unknown area: area_name and the columns of the table index_score;
    change is of the communities rated in both periods, turnover_change what the levels differ by beyond it.
    """
    return database.frame(
        statement(area_score), {"period": period, "standard": standard, "area_kind": area_kind, "area_code": area_code}
    )
