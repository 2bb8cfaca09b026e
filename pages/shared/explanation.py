"""计算说明: how an answer comes about, one click away: in words, as SQL, and as rows to take away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.ask import Parameter, held_version
from pages.shared.drawn import remembered
from pages.shared.export import links
from queries.catalogue import EXPORTS
from queries.changes import SAME_BASIS, TURNOVER
from queries.question import Question

# What is said wherever the lowest or the largest movers are shown: regression to the mean, in plain words.
REGRESSION = "上季最低的，本季多半会自己回升一些，反之亦然（向均值回归）；在抽样误差内的变化不作结论。"
_ALWAYS = {"same_basis": SAME_BASIS, "turnover": TURNOVER, "regression": REGRESSION}


@st.fragment
def explanation(
    page: str,
    subject: str,
    question: Question[Any],
    facts: Mapping[str, object] | None = None,
    /,
    **filters: Parameter,
) -> None:
    """A collapsed box with the formula in words, the SQL of the question, its values, and its rows to take away.

    What is in it is drawn when it is opened: SQL brings a highlighter of its own, a second of work for the browser.

    Args:
        page: The file of the page; the words stand in explanations.md beside it.
        subject: What is explained: the title of the box, and the heading of the section with the words.
        question: The question of the catalogue that the page asked; a page explains each once.
        facts: What the words leave open, by name.
        filters: What the page asked with.
    """
    box = st.expander(f"计算说明：{subject}", key=f"explanation-{question.name}", on_change="rerun")
    if box.open:
        with box:
            _draw(words(page, subject, facts), question, held_version(), filters)


def words(page: str, section: str, facts: Mapping[str, object] | None = None) -> str:
    """A section of the explanations.md beside a page (Markdown), with what it leaves open filled in.

    Raises:
        KeyError: there is no such section, or something is left open.
    """
    return sections(Path(page).with_name("explanations.md"))[section].format_map({**_ALWAYS, **(facts or {})})


@cache
def sections(file: Path) -> Mapping[str, str]:
    """The sections of a Markdown file by their headings, in order."""
    _, *parts = re.split(r"^## (.+)\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))


@remembered
def _draw(text: str, question: Question[Any], version: int, filters: Mapping[str, Parameter]) -> None:
    st.markdown(text)
    if question.name in EXPORTS:
        st.html(links(question.name, "导出本表的行", version, filters))
    st.code(question.sql, language="sql", wrap_lines=True)
    if filters:
        st.caption(f"本页的取值：{_values(filters)}")


def _values(filters: Mapping[str, Parameter]) -> str:
    """``$period = 2026Q3``, …, as code: a text from a link must not act as Markdown."""
    shown = {name: "、".join(value) if isinstance(value, tuple) else str(value) for name, value in filters.items()}
    return "，".join(f"`${name}` = `{value.replace('`', '′') or '不限'}`" for name, value in shown.items())
