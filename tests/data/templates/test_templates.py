"""Templates: what stands in them, what their cells take, and that they come back in as they went out."""

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.checking.inspecting import inspect_files
from data.reading.standards import read_standards
from data.settings import REFERENCE
from data.templates.forms import NoTemplate, template, template_name
from data.templates.writing import sheet_name, write
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, ON_THE_LINE

STANDARDS = read_standards(sorted((REFERENCE / "standard").glob("*.toml")))
(STANDARD,) = [standard for standard in STANDARDS if standard.version == "example-2026"]
HAISHU, YINZHOU = "330203", "330212"
IMPORTED = ("communities", "measurements")


@pytest.fixture
def city(published: tuple[Store, Manifest]) -> Path:
    """The small city in force."""
    return published[0].folder(1) / DATABASE


@pytest.fixture(scope="session")
def opened(published: tuple[Store, Manifest]) -> Callable[..., Workbook]:
    """A template of the small city as a clerk opens it, by default that of 海曙 for the coming period; to be read only."""
    city = published[0].folder(1) / DATABASE

    @cache
    def open_template(table: str, *, unit: str = HAISHU, period: str = "2026Q4") -> Workbook:
        content = template(table, standards=STANDARDS, city=city, unit=unit, period=period)
        return load_workbook(io.BytesIO(content))

    return open_template


def column_of(sheet: Worksheet, code: str, part: str = "数值") -> int:
    """The column of an item's part: the lower header under the upper one that begins with the code."""
    upper = ""
    for column in range(1, sheet.max_column + 1):
        upper = sheet.cell(3, column).value or upper
        if upper.startswith(f"{code} ") and sheet.cell(4, column).value == part:
            return column
    raise LookupError(code, part)


def row_of(sheet: Worksheet, community: str) -> int:
    return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == community)


def value(sheet: Worksheet, community: str, code: str, part: str = "数值") -> object:
    return sheet.cell(row_of(sheet, community), column_of(sheet, code, part)).value


def validation_of(sheet: Worksheet, address: str) -> Any:
    return next(rule for rule in sheet.data_validations.dataValidation if address in rule.sqref)


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_measurements_list_the_communities_of_the_unit_one_a_row(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements")["指标数据"]
    assert sheet["A1"].value == "海曙区 2026年第四季度 指标数据"
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=5)] == [
        ["330203001001", "海曙区", "南门街道", "甲社区居委会"],
        ["330203001002", "海曙区", "南门街道", "乙社区"],
        ["330203001003", "海曙区", "南门街道", "丙社区"],
    ]
    assert sheet.freeze_panes == "E5"


