"""报送进度: one line per reporting unit, with the deadline and whom to remind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.collecting.decisions import State
from data.collecting.progress import deadline_of, known_periods, progress_of, reminders, set_deadline
from data.periods import next_period
from pages.shared import formats
from pages.shared.choose import choose
from pages.shared.faults import faults_said
from pages.submission import tables
from pages.submission.desk import Desk, note, said_who

# The order in which units are listed: who has something to do comes first.
_ORDER = [State.DUE, State.RETURNED, State.SUBMITTED, State.REVIEWED, State.PUBLISHED]
_WAITING = (State.DUE, State.RETURNED)


def show(desk: Desk) -> None:
    """Draw the view."""
    periods = {period: formats.period_name(period) for period in reversed(known_periods(desk.store))}
    index = list(periods).index(_collected(desk, list(periods)))
    period = choose("due", periods, label="报送时期", index=index, label_visibility="collapsed", width=220)
    units = progress_of(desk.store, period, allowed=desk.asking.units)
    desk.heading.title(f"{periods[period]}报送：{finding(units)}")
    tables.show(progress_rows(units), "progress", f"{len(units)} 个单位的报送进度")
    if desk.asking.may_publish:
        reminders, deadline = st.columns([2, 1], gap="large")
        with reminders:
            _show_reminders(desk, period, units)
        with deadline:
            _show_deadline(desk, period)


def _collected(desk: Desk, periods: Sequence[str]) -> str:
    """The period that is being collected: the one after the last published one, as far as it is among those known."""
    current = desk.store.current()
    published = desk.store.manifest(current).periods if current is not None else ()
    coming = next_period(max(published)) if published else ""
    return coming if coming in periods else periods[0]


def finding(units: pd.DataFrame) -> str:
    """``14 个单位，已审 3、已报 5、待报 6；逾期 2``, of the states that occur."""
    states = units["state"].value_counts()
    told = "、".join(f"{state} {states[state]}" for state in reversed(_ORDER) if state in states)
    overdue = int(units["is_overdue"].sum())
    return f"{len(units)}\u00a0个单位，{told}" + (f"；逾期 {overdue}" if overdue else "")


def progress_rows(units: pd.DataFrame) -> pd.DataFrame:
    """The units under Chinese headers, those who have something to do first, else in the city's order."""
    order = units["state"].map({str(state): place for place, state in enumerate(_ORDER)})
    units = units.iloc[order.argsort(kind="stable")]
    return pd.DataFrame(
        {
            "unit_name": units["unit_name"],
            "status": units["state"].map(tables.state_words),
            "time_left": [_time_left(unit) for unit in units.to_dict("records")],
            "reported": tables.counts(units["reported_count"], units["community_count"]),
            "warning_count": units["warning_count"],
            "batch": units["batch"],
            "by": units["submitted_by"],
            "submitted_at": [
                formats.MISSING if pd.isna(time) else formats.moment(time) for time in units["submitted_at"]
            ],
            "deadline": units["deadline"].map(formats.day),
        }
    ).reset_index(drop=True)


def _time_left(unit: dict[Any, Any]) -> str:
    """``逾期 3 天``, ``还有 12 天``; nothing once it has submitted."""
    if unit["state"] not in _WAITING:
        return ""
    days = int(unit["days_left"])
    return f"逾期 {-days} 天" if days < 0 else "今天截止" if days == 0 else f"还有 {days} 天"


def _show_reminders(desk: Desk, period: str, units: pd.DataFrame) -> None:
    """Whom to remind, as a text to copy into a message."""
    st.subheader("催报名单")
    if units["state"].isin(_WAITING).any():
        st.code(reminders(desk.store, period), language=None, wrap_lines=True)
    else:
        st.info("各单位均已报送，没有要催报的单位。")


def _show_deadline(desk: Desk, period: str) -> None:
    """The deadline, and its change."""
    deadline = deadline_of(desk.store, period)
    st.subheader(f"截止日期：{formats.day(deadline)}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.date_input("改为", deadline, format="YYYY-MM-DD", key=f"deadline_{period}", width=180)
        is_wanted = st.button("保存", disabled=chosen == deadline, key="save_deadline")
    if is_wanted and said_who(desk):
        with faults_said():
            set_deadline(desk.store, period, chosen, by=desk.by)
            note(f"{formats.period_name(period)}的截止日期改为 {formats.day(chosen)}。")
