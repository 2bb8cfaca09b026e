"""The figures of 整改, and the list of what is overdue longest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import formats
from pages.shared.cells import Shape
from pages.shared.figures import figure_card
from pages.shared.rates import rate_card
from pages.shared.tables import table
from queries.rates import Earlier

_ROWS = 10


def show_figures(row: Mapping[Any, Any], earlier: Earlier, overdue: pd.DataFrame) -> None:
    """Found, due, put right, in time, done again, overdue, and true on a second look: the way of a problem.

    Args:
        row: Of :func:`queries.finding_rates`.
        earlier: The same of earlier spans.
        overdue: The rows of :func:`queries.open_findings` that are overdue.
    """
    with st.container(key="figures", horizontal=True, gap="small"):
        per_items = row["per_100_items"]
        note = "" if formats.is_missing(per_items) else f"每百项检查 {formats.number(per_items, 1)} 个"
        figure_card("found", "发现问题", formats.number(row["found_count"], 0), note)
        figure_card("due", "应整改", formats.number(row["due_count"], 0), f"其中缓办 {row['deferred_count']:,.0f}")
        rate_card("rectified", "整改率", row, earlier, "rectified_rate", "rectified_count", "due_count")
        judged = {**row, "judged_count": row["due_count"] - row["deferred_count"]}
        rate_card("on-time", "按期整改", judged, earlier, "on_time_rate", "on_time_count", "judged_count")
        rate_card("rework", "返工", row, earlier, "rework_rate", "rework_count", "due_count")
        longest = f"最长 {overdue['overdue_days'].max():.0f} 天" if len(overdue) else ""
        figure_card("late", "超期未改", formats.number(row["overdue_count"], 0), longest)
        rate_card("true", "复查属实", row, earlier, "true_close_rate", "truly_closed_count", "items_rechecked")


def show_longest(overdue: pd.DataFrame, *, is_one_unit: bool) -> None:
    """What is overdue, the longest first.

    Args:
        overdue: The rows of :func:`queries.open_findings` that are overdue.
        is_one_unit: Whether all are of one unit, which then needs no column.
    """
    st.subheader(f"超期未改 {len(overdue):,} 个，久者在前")
    if overdue.empty:
        st.info("没有超期未改的问题。")
        return
    unit = () if is_one_unit else ("unit_name",)
    names = ("community_name", *unit, "street_name", "place", "category", "description", "responsible")
    shape = Shape(
        (*names, "found_on", "limit_on", "overdue_days", "stage", "rework_count", "document_number"), "open_findings"
    )
    table(overdue, shape, key="sheet", alt=f"{len(overdue)} 个超期问题", rows_per_sheet=_ROWS)
