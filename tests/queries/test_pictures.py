"""Answers as drawings: what they say, where it stands, and what of it can be chosen."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from queries.reports import pictures
from queries.reports.bodies.body import Picture
from queries.reports.bodies.geography import placed
from queries.reports.bodies.svg import LINE
from queries.reports.texts import ems
from queries.scale import POINTS

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


def drawn(picture: Picture, width: float | None = None) -> str:
    """The drawing in one of its widths, the narrowest unless told."""
    sizes = dict(picture.live("x"))
    return str(sizes[width or min(sizes)])


def texts(content: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", content)


def square(code: str, name: str, west: float) -> dict[str, Any]:
    ring = [[west, 29.0], [west + 0.4, 29.0], [west + 0.4, 29.4], [west, 29.4], [west, 29.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}


BOUNDARIES = {"type": "FeatureCollection", "features": [square("1", "甲区", 121.0), square("2", "乙<区", 121.4)]}
UNITS = pd.DataFrame(
    {
        "unit_code": ["1", "2", "X"],
        "area_code": ["1", "2", "X"],
        "unit_name": ["甲区", "乙<区", "高新区"],
        "area_name": ["甲区", "乙<区", "高新区"],
        "short_name": ["甲", "乙<", "高新"],
        "host_name": [None, None, "甲区"],
        "value": [60.0, NAN, 70.046],
        "distance": [0.0, NAN, 10.046],
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


def test_a_polygon_says_what_it_is_and_can_be_chosen_by_mouse_and_keyboard() -> None:
    content = drawn(pictures.map_ground({"2026Q3": UNITS}, BOUNDARIES, 60.0, chosen="1"))
    shape = re.search(r'<g class="unit c4 subject" data-code="1" role="button" tabindex="0"><title>([^<]+)', content)
    assert shape
    assert shape[1] == "甲区 60.00，距线 +0.00" or shape[1] == "甲区 60.00，距线 0.00"
    assert 'class="unit cn" data-code="2"' in content, "hatched, and still open to a click"
    assert "<title>乙&lt;区 数据不足</title>" in content
    assert 'data-code="X"' not in content, "a unit without a polygon is a tile"
    assert "2026年第三季度" in texts(content)


def test_units_without_a_polygon_are_tiles_with_their_host() -> None:
    content = drawn(pictures.tiles(UNITS.iloc[1:], chosen="X"))
    assert {"高新区 · 属甲区", "70.05", "乙&lt;区", "数据不足"} <= set(texts(content))
    assert 'class="unit c7 subject" data-code="X"' in content
    assert 'class="unit cn" data-code="2"' in content


@pytest.mark.parametrize("width", [280.0, 560.0, 1120.0])
def test_tiles_stay_in_their_place(width: float) -> None:
    tiles = pictures.tiles(pd.concat([UNITS] * 5), is_low=True)
    boxes = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)"[^>]*class="ground"', drawn(tiles, width)
    )
    assert len(boxes) == 15
    assert all(float(x) + float(wide) <= width + 0.5 for x, _, wide, _ in boxes)
    assert all(float(y) + float(tall) <= tiles.height_at(width) + 0.5 for _, y, _, tall in boxes)


def test_the_legend_counts_the_areas_of_every_class_and_says_how_positions_are_known() -> None:
    areas = UNITS.assign(position_quality=["surveyed", "schematic", None])
    content = texts(
        drawn(pictures.legend(areas, "标题", "达标线 60", marks={"schematic": "示意位置", "street": "按街道"}))
    )
    assert content.count("1") == 4, "a class each, and the schematic one"
    assert {"标题", "达标线 60", "示意位置", "数据不足"} <= set(content)
    assert "按街道" not in content


@pytest.fixture
def streets() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": ["11", "12", "13", "14"],
            "area_name": ["甲街道", "乙街道", "名字特别特别长的街道", "没有位置街道"],
            "longitude": [121.1, 121.2, 121.3, NAN],
            "latitude": [29.1, 29.2, 29.3, NAN],
            "position_quality": ["surveyed", "street", "schematic", None],
            "value": [40.0, 61.0, NAN, 70.0],
            "distance": [-20.0, 1.0, NAN, 10.0],
        }
    )


def test_points_with_a_position_can_be_chosen_and_schematic_ones_are_rings(streets: pd.DataFrame) -> None:
    content = drawn(pictures.places(streets, BOUNDARIES, "1", is_close=False))
    assert re.findall(r'class="unit spot ([\w ]+)" data-code="(\d+)"', content) == [
        ("c0", "11"),
        ("c4", "12"),
        ("cn hollow", "13"),
    ]
    assert re.findall(r'class="district (\w+)" data-code="(\d)"', content) == [("beside", "2"), ("host", "1")]
    assert {"甲街道", "40.00", "乙街道", "61.00", "名字特别特别长的…", "数据不足"} <= set(texts(content))
    assert "<title>名字特别特别长的街道 数据不足</title>" in content, "what is cut is said where it is pointed at"


def test_what_is_shown_is_the_district_its_points_or_the_city(streets: pd.DataFrame) -> None:
    assert pictures.shown_bounds(streets, BOUNDARIES, "1") == (121.0, 29.0, 121.4, 29.4)
    assert pictures.shown_bounds(streets, BOUNDARIES, "") == (121.1, 29.1, 121.3, 29.3)
    assert pictures.shown_bounds(streets.iloc[3:], BOUNDARIES, "") == pytest.approx((121.0, 29.0, 121.8, 29.4))
    for rows in (streets.iloc[:1], streets.iloc[3:]):
        assert "<svg" in drawn(pictures.places(rows, BOUNDARIES, "", is_close=True))


def boxes_of(
    spots: list[tuple[float, float]], labels: list[tuple[int, str, tuple[int, int]]], size: float
) -> list[tuple[float, ...]]:
    found = []
    for index, text, (dx, dy) in labels:
        x, y = spots[index]
        lines = text.split("\n")
        width, height = size * max(map(ems, lines)), size * LINE * len(lines)
        found.append((x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    slack = 1  # offsets are whole pixels
    across = one[0] + slack < other[2] and other[0] + slack < one[2]
    return across and one[1] + slack < other[3] and other[1] + slack < one[3]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 20, 60])
def test_labels_never_lie_on_each_other_on_marks_or_over_the_edge(seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - only a mixture
    room, size, radius = (430.0, 600.0), 15.0, 11.0
    spots = [(chance.uniform(-180, 180), chance.uniform(-260, 260)) for _ in range(count)]
    names = [(f"演示街道{number:02}", "61.23") for number in range(count)]
    urgency = [chance.random() for _ in spots]
    labels = placed(spots, names, urgency, room=room, size=size, radius=radius)
    found = boxes_of(spots, labels, size)
    assert not any(overlap(one, other) for one, other in combinations(found, 2))
    marks = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    assert not any(overlap(label, mark) for label in found for mark in marks)
    assert all(abs(side) <= room[0] / 2 + 1 for box in found for side in (box[0], box[2]))
    assert all(abs(side) <= room[1] / 2 + 1 for box in found for side in (box[1], box[3]))
    assert labels == placed(spots, names, urgency, room=room, size=size, radius=radius)


def test_the_furthest_below_the_line_is_labelled_first() -> None:
    names = [(f"街道{number}", "60.00") for number in range(12)]
    labels = placed([(0.0, 0.0)] * 12, names, [5.0] * 11 + [-5.0], room=(430, 600), size=15, radius=11)
    assert labels[0][0] == 11
    assert len(labels) < 12, "not all have room"


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


def test_classes_are_those_of_the_scale_given() -> None:
    content = drawn(pictures.tiles(UNITS, scale=POINTS, printed=lambda value: f"{value:.1f} 场"))
    assert "60.0 场" in texts(content)
