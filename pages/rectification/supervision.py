"""督办: documents issued and answered, and new ones made of what is open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from zipfile import ZipFile

import pandas as pd
import streamlit as st

import queries
from data import clock
from data.collecting.supervising import issue, next_number
from data.settings import current_settings
from data.versions.store import Store
from pages.shared.ask import ask
from pages.shared.cells import Shape, written
from pages.shared.faults import faults_said
from pages.shared.tables import table
from pages.shared.viewer import EVERYBODY, Viewer
from queries.reports.supervision import Document, Frame, Kind, documents
from queries.reports.supervision_word import supervision_word

_WAITING = "待发布"
_KINDS: tuple[Kind, ...] = ("交办单", "提醒函", "督办单", "约谈", "通报")
_OVERDUE, _ALL = "超期未改", "全部在改"
_DAYS = 14  # to answer, where nothing else is said
_MADE = "_documents_made"
_LISTED = ("finding_code", "unit_name", "responsible", "community_name", "place", "category", "description")
_SHOWN = ("document_number", "document_kind", "unit_name", "responsible", "issued_on", "due_on", "replied_on", "answer")


def show_supervisions(issued: pd.DataFrame, waits: pd.DataFrame) -> None:
    """The documents of a span, and those that are not published yet.

    Args:
        issued: Of :func:`queries.supervisions`.
        waits: Of :func:`data.collecting.supervising.waiting`.
    """
    st.subheader(finding(issued, waits))
    if issued.empty and waits.empty:
        st.info("这一时段没有发出督办文书。")
        return
    names = ask(queries.units).set_index("unit_code")["unit_name"]
    waits = waits.rename(columns={"kind": "document_kind"}).assign(
        unit_name=waits["unit_code"].map(names),
        answer=_WAITING,
        finding_count=waits["finding_codes"].str.count("、") + 1,
    )
    rows = pd.concat([waits, issued]) if len(waits) else issued
    rows = rows.reindex(columns=[*_SHOWN, "finding_count", "verified_count"])
    rows[["replied_on", "due_on"]] = rows[["replied_on", "due_on"]].astype("datetime64[ms]")
    shape = Shape(tuple(rows.columns), "supervisions")
    table(rows.reset_index(drop=True), shape, key="documents", alt=f"{len(rows)} 行督办文书", rows_per_sheet=10)


def finding(issued: pd.DataFrame, waits: pd.DataFrame) -> str:
    """How many documents went out, and how many answers came in time, came late, or are overdue."""
    answers = issued["answer"].value_counts()
    told = [f"{name} {answers[name]}" for name in ("按期答复", "逾期答复", "逾期未答复", "未到期") if name in answers]
    coming = waits["document_number"].nunique()
    parts = [f"督办文书 {issued['document_number'].nunique()} 份", *(["、".join(told)] if told else [])]
    return "，".join(parts) + (f"；另有 {coming} 份{_WAITING}" if coming else "")


def offer_documents(store: Store, asking: Viewer, unsettled: pd.DataFrame, as_of: str, edition: str) -> None:
    """Choose open problems, make documents of them and record these; for the city.

    Args:
        store: Where they are recorded.
        asking: Who makes them.
        unsettled: Of :func:`queries.open_findings`.
        as_of: The day as of which they are told, '' for that of the data.
        edition: Of which version they are, as the documents say it.
    """
    if _MADE in st.session_state:
        name, content, told = st.session_state[_MADE]
        st.success(told)
        st.download_button(f"下载 {name}", content, name, key="made", on_click="ignore", type="primary")
    if not st.toggle("拟制督办文书", key="draft"):
        return
    chosen = _choose(unsettled)
    kind, number, issued_on, due_on, demand, by = _frame(store, asking)
    if chosen.empty or not st.button(f"用这 {len(chosen)} 个问题生成{kind}并登记", type="primary", key="issue"):
        return
    if not by:
        st.error("请先填写经办人姓名。")
        return
    publication = ask(queries.publication).iloc[0]
    frame = Frame(
        kind,
        current_settings().office,
        date.fromisoformat(as_of) if as_of else publication["data_until"],
        issued_on,
        due_on,
        demand.strip(),
        edition,
        bool(publication["is_demonstration"]),
    )
    with faults_said(), st.spinner("正在生成文书"):
        made = documents(frame, number, chosen)
        name, content = packed(made)
        batch = issue(store, [record for document in made for record in document.records], by=by)
        told = f"{len(made)} 份{kind}已生成，登记为第 {batch.number} 批，随下次发布生效。"
        st.session_state[_MADE] = name, content, told
        st.rerun()


def packed(made: Sequence[Document]) -> tuple[str, bytes]:
    """The name and the content of the file of documents: Word, or an archive of several."""
    files = {document.name: supervision_word(document) for document in made}
    if len(files) == 1:
        return next(iter(files.items()))
    archive = io.BytesIO()
    with ZipFile(archive, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return f"{made[0].frame.kind}_{made[0].number}等{len(made)}份.zip", archive.getvalue()


def _choose(unsettled: pd.DataFrame) -> pd.DataFrame:
    """The problems that are ticked; without any tick all that are listed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.segmented_control(
            "清单", [_OVERDUE, _ALL], default=_OVERDUE, required=True, key="listed", label_visibility="collapsed"
        )
        listed = unsettled[unsettled["overdue_days"].notna()] if which == _OVERDUE else unsettled
        kinds = sorted(listed["responsible"].dropna().unique())
        whose = st.selectbox(
            "责任单位",
            kinds,
            index=None,
            placeholder="全部责任单位",
            key="whose",
            label_visibility="collapsed",
            width=260,
        )
    listed = listed[listed["responsible"] == whose] if whose else listed
    shape = Shape((*_LISTED, "limit_on", "overdue_days", "document_number"), "open_findings")
    event = st.dataframe(
        written(listed, shape).fillna({shape.label(name): "" for name in (*_LISTED, "document_number")}),
        hide_index=True,
        height=320,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"chosen_{which}_{whose}",
    )
    ticked = event["selection"]["rows"]
    st.caption(f"已勾选 {len(ticked)} 个。" if ticked else f"没有勾选，即清单全部 {len(listed)} 个。")
    return listed.iloc[ticked] if ticked else listed


def _frame(store: Store, asking: Viewer) -> tuple[Kind, str, date, date, str, str]:
    """What is said of all documents: kind, first number, day, day of the answer, what else is asked, and by whom."""
    today = clock.today()
    proposed = next_number(store, today.year)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("文种", _KINDS, key="document_kind", placeholder="选择文种", width=140)
        number = st.text_input("文号（几份时从这一号起）", proposed, key=f"number_{proposed}", width=240)
        issued_on = st.date_input("发文日期", today, max_value=today, format="YYYY-MM-DD", key="issued_on", width=150)
        due_on = st.date_input(
            "答复期限", today + timedelta(days=_DAYS), format="YYYY-MM-DD", key="answer_due_on", width=150
        )
        by = st.text_input("经办人", key="by", width=150) if asking.name == EVERYBODY else asking.name
    demand = st.text_input(
        "另外的要求（可不填）", key="demand", placeholder="写成完整的一句话，放在正文最后", max_chars=300
    )
    if kind == "通报":
        st.caption("通报点名，只供内部使用，文件头上写明。")
    return kind, number, issued_on, due_on, demand, by.strip()
