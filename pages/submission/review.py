"""审核发布: submissions to accept or give back, what a publication would change, and the publication."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.collecting.batches import Batch
from data.collecting.decisions import State
from data.collecting.progress import progress_of
from data.tables import ledgers
from data.versions.differences import Differences
from data.versions.publishing import preview, publish_batches
from data.versions.underway import Publication, last_publication
from pages.shared import formats
from pages.shared.ask import held_digest
from pages.shared.faults import faults_said
from pages.shared.work import Work
from pages.submission import changes, tables
from pages.submission.desk import Desk, note, progress_bar, said_who

_PREVIEW = "_preview"
_PATIENCE_SECONDS = 10  # until a publication says that it has begun
_LOOK_SECONDS = 1.0
_OPEN = (State.SUBMITTED, State.REVIEWED, State.RETURNED)


def show(desk: Desk) -> None:
    """Draw the view."""
    states = desk.collection.states()
    batches = [*reversed(desk.collection.batches(desk.asking.units))]
    desk.heading.title(finding([states[batch.number] for batch in batches]))
    if not batches:
        st.info("还没有收到报送。请从“上传体检”开始。")
        return
    is_full = st.toggle("也列出已发布和已替换的批次", key="all_batches", bind="query-params")
    listed = batches if is_full else [batch for batch in batches if states[batch.number] in _OPEN]
    if listed:
        tables.show(tables.batch_rows(listed, states, desk.unit_names), "batches", f"{len(listed)} 批报送")
        _show_batch(desk, {batch.number: batch for batch in listed}, states)
    if desk.asking.may_publish:
        _show_publication(desk)


def finding(states: list[State]) -> str:
    """How many submissions wait for what, in one sentence."""
    waiting, ready, returned = (states.count(state) for state in (State.SUBMITTED, State.REVIEWED, State.RETURNED))
    told = [
        *([f"{waiting} 批待审核"] if waiting else []),
        *([f"{ready} 批待发布"] if ready else []),
        *([f"{returned} 批已退回"] if returned else []),
    ]
    return "，".join(told) or "没有待办的报送"


def _show_batch(desk: Desk, batches: dict[int, Batch], states: dict[int, State]) -> None:
    """One submission: its history, warnings and coverage, and what may be done with it."""
    labels = {  # without the state: the box keeps the words it had when they change
        number: f"第 {number} 批 · {tables.unit_words(batch.units, desk.unit_names)} · {tables.period_words(batch.periods)}"
        for number, batch in batches.items()
    }
    number = st.selectbox(
        "查看一批",
        list(labels),
        format_func=labels.__getitem__,
        key="batch",
        placeholder="选择一批",
        width=420,
    )
    batch = batches[number]
    with st.container(key="card-batch"):
        tables.show(tables.event_rows(batch), "events", f"第 {number} 批的经过")
        if batch.coverage:
            tables.show(
                tables.coverage_rows(pd.DataFrame([row.model_dump() for row in batch.coverage])),
                "batch_coverage",
                "填报情况",
            )
        if batch.warnings:
            with st.expander(f"提示 {batch.warning_count} 处"):
                tables.show(tables.problem_rows(batch.warnings), "batch_warnings", "提示之处")
        if not batch.files:
            st.caption("这一批还有其他单位的数据，这里只列您的单位；文件、行数和提示由市级管理员查看。")
        if desk.asking.may_publish:
            _decide(desk, number, states[number])


def _decide(desk: Desk, number: int, state: State) -> None:
    """Accept a submission or give it back."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        is_accepted = state in {State.SUBMITTED, State.RETURNED} and st.button("通过", type="primary", key="accept")
        if state in {State.SUBMITTED, State.REVIEWED}:
            reason = st.text_input("退回原因", key="return_reason", placeholder="写明要改什么，对方会看到")
            is_returned = st.button("退回", key="give_back")
        else:
            reason, is_returned = "", False
    if not (is_accepted or is_returned) or not said_who(desk):
        return
    with faults_said():
        if is_accepted:
            desk.collection.review(number, by=desk.by)
            note(f"第 {number} 批已通过，可以发布。")
        desk.collection.give_back(number, by=desk.by, reason=reason)
        note(f"第 {number} 批已退回。")


