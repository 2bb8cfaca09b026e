"""Which areas reached 达标 in a period, and which fell out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def band_moves(
    database: Database, *, period: str, standard: str, area_kind: str = "community", units: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Which areas of one kind reached 达标 in a period, and which fell out of it, against the period before.

    One row per area that moved over the line: direction ('rose' or 'fell'), area_code, area_name, unit_name,
    street_name, previous_symbol, previous_band_name (missing for a new area), symbol, band_name, status,
    unreported_count, is_vetoed, score, change, progress, previous_status, ground (新增, 涉及未报, 一票否决, 误差未知, 超出误差:
    the total moved the same way beyond its error, 未超出误差; the first that holds). The risen first, then the fallen, largest change first.
    """
    return database.frame(
        statement(band_moves), {"period": period, "standard": standard, "area_kind": area_kind, "units": units}
    )
