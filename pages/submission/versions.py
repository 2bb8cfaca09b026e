"""版本历史: what was published from which files, what differs between two versions, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.collecting.batches import Batch
from data.versions.differences import Differences, differences
from data.versions.manifest import Manifest, Source
from data.versions.publishing import roll_back
from pages.shared import formats
from pages.shared.choose import choose
from pages.shared.faults import faults_said
from pages.submission import changes, tables
from pages.submission.desk import Desk, note, said_who

_COMPARED = "_compared"


def show(desk: Desk) -> None:
    """Draw the view."""
    history = desk.store.history()
    current = desk.store.current()
    batches = {batch.number: batch for batch in desk.collection.batches(desk.asking.units) if batch.files}
    in_force = next(manifest for manifest in history if manifest.version == current)
    desk.heading.title(finding(in_force, len(history)))
    tables.show(version_rows(history, in_force.version), "versions", f"{len(history)} 个版本")
    labels = {str(manifest.version): _label(manifest) for manifest in history}
    chosen = choose("version", labels, label="查看一版", placeholder="选择一版", width=420)
    manifest = next(manifest for manifest in history if str(manifest.version) == chosen)
    with st.container(key="card-version"):
        _show_files(desk, manifest, batches)
        if not desk.store.has_files(manifest.version):
            st.caption("这一版的数据已按规则清理，只留下清单：不能换回，也不能比较。")
        elif desk.asking.may_publish and manifest.version != in_force.version:
            _offer_way_back(desk, manifest)
    whole = [manifest for manifest in history if desk.store.has_files(manifest.version)]
    if desk.asking.may_publish and len(whole) > 1:
        _show_differences(desk, whole)


def finding(in_force: Manifest, count: int) -> str:
    """Which version is in force, in one sentence."""
    return f"第 {in_force.version} 版生效，{formats.moment(in_force.published_at)}（北京时间）由{in_force.published_by}发布；共 {count} 个版本"


def version_rows(history: Sequence[Manifest], current: int) -> pd.DataFrame:
    """Versions, one row each, the one in force marked."""
    return pd.DataFrame(
        {
            "version": [f"{'▶ ' if manifest.version == current else ''}{manifest.version}" for manifest in history],
            "published_at": [formats.moment(manifest.published_at) for manifest in history],
            "published_by": [manifest.published_by for manifest in history],
            "note": [manifest.reason for manifest in history],
            "nature": ["演示" if manifest.is_demonstration else "正式" for manifest in history],
            "period": [tables.period_words(manifest.periods) for manifest in history],
            "community_count": [manifest.community_count for manifest in history],
            "file_count": [len(manifest.sources) for manifest in history],
            "row_count": [sum(source.rows for source in manifest.sources) for manifest in history],
        }
    )


def file_rows(sources: Sequence[Source], batches: dict[int, Batch]) -> pd.DataFrame:
    """The files that came new with a version, one row each."""
    of = [batches.get(source.batch) if source.batch is not None else None for source in sources]
    return pd.DataFrame(
        {
            "file": [source.name for source in sources],
            "sha256": [tables.digest(source.sha256) for source in sources],
            "rows": [source.rows for source in sources],
            "batch": pd.array([source.batch for source in sources], dtype="Int64"),
            "warning_count": pd.array([batch.warning_count if batch else None for batch in of], dtype="Int64"),
            "by": [batch.received_by if batch else formats.MISSING for batch in of],
            "submitted_at": [formats.moment(batch.received_at) if batch else formats.MISSING for batch in of],
        }
    )


def _label(manifest: Manifest) -> str:
    return f"第 {manifest.version} 版 · {formats.moment(manifest.published_at)} · {manifest.published_by}"


def _show_files(desk: Desk, manifest: Manifest, batches: dict[int, Batch]) -> None:
    """The files of a version that the viewer may see."""
    sources = [source for source in manifest.sources if desk.asking.may_publish or source.batch in batches]
    st.subheader(f"第 {manifest.version} 版新增的文件")
    if sources:
        tables.show(file_rows(sources, batches), "sources", f"第 {manifest.version} 版新增的文件")
    else:
        st.info("这一版没有新增您单位的文件。" if manifest.sources else "这一版没有新增文件。")


def _offer_way_back(desk: Desk, manifest: Manifest) -> None:
    """Put an earlier version in force again, after a second click."""
    with st.popover(f"回到第 {manifest.version} 版", key="way_back"):
        st.markdown(f"第 {manifest.version} 版将立即生效，所有人下次点击时看到它。现在生效的一版保留，可随时再换回来。")
        is_wanted = st.button("确认换回", type="primary", key="roll_back")
    if is_wanted and said_who(desk):
        with faults_said():
            roll_back(desk.store, manifest.version, by=desk.by)
            note(f"第 {manifest.version} 版已重新生效。")


def _show_differences(desk: Desk, history: Sequence[Manifest]) -> None:
    """What differs between two versions, the last two by default."""
    numbers = [manifest.version for manifest in history]
    st.subheader("两版之差")
    with st.container(horizontal=True, vertical_alignment="bottom", key="compared"):
        later = st.selectbox("新版", numbers, format_func=_name, key="later", placeholder="选择版本", width=180)
        earlier = st.selectbox(
            "旧版", numbers, index=1, format_func=_name, key="earlier", placeholder="选择版本", width=180
        )
        is_wanted = st.button("比较", key="compare", disabled=earlier == later)
    digests = {manifest.version: manifest.digest for manifest in history}
    asked = (digests[earlier], digests[later])
    if is_wanted:
        with faults_said(), st.spinner("正在比较"):
            st.session_state[_COMPARED] = (asked, differences(desk.store, earlier, later))
    known, found = st.session_state.get(_COMPARED, (None, None))
    if known == asked:
        shown: Differences = found
        with st.container(key="card-compared"):
            changes.show(shown, "compared")


def _name(version: int) -> str:
    return f"第 {version} 版"