def _show_publication(desk: Desk) -> None:
    """What a publication would change, and the publication itself."""
    ready = desk.collection.ready()
    st.subheader("发布")
    last = last_publication(desk.store)
    if last and last.is_under_way:
        _watch(desk)
        return
    if last:
        _show_end(desk, last)
    if not ready:
        st.info("没有已审而未发布的批次。审核通过后可在这里预览和发布。")
        return
    st.markdown(f"将发布 {len(ready)} 批：" + "、".join(f"第 {batch.number} 批" for batch in ready) + "。")
    for words in gaps(desk, ready):
        st.warning(words)
    if all(table in ledgers() for batch in ready for table in batch.tables):
        st.caption("只有台账：已发布各季的得分不变；某季的指标数据再次发布时，才按新的台账重新计算。")
    asked = (held_digest(), tuple(batch.number for batch in ready))
    if st.button("预览发布", key="preview"):
        with faults_said(), progress_bar("正在试算") as progress:
            st.session_state[_PREVIEW] = (asked, preview(desk.store, progress=progress))
    known, differences = st.session_state.get(_PREVIEW, (None, None))
    if known != asked:
        st.caption("先预览将有哪些变化，再发布。")
        return
    _publish(desk, differences)


def gaps(desk: Desk, ready: Sequence[Batch]) -> list[str]:
    """Which units a publication would leave without data of a period that it publishes for others; a line a period."""
    lines = []
    for period in sorted({period for batch in ready for period in batch.periods}):
        units = progress_of(desk.store, period)
        missing = units.loc[~units["state"].isin([State.REVIEWED, State.PUBLISHED]), "unit_name"]
        if len(missing):
            lines.append(
                f"{formats.period_name(period)}还有 {len(missing)} 个单位没有审核通过的数据，"
                f"发布后这些单位本季没有评分：{'、'.join(missing)}。"
            )
    return lines


def _publish(desk: Desk, differences: Differences) -> None:
    with st.container(key="card-changes"):
        changes.show(differences, "preview")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            "发布说明", key="publication_reason", placeholder="如：2026年第三季度；更正已发布的数据时必填"
        )
        is_wanted = st.button("发布", type="primary", key="publish")
    if is_wanted and said_who(desk):
        with faults_said():
            work = Work(
                "publication",
                lambda report: publish_batches(desk.store, by=desk.by, reason=reason.strip(), progress=report),
            )
            work.begun.wait(_PATIENCE_SECONDS)
            if work.end.done():
                work.end.result()
                _note_end(desk)
            st.rerun()


@st.fragment(run_every=_LOOK_SECONDS)
def _watch(desk: Desk) -> None:
    """How far the publication under way is, until it ends; who leaves neither stops it nor misses its end."""
    last = last_publication(desk.store)
    if not last or not last.is_under_way:
        _note_end(desk)
        st.rerun()
    st.progress(last.fraction, f"{last.by}正在发布：{last.text or '准备中'}")
    st.caption("离开本页不影响发布，回来时可看到结果。")


def _note_end(desk: Desk) -> None:
    """Say to who waited for it that the publication is done; why it was not, the page says to everybody."""
    last = last_publication(desk.store)
    if last and last.version is not None:
        note(f"第 {last.version} 版已发布并生效。")


def _show_end(desk: Desk, last: Publication) -> None:
    """How the last publication ended, as long as it says something of what is in force or waits."""
    when = f"{last.by}，{formats.moment(last.began_at)}（北京时间）"
    if last.version is None:
        st.error(formats.literal(f"上一次发布没有完成（{when}）：{last.fault}"))
    elif last.version == desk.store.current():
        st.caption(formats.literal(f"第 {last.version} 版已发布并生效。（{when}）"))
