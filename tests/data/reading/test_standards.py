"""The rules of a standard, each with its message: file, place and rule in Chinese, one line per fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.reading.standards import StandardError, read_standard
from data.standard import Standard

BAND = '\n[[band]]\ncode = "only"\nname = "唯一"\nsymbol = "●"'
TARGET = '\n[[target]]\nmeasure = "index"\nvalue = 66\nperiod = "2027Q1"'
SMALL = """
version = "small"
[[dimension]]
code = "D"
name = "甲"
[[indicator]]
code = "D1"
name = "甲一"
dimension = "D"
weight = 2
anchors = [[50, 0], [80, 60], [95, 100]]
"""

FULL = (
    SMALL
    + """
unit = "%"
decimals = 2
sampling = "rate"
minimum = 0
maximum = 100
basis = "sourced"
citation = { issuer = "某办", title = "某标准", is_reprint = true }
[[indicator]]
code = "D2"
name = "甲二"
dimension = "D"
weight = 1
grades = { A = 100, B = 66 }
[[indicator]]
code = "D3"
name = "甲三"
dimension = "D"
weight = 1
deduction = { points = 5, cap = 40 }
[[indicator]]
code = "D4"
name = "甲四"
dimension = "D"
weight = 0
anchors = [[0, 0], [9, 100]]
computed = "activity_count"
window = 4
activity_categories = ["文体"]
[[veto]]
code = "X1"
name = "否决"
[[band]]
code = "passing"
name = "达标"
symbol = "●"
minimum_score = 60
[[band]]
code = "rest"
name = "整改"
symbol = "▲"
[[target]]
measure = "index"
value = 64
period = "2026Q4"
"""
)


def read(folder: Path, text: str | bytes) -> Standard:
    file = folder / "standard.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_standard(file)


def faults(folder: Path, text: str | bytes) -> list[str]:
    """The lines of the message with which a standard is refused, without the name of the file they all begin with."""
    with pytest.raises(StandardError) as refused:
        read(folder, text)
    lines = str(refused.value).splitlines()
    assert all(line.startswith("standard.toml：") for line in lines)
    return [line.removeprefix("standard.toml：") for line in lines]


def test_dimensions_and_indicators_suffice_and_the_rest_has_defaults(tmp_path: Path) -> None:
    standard = read(tmp_path, SMALL)
    assert (standard.aggregation, standard.geometric_floor, standard.line) == ("arithmetic", 0, 60)
    assert standard.coverage.minimum == pytest.approx(2 / 3)
    assert (standard.change.false_discovery_rate, standard.change.minimum) == (0.1, 1)
    (indicator,) = standard.indicator
    assert (indicator.sampling, indicator.window, indicator.basis) == ("full", 1, "default")


def test_everything_a_standard_may_say_is_read(tmp_path: Path) -> None:
    standard = read(tmp_path, 'valid_from = 2026-01-01\naggregation = "geometric"\ngeometric_floor = 1\n' + FULL)
    assert standard.valid_from == date(2026, 1, 1)
    assert [indicator.code for indicator in standard.indicator] == ["D1", "D2", "D3", "D4"]
    assert standard.indicator[0].citation is not None
    assert standard.indicator[0].citation.is_reprint
    assert [band.code for band in standard.band] == ["passing", "rest"]


def test_a_standard_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL.encode("utf-8-sig")).version == "small"


def test_anchors_are_a_curve_in_the_order_of_their_values(tmp_path: Path) -> None:
    falling = SMALL.replace("[[50, 0], [80, 60], [95, 100]]", "[[9, 0], [5, 60], [0, 100]]")
    assert read(tmp_path, falling).indicator[0].curve == ((0, 100), (5, 60), (9, 0))


def test_a_deduction_is_a_line_from_no_occurrence_to_its_cap(tmp_path: Path) -> None:
    assert read(tmp_path, FULL).indicator[2].curve == ((0, 100), (8, 60))


def test_a_flat_piece_inside_a_curve_is_monotone(tmp_path: Path) -> None:
    flat = SMALL.replace("[[50, 0], [80, 60], [95, 100]]", "[[0, 0], [1, 50], [2, 50], [3, 100]]")
    assert len(read(tmp_path, flat).indicator[0].curve) == 4


ANCHORS = "anchors = [[50, 0], [80, 60], [95, 100]]"
KIND = "指标 D1：anchors、grades、deduction 三者须填且只填一种"


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("anchors = [[0, 0], [1, 60], [2, 50]]", "指标 D1 的 anchors：锚点不单调：得分须随取值只升或只降"),
        ("anchors = [[0, 50], [1, 50]]", "指标 D1 的 anchors：锚点不单调：得分须随取值只升或只降"),
        ("anchors = [[0, 0], [0, 60], [2, 100]]", "指标 D1 的 anchors：锚点的取值不能重复"),
        ("anchors = [[0, 0]]", "指标 D1 的 anchors：锚点至少两个"),
        ("anchors = [[0, 0], [1, 101]]", "指标 D1 的 anchors：锚点的得分须在 0–100 之间"),
        ("anchors = [[0, -1], [1, 100]]", "指标 D1 的 anchors：锚点的得分须在 0–100 之间"),
        ("", KIND),
        ("anchors = []", KIND),
        (ANCHORS + "\ngrades = { A = 100 }", KIND),
        (ANCHORS + "\ndeduction = { points = 1, cap = 5 }", KIND),
        (ANCHORS + '\nsampling = "rate"\nunit = "次"', '指标 D1：sampling = "rate" 只用于百分率指标（unit 以 % 开头）'),
        (ANCHORS + '\ncomputed = "activity_count"', "指标 D1：由活动台账计算的指标须填 activity_categories"),
        (ANCHORS + "\nminimum = 2\nmaximum = 1", "指标 D1：minimum 大于 maximum"),
        (ANCHORS + "\nwindow = 0", "指标 D1 的 window：须 ≥ 1，现为 0"),
        (ANCHORS + "\nwindow = 13", "指标 D1 的 window：须 ≤ 12，现为 13"),
        (ANCHORS + '\ndecimals = "one"', "指标 D1 的 decimals：须为整数"),
        (ANCHORS + "\nweigth = 2", "指标 D1 的 weigth：无法识别的键，是否想写 weight"),
        ("anchors = [[nan, 0], [1, 100]]", "须为有限数字"),
        ('anchors = [["a", 0], [1, 100]]', "须为数字"),
        ("grades = { A = 120 }", "须 ≤ 100"),
        ("deduction = { points = 0, cap = 5 }", "须 > 0"),
        ("deduction = { points = 5, cap = 101 }", "须 ≤ 100"),
    ],
)
def test_an_indicator_that_cannot_be_scored_is_refused(new: str, fault: str, tmp_path: Path) -> None:
    (found,) = faults(tmp_path, SMALL.replace(ANCHORS, new))
    assert found.startswith("指标 D1")
    assert fault in found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("weight = 2", "weight = -1", "指标 D1 的 weight：须 ≥ 0"),
        ("weight = 2", 'weight = "heavy"', "指标 D1 的 weight：须为数字"),
        ("weight = 2", "weight = inf", "指标 D1 的 weight：须为有限数字"),
        ("weight = 2", "weight = 1e308", "指标 D1 的 weight：须 ≤ 1000000.0，现为 1e+308"),
        ("weight = 2", "weight = 1e-300", "指标 D1 的 weight：须为 0，或在 0.000001 与 1000000 之间，现为 1e-300"),
        ("weight = 2\n", "", "指标 D1 的 weight：缺少必填项"),
        ("weight = 2", "weight = 0", "维度 D：没有权重大于 0 的指标，无法汇总"),
        ('dimension = "D"', 'dimension = "Z"', "指标 D1：维度 Z 不存在，可选 D"),
        ('code = "D1"', 'code = "D"', "代码重复：D"),
        ('code = "D1"', 'code = "甲 一"', "格式不符"),
        ('code = "D1"\n', "", "指标 第 1 项 的 code：缺少必填项"),
        ('version = "small"\n', "", "version：缺少必填项"),
        ('version = "small"', 'version = "a/b"', "version：格式不符"),
        (
            'version = "small"',
            'version = "small"\naggregation = "median"',
            "aggregation：须为 'arithmetic'、'geometric' 之一",
        ),
        ('version = "small"', 'version = "small"\naggregatoin = "geometric"', "是否想写 aggregation"),
        ('version = "small"', 'version = "small"\nline = 101', "line：须 ≤ 100"),
        ('version = "small"', 'version = "small"\nis_example = "perhaps"', "is_example：须为 true 或 false"),
        ('version = "small"', 'version = "small"\nvalid_from = "soon"', "valid_from：须为日期，如 2026-01-01"),
        ('version = "small"', 'version = "small"\n[change]\nfalse_discovery_rate = 1', "须 < 1"),
        ('version = "small"', 'version = "small"\n[coverage]\ndenominator = 0', "须 ≥ 1"),
        ('version = "small"', 'version = "small"\n[coverage]\nnumerator = 4', "coverage：门槛不能大于 1"),
        (
            'version = "small"',
            'version = "small"\nminimum_rated_share = { numerator = 4 }',
            "minimum_rated_share：门槛不能大于 1",
        ),
        ('version = "small"', 'version = "small"' + 2 * BAND, "代码重复：only"),
        ('version = "small"', 'version = "small"' + BAND + "\nrequires_all_reported = true", "最后一个等次须无条件"),
        ('version = "small"', 'version = "small"' + BAND + "\nminimum_dimension_score = 40", "最后一个等次须无条件"),
        (
            'version = "small"',
            'version = "small"'
            + BAND
            + BAND.replace("only", "high")
            + "\nminimum_score = 80"
            + BAND.replace("only", "low"),
            "等次须从高到低排列",
        ),
        ('version = "small"', 'version = "small"' + 2 * TARGET, "代码重复：index 2027Q1"),
    ],
)
def test_a_part_that_does_not_fit_is_refused(old: str, new: str, fault: str, tmp_path: Path) -> None:
    assert SMALL.count(old) == 1
    (found,) = faults(tmp_path, SMALL.replace(old, new))
    assert fault in found


def test_the_last_band_must_take_everyone(tmp_path: Path) -> None:
    fault = ["最后一个等次须无条件，使每个社区都有等次"]
    for condition in ("minimum_score = 1", "requires_no_veto = true"):
        text = FULL.replace('symbol = "▲"', f'symbol = "▲"\n{condition}')
        assert [line.removeprefix("：") for line in faults(tmp_path, text)] == fault


def test_a_target_names_a_quarter_and_a_known_measure(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, FULL.replace('period = "2026Q4"', 'period = "2026"'))
    assert found.startswith("目标 第 1 项 的 period：格式不符")
    (found,) = faults(tmp_path, FULL.replace('measure = "index"', 'measure = "total"'))
    assert "'index'、'share_passing'" in found


def test_a_standard_needs_dimensions_and_indicators(tmp_path: Path) -> None:
    assert faults(tmp_path, 'version = "empty"') == ["维度：缺少必填项", "指标：缺少必填项"]
    empty = faults(tmp_path, 'version = "empty"\ndimension = []\nindicator = []')
    assert empty == ["维度：至少一项", "指标：至少一项"]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = FULL.replace("weight = 2", "weight = -2").replace("grades = { A = 100, B = 66 }", "grades = { A = 900 }")
    assert [fault.split("：")[0] for fault in faults(tmp_path, text)] == ["指标 D1 的 weight", "指标 D2 的 grades 的 A"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("version = \n", "不是有效的 TOML：第 1 行第 11 列附近有语法错误"),
        ('version = "a"\nversion = "b"\n', "不是有效的 TOML：第 2 行第 14 列附近重复了前面的键或表"),
        ('version = "a', "不是有效的 TOML"),
        (SMALL.encode("gb18030"), "不是 UTF-8 文本，请另存为 UTF-8"),
    ],
)
def test_a_file_that_is_not_toml_is_refused(text: str | bytes, fault: str, tmp_path: Path) -> None:
    (found,) = faults(tmp_path, text)
    assert found.startswith(fault)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match=r"nowhere\.toml：找不到标准文件"):
        read_standard(tmp_path / "nowhere.toml")
