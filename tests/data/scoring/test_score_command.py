"""``python -m data score``: published indices come out as published, and what cannot be scored is refused by name."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data.__main__ import main
from data.settings import PROJECT
from tests.data.files_to_read import workbook

# HDR 2007/2008, technical note 1: HDI = mean of a life expectancy, an education and a GDP index (logarithms).
HDI_2005 = f"""
version = "hdi-2005"
[[dimension]]
code = "life"
name = "长寿"
[[dimension]]
code = "education"
name = "教育"
[[dimension]]
code = "income"
name = "收入"
[[indicator]]
code = "life_expectancy"
name = "出生时预期寿命"
dimension = "life"
weight = 3
anchors = [[25, 0], [85, 100]]
[[indicator]]
code = "literacy"
name = "成人识字率"
dimension = "education"
weight = 2
anchors = [[0, 0], [100, 100]]
[[indicator]]
code = "enrolment"
name = "毛入学率"
dimension = "education"
weight = 1
anchors = [[0, 0], [100, 100]]
[[indicator]]
code = "log_gdp"
name = "人均GDP的对数"
dimension = "income"
weight = 3
anchors = [[{math.log(100)!r}, 0], [{math.log(40000)!r}, 100]]
"""

# HDR 2007/2008, table 1 and technical note 1 (Turkey):
# life expectancy, literacy, enrolment, GDP per head → the three indices and the HDI.
PUBLISHED_2005 = {
    "Turkey": ((71.4, 87.4, 68.7, 8407), (0.773, 0.812, 0.740), 0.775),
    "China": ((72.5, 90.9, 69.1, 6757), (0.792, 0.837, 0.703), 0.777),
    "South Africa": ((50.8, 82.4, 77.0, 11110), (0.430, 0.806, 0.786), 0.674),
    "Niger": ((55.8, 28.7, 22.7, 781), (0.513, 0.267, 0.343), 0.374),
}

# HDR 2015: HDI = geometric mean of health, education and income; 18 years and 75,000 dollars are the most that counts.
HDI_2014 = f"""
version = "hdi-2014"
aggregation = "geometric"
[[dimension]]
code = "health"
name = "健康"
[[dimension]]
code = "education"
name = "教育"
[[dimension]]
code = "income"
name = "收入"
[[indicator]]
code = "life_expectancy"
name = "出生时预期寿命"
dimension = "health"
weight = 2
anchors = [[20, 0], [85, 100]]
[[indicator]]
code = "expected_years"
name = "预期受教育年限"
dimension = "education"
weight = 1
anchors = [[0, 0], [18, 100]]
[[indicator]]
code = "mean_years"
name = "平均受教育年限"
dimension = "education"
weight = 1
anchors = [[0, 0], [15, 100]]
[[indicator]]
code = "log_gni"
name = "人均GNI的对数"
dimension = "income"
weight = 2
anchors = [[{math.log(100)!r}, 0], [{math.log(75000)!r}, 100]]
"""

# HDR 2015, table 1, with inputs rounded as printed: life expectancy, expected and mean years, GNI per head → HDI.
PUBLISHED_2014 = {
    "Norway": ((81.6, 17.5, 12.6, 64992), 0.944),
    "Australia": ((82.4, 20.2, 13.0, 42261), 0.935),
    "Denmark": ((80.2, 18.7, 12.7, 44025), 0.923),
    "Germany": ((80.9, 16.5, 13.1, 43919), 0.916),
    "United States": ((79.1, 16.5, 12.9, 52947), 0.915),
    "Singapore": ((83.0, 15.4, 10.6, 76628), 0.912),
    "Liechtenstein": ((80.0, 15.0, 11.8, 79851), 0.908),
}

COLUMNS = ["unit", "period", "level", "code", "score", "standard_error", "coverage"]


def write(folder: Path, standard: str, values: str | bytes) -> list[str]:
    """Both files written; the arguments of the command that scores them into scores.csv."""
    (folder / "standard.toml").write_text(standard, encoding="utf-8")
    (folder / "values.csv").write_bytes(values if isinstance(values, bytes) else values.encode())
    return [
        "score",
        "--standard",
        str(folder / "standard.toml"),
        "--values",
        str(folder / "values.csv"),
        "--out",
        str(folder / "scores.csv"),
    ]


def score(folder: Path, standard: str, values: str | bytes) -> pd.DataFrame:
    assert main(write(folder, standard, values)) == 0
    return pd.read_csv(folder / "scores.csv")


def long_values(period: str, rows: dict[str, dict[str, float]]) -> str:
    lines = [f"{unit},{period},{code},{value!r}" for unit, items in rows.items() for code, value in items.items()]
    return "\n".join(["unit,period,indicator,value", *lines]) + "\n"


def test_the_human_development_index_of_2005_is_the_published_one(tmp_path: Path) -> None:
    rows = {
        unit: {"life_expectancy": life, "literacy": literacy, "enrolment": enrolment, "log_gdp": math.log(gdp)}
        for unit, ((life, literacy, enrolment, gdp), _, _) in PUBLISHED_2005.items()
    }
    scores = score(tmp_path, HDI_2005, long_values("2005", rows)).set_index(["unit", "level", "code"])["score"] / 100
    for unit, (_, indices, total) in PUBLISHED_2005.items():
        found = [scores[unit, "dimension", code] for code in ("life", "education", "income")]
        # Printed inputs are rounded to one decimal, which may move the third decimal of an index by one.
        assert found == pytest.approx(indices, abs=0.0015), unit
        assert scores[unit, "index", "index"] == pytest.approx(total, abs=0.001), unit
    turkey = [scores["Turkey", "dimension", code] for code in ("life", "education", "income")]
    assert [round(index, 3) for index in [*turkey, scores["Turkey", "index", "index"]]] == [0.773, 0.812, 0.740, 0.775]


def test_the_geometric_human_development_index_of_2014_is_the_published_one(tmp_path: Path) -> None:
    rows = {
        unit: {"life_expectancy": life, "expected_years": expected, "mean_years": mean, "log_gni": math.log(gni)}
        for unit, ((life, expected, mean, gni), _) in PUBLISHED_2014.items()
    }
    scores = score(tmp_path, HDI_2014, long_values("2014", rows))
    totals = scores[scores["level"] == "index"].set_index("unit")["score"] / 100
    for unit, (_, total) in PUBLISHED_2014.items():
        assert totals[unit] == pytest.approx(total, abs=0.001), unit


SMALL = """
version = "small"
[[dimension]]
code = "D"
name = "甲"
[[dimension]]
code = "F"
name = "乙"
[[indicator]]
code = "D1"
name = "甲一"
dimension = "D"
weight = 2
anchors = [[0, 0], [100, 100]]
sampling = "rate"
[[indicator]]
code = "D2"
name = "甲二"
dimension = "D"
weight = 1
anchors = [[0, 0], [3, 100]]
[[indicator]]
code = "F1"
name = "乙一"
dimension = "F"
weight = 3
anchors = [[0, 0], [100, 100]]
sampling = "mean"
"""


def test_the_output_is_long_in_the_order_of_the_standard_with_full_precision(tmp_path: Path) -> None:
    scores = score(tmp_path, SMALL, "unit,period,indicator,value\n乙,2,D1,50\n乙,2,D2,1\n乙,2,F1,60\n甲,1,F1,60\n")
    assert list(scores.columns) == COLUMNS
    first = scores[scores["unit"] == "乙"]
    assert first["level"].tolist() == ["index", "dimension", "dimension", "indicator", "indicator", "indicator"]
    assert first["code"].tolist() == ["index", "D", "F", "D1", "D2", "F1"]
    assert first["score"].tolist() == pytest.approx(
        [(100 + 100 / 3) / 6 + 30, (100 + 100 / 3) / 3, 60, 50, 100 / 3, 60], abs=1e-13
    )
    assert len(scores) == 12


def test_the_rows_of_a_unit_without_data_are_empty_but_there(tmp_path: Path) -> None:
    scores = score(tmp_path, SMALL, "unit,period,indicator,value\n甲,1,F1,60\n").set_index("code")
    assert math.isnan(scores.loc["index", "score"])
    assert math.isnan(scores.loc["D", "score"])
    assert scores["coverage"].tolist() == [0.5, 0, 1, 0, 0, 1]


def test_state_sample_size_and_standard_error_are_optional_columns(tmp_path: Path) -> None:
    values = (
        "unit,period,indicator,value,state,sample_size,standard_error\n"
        "甲,1,D1,50,,100,\n甲,1,D2,,not_applicable,,\n甲,1,F1,60,value,,2\n"
        "乙,1,D1,50,,,\n乙,1,D2,,unreported,,\n乙,1,F1,60,value,,2\n"
    )
    scores = score(tmp_path, SMALL, values).set_index(["unit", "code"])
    error = 100 * math.sqrt(0.25 / 100 + 1.96**2 / 40000)
    assert scores.loc[("甲", "D1"), "standard_error"] == pytest.approx(error)
    assert scores.loc[("甲", "index"), "standard_error"] == pytest.approx(math.hypot(error / 2, 1))
    assert scores.loc[("甲", "index"), "coverage"] == 1
    assert math.isnan(scores.loc[("甲", "D2"), "coverage"])
    assert math.isnan(scores.loc[("乙", "index"), "standard_error"])
    assert scores.loc[("乙", "D"), "coverage"] == pytest.approx(2 / 3)


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    first = score(tmp_path, SMALL, "unit,period,indicator,value\n甲,1,D1,50\n甲,1,D2,1\n甲,1,F1,60\n")
    second = score(tmp_path, SMALL, "value,indicator,unit,period\n60,F1,甲,1\n1,D2,甲,1\n50,D1,甲,1\n")
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_saved_by_a_chinese_spreadsheet_is_read(encoding: str, tmp_path: Path) -> None:
    values = "unit,period,indicator,value\r\n鄞州区,1,D1,50\r\n鄞州区,1,D2,1\r\n鄞州区,1,F1,60\r\n"
    assert score(tmp_path, SMALL, values.encode(encoding))["unit"].unique().tolist() == ["鄞州区"]


HEADER = "unit,period,indicator,value\n"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            HEADER + "甲,1,D1,50\n甲,1,Z9,50\n",
            ["values.csv 第 3 行 indicator", "Z9", "标准里没有这个指标", "D1、D2、F1"],
        ),
        (HEADER + "甲,1,D1,50\n甲,1,D1,60\n", ["values.csv 第 3 行", "甲 / 1 / D1", "与第 2 行重复"]),
        (HEADER + "甲,1,D1,五十\n", ["values.csv 第 2 行 value", "五十", "须为数字"]),
        (HEADER + "甲,1,D1,inf\n", ["values.csv 第 2 行 value", "inf", "须为数字"]),
        (HEADER + "甲,1,D1,50\n甲,1,D2\n", ["values.csv 第 3 行 value", "没有填数值"]),
        (HEADER + "甲,1,D1,50,7\n", ["values.csv 第 2 行", "空列名"]),
        (HEADER + "甲,1,D1,\n", ["values.csv 第 2 行 value", "没有填数值"]),
        (HEADER + ",1,D1,5\n", ["values.csv 第 2 行 unit", "不能为空"]),
        ("unit,period,indicator\n甲,1,D1\n", ["values.csv 第 2 行 value", "没有填数值"]),
        ("unit,period,value\n甲,1,5\n", ["values.csv 第 1 行 indicator", "缺少必填列"]),
        ("unit,period,indicator,value,stat\n甲,1,D1,5,\n", ["values.csv 第 1 行 stat", "无法识别的列", "state"]),
        ("unit,period,indicator,value,value\n甲,1,D1,5,6\n", ["values.csv 第 1 行", "重名"]),
        ("unit,period,indicator,value,state\n甲,1,D1,5,none\n", ["values.csv 第 2 行 state", "none", "unreported"]),
        ("unit,period,indicator,value,state\n甲,1,D1,5,unreported\n", ["values.csv 第 2 行 state", "却又填了数值"]),
        ("unit,period,indicator,value,sample_size\n甲,1,D1,5,0\n", ["values.csv 第 2 行 sample_size", "不能小于 1"]),
        ("unit,period,indicator,value,sample_size\n甲,1,D1,5,2.5\n", ["values.csv 第 2 行 sample_size", "须为整数"]),
        (
            "unit,period,indicator,value,standard_error\n甲,1,F1,5,-1\n",
            ["values.csv 第 2 行 standard_error", "不能小于 0"],
        ),
        ("", ["values.csv：文件是空的"]),
    ],
)
def test_values_that_break_a_rule_are_refused_by_row_column_and_rule(
    values: str, says: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(write(tmp_path, SMALL, values)) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in says), told
    assert "Traceback" not in told
    assert not (tmp_path / "scores.csv").exists()


GRADED = SMALL.replace("anchors = [[0, 0], [3, 100]]", "grades = { A = 100, B = 66 }")


def test_a_grade_has_the_score_of_the_standard(tmp_path: Path) -> None:
    scores = score(tmp_path, GRADED, "unit,period,indicator,value,grade\n甲,1,D1,48,\n甲,1,D2,,B\n甲,1,F1,60,\n")
    assert scores.set_index("code").loc[["D2", "D", "index"], "score"].tolist() == pytest.approx([66, 54, 57])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("甲,1,D2,,D,,", ["grade", "D", "标准里没有这个等级", "A、B"]),
        ("甲,1,D2,5,,,", ["grade", "没有填数值"]),
        ("甲,1,D1,,A,,", ["value", "没有填数值"]),
        ("甲,1,D1,150,,10,", ["value", "150", "超出D1的可能范围"]),
        ("甲,1,D1,-5,,,", ["value", "-5", "超出D1的可能范围"]),
        ("甲,1,D1,50,,10,9", ["sample_size", "10", "样本量大于总体个数 9"]),
    ],
)
def test_values_that_the_standard_cannot_score_are_refused(
    line: str, says: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "unit,period,indicator,value,grade,sample_size,population_size\n"
    assert main(write(tmp_path, GRADED, f"{header}{line}\n")) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ["values.csv 第 2 行", *says]), told


def test_a_file_in_no_known_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(write(tmp_path, SMALL, HEADER.encode() + b"\xff\xff,1,D1,5\n")) == 2
    assert "values.csv 第 2 行：文字编码无法识别" in capsys.readouterr().err


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(write(tmp_path, SMALL, HEADER + "甲,1,Z9,5\n甲,1,D1,x\n甲,1,D2,\n")) == 2
    assert [line.split(" ")[2] for line in capsys.readouterr().err.splitlines()] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("anchors = [[0, 0], [3, 100]]", "anchors = [[0, 0], [2, 80], [3, 60]]", ["指标 D2", "不单调"]),
        ("anchors = [[0, 0], [3, 100]]", "anchors = [[0, 0]]", ["指标 D2", "至少两个"]),
        ("weight = 3", "weight = 0", ["维度 F", "没有权重大于 0 的指标"]),
        ("weight = 3", "weight = ", ["不是有效的 TOML", "第 26 行"]),
        ('sampling = "mean"', 'sampling = "median"', ["指标 F1", "sampling", "median"]),
    ],
)
def test_a_standard_that_cannot_be_used_is_refused_by_file_indicator_and_rule(
    old: str, new: str, says: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in SMALL
    assert main(write(tmp_path, SMALL.replace(old, new), HEADER + "甲,1,D1,5\n")) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ["standard.toml", *says]), told
    assert not (tmp_path / "scores.csv").exists()


@pytest.mark.parametrize("missing", ["standard.toml", "values.csv"])
def test_a_missing_file_is_named(missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = write(tmp_path, SMALL, HEADER + "甲,1,D1,5\n")
    (tmp_path / missing).unlink()
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert missing in told
    assert "找不到" in told


def test_the_command_runs_as_a_program(tmp_path: Path) -> None:
    good = write(tmp_path, SMALL, HEADER + "甲,1,D1,50\n甲,1,D2,1\n甲,1,F1,60\n")
    run = subprocess.run([sys.executable, "-m", "data", *good], cwd=PROJECT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert "已写出 6 行" in run.stdout.decode()


def test_columns_of_ones_own_are_left_alone(tmp_path: Path) -> None:
    plain = write(tmp_path, SMALL, HEADER + "甲,1,D1,50\n")
    assert main(plain) == 0
    expected = (tmp_path / "scores.csv").read_bytes()

    noted = write(tmp_path, SMALL, HEADER.strip() + ",note\n甲,1,D1,50,checked twice\n")
    assert main(noted) == 0
    assert (tmp_path / "scores.csv").read_bytes() == expected


def test_a_unit_may_be_called_like_a_total_or_a_note(tmp_path: Path) -> None:
    scores = score(tmp_path, SMALL, HEADER + "全市合计,1,F1,40\n审核人：甲,1,F1,50\n乙,1,F1,60\n")
    items = scores[scores["code"] == "F1"]
    assert dict(zip(items["unit"], items["score"], strict=True)) == {"乙": 60, "全市合计": 40, "审核人：甲": 50}


def test_rows_that_are_left_out_are_told_and_a_second_header_is_none_of_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scores = score(tmp_path, SMALL, f"{HEADER}甲,1,F1,40\n{HEADER}乙,1,F1,50\n合计,,,90\n")
    assert scores["unit"].unique().tolist() == ["乙", "甲"]
    said = "values.csv：略过 2 行，没有读入：第 3 行“unit”、第 5 行“合计”"
    assert capsys.readouterr().err == f"提示 {said}\n"


def test_a_name_that_acts_as_a_formula_is_guarded_and_numbers_are_not(tmp_path: Path) -> None:
    scores = score(tmp_path, SMALL, HEADER + '"=HYPERLINK(""x"")",1,F1,40\n-甲,1,F1,50\n')
    assert scores["unit"].unique().tolist() == ["'-甲", """'=HYPERLINK("x")"""]


def test_of_two_sheets_none_is_left_out_unsaid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["unit", "period", "indicator", "value"], ["甲", "1", "F1", 40]]
    assert main(write(tmp_path, SMALL, workbook({"一": rows, "二": rows}))) == 2
    assert "values.csv：里面有 2 张表：一、二；这里只能有一张表" in capsys.readouterr().err
