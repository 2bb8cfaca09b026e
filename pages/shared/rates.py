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
from queries.rates import EARLIER, Earlier, change, percent

_NOTES, _NEXT = Markup("<small>{}</small>"), Markup("<br>")


def rate_card(key: str, label: str, row: Mapping[Any, Any], earlier: Earlier, *names: str) -> None:
    """Draw a rate in a card of its own, with what it was counted of and whether it moved.

    Args:
        key: Of the card.
        label: What the rate is called.
        row: Of the question.
        earlier: The same of earlier spans.
        names: The columns of the rate, its numerator and its denominator.
    """
    rate, hits, cases = names
    if formats.is_missing(row[rate]):
        figure_card(key, label, formats.MISSING, "这一时段没有可算的件数")
        return
    notes = [f"{formats.number(row[hits], 0)}/{formats.number(row[cases], 0)}"]
    for which, before in earlier.items():
        moved, verdict = change(row, before, rate)
        if verdict:
            notes.append(f"{EARLIER[which][1]} {formats.arrow(moved, 1)} {verdict}")
    figure_card(key, label, percent(row[rate]), _NOTES.format(_NEXT.join(notes)))


def frozen_words(frozen: Mapping[Any, Any]) -> str:
    """Whence scores have what tickets tell, and how many tickets have changed since, to follow what it is told of.

    Args:
        frozen: A row of :func:`queries.frozen_appeals`.
    """
    ways = (("computed_count", "由工单计算"), ("taken_count", "由单位填报"))
    is_one = frozen["area_kind"] == "community"
    words = "，".join(f"{'' if is_one else f'{frozen[name]:,} 个社区'}{way}" for name, way in ways if frozen[name])
    changed = frozen["changed_count"]
    since = f"此后至少 {changed:,} 件工单有变动，得分不随之改变" if changed else "此后工单没有变动"
    return f"{words}{f'；{since}' if frozen['computed_count'] else ''}。"


def first(rows: pd.DataFrame) -> Mapping[Any, Any] | None:
    """The only row of an answer, None where there is none."""
    return None if rows.empty else rows.iloc[0].to_dict()


def nothing(heading: DeltaGenerator, filters: Filters, ledger: str) -> NoReturn:
    """Say that a quarter has no rows, and what to do; the page ends."""
    quarter = formats.period_name(filters.period)
    heading.title(f"{formats.literal(filters.unit_name)}{quarter}没有{ledger}")
    st.info("请在上方换一个时期或单位；台账由“报送”上传，没有台账不等于没有问题。")
    st.stop()
