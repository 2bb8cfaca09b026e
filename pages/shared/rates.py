"""Rates of a ledger on a page: figures with what they count, parts beside the whole, and how they moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from pages.shared import formats
from pages.shared.figures import figure_card
from pages.shared.filters import Filters
from queries.rates import change, percent

_NOTES = Markup("<small>{}<br>{}</small>")


def rate_card(key: str, label: str, row: Mapping[Any, Any], before: Mapping[Any, Any] | None, *names: str) -> None:
    """Draw a rate in a card of its own, with what it was counted of and whether it moved.

    Args:
        key: Of the card.
        label: What the rate is called.
        row: Of the question.
        before: The same of the span before, None where there is none.
        names: The columns of the rate, its numerator and its denominator.
    """
    rate, hits, cases = names
    if formats.is_missing(row[rate]):
        figure_card(key, label, formats.MISSING, "这一时段没有可算的件数")
        return
    moved, verdict = change(row, before, rate)
    counted = f"{formats.number(row[hits], 0)}/{formats.number(row[cases], 0)}"
    against = f"{formats.arrow(moved, 1)} {verdict}" if verdict else ""
    figure_card(key, label, percent(row[rate]), _NOTES.format(counted, against))


def moved_words(row: Mapping[Any, Any], before: Mapping[Any, Any] | None, rate: str) -> str:
    """How a rate moved, to follow it in a sentence; empty where there is no span before."""
    moved, verdict = change(row, before, rate)
    if not verdict or verdict == "在误差内":
        return "，较上一时段变化在误差内" if verdict else ""
    return f"，较上一时段{verdict} {formats.number(abs(moved), 1)} 个百分点"


def first(rows: pd.DataFrame) -> Mapping[Any, Any] | None:
    """The only row of an answer, None where there is none."""
    return None if rows.empty else rows.iloc[0].to_dict()


def nothing(heading: DeltaGenerator, filters: Filters, ledger: str) -> NoReturn:
    """Say that a quarter has no rows, and what to do; the page ends."""
    quarter = formats.period_name(filters.period)
    heading.title(f"{formats.literal(filters.unit_name)}{quarter}没有{ledger}")
    st.info("请在上方换一个时期或单位；台账由“报送”上传，没有台账不等于没有问题。")
    st.stop()
