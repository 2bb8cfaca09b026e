"""计算说明: how an answer comes about, one click away: in words, as SQL, and as rows to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.ask import Parameter, held_version
from pages.shared.drawn import remembered
from pages.shared.export import links
from queries.catalogue import EXPORTS
from queries.question import Question

# What is said wherever the lowest or the largest movers are shown: regression to the mean, in plain words.
REGRESSION = "上季最低的，本季多半会自己回升一些，反之亦然（向均值回归）；在抽样误差内的变化不作结论。"


@st.fragment
def explanation(
    subject: str,
    words: str,
    question: Question[Any],
    export_name: str | None = None,
    /,
    **filters: Parameter,
) -> None:
    """A collapsed box with the formula in words, the SQL of the question, its values, and its rows as CSV.

    What is in it is drawn when it is opened: SQL brings a highlighter of its own, a second of work for the browser.

    Args:
        subject: What is explained, for the title of the box.
        words: The formula in words (Markdown).
        question: The question of the catalogue that the page asked.
        export_name: The name in ``EXPORTS`` under which the rows are taken away, by default the question's own; without
            such a name there is no link. A page explains what goes by one name once.
        filters: What the page asked with.
    """
    name = export_name or question.name
    box = st.expander(f"计算说明：{subject}", key=f"explanation-{name}", on_change="rerun")
    if box.open:
        with box:
            _draw(words, question, name, held_version(), filters)


@remembered
def _draw(words: str, question: Question[Any], name: str, version: int, filters: Mapping[str, Parameter]) -> None:
    st.markdown(words)
    if name in EXPORTS:
        st.html(links(name, "导出本表的行", version, filters))
    st.code(question.sql, language="sql", wrap_lines=True)
    if filters:
        st.caption(f"本页的取值：{_values(filters)}")


def _values(filters: Mapping[str, Parameter]) -> str:
    """``$period = 2026Q3``, …, as code: a text from a link must not act as Markdown."""
    shown = {name: "、".join(value) if isinstance(value, tuple) else str(value) for name, value in filters.items()}
    return "，".join(f"`${name}` = `{value.replace('`', '′') or '不限'}`" for name, value in shown.items())
