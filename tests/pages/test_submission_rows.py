"""What 报送 writes: its sentences and its rows, from facts written by hand."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from data.checking.inspection import InspectedFile, InspectedSheet, Inspection
from data.collecting.batches import Batch, BatchFile, Coverage
from data.collecting.decisions import Event, State
from data.reading.problems import Problem
from data.versions.manifest import Manifest, Source
from pages.submission import changes, inspection, progress, review, tables, versions
from pages.submission.uploads import file_name

AT = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
NAMES = {"330212": "鄞州区", "330203": "海曙区", "330205": "江北区"}
COVERAGE = Coverage(
    unit_code="330212",
    unit_name="鄞州区",
    period="2026Q3",
    community_count=60,
    reported_count=58,
    due_count=1200,
    present_count=1102,
)
BATCH = Batch(
    number=3,
    received_at=AT,
    received_by="张三",
    period="2026Q3",
    unit="330212",
    periods=("2026Q3",),
    units=("330212",),
    tables=("communities", "measurements"),
    files=(BatchFile(name="鄞州.xlsx", sha256="ab" * 32, bytes=9, rows=60),),
    warnings=(),
    warning_count=2,
    coverage=(COVERAGE,),
    is_demonstration=False,
    events=(
        Event(at=AT, by="张三", state=State.SUBMITTED),
        Event(at=AT, by="李四", state=State.RETURNED, reason="缺 E4"),
    ),
)
NOTHING_FOUND = Inspection(
    files=(InspectedFile("鄞州.xlsx", "ab" * 32, 9, 60),),
    sheets=(InspectedSheet("鄞州.xlsx", "指标数据", "measurements", "宽表", 60, 57, 3),),
    problems=(),
    warnings=(),
    problem_count=0,
    warning_count=0,
    tables=("measurements",),
    periods=("2026Q3",),
    units=("330212",),
    coverage=pd.DataFrame(),
)
UNITS = pd.DataFrame(
    {
        "unit_code": ["330203", "330205", "330212"],
        "unit_name": ["海曙区", "江北区", "鄞州区"],
        "state": ["已审", "待报", "退回"],
        "batch": pd.array([1, None, 3], dtype="Int64"),
        "submitted_by": ["王五", "", "张三"],
        "submitted_at": pd.to_datetime([AT, None, AT], utc=True),
        "community_count": [50, 40, 60],
        "reported_count": [50, 0, 58],
        "warning_count": [0, 0, 2],
        "deadline": [date(2026, 11, 21)] * 3,
        "is_overdue": [False, True, True],
        "days_left": [-3, -3, -3],
    }
)


def test_the_progress_is_told_in_one_sentence() -> None:
    assert progress.finding(UNITS) == "3\u00a0个单位，已审 1、退回 1、待报 1；逾期 2"
    assert progress.finding(UNITS.iloc[:1]) == "1\u00a0个单位，已审 1"


def test_who_has_something_to_do_stands_first() -> None:
    rows = progress.progress_rows(UNITS)
    assert rows[["unit_name", "status", "time_left", "reported", "submitted_at"]].to_numpy().tolist() == [
        ["江北区", "○ 待报", "逾期 3 天", "0/40", "—"],
        ["鄞州区", "▲ 退回", "逾期 3 天", "58/60", "2026-11-24 09:05"],
        ["海曙区", "● 已审", "", "50/50", "2026-11-24 09:05"],
    ]


@pytest.mark.parametrize(("days", "words"), [(12, "还有 12 天"), (0, "今天截止"), (-1, "逾期 1 天")])
def test_the_time_left_is_said_in_days(days: int, words: str) -> None:
    waiting = UNITS.iloc[1:2].assign(days_left=days)
    assert progress.progress_rows(waiting)["time_left"].tolist() == [words]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, "体检通过：1 个文件，读取 60 行，全部接受"),
        ({"warning_count": 2}, "体检通过：1 个文件，读取 60 行，全部接受，2 处提示"),
        ({"problem_count": 3, "tables": ()}, "体检未通过：1 个文件，读取 60 行，3 处须改正"),
        ({"tables": ()}, "体检未通过：1 个文件，读取 60 行，没有认出要报送的表"),
    ],
)
def test_an_inspection_is_told_in_one_sentence(found: dict[str, object], words: str) -> None:
    assert inspection.finding(Inspection(**{**NOTHING_FOUND.__dict__, **found})) == words


def test_sheets_are_told_with_what_was_left_out() -> None:
    left_out = InspectedSheet("鄞州.xlsx", "", "", "", 0, 0, 0, "没有认出表头")
    rows = tables.sheet_rows([*NOTHING_FOUND.sheets, left_out])
    assert rows.to_numpy().tolist() == [
        ["鄞州.xlsx", "指标数据", "指标数据", "宽表", 60, 57, 3, ""],
        ["鄞州.xlsx", "—", "未采用", "—", 0, 0, 0, "没有认出表头"],
    ]


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    cell = Problem("a.xlsx", 4, "E1", "85分", "不是数字", "写成 85", sheet="指标", cell="F4")
    whole = Problem("b.xlsx", None, None, None, "文件已损坏")
    rows = tables.problem_rows([cell, whole])
    assert [*rows.columns] == ["file", "sheet", "row", "column", "cell", "content", "rule", "remedy"]
    assert rows.iloc[0].tolist() == ["a.xlsx", "指标", 4, "E1", "F4", "85分", "不是数字", "写成 85"]
    assert rows.iloc[1].drop("row").tolist() == ["b.xlsx", "—", "—", "—", "", "文件已损坏", ""]
    assert pd.isna(rows["row"].iloc[1])


def test_the_form_of_a_table_is_asked_for_a_unit_and_a_period() -> None:
    assert inspection.form_address("measurements", "330212", "2026Q3") == (
        "/template/measurements.xlsx?unit=330212&period=2026Q3"
    )
    assert inspection.form_address("boundaries", None, None) == "/template/boundaries.geojson"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("数据.xlsx", "数据.xlsx"),
        ("C:\\桌面\\数据.xlsx", "数据.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("长" * 200 + ".csv", "长" * 60 + ".csv"),
        ("数据:1?.csv", "数据_1_.csv"),
        ("..", "未命名"),
        ("", "未命名"),
    ],
)
def test_the_name_of_an_upload_leads_nowhere(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_a_submission_is_one_row_with_its_last_reason() -> None:
    rows = tables.batch_rows([BATCH], {3: State.RETURNED}, NAMES)
    assert rows.to_numpy().tolist() == [
        [
            3,
            "▲ 退回",
            "鄞州区",
            "2026年第三季度",
            "社区名册、指标数据",
            60,
            2,
            pytest.approx(91.8, abs=0.05),
            "张三",
            "2026-11-24 09:05",
            "缺 E4",
        ]
    ]
    assert tables.event_rows(BATCH)["status"].tolist() == ["◐ 已报", "▲ 退回"]


def test_many_units_and_periods_are_shortened() -> None:
    assert tables.unit_words((), NAMES) == "全市"
    assert tables.unit_words(("330203", "330212"), NAMES) == "海曙区、鄞州区"
    assert tables.unit_words(tuple(NAMES), NAMES) == "3 个单位"
    assert tables.period_words(("2026Q1", "2026Q2", "2026Q3")) == "2026年第一季度至2026年第三季度"
    assert tables.period_words(()) == "—"


def test_coverage_is_counted_in_communities_and_items() -> None:
    rows = tables.coverage_rows(pd.DataFrame([COVERAGE.model_dump()]))
    assert rows.to_numpy().tolist() == [
        ["鄞州区", "2026年第三季度", "58/60", "1102/1200", pytest.approx(91.8, abs=0.05)]
    ]


def test_what_waits_is_told_in_one_sentence() -> None:
    states = [State.SUBMITTED, State.SUBMITTED, State.REVIEWED, State.RETURNED, State.PUBLISHED]
    assert review.finding(states) == "2 批待审核，1 批待发布，1 批已退回"
    assert review.finding([State.PUBLISHED]) == "没有待办的报送"


def test_a_version_names_its_files_and_who_brought_them() -> None:
    manifest = Manifest(
        version=2,
        published_at=AT,
        published_by="李四",
        reason="第三季度",
        is_demonstration=False,
        periods=("2026Q3",),
        standards=("example-2026",),
        community_count=861,
        sources=(
            Source(name="鄞州.xlsx", sha256="ab" * 32, rows=60, batch=3),
            Source(name="a.csv", sha256="cd" * 32, rows=5),
        ),
        batches=(3,),
        database_bytes=1,
        database_sha256="00",
    )
    assert versions.finding(manifest, 2) == "第 2 版生效，2026-11-24 09:05（北京时间）由李四发布；共 2 个版本"
    assert versions.version_rows([manifest], 2).to_numpy().tolist() == [
        ["▶ 2", "2026-11-24 09:05", "李四", "第三季度", "正式", "2026年第三季度", 861, 2, 65]
    ]
    rows = versions.file_rows(manifest.sources, {3: BATCH})
    assert rows["sha256"].tolist() == ["abababababab", "cdcdcdcdcdcd"]
    assert rows["by"].tolist() == ["张三", "—"]
    assert rows["warning_count"].tolist() == [2, pd.NA]


def test_changes_are_printed_as_everywhere() -> None:
    moves = pd.DataFrame(
        {
            "community_name": ["甲社区", "乙社区"],
            "unit_name": ["鄞州区", "海曙区"],
            "period": ["2026Q4", "2026Q3"],
            "earlier_period": ["2026Q3", "2026Q3"],
            "earlier_score": [59.995, 71.0],
            "later_score": [80.0, 70.0],
            "change": [20.005, -1.0],
            "earlier_band": ["培育", "达标"],
            "later_band": ["达标", "达标"],
        }
    )
    assert changes.move_rows(moves).to_numpy().tolist() == [
        ["甲社区", "鄞州区", "2026年第三季度 → 2026年第四季度", 59.995, 80.0, 20.005, "培育 → 达标"],
        ["乙社区", "海曙区", "2026年第三季度", 71.0, 70.0, -1.0, "达标"],
    ]
