"""Where no community is chosen yet: a box to find one, and those that are worth opening."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.drawing import draw
from pages.shared.filters import Filters
from pages.shared.jump import jump_box
from pages.shared.links import open_community
from queries.reports import pictures

_RECENT = "_recent_communities"
_SHOWN = 8


def remember(code: str, name: str) -> None:
    """Keep a community among those looked at lately, for this visit."""
    recent: dict[str, str] = st.session_state.setdefault(_RECENT, {})
    recent.pop(code, None)
    recent[code] = name


def pick_community(filters: Filters, chosen: Mapping[str, str], unknown: str) -> None:
    """Say that one has to be chosen, and offer some: looked at lately, 重点关注, one item from the line.

    Args:
        filters: Of the page.
        chosen: Period and standard.
        unknown: A code that the address names and nobody has.
    """
    if unknown:
        st.title("没有这个社区")
        st.warning(f"代码“{formats.literal(unknown[:40])}”不在本版本的社区名录中。")
    else:
        st.title("请选择一个社区")
    st.info("在下面的框中输入社区名称或拼音首字母，点选即打开；或从下面的名单中点选。")
    jump_box("find")
    recent: dict[str, str] = st.session_state.get(_RECENT, {})
    if recent:
        with st.container(horizontal=True, gap="small", key="recent"):
            st.caption("刚看过", width="content")
            for code, name in list(reversed(recent.items()))[:_SHOWN]:
                if st.button(formats.literal(name), key=f"recent-{code}", type="tertiary"):
                    open_community(code)
    left, right = st.columns(2, gap="small")
    asked = {**chosen, "units": filters.units}
    with left:
        _offer("重点关注（未达标且连续下滑）", ask(queries.focus_list, **asked), pictures.focus, "focus")
    with right:
        _offer("再补 1 项即可达标", ask(queries.one_step_away, **asked), pictures.near_the_line, "near")


def _offer(title: str, rows: pd.DataFrame, picture: pictures.OfRows, key: str) -> None:
    with st.container(key=f"card-{key}"):
        more = f"，列出前 {_SHOWN} 个" if len(rows) > _SHOWN else ""
        st.subheader(f"{title}：{len(rows)} 个{more}")
        if rows.empty:
            st.caption("没有这样的社区。")
        elif code := draw(picture, rows.head(_SHOWN), key=key):
            open_community(code)
