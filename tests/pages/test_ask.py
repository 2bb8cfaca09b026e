"""Answers that are kept: asked once, each reader's own, and no heavier for having been read."""

import gc
import threading
import weakref

import pytest
from streamlit.testing.v1 import AppTest

from data.versions.publishing import rebuild
from data.versions.store import Store
from pages.shared.ask import ANSWERS


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


def _version(number: int) -> None:
    import streamlit as st

    import queries
    from data.versions.store import default_store
    from pages.shared.ask import ask, hold_database

    hold_database(default_store(), number)
    if number == 1:
        st.text(str(len(ask(queries.league_table, period="2026Q3", standard="example-2026"))))


@pytest.mark.usefixtures("nothing_remembered")
def test_a_new_version_is_asked_what_was_asked_before(in_force: Store) -> None:
    assert not AppTest.from_function(_version, args=(1,)).run().exception
    rebuild(in_force, by="测试")
    assert not AppTest.from_function(_version, args=(2,)).run().exception
    for thread in threading.enumerate():
        if thread.name == "ask again":
            thread.join()
    digest = in_force.manifest(2).digest
    assert [key[1] for key in ANSWERS if key[0] == digest] == ["league_table"]


def _weak_references() -> int:
    gc.collect()
    return sum(type(thing) is weakref.ref for thing in gc.get_objects())
