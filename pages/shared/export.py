"""The export control: links to the streaming routes with exactly the page's filters, one per format."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from pages.shared.ask import Parameter, held_version
from pages.shared.drawn import write
from queries.export import export_address, formats

# What a format is called; Parquet is for programs, which use the command line or the address.
_NAMES = {"csv": "CSV", "xlsx": "Excel", "geojson": "GeoJSON"}


def export_link(question: str, label: str | None = None, /, **filters: Parameter) -> None:
    """Links that download the answer to a question, as CSV first; the filters are those the page asked with.

    With a label a row that bears it, for a list of such rows; without one a button of its own that opens it.
    """
    if label is None:
        with st.popover("导出", width="content"):
            write(links, question, "下载本页的行", held_version(), filters)
    else:
        write(links, question, label, held_version(), filters)


def links(question: str, label: str, version: int, filters: Mapping[str, Parameter]) -> str:
    """The links to the files of a version's answer, one per format, as HTML."""
    # One element of HTML instead of one per link, for a page sends some thirty of them with every rerun. Without the
    # attribute download, so that a refusal is read as words; a file leaves the page where it is all the same.
    offered = formats(question)
    written = [
        f'<a href="{escape(export_address(question, filters, version, ending))}">{name}</a>'
        for ending, name in _NAMES.items()
        if ending in offered
    ]
    return f'<p class="export"><span>{escape(label)}</span>{"".join(written)}</p>'
