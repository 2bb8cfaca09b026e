"""跳到社区: a box in the sidebar that finds a community by name or Pinyin initials and opens its page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.shared.ask import ask
from pages.shared.viewer import viewer

_PAGE = "community/page.py"
_ASKED = "_jump"


def jump_box(key: str = "jump") -> None:
    """Draw the box; what is chosen opens at once, and the box is empty again.

    Options are codes, for names are not unique; what the box shows of them can be searched.
    """
    names = community_labels(ask(queries.community_names, units=viewer(st.context.headers).units or ()))
    st.selectbox(
        "跳到社区", list(names), index=None, format_func=lambda code: names.get(code, code), key=key,
        placeholder="名称或首字母", on_change=_remember, args=(key,),
    )  # fmt: skip
    code = st.session_state.pop(_ASKED, None)
    if code:
        st.switch_page(_PAGE, query_params={"code": code})


def community_labels(names: pd.DataFrame) -> dict[str, str]:
    """Code → what the box shows: name, unit and initials, the street where that is not enough, and then the code.

    Args:
        names: As :func:`queries.community_names` gives them.
    """
    initials = names["pinyin_initials"].str.upper()
    labels = names["community_name"] + " · " + names["unit_short_name"]
    for more in (names["street_name"], names["community_code"]):
        labels = labels.where(~labels.duplicated(keep=False), labels + " · " + more)
    return dict(zip(names["community_code"], labels + " · " + initials, strict=True))


def _remember(key: str) -> None:
    st.session_state[_ASKED] = st.session_state[key]
    st.session_state[key] = None
