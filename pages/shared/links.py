"""Links from what is written to what it names: another page, under the filters that this one has."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

_KEPT = ("period", "unit", "standard")
_LINK = Markup('<a href="{}?{}" target="_self">{}</a>')


def kept() -> dict[str, str]:
    """What a link keeps of the address of this page, by name."""
    return {name: st.query_params[name] for name in _KEPT if name in st.query_params}


def link(page: str, words: str, kept: Mapping[str, str], **query: str) -> Markup:
    """Words that open a page by its address; ``query`` goes before what is kept. Everything is escaped."""
    return _LINK.format(page, urlencode({**kept, **query}), words)
