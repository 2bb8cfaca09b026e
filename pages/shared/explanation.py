"""计算说明: how an answer comes about, one click away: in words, as SQL, and as rows to take away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Explained:
    """What is explained: the heading of the section with the words, the question, and what the page asked it with."""

    subject: str
    question: Question[Any]
    facts: Mapping[str, object]
    filters: Mapping[str, Parameter]


def explained(
    subject: str, question: Question[Any], facts: Mapping[str, object] | None = None, /, **filters: Parameter
) -> Explained:
    """A subject of :func:`explanations`.

    Args:
        subject: The heading of the section with the words.
        question: The question of the catalogue that the page asked; a page explains each once.
        facts: What the words leave open, by name.
        filters: What the page asked with.
    """
    return Explained(subject, question, facts or {}, filters)


@st.fragment
def explanations(page: str, /, *subjects: Explained) -> None:
    """One collapsed box at the end of a page: of each subject the formula in words, the SQL, its values, and its rows.

    What is in it is drawn when it is opened: SQL brings a highlighter of its own, a second of work for the browser.

    Args:
        page: The file of the page; the words stand in explanations.md beside it.
        subjects: What is explained, in order.
    """
    box = st.expander("计算说明", key=f"explanations-{subjects[0].question.name}", on_change="rerun")
    if not box.open:
        return
    with box:
        names = {one.question.name: one.subject for one in subjects}
        chosen = next(iter(names))
        if len(names) > 1:
            key = f"explained-{chosen}"
            chosen = st.pills(
                "说明什么",
                names,
                format_func=names.__getitem__,
                default=chosen,
                required=True,
                key=key,
                label_visibility="collapsed",
            )
        one = next(one for one in subjects if one.question.name == chosen)
        _draw(words(page, one.subject, one.facts), one.question, held_version(), one.filters)


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
