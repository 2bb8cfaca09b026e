"""活动 in one sentence, in four figures, and where nothing was held."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import formats
from pages.shared.cells import Shape
from pages.shared.figures import figure_card
from pages.shared.filters import Filters
from pages.shared.tables import table

_ROWS_PER_SHEET = 15


def finding(filters: Filters, about: str, total: pd.Series, city: pd.Series, inactive_count: int) -> str:
    """How much was held, against the city for a unit, and where nothing was.

    Args:
        filters: What the page is about.
        about: The dimension in words, or nothing.
        total: Its row of :func:`queries.activity_summary`.
        city: The same row of the whole city.
        inactive_count: How many communities held nothing.
    """
    count, rate = formats.number(total["activity_count"], 0), formats.number(total["activity_rate"])
    against = ""
    if filters.unit:
        distance = formats.rounded(total["activity_rate"]) - formats.rounded(city["activity_rate"])
        side = "高于" if distance > 0 else "低于" if distance < 0 else "等于"
        against = f"，{side}全市的 {formats.number(city['activity_rate'])} 场"
    without = f"{inactive_count} 个社区本季一场没有" if inactive_count else "每个社区本季都有活动"
    return f"{filters.unit_name}本季{about}活动 {count} 场，每千户 {rate} 场{against}；{without}"


def show_figures(about: str, total: pd.Series, inactive_count: int) -> None:
    """Four cards: how many, how many per thousand households, who took part, and who held nothing."""
    standing = int(total["community_count"])
    share = formats.share(inactive_count, standing), f"{inactive_count} / {standing} 个"
    with st.container(key="figures", horizontal=True, gap="small"):
        for key, label, figure, note in (
            ("count", f"{about}活动场次", formats.number(total["activity_count"], 0), "场"),
            ("rate", "每千户活动场次", formats.number(total["activity_rate"]), "场"),
            ("participants", "参加（同一人可多次）", formats.number(total["participants"], 0), "人次"),
            ("inactive", "本季无活动社区", *share),
        ):
            figure_card(key, label, figure, note)


def show_inactive(rows: pd.DataFrame, about: str, *, is_one_unit: bool) -> None:
    """The communities without any activity, with the last quarter of one in words.

    Args:
        rows: Of :func:`queries.inactive_communities`.
        about: The dimension in words, or nothing.
        is_one_unit: Whether the page is about one unit, which then needs no column.
    """
    st.subheader(f"本季没有{about}活动的社区 {len(rows)} 个 · 按单位与代码，排名不分先后")
    if rows.empty:
        st.info(f"每个社区本季都有{about}活动。")
        return
    unit = () if is_one_unit else ("unit_name",)
    shape = Shape(("community_name", *unit, "street_name", "kind", "households", "last_period"))
    table(inactive_rows(rows), shape, key="sheet", alt=f"{len(rows)} 个没有活动的社区", rows_per_sheet=_ROWS_PER_SHEET)


def inactive_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The communities without any activity, with the last quarter of one in words."""
    periods = [formats.period_name(period) if isinstance(period, str) else "未见记录" for period in rows["last_period"]]
    return rows.assign(community_name=rows["area_name"], community_code=rows["area_code"], last_period=periods)
