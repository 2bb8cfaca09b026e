"""跳到社区: a box that finds a community by name, Pinyin initials or code and opens its page; jump.js has its keys."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.links import open_community
from pages.shared.viewer import viewer

_ASKED = "_jump"
_SHOWN = 8


@st.fragment
def jump_box(key: str = "jump") -> None:
    """Draw the box; while something is typed, the nearest communities stand below it, and a click opens one.

    The database searches: the register stays on the server, however long it is.
    """
    code = st.session_state.pop(_ASKED, None)
    if code:
        open_community(code)
    with st.container(key=f"search-{key}", gap=None):
        text = st.text_input(
            "跳到社区",
            key=key,
            type="search",
            placeholder="找社区：名称、首字母（按 /）",
            max_chars=40,
            live=True,
            autocomplete="off",
            label_visibility="collapsed",
        )
        with st.container(key=f"found-{key}", gap=None):
            for found, label in found_communities(text or "").items():
                st.button(
                    formats.literal(label), key=f"{key}-{found}", type="tertiary", on_click=_remember, args=(key, found)
                )


def found_communities(search: str, most: int = _SHOWN) -> dict[str, str]:
    """What is found: code → label, the nearest first; says where nothing is, or more than is shown."""
    if not search.strip():
        return {}
    found = ask(queries.community_names, search=search, most=most, units=viewer(st.context.headers).units)
    if found.empty:
        st.caption("没有找到，请换一个名称或首字母。")
        return {}
    count = int(found["found_count"].iloc[0])
    if count > len(found):
        st.caption(f"共 {count} 个，列出 {len(found)} 个；多打几个字可缩小范围。")
    return community_labels(found)


def community_labels(names: pd.DataFrame) -> dict[str, str]:
    """Code → name, unit and street, and the code where that is not enough.

    Args:
        names: As :func:`queries.community_names` gives them.
    """
    labels = names["community_name"] + " · " + names["unit_short_name"] + " · " + names["street_name"]
    labels = labels.where(~labels.duplicated(keep=False), labels + " · " + names["community_code"])
    return dict(zip(names["community_code"], labels, strict=True))


def _remember(key: str, code: str) -> None:
    st.session_state[_ASKED] = code
    st.session_state[key] = ""
