"""What is chosen for slides beside their order: the span of the ledgers, and whether the worst may be named."""

from __future__ import annotations

import streamlit as st

import queries
from data.naming import release
from data.periods import months_of
from data.versions.store import StoreError, default_store
from pages.shared.ask import ask, held_digest
from pages.shared.choose import choose
from queries.reports.subject import Audience

_SAID = "_naming_said"


def choose_span(period: str) -> str:
    """The span of the ledgers, empty for the last whole month of the quarter or where none reaches it."""
    known = ask(queries.spans).set_index("span")["span_name"]
    codes = [code for code in (*reversed(months_of(period)), period, period[:4]) if code in known.index]
    spans = {"": "最后一个整月", **{code: str(known[code]) for code in codes}}
    return choose("span", spans, page="briefing") if codes else ""


def choose_naming(period: str, audience: Audience, *, is_released: bool, may_release: bool) -> None:
    """Say whether the worst are named, and let who publishes choose."""
    if audience == "public":
        st.caption("公开：达标线下的单位、黑榜和名单末尾都不列名。")
        return
    said = "已放开点名，重点关注、超期、黑榜列出名单" if is_released else "未放开点名，重点关注、超期、黑榜只计数"
    with st.container(key="naming", horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(f"内部：{said}。")
        if may_release:
            label = "收回点名" if is_released else "放开点名"
            st.button(label, key="release", type="tertiary", on_click=_release, args=(period, not is_released))
    if problem := st.session_state.pop(_SAID, ""):
        st.error(f"{problem}。")


def _release(period: str, is_released: bool) -> None:  # noqa: FBT001 - called by the button
    try:
        release(default_store(), held_digest(), period, is_released=is_released)
    except StoreError as error:
        st.session_state[_SAID] = str(error)
