"""Quarters: the words offices have for them, what all texts about a sheet agree on, and which have begun."""

from datetime import UTC, date, datetime

import pytest

from data import clock
from data.periods import (
    ends_on,
    following,
    has_begun,
    in_words,
    months_of,
    named_period,
    period_of,
    quarters_between,
    said_in,
    starts_on,
    year_before,
)
from data.reading.landing import Sheet
from data.reading.layout import Spoken
from data.reading.problems import Problem
from data.reading.timing import Understood, understood
from data.tables import read_definition

SHEET = Sheet("海曙.xlsx", "数据", "landed", 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026Q4",
        "2026 q4",
        "2026-Q4",
        "2026_Q4",
        "2026年Q4",
        "２０２６Ｑ４",
        "26Q4",
        "4Q26",
        "Q4 2026",
        "指标2026Q4_0",
        "2026年第四季度",
        "2026年4季度",
        "2026年四季度数据",
        "2026年第4季",
        "2026第四季度",
        "2026.4季度",
        "26年四季度",
        "2026年度第四季度",
        "2026年度（四季度）",
        "第四季度（2026年）",
        "2026年 第 4 季 度",
        "2026年第Ⅳ季度",
        "2026年四季报",
        "二〇二六年第四季度",
        "二○二六年四季度",
        "二零二六年第四季度",
        "2026年10—12月",
        "2026年10-12月份",
        "2026年10月至12月",
        "2026年十至十二月",
        "2026年10月1日至12月31日",
        "2026.10.1-2026.12.31",
        "2026年第四季度（10－12月）",
        "2026年海曙区第四季度报表（2027年1月8日填）",
        "2026年四季度（非累计）",
    ],
)
def test_a_quarter_is_understood_however_it_is_written(text: str) -> None:
    assert named_period(text) == "2026Q4"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026年1季度-4季度累计数据", "1季度-4季"),
        ("2026年1-4季度", "1-4季"),
        ("2026年一至四季度", "一-四季"),
        ("2026年一季度、二季度", "一季度、二季"),
        ("2026Q3-Q4", "Q3-Q4"),
        ("2026年第四季度累计", "累计"),
        ("2026年前三季度", "前三季度"),
        ("2026年上半年", "上半年"),
        ("2026年半年报", "半年报"),
        ("2026年全年", "全年"),
        ("2026年1—9月", "1-9月"),
        ("2026年1月1日至12月31日", "1月1日-12月31日"),
    ],
)
def test_another_length_of_time_is_no_quarter(text: str, span: str) -> None:
    assert (said_in(text).span, named_period(text)) == (span, None)


@pytest.mark.parametrize(
    "text", ["", "2026年9月30日", "2026Q5", "2026年12月", "本季度", "E1-E4", "2026-10-12", "2026年度"]
)
def test_what_names_no_quarter_is_none(text: str) -> None:
    assert (said_in(text).quarters, said_in(text).span) == ((), "")


def test_a_quarter_without_a_year_and_a_year_without_a_quarter_are_told_apart() -> None:
    assert said_in("四季度").quarters == ((None, 4),)
    assert said_in("2026年数据报送表").years == (2026,)
    assert said_in("2026年第三季度与2025年四季度").periods == ["2026Q3", "2025Q4"]


def about(*texts: tuple[str, str], chosen: str | None = None, table: str = "measurements") -> Understood:
    return understood(read_definition(table), SHEET, [Spoken(place, text) for place, text in texts], chosen)


@pytest.mark.parametrize(
    ("texts", "chosen", "place"),
    [
        ([("表题", "2026年第三季度")], None, "表题"),
        ([("表题", "2026年第三季度"), ("文件名", "海曙2026Q3")], "2026Q3", "表题"),
        ([("表题", "2026年度数据报送表"), ("工作表名", "三季度")], None, "工作表名"),
        ([("工作表名", "第三季度"), ("文件名", "2026年全年")], "2026Q3", "工作表名"),
        ([("表题", "海曙区"), ("文件名", "26Q3")], None, "文件名"),
        ([], "2026Q3", "选定的时期"),
    ],
)
def test_all_texts_together_say_one_quarter(texts: list[tuple[str, str]], chosen: str | None, place: str) -> None:
    assert about(*texts, chosen=chosen) == Understood("2026Q3", place)


@pytest.mark.parametrize(
    ("texts", "chosen", "rule"),
    [
        (
            [("表题", "2026年度第三季度"), ("文件名", "海曙2026Q2")],
            None,
            "表题写的是 2026Q3，文件名写的是 2026Q2，互相矛盾",
        ),
        (
            [("工作表名", "2026年一季度"), ("文件名", "指标2026Q2")],
            None,
            "工作表名写的是 2026Q1，文件名写的是 2026Q2，互相矛盾",
        ),
        ([("表题", "2026年二季度")], "2026Q3", "表题写的是 2026Q2，不是本次报送的时期 2026Q3"),
        ([("工作表名", "二季度")], "2026Q3", "选定的时期写的是 2026Q3，工作表名写的是 第2季度，互相矛盾"),
        (
            [("表题", "2025年度数据报送表"), ("工作表名", "三季度")],
            "2026Q3",
            "工作表名写的是 2025Q3，不是本次报送的时期 2026Q3",
        ),
        ([("表题", "2026年第二季度和2026年第三季度")], "2026Q3", "表题里既有 2026Q2，又有 2026Q3，看不出是哪一期"),
        (
            [("表题", "2026年1季度-4季度累计数据报送表")],
            "2026Q3",
            "表题写的是“1季度-4季”，不是一个季度；每一期只收当季的数",
        ),
        (
            [("表题", "2026年第三季度"), ("文件名", "2026年累计")],
            None,
            "文件名写的是“累计”，不是一个季度；每一期只收当季的数",
        ),
        ([("表题", "2062年第四季度")], None, "2062年第四季度还没有开始，不会有数据"),
    ],
)
def test_texts_that_contradict_each_other_are_refused_by_both_names(
    texts: list[tuple[str, str]], chosen: str | None, rule: str
) -> None:
    found = about(*texts, chosen=chosen)
    assert found.period is None
    assert isinstance(found.problem, Problem)
    assert found.problem.rule == rule


def test_a_ledger_may_be_of_any_length_of_time() -> None:
    assert about(("表题", "2026年1-9月活动台账"), table="activities") == Understood(None)


def test_a_quarter_has_begun_when_it_has_in_beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert (has_begun("2026Q4"), has_begun("2027Q1")) == (True, False)
    monkeypatch.setattr(clock, "_clock", lambda: datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert (has_begun("2026Q4"), has_begun("2027Q1")) == (True, True)


def test_quarters_are_counted_over_the_turn_of_the_year() -> None:
    assert following("2026Q3", 3) == ["2026Q4", "2027Q1", "2027Q2"]
    assert following("2026Q3", 0) == []
    assert quarters_between("2026Q3", "2027Q1") == 2
    assert year_before("2026Q3") == "2025Q3"
    assert [period_of(date(2026, month, 1)) for month in (1, 3, 4, 10, 12)] == [
        "2026Q1",
        "2026Q1",
        "2026Q2",
        "2026Q4",
        "2026Q4",
    ]
    assert (starts_on("2026Q4"), ends_on("2026Q4")) == (date(2026, 10, 1), date(2026, 12, 31))
    assert months_of("2026Q4") == ("2026-10", "2026-11", "2026-12")


def test_a_quarter_is_said_in_one_line_or_two() -> None:
    assert in_words("2026Q3") == "2026年第三季度"
    assert in_words("2026Q3", between="\n") == "2026年\n第三季度"
