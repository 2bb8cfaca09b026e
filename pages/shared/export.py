"""The export control: links to the streaming routes with exactly the page's filters, one per format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from pages.shared.ask import Parameter, held_version
from pages.shared.drawn import write
from queries.catalogue import formats
from queries.reports.opening import export_address

# What a format is called; Parquet is for programs, which use the command line or the address.
_NAMES = {"csv": "CSV", "xlsx": "Excel", "geojson": "GeoJSON"}

_LINE, _LINK = Markup('<p class="export"><span>{}</span>{}</p>'), Markup('<a href="{}">{}</a>')


class Offer(NamedTuple):
    """An answer that can be taken away: the question, what its rows are called, and what it is asked with."""

    question: str
    label: str
    filters: Mapping[str, Parameter]


def offer(question: str, label: str, /, **filters: Parameter) -> Offer:
    """The answer to a question with exactly the page's filters, under a name of its own."""
    return Offer(question, label, filters)


def export_link(question: str, /, **filters: Parameter) -> None:
    """A button that opens the links to the answer to a question, as CSV first."""
    with st.popover("导出", width="content"):
        export_links(offer(question, "下载本页的行", **filters))


def export_links(*offers: Offer) -> None:
    """A row of links per offer, as CSV first: one element for all of them, as each costs the server with every rerun."""
    write(_rows, offers, held_version())


def _rows(offers: Sequence[Offer], version: int) -> Markup:
    return Markup().join(links(question, label, version, filters) for question, label, filters in offers)


def links(question: str, label: str, version: int, filters: Mapping[str, Parameter]) -> Markup:
    """The links to the files of a version's answer, one per format, as HTML."""
    # One element of HTML instead of one per link, for a page sends some thirty of them with every rerun. Without the
    # attribute download, so that a refusal is read as words; a file leaves the page where it is all the same.
    offered = formats(question)
    written = (
        _LINK.format(export_address(question, filters, version, ending), name)
        for ending, name in _NAMES.items()
        if ending in offered
    )
    return _LINE.format(label, Markup().join(written))
