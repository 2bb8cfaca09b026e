"""The photos of a problem side by side, and what whoever answers for them does: 打码, 放行, 收回."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data.versions.photographs import Decided, Photo, mask, release, withdraw
from data.versions.store import Store, StoreError, default_store
from pages.shared import formats
from pages.shared.ask import held_version
from pages.shared.choose import choose
from pages.shared.markup import filled
from pages.shared.viewer import EVERYBODY, Viewer
from queries.reports.opening import photos_in

_STAGES = {"前": "整改前", "后": "整改后", "复查": "复查"}
_AREAS = "_areas"
_WHOLE = 100


def within(rows: pd.DataFrame, months: tuple[str, ...]) -> pd.DataFrame:
    """The photos of the problems that were found or closed in some months."""
    is_in = [rows[name].dt.strftime("%Y-%m").isin(months) for name in ("found_on", "verified_on")]
    found: pd.DataFrame = rows[is_in[0] | is_in[1]]
    return found


def show_photos(rows: pd.DataFrame, asking: Viewer) -> None:
    """Draw the photos of one problem, which is chosen; nothing where there are none.

    Args:
        rows: Of :func:`queries.finding_photos`, those whose problem belongs here.
        asking: Who looks.
    """
    store = default_store()
    decided = Decided(store)
    photos = [*photos_in(rows)]
    rows = rows.assign(photo=pd.Series(photos, rows.index, object))[[bool(decided.content(photo)) for photo in photos]]
    if rows.empty:
        return
    rows = rows.assign(
        key=rows["unit_code"] + ":" + rows["finding_code"],
        words=[_words(row) for row in rows.to_dict("records")],
        address=[_address(row, decided) for row in rows.to_dict("records")],
    )
    firsts = rows.drop_duplicates("key").to_dict("records")
    with st.container(key="card-photos"):
        st.subheader(f"整改前后照片，{len(firsts):,} 个问题")
        names = {row["key"]: f"{row['finding_code']} {row['community_name']} {row['category']}" for row in firsts}
        chosen = choose("finding", names, page="rectification", label="问题")
        of_one = rows[rows["key"] == chosen]
        st.caption(formats.literal(_told(of_one.iloc[0].to_dict())))
        stages = [
            (_STAGES[str(stage)], [{**row, "note": _note(row, decided)} for row in of_stage.to_dict("records")])
            for stage, of_stage in of_one.groupby("photo_stage", sort=False)
        ]
        st.html(filled(__file__, "photos.html", stages=stages))
        if asking.may_manage and asking.may_see(of_one["unit_code"].iloc[0]):
            _decide(of_one, store, asking)


@st.fragment
def _decide(rows: pd.DataFrame, store: Store, asking: Viewer) -> None:
    """打码 and 放行 of one photo, one click away."""
    with st.expander("打码与放行"):
        names = {row["content"]: f"{row['words']}" for row in rows.to_dict("records")}
        content = st.selectbox(
            "照片",
            list(names),
            format_func=names.__getitem__,
            key=f"photo-{rows['key'].iloc[0]}",
            placeholder="选择照片",
        )
        row = next(row for row in rows.to_dict("records") if row["content"] == content)
        photo: Photo = row["photo"]
        decision = Decided(store).about(photo)
        by = asking.name
        if by == EVERYBODY:
            by = st.text_input("经办人", key="photo-by", placeholder="姓名，记入操作记录").strip()
        areas = _areas(photo)
        st.html(filled(__file__, "masking.html", photo=row, areas=areas))
        with st.container(horizontal=True):
            if st.button("＋ 再加一处", key="photo-more"):
                st.session_state[_AREAS] = (photo.key, areas)
                st.rerun(scope="fragment")
            if st.button(f"打码（{len(areas)} 处，不能恢复）", key="photo-mask"):
                _act(lambda: mask(store, photo, areas, by=by), by, "已打码")
            if decision.released_at is None and st.button(
                "放行，可用于幻灯片和导出", key="photo-release", type="primary"
            ):
                _act(lambda: release(store, photo, by=by), by, "已放行")
            if decision.released_at is not None and st.button("收回", key="photo-withdraw"):
                _act(lambda: withdraw(store, photo, by=by), by, "已收回")


def _areas(photo: Photo) -> list[tuple[float, float, float, float]]:
    """The rectangles to be covered: those that were set before, and the one that the sliders say."""
    key, kept = st.session_state.get(_AREAS, ("", []))
    across = st.slider("要打码的一处：从左到右（%）", 0, _WHOLE, (40, 60), key="photo-across")
    down = st.slider("从上到下（%）", 0, _WHOLE, (40, 60), key="photo-down")
    current = (across[0] / _WHOLE, down[0] / _WHOLE, across[1] / _WHOLE, down[1] / _WHOLE)
    return [*(kept if key == photo.key else []), current]


def _act(doing: Callable[[], None], by: str, said: str) -> None:
    if not by:
        st.error("请先填写经办人姓名。")
        return
    try:
        doing()
    except StoreError as error:
        st.error(f"没有完成：{formats.literal(str(error))}")
        return
    st.session_state.pop(_AREAS, None)
    st.toast(said)
    st.rerun()


def _address(row: Mapping[Any, Any], decided: Decided) -> str:
    named = {"finding": row["finding_code"], "unit": row["unit_code"], "stage": row["photo_stage"]}
    # What is shown is said only so that a browser asks anew where it has changed.
    shown = {"number": row["photo_number"], "version": held_version(), "shown": decided.content(row["photo"])[:8]}
    return f"/photo?{urlencode(named | shown)}"


def _words(row: Mapping[Any, Any]) -> str:
    return f"{row['finding_code']} {_STAGES[row['photo_stage']]}第 {row['photo_number']} 张"


def _note(row: Mapping[Any, Any], decided: Decided) -> str:
    decision = decided.about(row["photo"])
    taken = "" if pd.isna(row["taken_on"]) else f"{formats.day(row['taken_on'])}拍摄"
    is_masked = "已打码" if decision.content else ""
    released = f"{decision.released_by}{formats.day(decision.released_at)}放行" if decision.released_at else "未放行"
    return " · ".join(filter(None, (taken, is_masked, released)))


def _told(row: Mapping[Any, Any]) -> str:
    """Where it is, what was asked for, and when."""
    days = [
        f"{formats.day(row[name])}{word}"
        for name, word in (("found_on", "发现"), ("rectified_on", "整改"), ("verified_on", "核查"))
        if not pd.isna(row[name])
    ]
    place = " ".join(
        text for name in ("street_name", "community_name", "place") if not formats.is_missing(text := row[name])
    )
    demand = "" if formats.is_missing(row["demand"]) else f"要求：{row['demand']}"
    return "；".join(filter(None, (place, demand, "，".join(days))))
