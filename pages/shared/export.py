"""The export control: a link to the streaming route with exactly the page's filters."""

from __future__ import annotations

import streamlit as st

from pages.shared.ask import Parameter, held_version
from queries.export import export_address


def export_link(question: str, label: str = "导出 CSV", /, **filters: Parameter) -> None:
    """A link that downloads the answer to a question as CSV; the filters are those the page asked with."""
    st.link_button(label, export_address(question, filters, held_version()), width="content")
