"""数据体检 end to end: what is read, what is refused and where, what passes with a warning, how complete it is."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.reading.problems import Problem
from data.settings import REFERENCE, Settings
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, ON_THE_LINE, PERIODS
from tests.data.spellings import STANDARDS, as_text, as_workbook

Line = list[object]
Inspect = Callable[..., Inspection]
KEYS: Line = ["社区代码", "社区名称"]
A, B = ["330203001001", "澄浪社区"], ["330203001002", "柳锦社区"]
LONG: Line = ["社区代码", "时期", "指标代码", "数值"]
LEDGER: Line = ["活动编号", "社区代码", "举办时间", "维度代码", "活动类别", "活动种类", "参加人次", "参加户数"]
REGISTER: Line = ["社区代码", "社区名称", "报送单位", "街道", "户数", "社区类型"]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def inspect(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Inspect:
    """Inspect files given by name and lines (or bytes); the register is the one of the project."""

    def inspect_content(
        files: dict[str, Sequence[Line] | bytes], *, city: Path | None = None, **given: str | None
    ) -> Inspection:
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            lines = content if isinstance(content, bytes) else [*content]
            if isinstance(lines, list):
                lines = as_workbook(lines) if name.endswith(".xlsx") else as_text(lines)
            path.write_bytes(lines)
            paths.append(path)
        return inspect_files(connection, paths, standards=STANDARDS, city=city, **given)  # type: ignore[arg-type]

    return inspect_content


def told(problems: Sequence[Problem]) -> list[tuple[str, str | None]]:
    """Cell and value of every problem."""
    return [(problem.cell, problem.value) for problem in problems]


def rows(connection: duckdb.DuckDBPyConnection, columns: str, table: str = "measurements") -> list[tuple[object, ...]]:
    return connection.execute(f"select {columns} from staged_{table} order by row").fetchall()


def one(inspection: Inspection) -> Problem:
    (problem,) = inspection.problems
    assert inspection.problem_count == 1
    assert not inspection.is_accepted
    return problem


def test_an_office_workbook_is_read_as_it_is_meant(inspect: Inspect, connection: duckdb.DuckDBPyConnection) -> None:
    inspection = inspect(
        {
            "指标.xlsx": [
                ["海曙区2026年第三季度指标数据"],
                [*KEYS, "E1 生活垃圾分类投放准确率（%）", "", "E5 环境与物业满意度（分）", "", "P3", "X1", "X2"],
                ["", "", "数值", "样本量", "数值", "标准误", "", "", ""],
                [*A, "８５．５%", "1,200", 77.5, 1.25, "不适用", "无", 1],
                [*B, 85.5, "", "—", "", "未报", "", ""],
                ["合计", "", 171, "", "", "", "", "", ""],
                [],
                ["填表人：张三", "", "", "审核人：李四"],
            ]
        }
    )
    assert inspection.problems == ()
    assert rows(connection, "community_code, period, indicator_code, state, value, sample_size, standard_error") == [
        (A[0], "2026Q3", "E1", None, 85.5, 1200, None),
        (A[0], "2026Q3", "E5", None, 77.5, None, 1.25),
        (A[0], "2026Q3", "P3", "not_applicable", None, None, None),
        (A[0], "2026Q3", "X1", None, 0.0, None, None),
        (A[0], "2026Q3", "X2", None, 1.0, None, None),
        (B[0], "2026Q3", "E1", None, 85.5, None, None),
        (B[0], "2026Q3", "E5", "unreported", None, None, None),
        (B[0], "2026Q3", "P3", "unreported", None, None, None),
    ]
    (sheet,) = inspection.sheets
    assert (sheet.table, sheet.layout, sheet.rows_read, sheet.rows_accepted) == ("measurements", "宽表", 2, 2)
    assert sheet.note == "略过 2 行，没有读入：第 6 行“合计”、第 8 行“填表人：张三”"
    assert (inspection.tables, inspection.periods, inspection.units) == (("measurements",), ("2026Q3",), ("330203",))


def test_every_fault_of_a_wide_sheet_names_its_cell(inspect: Inspect) -> None:
    inspection = inspect(
        {
            "指标.xlsx": [
                [*KEYS, "E1", "E1 样本量", "E5"],
                [*A, "八十五", 0, 60],
                [*B, 120, 100.5, "=1+1"],
            ]
        },
        period="2026Q3",
    )
    assert told(inspection.problems) == [
        ("C2", "八十五"),
        ("D2", "0"),
        ("C3", "120.0"),
        ("D3", "100.5"),
        ("E3", "=1+1"),
    ]
    by_cell = {problem.cell: problem for problem in inspection.problems}
    assert by_cell["C2"].rule == "须为数字"
    assert by_cell["C3"].rule.startswith("超出E1的可能范围 0.0 至 100.0")
    assert (by_cell["E3"].rule, by_cell["E3"].remedy) == ("是公式", "复制这一格，选择性粘贴为数值")
    assert by_cell["D3"].column == "E1 样本量"
    assert {problem.sheet for problem in inspection.problems} == {"Sheet"}
    (sheet,) = inspection.sheets
    assert (sheet.rows_read, sheet.rows_accepted, sheet.rows_refused) == (2, 0, 2)


def test_cells_of_an_archive_are_named_with_its_member(inspect: Inspect, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("好.csv", as_text([LONG, [A[0], "2026Q3", "E1", 85]]))
        archive.writestr("坏.csv", as_text([LONG, [A[0], "2026Q3", "E2", 85], [B[0], "2026Q3", "E2", "x"]]))
    problem = one(inspect({"包.zip": (tmp_path / "made.zip").read_bytes()}))
    assert (problem.file, problem.row, problem.cell, problem.column) == ("包.zip/坏.csv", 3, "D3", "数值")


def test_the_same_row_in_two_files_is_said_to_stand_in_the_other(inspect: Inspect) -> None:
    row = [A[0], "2026Q3", "E1", 85]
    problem = one(inspect({"甲.csv": [LONG, row], "乙.csv": [LONG, [B[0], "2026Q3", "E1", 8], row]}))
    assert (problem.file, problem.row, problem.cell) == ("乙.csv", 3, "A3")
    assert problem.rule == "与 甲.csv 第 2 行重复"


def test_a_community_twice_in_a_wide_sheet_is_one_fault(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [[*KEYS, "E1", "E2"], [*A, 85, 60], [*A, 85, 60]]}, period="2026Q3"))
    assert (problem.cell, problem.rule) == ("A3", "与第 2 行重复")


PLACE: Line = ["报送单位", "街道", "社区名称", "E1"]


@pytest.mark.parametrize(
    "place",
    [
        ["海曙区", "南门街道", "澄浪社区"],
        ["海曙", "南门", "澄浪"],
        ["330203", "330203001", "澄浪社区居委会"],
        ["宁波市海曙区", "", "澄浪社区"],
        ["", "", "澄浪社区"],
    ],
)
def test_a_community_is_known_by_unit_street_and_name(
    place: Line, inspect: Inspect, connection: duckdb.DuckDBPyConnection
) -> None:
    assert inspect({"指标.xlsx": [PLACE, [*place, 85]]}, period="2026Q3").problems == ()
    assert rows(connection, "community_code, indicator_code, value") == [(A[0], "E1", 85.0)]


def test_an_ambiguous_name_lists_who_may_be_meant(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [PLACE, ["鄞州区", "", "东城社区", 85]]}, period="2026Q3"))
    assert (problem.cell, problem.value, problem.rule) == ("C2", "东城社区", "有 2 个社区叫这个名字")
    assert problem.remedy.count("鄞州区/") == 2
    assert problem.remedy.startswith("填上代码，或写明单位和街道：")


@pytest.mark.parametrize(
    ("place", "cell", "rule", "remedy"),
    [
        (
            ["海曙区", "南门街道", "澄郎社区"],
            "C2",
            "社区名册里没有这个社区",
            "是否为 海曙区/南门街道/澄浪社区/330203001001",
        ),
        (["海曙区", "", ""], "C2", "没有写明是哪个社区", "填 12 位社区代码"),
        (["江东区", "", "澄浪社区"], "A2", "没有这个报送单位", "改为现有的报送单位"),
        (["江北区", "", "澄浪社区"], "C2", "社区名册里没有这个社区", "是否为"),
    ],
)
def test_a_place_that_is_not_in_the_register_is_refused(
    place: Line, cell: str, rule: str, remedy: str, inspect: Inspect
) -> None:
    problem = one(inspect({"指标.xlsx": [PLACE, [*place, 85]]}, period="2026Q3"))
    assert (problem.cell, problem.rule) == (cell, rule)
    assert problem.remedy.startswith(remedy)


def test_a_code_and_a_name_that_disagree_are_refused(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [[*KEYS, "E1"], [A[0], B[1], 85]]}, period="2026Q3"))
    assert (problem.cell, problem.value) == ("B2", "柳锦社区")
    assert problem.rule == "与代码 330203001001 不符，名册里它是 海曙区/南门街道/澄浪社区"


def test_a_code_that_nobody_has_is_refused(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [["社区代码", "E1"], ["330203001999", 85]]}, period="2026Q3"))
    assert (problem.cell, problem.rule) == ("A2", "社区名册里没有这个代码")


def test_a_new_community_of_the_same_import_is_known_and_warned_of(inspect: Inspect) -> None:
    code = "330203001999"
    inspection = inspect(
        {
            "名册.xlsx": [REGISTER, [code, "新开社区", "海曙区", "南门街道", "1,500", "商品房小区"]],
            "指标.xlsx": [[*KEYS, "E1"], [code, "新开社区", 85]],
        },
        period="2026Q3",
        unit="海曙区",
    )
    assert inspection.problems == ()
    assert inspection.tables == ("communities", "measurements")
    new = [warning for warning in inspection.warnings if "新社区" in warning.rule]
    assert told(new) == [("A2", code)]
    assert all(warning.is_warning for warning in inspection.warnings)


def test_rows_of_another_unit_or_period_are_refused(inspect: Inspect) -> None:
    other = "330205001001"
    inspection = inspect(
        {"指标.csv": [LONG, [A[0], "2026年二季度", "E1", 85], [other, "2026Q3", "E1", 85]]},
        period="2026Q3",
        unit="海曙",
    )
    assert [(problem.cell, problem.rule) for problem in inspection.problems] == [
        ("B2", "不是本次报送的时期 2026Q3"),
        ("A3", "属于江北区，不属于本次报送的单位"),
    ]


def test_a_period_that_is_said_nowhere_is_asked_for_once(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [[*KEYS, "E1"], [*A, 85], [*B, 85]]}))
    assert problem.rule == "没有写明是哪一期"


def test_a_title_of_another_period_than_the_one_chosen_is_refused(inspect: Inspect) -> None:
    problem = one(inspect({"指标.xlsx": [["2026年二季度数据"], [*KEYS, "E1"], [*A, 85]]}, period="2026Q3"))
    assert problem.rule == "表题写的是 2026Q2，不是本次报送的时期 2026Q3"


def test_a_file_with_the_name_of_the_last_quarter_and_the_title_of_this_is_refused(inspect: Inspect) -> None:
    problem = one(inspect({"海曙2026Q3.xlsx": [["2026年度第四季度数据报送表"], [*KEYS, "E1"], [*A, 85]]}))
    assert (problem.cell, problem.rule) == ("A1", "表题写的是 2026Q4，文件名写的是 2026Q3，互相矛盾")


def test_rows_of_another_period_than_the_title_are_refused_each(inspect: Inspect) -> None:
    lines: list[Line] = [["2026年10—12月数据"], LONG, [A[0], "2026年度第四季度", "E1", 85], [A[0], "2026Q3", "E1", 85]]
    problem = one(inspect({"海曙.xlsx": lines}))
    assert (problem.cell, problem.value, problem.rule) == ("B4", "2026Q3", "表题写的是 2026Q4，与这一格矛盾")


def test_periods_of_rows_are_read_from_words(inspect: Inspect, connection: duckdb.DuckDBPyConnection) -> None:
    lines: list[Line] = [LONG, [A[0], "2026年度第三季度", "E1", 85], [B[0], "二〇二六年7—9月", "E1", 85]]
    assert inspect({"指标.csv": lines}).problems == ()
    assert rows(connection, "community_code, period") == [(A[0], "2026Q3"), (B[0], "2026Q3")]
    assert one(inspect({"指标.csv": [*lines, [A[0], "2026年1-3季度", "E2", 85]]})).rule == "格式不符"


def test_what_lies_in_a_quarter_that_has_not_begun_is_a_slip(inspect: Inspect) -> None:
    row: Line = ["H1", A[0], "2062-09-30 19:00", "社区活动", "文化活动", "演出", 30, 20]
    inspection = inspect({"台账.xlsx": [LEDGER, row], "指标.csv": [LONG, [A[0], "2062Q3", "E1", 85]]})
    assert [(problem.file, problem.cell, problem.rule) for problem in inspection.problems] == [
        ("台账.xlsx", "C2", "这个季度还没有开始"),
        ("指标.csv", "B2", "这个季度还没有开始"),
    ]


@pytest.mark.parametrize(
    ("given", "says"), [({"period": "2026-09"}, "不是季度"), ({"unit": "江东区"}, "没有这个报送单位")]
)
def test_a_wrong_period_or_unit_is_said(given: dict[str, str], says: str, inspect: Inspect) -> None:
    inspection = inspect({"指标.csv": [LONG, [A[0], "2026Q3", "E1", 85]]}, **given)
    assert one(inspection).rule == says


def test_a_percentage_belongs_to_percent_only(inspect: Inspect, connection: duckdb.DuckDBPyConnection) -> None:
    header = ["社区代码", "时期", "指标代码", "数值"]
    lines = [header, [A[0], "2026Q3", "E1 生活垃圾分类投放准确率", "85%"], [A[0], "2026Q3", "环境与物业满意度", "85%"]]
    problem = one(inspect({"指标.csv": lines}))
    assert (problem.cell, problem.rule) == ("D3", "须为数字")
    assert rows(connection, "indicator_code, value") == [("E1", 85.0), ("E5", None)]


def test_a_graded_item_takes_its_letter_and_refuses_another(
    inspect: Inspect, connection: duckdb.DuckDBPyConnection
) -> None:
    standard = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    graded = standard.replace("anchors = [[70, 0], [90, 60], [100, 100]]", "grades = { A = 100, B = 66 }", 1)
    sheet: list[Line] = [[*KEYS, "E4", "E5 数值", "E5 状态"], [*A, "A", "", "不适用"], [*B, "不适用", 70, ""]]
    own = graded.replace('version = "example-2026"', 'version = "own-2026"').replace('code = "E4"', 'code = "E94"')
    sheet[0][2] = "E94"
    files = {"标准.toml": own.encode(), "指标.xlsx": sheet}
    assert inspect(files, period="2026Q3").problems == ()
    assert rows(connection, "indicator_code, state, value, grade") == [
        ("E94", None, None, "A"),
        ("E5", "not_applicable", None, None),
        ("E94", "not_applicable", None, None),
        ("E5", None, 70.0, None),
    ]
    sheet[1][2] = "Q"
    problem = one(inspect(files, period="2026Q3"))
    assert (problem.cell, problem.value, problem.rule) == ("C2", "Q", "标准里没有这个等级")


def test_a_ledger_with_codes_by_lookup_is_refused_where_the_formulas_are(inspect: Inspect) -> None:
    row = ["H1", "=VLOOKUP(A1,B:C,2)", "2026年9月30日 19:00", "社区活动", "文化活动", "演出", "1,000", 300]
    problem = one(inspect({"台账.xlsx": [LEDGER, row]}, period="2026Q3"))
    assert (problem.cell, problem.rule) == ("B2", "是公式")


def test_odd_activities_pass_with_a_warning(inspect: Inspect) -> None:
    rest: Line = ["社区活动", "文化活动", "演出"]
    inspection = inspect(
        {
            "台账.xlsx": [
                LEDGER,
                ["H1", A[0], "2026-05-30 19:00", *rest, 30, 20],
                ["H2", A[0], "2026-08-30 19:00", *rest, 0, 0],
                ["H3", A[0], "2026-08-30 19:00", *rest, 30, 20],
            ]
        },
        period="2026Q3",
    )
    assert inspection.is_accepted
    assert [(warning.cell, warning.rule) for warning in inspection.warnings] == [
        ("C2", "不在 2026Q3 之内"),
        ("G3", "没有人参加"),
    ]


def test_coverage_counts_communities_and_items(inspect: Inspect) -> None:
    inspection = inspect({"指标.xlsx": [[*KEYS, "E1", "E2"], [*A, 85, 60], [*B, 85, ""]]}, period="2026Q3")
    (unit,) = inspection.coverage.to_dict("records")
    items = [part for part in STANDARDS[-1].indicator if part.is_reported]
    assert unit == {
        "unit_code": "330203",
        "unit_name": "海曙区",
        "period": "2026Q3",
        "community_count": 115,
        "reported_count": 2,
        "due_count": 115 * len(items),
        "present_count": 3,
    }
    silent, first, second = inspection.warnings
    assert silent.rule.startswith("海曙区在 2026Q3 有 113 个社区没有数据：")
    assert (first.cell, first.rule.split("：")[0]) == ("A2", f"缺 {len(items) - 2} 项")
    assert (second.cell, second.rule.split("：")[0]) == ("A3", f"缺 {len(items) - 1} 项")


def test_a_sheet_that_is_no_table_is_left_out_and_said(inspect: Inspect) -> None:
    inspection = inspect({"指标.csv": [LONG, [A[0], "2026Q3", "E1", 85]], "通知.csv": [["通知"], ["请按时报送"]]})
    assert one(inspection).rule == "没有认出任何一张表的表头"
    assert [(sheet.file, sheet.table, sheet.note) for sheet in inspection.sheets] == [
        ("指标.csv", "measurements", ""),
        ("通知.csv", "", "没有认出表头，没有读入"),
    ]


def test_a_header_without_rows_is_no_submission(inspect: Inspect) -> None:
    inspection = inspect({"台账.xlsx": [LEDGER]}, period="2026Q3")
    assert not inspection.is_accepted
    assert one(inspection).rule == "没有任何数据行"


def test_files_that_cannot_be_read_are_all_named(inspect: Inspect) -> None:
    inspection = inspect({"空.csv": b"", "坏.xlsx": b"PK\x03\x04rest", "指标.csv": [LONG, [A[0], "2026Q3", "E1", 85]]})
    assert sorted(problem.file for problem in inspection.problems) == ["坏.xlsx", "空.csv"]
    assert [file.name for file in inspection.files] == ["指标.csv"]


def test_boundaries_and_a_standard_are_checked_and_a_new_item_counts_at_once(inspect: Inspect) -> None:
    standard = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    own = standard.replace('version = "example-2026"', 'version = "own-2026"').replace('code = "E1"', 'code = "E91"')
    inspection = inspect(
        {
            "边界.geojson": (REFERENCE / "districts.geojson").read_bytes(),
            "标准.toml": own.encode(),
            "指标.csv": [LONG, [A[0], "2026Q3", "E91", 85]],
        }
    )
    assert inspection.problems == ()
    assert inspection.tables == ("standard", "boundaries", "measurements")


def test_faults_of_boundaries_and_standard_are_problems(inspect: Inspect) -> None:
    boundaries = json.loads((REFERENCE / "districts.geojson").read_bytes())
    boundaries["features"] = boundaries["features"][2:]
    standard = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    inspection = inspect(
        {
            "边界.geojson": json.dumps(boundaries).encode(),
            "标准.toml": standard.replace("weight = 6", "weigth = 6", 1).encode(),
        }
    )
    assert not inspection.is_accepted
    missing, *wrong = inspection.problems
    assert (missing.file, missing.rule) == ("边界.geojson", "缺少 330203 的边界；缺少 330205 的边界")
    assert {problem.file for problem in wrong} == {"标准.toml"}
    assert any("weigth" in str(problem) for problem in wrong)


def test_too_many_files_are_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for path, code in zip(paths, ("E1", "E2", "E3"), strict=True):
        path.write_bytes(as_text([LONG, [A[0], "2026Q3", code, 85]]))
    inspection = inspect_files(connection, paths, standards=STANDARDS, city=None, settings=Settings(most_files=2))
    assert one(inspection).rule == "一次最多 2 个文件"


@pytest.fixture
def city(published: tuple[Store, Manifest]) -> Path:
    """The database of the small city, published."""
    return published[0].folder(1) / DATABASE


def test_a_jump_against_the_last_period_passes_with_a_warning(city: Path, inspect: Inspect) -> None:
    assert PERIODS[-1] == "2026Q3"
    header = ["社区代码", "时期", "指标代码", "数值", "样本量"]
    inspection = inspect(
        {"指标.csv": [header, [FLAWLESS, "2026Q4", "E1", 60, 50], [ON_THE_LINE, "2026Q4", "E1", 82, 50]]}, city=city
    )
    assert inspection.problems == ()
    (jump,) = [warning for warning in inspection.warnings if "变动很大" in warning.rule]
    assert (jump.cell, jump.value, jump.rule) == ("D2", "60.0", "比 2026Q3 的 95.0 变动很大")


def test_a_rate_that_its_sample_cannot_give_passes_with_a_warning(city: Path, inspect: Inspect) -> None:
    header = ["社区代码", "时期", "指标代码", "数值", "样本量"]
    samples = [(33, 10), (30, 10), (33.3, 3), (33.33, 3), (33.4, 3), (33, 3), (100, 7), (0, 7), (99.5, 10)]
    for value, sample in samples:
        inspection = inspect({"指标.csv": [header, [FLAWLESS, "2026Q4", "O4", value, sample]]}, city=city)
        assert inspection.problems == ()
        found = [warning.rule for warning in inspection.warnings if "得不出" in warning.rule]
        assert found == {
            (33, 10): ["10 个样本得不出这个百分率，最近的是 30.0（3 个）和 40.0（4 个）"],
            (33.4, 3): ["3 个样本得不出这个百分率，最近的是 33.33（1 个）和 66.67（2 个）"],
            (99.5, 10): ["10 个样本得不出这个百分率，最近的是 90.0（9 个）和 100.0（10 个）"],
        }.get((value, sample), [])


def test_a_rate_with_its_numerator_is_held_against_that_instead(city: Path, inspect: Inspect) -> None:
    header = ["社区代码", "时期", "指标代码", "数值", "样本量", "分子", "分母"]
    inspection = inspect({"指标.csv": [header, [FLAWLESS, "2026Q4", "O4", 33, 10, 33, 100]]}, city=city)
    assert not [warning for warning in inspection.warnings if "得不出" in warning.rule]


def test_the_register_in_force_is_the_one_that_counts(city: Path, inspect: Inspect) -> None:
    lines = [["社区名称", "E1"], ["丙社区", 85]]
    inspection = inspect({"指标.xlsx": lines}, city=city, period="2026Q4")
    assert inspection.problems == ()
    assert inspection.coverage["community_count"].tolist() == [3]
    silent = inspection.warnings[0]
    assert silent.rule == "海曙区在 2026Q4 有 2 个社区没有数据：甲社区、乙社区"
    assert LOW.startswith("330203")


def test_demonstration_codes_are_refused_where_the_city_is_real(city: Path, inspect: Inspect) -> None:
    row = ["990203001001", "演示社区", "海曙区", "南门街道", 900, "老旧小区"]
    problem = one(inspect({"名册.xlsx": [REGISTER, row]}, city=city))
    assert (problem.cell, problem.rule) == ("A2", "99 开头的代码是演示数据的保留代码")
