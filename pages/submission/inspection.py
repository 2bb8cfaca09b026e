"""上传体检: what files are worth before anybody else sees them, and handing them in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path, PurePath
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.acts import acting
from data.checking.inspection import Inspection
from data.checking.whole_files import TABLE_OF_SUFFIX
from data.collecting.batches import Asked
from data.collecting.forms import marked
from data.collecting.progress import known_periods
from data.collecting.submitting import corrections, inspect, submit
from data.settings import current_settings
from data.tables import filled_in_tables, read_definition
from pages.shared import formats
from pages.shared.ask import held_digest
from pages.shared.choose import choose
from pages.shared.entrance import refuse
from pages.shared.faults import faults_said
from pages.shared.memory import INSPECTION
from pages.submission import tables
from pages.submission.desk import Desk, note, progress_bar, said_who
from pages.submission.uploads import file_name, on_disk

_KINDS = {"sheet": "xlsx", "geojson": "geojson", "toml": "toml"}
_BARRED = "_barred_files"
_AS_WRITTEN = "以文件所写为准"


def show(desk: Desk) -> None:
    """Draw the view."""
    unit, period = _choose(desk)
    _show_forms(desk, unit, period)
    uploads = st.file_uploader(
        "要报送的文件（可一次选多个，也可拖到这里）",
        accept_multiple_files=True,
        key="files",
        max_upload_size=min(math.ceil(current_settings().largest_file_mb), st.get_option("server.maxUploadSize")),
    )
    if not uploads:
        desk.heading.title("先体检，再提交：哪一格有问题，当场指出")
        return
    if barred := the_citys(desk, [upload.name for upload in uploads]):
        desk.heading.title("有文件不能由您提交")
        st.error(formats.literal(barred))
        return
    with faults_said():
        found = _inspected(desk, uploads, Asked(period, unit, *_kept_choices(), desk.asking.units))
        desk.heading.title(finding(found))
        tables.show(tables.sheet_rows(found.sheets), "sheets", "读取结果")
        asked = _choose_what_becomes(desk, found, unit, period)
        if found.is_accepted:
            _offer_submission(desk, uploads, found, asked)
        _offer_marked(desk, uploads, found)
        _show_details(found)


def finding(found: Inspection) -> str:
    """What the inspection found, in one sentence."""
    rows = sum(sheet.rows_read for sheet in found.sheets)
    read = f"{len(found.files)} 个文件，读取 {rows} 行"
    if found.problem_count:
        return f"体检未通过：{read}，{found.problem_count} 处须改正"
    if not found.is_accepted:
        return f"体检未通过：{read}，没有认出要报送的表"
    warnings = f"，{found.warning_count} 处提示" if found.warning_count else ""
    return f"体检通过：{read}，全部接受{warnings}"


def the_citys(desk: Desk, names: Sequence[str]) -> str:
    """Why the files are not even looked at, empty where they are: boundaries and standards are for the city to bring."""
    tables_by_file = {name: TABLE_OF_SUFFIX.get(PurePath(name).suffix.lower()) for name in names}
    barred = {name: table for name, table in tables_by_file.items() if table}
    if desk.asking.may_publish or not barred:
        return ""
    files = "、".join(file_name(name) for name in barred)
    reason = f"{files}：{tables.table_titles(sorted({*barred.values()}))}由市级管理员提交，请移除后再试。"
    if st.session_state.get(_BARRED) != files:  # one line of the log for what is chosen once
        st.session_state[_BARRED] = files
        refuse(files, reason)
    return reason


def outside(desk: Desk, found: Inspection) -> str:
    """Why somebody may not hand in what was found, empty where they may: a district brings its own rows only."""
    if desk.asking.may_publish:
        return ""
    foreign = [unit for unit in found.units if not desk.asking.may_see(unit)]
    if foreign:
        return "文件中有不属于您的单位的数据，请去掉后再提交。"
    general = [table for table in found.tables if not _is_of_a_unit(table)]
    return f"{tables.table_titles(general)}由市级管理员提交。" if general else ""


def _is_of_a_unit(table: str) -> bool:
    """Whether a table has rows of single units; standards and boundaries are the city's."""
    return bool(read_definition(table).column)


def _choose(desk: Desk) -> tuple[str | None, str | None]:
    """The reporting unit and the period of the files; None where the files say so themselves."""
    units = dict(desk.unit_names)
    if desk.asking.may_publish:
        units = {"": _AS_WRITTEN, **units}
    periods = {"": _AS_WRITTEN, **{period: formats.period_name(period) for period in known_periods(desk.store)}}
    with st.container(horizontal=True, key="choices"):
        unit = choose("for_unit", units, label="单位", width=260)
        period = choose("for_period", periods, label="报送时期", width=260)
    return unit or None, period or None


def _show_forms(desk: Desk, unit: str | None, period: str | None) -> None:
    """Links to the forms, prefilled for the unit."""
    with st.container(horizontal=True, vertical_alignment="center", key="forms"):
        st.caption("下载模板（已填好名册和上季数据）：")
        for table in sorted(filled_in_tables(), key=lambda table: not _is_of_a_unit(table)):
            if desk.asking.may_publish or _is_of_a_unit(table):
                st.link_button(tables.table_titles([table]), form_address(table, unit, period), width="content")


