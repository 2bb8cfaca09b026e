"""The export control: links to the streaming routes with exactly the page's filters, one per format."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages.shared.ask import Parameter, held_version
from queries.export import export_address, formats

# What a format is called; Parquet is for programs, which use the command line or the address.
_NAMES = {"csv": "CSV", "xlsx": "Excel", "geojson": "GeoJSON"}
_ALONE = "导出 CSV"
_LABEL_WIDTH = 180  # pixels, so that the links of several rows stand under one another


def export_link(question: str, label: str = _ALONE, /, **filters: Parameter) -> None:
    """Links that download the answer to a question, as CSV first; the filters are those the page asked with.

    With a label a row that bears it, for a list of such rows; without one a button of its own that opens it.
    """
    if label == _ALONE:
        with st.popover("导出", width="content"):
            _row(question, "下载本页的行", filters, width="content")
    else:
        _row(question, label.removesuffix("（CSV）"), filters, width=_LABEL_WIDTH)


def _row(question: str, label: str, filters: dict[str, Parameter], *, width: int | Literal["content"]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.markdown(label, width=width)
        for ending, name in _NAMES.items():
            if ending in formats(question):
                address = export_address(question, filters, held_version(), ending)
                st.link_button(name, address, type="tertiary", width="content", wrap=False)
