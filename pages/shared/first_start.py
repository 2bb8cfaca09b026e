"""The first start: the demonstration city is built once a process, whoever watches or leaves meanwhile."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from pathlib import Path

import streamlit as st

from data.store import Store, StoreError

_LOOK_SECONDS = 0.2


class _Building:
    """The demonstration city as it is being built, in a thread of its own that no visit ends."""

    def __init__(self, store: Store) -> None:
        self.fraction, self.text = 0.0, "准备中"
        self.end: Future[None] = Future()
        # Not a daemon, as the threads of visits are: ended in the midst of a query it would take the server down with it.
        threading.Thread(target=self._build, args=(store,), name="first-start", daemon=False).start()

    def _build(self, store: Store) -> None:
        from data.publishing import publish_first

        try:
            publish_first(store, self._report)
        except Exception as error:  # noqa: BLE001 - raised again where somebody watches
            self.end.set_exception(error)
        else:
            self.end.set_result(None)

    def _report(self, fraction: float, text: str) -> None:
        if not threading.main_thread().is_alive():  # the server was stopped, and waits for its threads
            raise StoreError("服务器已停止，演示城市没有生成")
        self.fraction, self.text = min(max(fraction, 0.0), 1.0), text


@st.cache_resource(show_spinner=False)
def _building(root: Path) -> _Building:
    return _Building(Store(root))


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
