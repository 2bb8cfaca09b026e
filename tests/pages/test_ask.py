"""Answers that are kept: asked once, each reader's own, and no heavier for having been read."""

import gc
import weakref

import pytest
from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    import queries
    from data.versions.store import default_store
    from pages.shared.ask import ask, hold_database

    hold_database(default_store(), 1)
    for _ in range(st.session_state.get("times", 1)):
        units = ask(queries.units)
        for column in units.columns:
            units[column].isna()
    units["unit_name"] = "changed"
    st.text(" ".join(ask(queries.units)["unit_name"]))


@pytest.mark.usefixtures("shown")
def test_what_a_reader_changes_is_its_own() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert "海曙区" in app.text[0].value
    assert "changed" not in app.text[0].value


@pytest.mark.usefixtures("shown")
def test_reading_leaves_nothing_behind() -> None:
    """Each look at a column of a frame is noted by those that share it: a kept one that is read for days grows."""
    app = AppTest.from_function(_page).run()
    seen = []
    for times in (1, 1, 80):
        app.session_state["times"] = times
        app.run()
        assert not app.exception
        seen.append(_weak_references())
    assert seen[2] - seen[1] < 100, seen


def _weak_references() -> int:
    gc.collect()
    return sum(type(thing) is weakref.ref for thing in gc.get_objects())