def test_the_values_are_those_of_the_last_period(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements")["指标数据"]
    assert value(sheet, FLAWLESS, "E1") == 95
    assert value(sheet, FLAWLESS, "E1", "样本量") == 50
    assert value(sheet, FLAWLESS, "E2", "总体个数") == 80
    assert value(sheet, FLAWLESS, "E5", "标准误") == 1.5
    assert sheet["A2"].value.startswith("已填好最近一期的数")
    assert "· 已填好的是2026年第三季度的数，只改有变化的格。" in texts(opened("measurements")["填写说明"])


def test_states_are_written_as_words(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements")["指标数据"]
    assert value(sheet, LOW, "P6") == "不适用"
    assert value(sheet, LOW, "P6", "样本量") is None
    assert value(opened("measurements", unit=YINZHOU)["指标数据"], MISSING_ONE, "V5") == "未报"


def test_a_period_before_all_data_has_no_values(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements", period="2020Q1")["指标数据"]
    assert value(sheet, FLAWLESS, "E1") is None
    assert "已填好" not in sheet["A2"].value


def test_every_item_to_be_reported_has_its_columns_and_computed_ones_have_none(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements")["指标数据"]
    headers = [cell.value for cell in sheet[3] if cell.value][4:]
    items = [f"{part.code} {part.name}（{part.unit}）" for part in STANDARD.indicator if part.is_reported]
    assert headers == [*items, *(f"{veto.code} {veto.name}（次）" for veto in STANDARD.veto)]
    assert [sheet.cell(4, column).value for column in range(5, 13)] == [
        "数值",
        "样本量",
        "数值",
        "样本量",
        "总体个数",
        "数值",
        "样本量",
        "总体个数",
    ]
    assert "E3:E4" not in sheet.merged_cells
    assert {"A3:A4", "E3:F3", "G3:I3"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_a_cell_takes_what_is_possible_and_says_so_in_chinese(opened: Callable[..., Workbook]) -> None:
    sheet = opened("measurements")["指标数据"]
    rule = validation_of(sheet, "E5")
    assert rule.formula1 == 'OR(AND(ISNUMBER(E5),E5>=0,E5<=100),E5="不适用",E5="未报")'
    assert str(rule.sqref) == "E5:E7"
    assert rule.error == "请填 0–100 的数；百分数写 85，不写 0.85；没有此项写“不适用”，应报而没有数写“未报”"
    assert validation_of(sheet, "F5").formula1 == "AND(ISNUMBER(F5),F5>=1,F5=INT(F5))"


def test_a_graded_item_offers_its_grades(city: Path) -> None:
    indicator = STANDARD.indicator[0].model_copy(
        update={"anchors": (), "grades": {"A": 100, "B": 60}, "sampling": "full", "minimum": None, "maximum": None}
    )
    standard = STANDARD.model_copy(update={"indicator": (indicator, *STANDARD.indicator[1:])})
    content = template("measurements", standards=[standard], city=city, unit=HAISHU, period="2020Q1")
    sheet = load_workbook(io.BytesIO(content))["指标数据"]
    assert sheet["E4"].value == "等级"
    assert validation_of(sheet, "E5").formula1 == '"A,B,不适用,未报"'


def test_the_register_has_what_is_known_of_each_community(opened: Callable[..., Workbook]) -> None:
    sheet = opened("communities", unit="鄞州")["社区名册"]
    row = dict(zip((cell.value for cell in sheet[3]), (cell.value for cell in sheet[4]), strict=True))
    assert {header: known for header, known in row.items() if known is not None} == {
        "社区代码": "330212001001",
        "社区名称": "东城社区",
        "简称": "东城社区",
        "报送单位": "鄞州区",
        "街道": "下应街道",
        "户数（户）": 4000,
        "社区类型": "商品房小区",
        "60岁以上占比（%）": 25.5,
        "经度（°）": 121.55,
        "纬度（°）": 29.87,
        "位置精度": "示意",
    }
    assert validation_of(sheet, "N4").formula1 == '"实测,街道位置,示意"'


def test_an_activity_names_its_community_by_lists_in_which_the_street_narrows_the_names(
    opened: Callable[..., Workbook],
) -> None:
    workbook = opened("activities", unit=YINZHOU)
    sheet = workbook["活动台账"]
    assert [cell.value for cell in sheet[3]][:6] == ["活动编号", "报送单位", "街道", "社区名称", "社区代码", "举办时间"]
    assert validation_of(sheet, "D4").formula1 == (
        "IF($C4=\"\",'选项'!$A$1:$A$3,OFFSET('选项'!$A$1,MATCH($C4,'选项'!$B$1:$B$3,0)-1,0,"
        "COUNTIF('选项'!$B$1:$B$3,$C4),1))"
    )
    assert [cell.value for cell in workbook["选项"]["A"]] == ["东城社区", "东城社区", "己社区"]
    assert workbook["选项"].sheet_state == "hidden"
    assert validation_of(sheet, "G2000").formula1 == '"社区环境,社区秩序,社区阵地,居民参与,社区活动"'
    assert not validation_of(sheet, "H4").showErrorMessage  # a suggestion: a new category is no fault


def test_the_instructions_explain_every_column_and_the_words(opened: Callable[..., Workbook]) -> None:
    said = texts(opened("measurements")["填写说明"])
    for header in ("E1 生活垃圾分类投放准确率（%）", "X1 发生较大及以上安全生产或火灾责任事故（次）", "各指标的样本量"):
        assert said.count(header) == 1
    assert any("不适用" in text and "未报" in text for text in said)
    assert any("示例细则" in text and "不是《文明典范社区标准》原文" in text for text in said)
    assert not any("演示" in text for text in said)


def test_a_demonstration_says_so_and_lists_no_real_community(city_store: Store) -> None:
    city = city_store.folder(1) / DATABASE
    workbook = load_workbook(io.BytesIO(template("measurements", standards=STANDARDS, city=city)))
    assert workbook["指标数据"]["A1"].value == "全市 指标数据（演示数据）"
    assert workbook["指标数据"].max_row == 4 + 6
    assert any(text.startswith("· 演示数据") for text in texts(workbook["填写说明"]))
    assert template_name("measurements", standards=STANDARDS, city=city, unit="鄞州", period="2026Q4") == (
        "指标数据_演示_鄞州区_2026Q4.xlsx"
    )


def test_without_a_version_the_reference_register_is_listed() -> None:
    workbook = load_workbook(io.BytesIO(template("communities", standards=STANDARDS, city=None)))
    codes = [cell.value for cell in workbook["社区名册"]["A"][3:] if cell.value]
    assert len(codes) == len(set(codes)) == 861
    assert template_name("communities", standards=STANDARDS, city=None) == "社区名册.xlsx"


def test_a_unit_without_communities_in_force_is_listed_from_the_reference_register(
    opened: Callable[..., Workbook],
) -> None:
    sheet = opened("measurements", unit="3302DX")["指标数据"]
    assert sheet.max_row == 4 + 7
    assert "已填好" not in sheet["A2"].value


def test_boundaries_and_standard_are_handed_out_as_they_are_in_force(city: Path) -> None:
    boundaries = template("boundaries", standards=STANDARDS, city=city)
    assert json.loads(boundaries) == json.loads((city.parent / "districts.geojson").read_text(encoding="utf-8"))
    assert template_name("boundaries", standards=STANDARDS, city=city) == "districts.geojson"
    assert template("standard", standards=STANDARDS, city=city) == (
        (city.parent / "standard" / "example-2026.toml").read_bytes()
    )
    assert template_name("standard", standards=STANDARDS, city=None) == "example-2026.toml"


def test_what_does_not_exist_has_no_template(city: Path) -> None:
    with pytest.raises(NoTemplate, match=r"没有“budget”这张表的模板，可选：.*measurements"):
        template("budget", standards=STANDARDS, city=city)
    with pytest.raises(NoTemplate, match="没有报送单位“上海市”"):
        template("measurements", standards=STANDARDS, city=city, unit="上海市")
    with pytest.raises(NoTemplate, match="没有“2026Q5”这个时期"):
        template_name("measurements", standards=STANDARDS, city=city, period="2026Q5")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "＝1", "#N/A", "a\x07b"])
def test_text_never_acts_as_a_formula(text: str) -> None:
    workbook = Workbook()
    cell = write(workbook.worksheets[0].cell(1, 1), text)
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x07", "")
    assert cell.quotePrefix == (text[0] in "=+-@＝")


def test_names_of_sheets_are_possible_and_different() -> None:
    taken = ["甲-乙", "x" * 31]
    assert sheet_name("甲/乙", taken) == "甲-乙-2"
    assert sheet_name("X" * 40, taken) == "X" * 29 + "-2"
    assert sheet_name("", []) == "数据"


@pytest.mark.parametrize("table", IMPORTED)
@pytest.mark.parametrize("unit", [HAISHU, YINZHOU])
def test_an_untouched_template_is_accepted(city: Path, tmp_path: Path, table: str, unit: str) -> None:
    given = {"standards": STANDARDS, "city": city, "unit": unit, "period": "2026Q4"}
    file = tmp_path / template_name(table, **given)
    file.write_bytes(template(table, **given))
    with duckdb.connect() as connection:
        inspection = inspect_files(connection, [file], standards=STANDARDS, city=city, unit=unit)
        assert [str(problem) for problem in inspection.problems] == []
        assert inspection.tables == (table,)
        assert inspection.units == (unit,)


def test_the_values_of_a_template_come_back_as_they_were(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "季报.xlsx"
    file.write_bytes(template("measurements", standards=STANDARDS, city=city, unit=HAISHU, period="2026Q4"))
    # A workbook keeps 16 digits, Excel itself 15.
    columns = (
        "community_code, indicator_code, coalesce(state, 'value') as state, round(value, 9) as value, sample_size, "
        "standard_error"
    )
    with duckdb.connect() as connection:
        inspection = inspect_files(connection, [file], standards=STANDARDS, city=city)
        assert inspection.periods == ("2026Q4",)
        came_back = connection.execute(f"select {columns} from staged_measurements order by all").fetchall()
        connection.execute(f"attach '{city}' as published (read_only)")
        went_out = connection.execute(
            f"select {columns} from published.measurement where period = '2026Q3' and origin = 'reported' "
            "and starts_with(community_code, '330203') and indicator_code not in ('A1', 'A2') order by all"
        ).fetchall()
    assert came_back == went_out
    assert {code for code, *_ in came_back} == {FLAWLESS, ON_THE_LINE, LOW}
