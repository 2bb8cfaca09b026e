"""The slides and the brief behind the page, built once for each version and choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from queries.database import Database
from queries.question import Codes
from queries.reports.brief import Brief, build_brief
from queries.reports.briefing import Briefing, build_briefing
from queries.reports.orders import Order
from queries.reports.subject import Subject

_KEPT = 40  # versions and choices


def slides_of(subject: Subject, order: Order, sections: Codes) -> Briefing:
    """The slides of a running order; ``sections`` ``None`` means all of them.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    spoken = (subject.is_released, subject.span)
    rules = order.model_dump_json()
    return _slides(*_key(subject), spoken, rules, sections, subject.database, subject.boundaries, order)


def brief_of(subject: Subject) -> Brief:
    """The brief on one page.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    return _brief(*_key(subject), subject.database, subject.boundaries)


def _key(subject: Subject) -> tuple[str, tuple[str, str, str, Codes]]:
    return subject.database.digest, (subject.period, subject.standard, subject.unit, subject.among)


@st.cache_data(max_entries=_KEPT, show_spinner="正在整理材料")
def _slides(
    digest: str,  # noqa: ARG001 - part of the key
    chosen: tuple[str, str, str, Codes],
    spoken: tuple[bool, str],
    rules: str,  # noqa: ARG001 - part of the key
    sections: Codes,
    _database: Database,
    _boundaries: Mapping[str, Any],
    _order: Order,
) -> Briefing:
    is_released, span = spoken
    subject = Subject(_database, _boundaries, *chosen, is_released=is_released, span=span)
    return build_briefing(subject, _order, sections)


@st.cache_data(max_entries=_KEPT, show_spinner="正在整理材料")
def _brief(
    digest: str,  # noqa: ARG001 - part of the key
    chosen: tuple[str, str, str, Codes],
    _database: Database,
    _boundaries: Mapping[str, Any],
) -> Brief:
    return build_brief(Subject(_database, _boundaries, *chosen))
