"""Ways from what is written or drawn to what it names: another page, under the filters that this one has."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from queries.sitemap import pages

_KEPT = ("period", "unit", "standard")
_LINK = Markup('<a href="{}?{}" target="_self">{}</a>')


def kept() -> dict[str, str]:
    """What a link keeps of the address of this page, by name."""
    return {name: st.query_params[name] for name in _KEPT if name in st.query_params}


def link(page: str, words: str, kept: Mapping[str, str], **query: str) -> Markup:
    """Words that open a page; ``query``, by the names of parameters, goes before what is kept. Everything is escaped."""
    return _LINK.format(page, urlencode({**kept, **addressed(page, query)}), words)


def addressed(page: str, query: Mapping[str, str]) -> dict[str, str]:
    """Values of parameters by their names in the address of a page."""
    names = pages()[page].filters
    return {names.get(name, name): value for name, value in query.items()}


def open_community(code: str) -> None:
    """Go to the page of a community."""
    st.switch_page("community/page.py", query_params={"code": code})


def open_below(dimension: str) -> None:
    """Go to the list of the communities below the line in a dimension, by its code."""
    st.switch_page(
        "league/page.py", query_params=addressed("league", {"area_kind": "community", "weak_dimensions": dimension})
    )


def choose_period(period: str) -> None:
    """Choose a quarter for all pages: what a click on one says before the page runs again."""
    st.session_state["period"] = period


def choose_unit(code: str) -> None:
    """Choose a reporting unit for all pages, another click on the same gives the city back."""
    st.session_state["unit"] = "" if st.session_state.get("unit") == code else code
