"""报送: who has submitted, what a file is worth, what is published, and the way back."""

from __future__ import annotations

import streamlit as st

import queries
from data.collecting.collection import Collection
from data.versions.store import default_store
from pages.shared.ask import ask
from pages.shared.choose import choose
from pages.shared.memory import forget_uploads
from pages.shared.viewer import EVERYBODY, viewer
from pages.submission import inspection, progress, review, settling, versions
from pages.submission.desk import Desk, show_note

_VIEWS = {
    "报送进度": progress.show,
    "上传体检": inspection.show,
    "审核发布": review.show,
    "核对定稿": settling.show,
    "版本历史": versions.show,
}

asking = viewer(st.context.headers)
store = default_store()
units = ask(queries.units)
names = dict(zip(units["unit_code"], units["unit_name"], strict=True))

heading = st.container()
with st.container(key="submission", horizontal=True, vertical_alignment="center"):
    view = choose("view", {name: name for name in _VIEWS}, label="环节", as_buttons=True)
    by = asking.name
    if by == EVERYBODY:
        by = st.text_input(
            "经办人", key="by", placeholder="经办人姓名，记入历史", label_visibility="collapsed", width=220
        )
    else:
        st.caption(f"经办人：{by}")
show_note()
if _VIEWS[view] is not inspection.show:
    forget_uploads()
_VIEWS[view](
    Desk(
        asking=asking,
        store=store,
        collection=Collection(store),
        unit_names={unit: name for unit, name in names.items() if asking.may_see(unit)},
        by=by.strip(),
        heading=heading,
    )
)
