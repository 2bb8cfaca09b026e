"""The first start: the demonstration city is built once a process, whoever watches or leaves meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from data.versions.store import Store
from pages.shared.work import Work

_LOOK_SECONDS = 0.2


@st.cache_resource(show_spinner=False)
def _building(root: Path) -> Work:
    from data.versions.publishing import publish_first

    return Work("first-start", lambda report: publish_first(Store(root), report))


def watch_first_start(store: Store) -> None:
    """Show how far the demonstration city is, begin it if nobody has, and return when it stands.

    Raises:
        StoreError: the store cannot be written; the next visit tries again.
    """
    st.title("首次启动：正在生成演示城市")
    st.caption("数据为随机生成，不是真实评分。约需半分钟，完成后自动进入看板；中途关闭本页不影响生成。")
    building = _building(store.root)
    bar = st.progress(building.fraction, building.text)
    while not building.end.done():
        time.sleep(_LOOK_SECONDS)
        bar.progress(building.fraction, building.text)
    _building.clear(store.root)
    building.end.result()