def form_address(table: str, unit: str | None, period: str | None) -> str:
    """Where the form of a table is fetched, prefilled for a unit and a period."""
    kind = _KINDS[read_definition(table).format]
    asked = urlencode({name: value for name, value in (("unit", unit), ("period", period)) if value})
    return f"/template/{table}.{kind}" + (f"?{asked}" if asked else "")


def _kept_choices() -> tuple[bool, bool]:
    """What was chosen below the findings in the run before: to add, to correct."""
    return bool(st.session_state.get("is_addition")), bool(st.session_state.get("is_correction"))


def _choose_what_becomes(desk: Desk, found: Inspection, unit: str | None, period: str | None) -> Asked:
    """Say what becomes of earlier submissions, and let it be chosen where there is a choice."""
    is_addition, is_correction = _kept_choices()
    for replacement in found.replaced:
        (st.info if replacement.is_joined or not replacement.row_count else st.warning)(
            formats.literal(f"{replacement}。")
        )
    if found.replaced:
        is_addition = st.checkbox(
            "补充到上一次报送，不替换它", key="is_addition", help="如分街道报送：上一次的行都保留，同一项以这次为准"
        )
    if found.renumbered_count or is_correction:
        is_correction = st.checkbox(
            "这是更正：同一编号以这次的社区和时间为准", key="is_correction", help="另一场活动请换新的编号，不要勾选"
        )
    return Asked(period, unit, is_addition, is_correction, desk.asking.units)


def _inspected(desk: Desk, uploads: Sequence[UploadedFile], asked: Asked) -> Inspection:
    """What the files are worth; inspected once, until files, what is said of them, or what they come on top of change."""
    batches = len(desk.collection.batches())
    key = (tuple(upload.file_id for upload in uploads), asked, held_digest(), batches)
    known, found = st.session_state.get(INSPECTION, (None, None))
    if known != key:
        with on_disk(uploads) as paths, progress_bar("体检中") as progress:
            found = inspect(desk.store, paths, asked, progress)
        st.session_state[INSPECTION] = (key, found)
        if reason := outside(desk, found):
            refuse("、".join(file_name(upload.name) for upload in uploads), reason)
    inspection: Inspection = found
    return inspection


def _show_details(found: Inspection) -> None:
    """What is wrong, what is odd, and how complete it is."""
    if found.problem_count:
        st.subheader(f"须改正 {found.problem_count} 处{_cut(len(found.problems), found.problem_count)}")
        tables.show(tables.problem_rows(found.problems), "problems", "须改正之处")
    if found.warning_count:
        with st.expander(
            f"提示 {found.warning_count} 处，不影响提交{_cut(len(found.warnings), found.warning_count)}",
            expanded=not found.problem_count,
        ):
            tables.show(tables.problem_rows(found.warnings), "warnings", "提示之处")
    if len(found.coverage):
        st.subheader("各单位填报情况")
        tables.show(tables.coverage_rows(found.coverage), "coverage", "各单位填报情况")


def _cut(shown: int, count: int) -> str:
    return f"，列出前 {shown} 处" if shown < count else ""


def _offer_marked(desk: Desk, uploads: Sequence[UploadedFile], found: Inspection) -> None:
    """The files handed back with what was found marked in them; made when it is asked for."""
    if not found.problem_count and not found.warning_count:
        return

    actor = acting()  # another thread makes the file

    def content() -> bytes:
        with on_disk(uploads) as paths:
            return marked(desk.store, paths, found, actor)

    st.download_button(
        "下载标注好的工作簿",
        content,
        marked_name(uploads),
        key="marked",
        on_click="ignore",
        help="每个文件一个工作簿：问题标在原来的格子上，并列在第一张表",
    )


def marked_name(uploads: Sequence[UploadedFile]) -> str:
    """What the marked files are called: one as a workbook, several as an archive."""
    return f"{Path(file_name(uploads[0].name)).stem}_标注.xlsx" if len(uploads) == 1 else "数据体检_标注.zip"


def _offer_submission(desk: Desk, uploads: Sequence[UploadedFile], found: Inspection, asked: Asked) -> None:
    """Hand the files in, unless they are not this viewer's to hand in."""
    refusal = outside(desk, found)
    if refusal:
        st.error(refusal)
        return
    corrected = corrections(desk.store, found)
    if corrected:
        st.warning(f"{'、'.join(corrected)}已经发布过，这次提交是更正，请写明原因。")
    with st.container(horizontal=True, vertical_alignment="bottom", key="hand_in"):
        reason = st.text_input(
            "更正原因" if corrected else "说明（可不填）", key="submission_reason", placeholder="如：补报漏报的指标"
        )
        is_wanted = st.button("提交", type="primary", key="submit")
    if not is_wanted or not said_who(desk):
        return
    with on_disk(uploads) as paths, progress_bar("提交中") as progress:
        submission = submit(desk.store, paths, asked, by=desk.by, reason=reason.strip(), progress=progress)
    if submission.duplicate_of is not None:
        st.info(f"这些文件与第 {submission.duplicate_of} 批完全相同，已经收到过，没有重复收取。")
    elif submission.batch is None:
        st.error("数据在体检之后有了变化，请重新上传体检。")
    else:
        note(f"已提交：第 {submission.batch.number} 批，等待审核。")
