"""What changed from an earlier standard to a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def standard_changes(database: Database, *, standard: str, earlier: str = "") -> pd.DataFrame:
    """What changed from an earlier standard to a later one, in the order of the later one.

    One row per part and field that differs: part (总则, 维度, 指标, 否决项, 等次, 目标), part_code (empty where there is
    none to show), part_name, field (新增 or 取消 for a whole part), before_text and after_text (null where there is none).

    Args:
        database: Where to ask.
        standard: The later version.
        earlier: The version to compare with; empty for the one that was valid before. There is no row without one.
    """
    return database.frame(statement(standard_changes), {"standard": standard, "earlier": earlier})
