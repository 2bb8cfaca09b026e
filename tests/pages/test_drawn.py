from __future__ import annotations

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.shared.drawn import made

_CALLS: list[str] = []


def text(frame: pd.DataFrame, word: str) -> str:
    """What is drawn, counted."""
    _CALLS.append(word)
    return f"<p>{word} {frame['value'].sum():.0f}</p>"


def _script() -> None:
    import pandas as pd
    import streamlit as st

    from pages.shared.drawn import write
    from tests.pages import test_drawn

    frame = pd.DataFrame({"value": [1, st.session_state.get("second", 2)]})
    with st.container(key="here"):
        write(test_drawn.text, frame, "some")
    st.text("after")


def _said(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def test_what_is_drawn_is_made_once_and_stands_where_it_stood() -> None:
    _CALLS.clear()
    app = AppTest.from_function(_script).run()
    assert _said(app) == ["<p>some 3</p>"]
    assert _said(app.run()) == ["<p>some 3</p>"]
    assert _CALLS == ["some"]
    app.session_state["second"] = 7
    assert _said(app.run()) == ["<p>some 8</p>"]
    assert _CALLS == ["some", "some"]


def test_one_cell_of_a_large_frame_makes_another_thing() -> None:
    """Streamlit's own keys look at a sample of frames from fifty thousand rows on."""
    values = np.zeros(60_000)
    before = made(text, pd.DataFrame({"value": values}), "large")
    for cell in (0, 30_001, 59_999):
        changed = values.copy()
        changed[cell] = 5
        assert made(text, pd.DataFrame({"value": changed}), "large") == "<p>large 5</p>" != before


def test_what_is_made_is_one_thing_for_all() -> None:
    def frames() -> list[pd.DataFrame]:
        return [pd.DataFrame({"value": [number, 2], "name": ["甲", None]}) for number in range(3)]

    first = made(pd.concat, frames())
    assert made(pd.concat, frames()) is first
    assert made(pd.concat, frames(), ignore_index=True) is not first
