"""活动 in one sentence, in four figures, and where nothing was held."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import formats
from pages.shared.filters import Filters


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
            with st.container(key=f"card-{key}"):
                st.subheader(label)
                st.html(f'<div class="figure">{figure}<small>{note}</small></div>')


def inactive_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The communities without any activity, with the last quarter of one in words."""
    periods = [formats.period_name(period) if isinstance(period, str) else "未见记录" for period in rows["last_period"]]
    return rows.assign(community_name=rows["area_name"], community_code=rows["area_code"], last_period=periods)
