"""The figures of 诉求, and its lists: what is overdue longest, what is raised again and again, and who says little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import formats
from pages.shared.cells import Shape
from pages.shared.figures import figure_card
from pages.shared.rates import frozen_words, rate_card
from pages.shared.tables import table
from queries.rates import Earlier

_ROWS = 10


def show_figures(row: Mapping[Any, Any], earlier: Earlier) -> None:
    """Received, in time, first reply, reached, contacted, solved, satisfied, repeated and overdue.

    Args:
        row: Of :func:`queries.appeal_rates`.
        earlier: The same of earlier spans.
    """
    with st.container(key="figures", horizontal=True, gap="small"):
        excluded = f"另剔除 {row['excluded_count']:,.0f} 件" if row["excluded_count"] else "没有剔除的"
        figure_card("received", "受理", formats.number(row["received_count"], 0), excluded)
        rate_card("on-time", "按期办结", row, earlier, "on_time_rate", "on_time_count", "due_count")
        rate_card("solve", "解决率", row, earlier, "solve_rate", "solved_count", "reached_count")
        rate_card("satisfy", "满意率", row, earlier, "satisfy_rate", "satisfied_count", "reached_count")
        rate_card("reach", "回访接通", row, earlier, "reach_rate", "reached_count", "callback_count")
        rate_card("repeat", "重复诉求", row, earlier, "repeat_rate", "repeat_count", "received_count")
        late = f"在办 {row['open_count']:,.0f} 件"
        figure_card("late", "超期未结", formats.number(row["overdue_count"], 0), late)


def show_frozen(frozen: Mapping[Any, Any] | None, period: str) -> None:
    """Whence the quarter's scores have P4 to P6, and what has changed since; nothing where they have none.

    Args:
        frozen: Of :func:`queries.frozen_appeals`, None where no item of the quarter is about tickets.
        period: The quarter.
    """
    if frozen is not None:
        st.caption(f"{formats.period_name(period)}得分里的按期办结率、解决率、满意率：{frozen_words(frozen)}")


def show_overdue(overdue: pd.DataFrame, *, is_one_unit: bool) -> None:
    """What is overdue, the longest first.

    Args:
        overdue: The rows of :func:`queries.open_appeals` that are overdue.
        is_one_unit: Whether all are of one unit, which then needs no column.
    """
    st.subheader(f"超期未结 {len(overdue):,} 件，久者在前")
    if overdue.empty:
        st.info("没有超期未结的诉求。")
        return
    unit = () if is_one_unit else ("unit_name",)
    names = ("appeal_code", "community_name", *unit, "street_name", "category", "matter", "channel")
    shape = Shape((*names, "received_at", "due_at", "overdue_days"), "open_appeals")
    table(overdue, shape, key="sheet", alt=f"{len(overdue)} 件超期诉求", rows_per_sheet=_ROWS)


def show_repeated(matters: pd.DataFrame, *, is_one_unit: bool) -> None:
    """What one community raises again and again.

    Args:
        matters: Of :func:`queries.repeated_matters`.
        is_one_unit: As of :func:`show_overdue`.
    """
    st.subheader(f"90 天内重复的事由 {len(matters):,} 件，次数多者在前")
    if matters.empty:
        st.info("这一时段没有重复的诉求。")
        return
    unit = () if is_one_unit else ("unit_name",)
    names = ("community_name", *unit, "street_name", "matter", "category", "repeat_count", "appeal_count")
    shape = Shape((*names, "last_received_at", "open_count"), "repeated_matters")
    table(matters, shape, key="again", alt=f"{len(matters)} 件重复的事由", rows_per_sheet=_ROWS)


def show_silent(silent: pd.DataFrame, *, is_one_unit: bool) -> None:
    """Where much is found and little asked for; nothing where nowhere.

    Args:
        silent: Of :func:`queries.silent_communities`.
        is_one_unit: As of :func:`show_overdue`.
    """
    if silent.empty:
        return
    st.subheader(f"民意覆盖不足 {len(silent):,} 个社区：查出的问题多，反映的诉求少")
    unit = () if is_one_unit else ("unit_name",)
    found = ("found_count", "items_checked", "per_100_items", "usual_per_100_items")
    asked = ("received_count", "per_1000_households", "usual_per_1000_households")
    shape = Shape(("community_name", *unit, "street_name", *found, *asked), "silent_communities")
    table(silent, shape, key="silent", alt=f"{len(silent)} 个民意覆盖不足的社区", rows_per_sheet=_ROWS)
