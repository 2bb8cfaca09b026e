"""更多分析: what stands out beyond chance, what too few were asked for, what composition does, what weights would do."""

from __future__ import annotations

import streamlit as st

from pages.analysis import funnel, mixture, samples, what_if
from pages.shared.choose import choose
from pages.shared.filters import common_filters

_VIEWS = {
    "漏斗图": funnel.show,
    "小样本": samples.show,
    "构成效应": mixture.show,
    "权重推演": what_if.show,
}

filters = common_filters()
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
with st.container(key="switches", horizontal=True, vertical_alignment="center"):
    view = choose("view", {name: name for name in _VIEWS}, label="分析", as_buttons=True)
    choices = st.container(horizontal=True, vertical_alignment="center", key="view-choices")
_VIEWS[view](filters, heading, choices)
