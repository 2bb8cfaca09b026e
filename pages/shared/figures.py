"""Cards of one large figure."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

_FIGURE, _NOTE = Markup('<div class="figure">{}{}</div>'), Markup("<small>{}</small>")


def figure(value: str, *notes: str) -> Markup:
    """A figure with notes beside it; what is HTML stands as it is."""
    return _FIGURE.format(
        value, Markup().join(note if isinstance(note, Markup) else _NOTE.format(note) for note in notes)
    )


def figure_card(key: str, label: str, value: str, *notes: str) -> None:
    """Draw a figure in a card of its own, under what it is called."""
    with st.container(key=f"card-{key}"):
        st.subheader(label)
        st.html(figure(value, *notes))
