"""What every view of 报送 works with: who asks, what was handed in, and how it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.collecting.collection import Collection
from data.versions.store import Store
from pages.shared.viewer import Viewer

_NOTE = "_submission_note"


@dataclass(frozen=True)
class Desk:
    """The desk of one viewer in one rerun.

    ``unit_names``: the reporting units they may see, code → name. ``by``: who acts, as it goes into the history; empty
    where nobody has said so yet. ``heading``: where a view writes its finding, above the choice of views.
    """

    asking: Viewer
    store: Store
    collection: Collection
    unit_names: Mapping[str, str]
    by: str
    heading: DeltaGenerator


def note(text: str) -> None:
    """Say what was done, above the page that stands after it."""
    st.session_state[_NOTE] = text
    st.rerun()


def show_note() -> None:
    """Draw what the action before said, once."""
    text = st.session_state.pop(_NOTE, None)
    if text:
        st.success(text)


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[float, str], None]]:
    """A bar for long work, gone when the work is done."""
    bar = st.progress(0.0, text)

    def report(fraction: float, doing: str) -> None:
        bar.progress(min(max(fraction, 0.0), 1.0), doing)

    try:
        yield report
    finally:
        bar.empty()


def said_who(desk: Desk) -> bool:
    """Whether it is known who acts; asks for it otherwise."""
    if not desk.by:
        st.error("请先在上方填写经办人姓名。")
    return bool(desk.by)
