"""核对定稿: what districts contest of a month's problems and tickets, what the city answers, and until when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from data import clock
from data.collecting.settling import Ground, answer, contest, contests, last_day, set_last_day, settle, state_of
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.choose import choose
from pages.shared.faults import faults_said
from pages.submission import tables
from pages.submission.desk import Desk, note, said_who

_LONGEST = 300


def show(desk: Desk) -> None:
    """Draw the view."""
    spans = ask(queries.spans)
    spans = spans[spans["span_kind"] != "year"].sort_values("starts_on", ascending=False, kind="stable")
    if spans.empty:
        desk.heading.title("还没有可以核对的诉求和整改台账")
        return
    names = dict(zip(spans["span"], spans["span_name"], strict=True))
    span = choose("settled", names, label="时段", label_visibility="collapsed", width=220)
    rows = contests(desk.store, span, desk.asking.units)
    day = last_day(desk.store, span)
    desk.heading.title(f"{names[span]}{finding(state_of(desk.store, span), rows)}")
    st.caption(f"核对到 {formats.day(day)}（含当天）。" if day else "市级还没有定核对到哪一天。")
    if len(rows):
        tables.show(_named(rows, desk), "contests", f"{len(rows)} 件异议", "contests")
    else:
        st.info("这一时段没有异议。")
    _offer_contest(desk)
    if desk.asking.may_publish:
        _offer_answer(desk, rows)
        _offer_settling(desk, span)


def finding(state: str, rows: pd.DataFrame) -> str:
    """Where the data stand, and how many contests wait, were adopted and were not."""
    outcomes = [*rows.get("outcome", ())]
    told = "、".join(f"{name} {outcomes.count(name)}" for name in ("待复核", "采纳", "不采纳") if name in outcomes)
    return f"{state or '尚未开始核对'}，异议 {len(rows)} 件" + (f"：{told}" if told else "")


def _named(rows: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "contest": rows["contest"],
            "thing": rows["code"],
            "unit_name": rows["unit_code"].map(desk.unit_names),
            "month": rows["month"],
            "ground": rows["ground"],
            "note": rows["words"],
            "by": rows["contested_by"],
            "at": rows["contested_at"].map(formats.moment),
            "result": rows["outcome"],
            "reason": rows["reason"],
        }
    )


def _offer_contest(desk: Desk) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.text_input("问题或工单编号", key="contested", width=200)
        ground = st.selectbox("理由", [*Ground], key="ground", placeholder="选择理由", width=140)
        words = st.text_input("说明", key="contest_words", placeholder="用一句话说明", max_chars=_LONGEST)
        is_wanted = st.button("提出异议", disabled=not code.strip(), key="contest")
    if is_wanted and said_who(desk):
        with faults_said():
            made = contest(desk.store, code, ground, words, by=desk.by, allowed=desk.asking.units)
            note(f"第 {made.number} 件异议已提出，等待市级复核。")


def _offer_answer(desk: Desk, rows: pd.DataFrame) -> None:
    waiting = rows[rows["outcome"] == "待复核"] if len(rows) else rows
    if waiting.empty:
        return
    st.subheader("复核")
    labels = {int(row["contest"]): f"第 {row['contest']} 件 · {row['code']}" for row in waiting.to_dict("records")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "异议", [*labels], format_func=labels.__getitem__, key="answered", placeholder="选择一件", width=220
        )
        reason = st.text_input("复核意见（不采纳时必填）", key="answer_reason", max_chars=_LONGEST)
        adopted, refused = st.button("采纳", key="adopt"), st.button("不采纳", key="not_adopt")
    st.caption("采纳的由下一次导入更正台账，这里不改数。")
    if (adopted or refused) and said_who(desk):
        with faults_said():
            answer(desk.store, number, is_adopted=adopted, reason=reason, by=desk.by)
            note(f"第 {number} 件异议{'采纳' if adopted else '不采纳'}。")


def _offer_settling(desk: Desk, span: str) -> None:
    st.subheader("核对期限")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(
            "核对到", last_day(desk.store, span) or clock.today(), format="YYYY-MM-DD", key=f"day_{span}", width=180
        )
        is_set, is_settled = st.button("保存", key="save_day"), st.button("定稿", key="settle", type="primary")
    if (is_set or is_settled) and said_who(desk):
        with faults_said():
            if is_settled:
                settle(desk.store, span, by=desk.by)
            else:
                set_last_day(desk.store, span, day, by=desk.by)
            note(f"{span} {state_of(desk.store, span)}。")
