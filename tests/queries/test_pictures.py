"""Answers as drawings: what they say, where it stands, and what of it can be chosen."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from queries.reports import pictures
from queries.reports.texts import ems
from tests.drawings import drawn, texts

NAN = float("nan")
TREND = pd.DataFrame(
    {
        "period": ["2026Q1", "2026Q2", "2026Q3"],
        "score": [58.0, NAN, 61.005],
        "progress": ["明显进步", "在抽样误差内", "明显退步"],
    }
)
PACE = pd.Series({"quarters_left": 2, "due_period": "2027Q1", "goal": 66.0})
DIMENSIONS = pd.DataFrame(
    {
        "dimension_code": ["E", "O", "V"],
        "dimension_name": ["环境", "秩序", "阵地"],
        "score": [59.994, 59.995, NAN],
        "change": [-0.3, 1.4, NAN],
    }
)


def test_dimensions_and_quarters_can_be_chosen_on_a_page() -> None:
    chosen = re.compile(r'data-code="([^"]+)" role="button" tabindex="0"><title>([^<]+)')
    assert chosen.findall(drawn(pictures.dots(DIMENSIONS, 60)))[0] == ("E", "环境在线下的社区")
    assert chosen.findall(drawn(pictures.lines(TREND, 60)))[2] == ("2026Q3", "看2026年第三季度：61.01")


def test_dots_take_their_side_of_the_line_as_it_is_printed() -> None:
    content = drawn(pictures.dots(DIMENSIONS, 60))
    assert re.findall(r'<circle[^>]*class="(\w+)"', content) == ["below", "above"]
    assert {"59.99", "60.00", "数据不足", "−0.30", "+1.40", "达标线 60"} <= set(texts(content))


def test_a_trend_names_its_goal_and_marks_real_changes_where_there_is_a_score() -> None:
    content = drawn(pictures.lines(TREND, 60, PACE), 780.0)
    assert {"2027年第一季度目标 66", "61.01", "达标线 60", "▲", "▼"} <= set(texts(content))
    assert 'class="hope"' in content
    assert not any("目标" in text for text in texts(drawn(pictures.lines(TREND, 60))))


@pytest.mark.parametrize("width", [560.0, 780.0, 1120.0])
def test_the_goal_and_the_last_value_are_never_written_over_one_another(width: float) -> None:
    content = drawn(pictures.lines(TREND, 60, PACE), width)
    goal, value = (
        re.search(rf'<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*>{word}', content)
        for word in ("2027年第一季度目标", "61.01")
    )
    assert goal
    assert value
    across = abs(float(goal[1]) - float(value[1]))
    wide = (ems("2027年第一季度目标 66") * float(goal[3]) + ems("61.01") * float(value[3])) / 2
    assert across >= wide or abs(float(goal[2]) - float(value[2])) >= float(value[3])


@pytest.mark.parametrize("scores", [[NAN, NAN], [61.0], [NAN]])
def test_a_trend_without_data_or_of_one_quarter_is_drawn(scores: list[float]) -> None:
    rows = TREND.head(len(scores)).assign(score=scores)
    assert "达标线 60" in texts(drawn(pictures.lines(rows, 60, PACE)))


def test_profiles_leave_a_gap_where_there_is_no_score_and_are_cut_to_their_axes() -> None:
    rows = pd.DataFrame(
        {"name": ["甲"] * 3 + ["乙"] * 2, "dimension_name": ["a", "b", "c", "a", "b"], "score": [1, NAN, 3, 4, 5]}
    )
    radar = pictures.profiles(rows, 60)
    assert radar.axes == ("a", "b", "c")
    assert [series.scores for series in radar.series] == [(1.0, None, 3.0), (4.0, 5.0, None)]
    assert "数据不足" in texts(drawn(radar))


def test_items_have_a_dark_part_for_those_who_need_nothing_else() -> None:
    rows = pd.DataFrame(
        {
            "indicator_code": ["E1", "E2"],
            "indicator_name": ["甲", "<i>"],
            "community_count": [40, 10],
            "alone_count": [10, 0],
        }
    )
    wide = drawn(pictures.levers(rows), 1120.0)
    widths = [float(found) for found in re.findall(r'width="([\d.]+)" height="22" class="bar', wide)]
    assert [round(one / widths[0], 2) for one in widths] == [1.0, 0.25, 0.25]
    assert "其中 10 个单独可助" in texts(wide)
    assert "&lt;i&gt;" in texts(wide)
    assert not any("只差" in text for text in texts(drawn(pictures.levers(rows)))), "no room for it on a phone"


def test_what_cost_points_goes_to_the_left_and_what_is_printed_adds_up() -> None:
    parts = pd.DataFrame({"name": ["甲", "乙", "丙"], "contribution": [1.5, -2.25, 0.0049]})
    content = drawn(pictures.contributions(parts))
    zero = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="22" class="bar (\w+)"', content)
    (gained, _, above), (lost, wide, below), _ = zero
    assert (above, below) == ("above", "below")
    assert float(lost) + float(wide) == pytest.approx(float(gained), abs=0.2)
    printed = [float(text.replace("−", "-")) for text in texts(content) if re.fullmatch(r"[+−]?\d+\.\d\d", text)]
    assert round(sum(printed), 2) == round(parts["contribution"].sum(), 2)


def test_months_of_the_period_stand_out_and_a_missing_ledger_is_said() -> None:
    months = pd.DataFrame(
        {"month": ["2026-06", "2026-07", "2026-08", "2026-09"], "activity_rate": [None, 6.0, 7.25, 0.0]}
    )
    content = drawn(pictures.activity_months(months, "2026Q3"))
    assert re.findall(r'class="bar (\w+)"', content) == ["other", "above", "above", "above"]
    assert [text for text in texts(content) if not re.fullmatch(r"\d+", text)] == ["无台账", "6.0", "7.3", "0.0"]
    assert "2026" in texts(content)


def test_kinds_beyond_the_first_are_one_row_without_a_bar() -> None:
    count = pictures.MOST_KINDS + 3
    kinds = pd.DataFrame(
        {"activity_kind": [f"<{n}>" for n in range(count)], "activity_count": range(count, 0, -1), "activity_rate": 0.5}
    )
    rows = pictures.activity_kinds(kinds).items
    assert (rows[-1].name, rows[-1].value, rows[-1].words) == ("其余 3 种", 0.0, "1.50（6 场）")
    assert "&lt;0&gt;" in texts(drawn(pictures.activity_kinds(kinds)))


def test_who_keeps_falling_is_a_row_that_opens_the_community() -> None:
    rows = pd.DataFrame(
        {
            "community_code": ["7", "8"],
            "community_name": ["甲", "<b>"],
            "unit_name": "某区",
            "score": [59.617, 42.0],
            "two_period_change": [-9.565, -3.0],
            "dimension_name": ["社区秩序", None],
            "contribution": [-6.18, NAN],
            "verdict": ["待复核", "确定未达标"],
        }
    )
    content = drawn(pictures.focus(rows), 1120.0)
    assert texts(content)[:6] == ["甲", "59.62", "▼ 9.57", "某区", "社区秩序 −6.18", "待复核"]
    assert re.findall(r'data-code="(\d)"', content) == ["7", "8"]
    assert texts(drawn(pictures.focus(rows)))[:3] == ["甲", "59.62", "▼ 9.57"], "what does not fit is left out"
