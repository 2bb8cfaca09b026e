"""Areas as maps, tiles and points: what they say, where it stands, and what of it can be chosen."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from queries.reports import maps
from queries.reports.bodies.geography import placed
from queries.reports.bodies.svg import LINE
from queries.reports.texts import ems
from queries.scale import POINTS
from tests.drawings import drawn, texts

NAN = float("nan")


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


def test_a_polygon_says_what_it_is_and_can_be_chosen_by_mouse_and_keyboard() -> None:
    content = drawn(maps.map_ground({"2026Q3": UNITS}, BOUNDARIES, 60.0, chosen="1"))
    shape = re.search(r'<g class="unit c4 subject" data-code="1" role="button" tabindex="0"><title>([^<]+)', content)
    assert shape
    assert shape[1] == "甲区 60.00，距线 +0.00" or shape[1] == "甲区 60.00，距线 0.00"
    assert 'class="unit cn" data-code="2"' in content, "hatched, and still open to a click"
    assert "<title>乙&lt;区 数据不足</title>" in content
    assert 'data-code="X"' not in content, "a unit without a polygon is a tile"
    assert "2026年第三季度" in texts(content)


def test_units_without_a_polygon_are_tiles_with_their_host() -> None:
    content = drawn(maps.tiles(UNITS.iloc[1:], chosen="X"))
    assert {"高新区 · 属甲区", "70.05", "乙&lt;区", "数据不足"} <= set(texts(content))
    assert 'class="unit c7 subject" data-code="X"' in content
    assert 'class="unit cn" data-code="2"' in content


@pytest.mark.parametrize("width", [280.0, 560.0, 1120.0])
def test_tiles_stay_in_their_place(width: float) -> None:
    tiles = maps.tiles(pd.concat([UNITS] * 5), is_low=True)
    boxes = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)"[^>]*class="ground"', drawn(tiles, width)
    )
    assert len(boxes) == 15
    assert all(float(x) + float(wide) <= width + 0.5 for x, _, wide, _ in boxes)
    assert all(float(y) + float(tall) <= tiles.height_at(width) + 0.5 for _, y, _, tall in boxes)


def test_the_legend_counts_the_areas_of_every_class_and_says_how_positions_are_known() -> None:
    areas = UNITS.assign(position_quality=["surveyed", "schematic", None])
    content = texts(drawn(maps.legend(areas, "标题", "达标线 60", marks={"schematic": "示意位置", "street": "按街道"})))
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
    content = drawn(maps.places(streets, BOUNDARIES, "1", is_close=False))
    assert re.findall(r'class="unit spot ([\w ]+)" data-code="(\d+)"', content) == [
        ("c0", "11"),
        ("c4", "12"),
        ("cn hollow", "13"),
    ]
    assert re.findall(r'class="district (\w+)" data-code="(\d)"', content) == [("beside", "2"), ("host", "1")]
    assert {"甲街道", "40.00", "乙街道", "61.00", "名字特别特别长的…", "数据不足"} <= set(texts(content))
    assert "<title>名字特别特别长的街道 数据不足</title>" in content, "what is cut is said where it is pointed at"


def test_what_is_shown_is_the_district_its_points_or_the_city(streets: pd.DataFrame) -> None:
    assert maps.shown_bounds(streets, BOUNDARIES, "1") == (121.0, 29.0, 121.4, 29.4)
    assert maps.shown_bounds(streets, BOUNDARIES, "") == (121.1, 29.1, 121.3, 29.3)
    assert maps.shown_bounds(streets.iloc[3:], BOUNDARIES, "") == pytest.approx((121.0, 29.0, 121.8, 29.4))
    for rows in (streets.iloc[:1], streets.iloc[3:]):
        assert "<svg" in drawn(maps.places(rows, BOUNDARIES, "", is_close=True))


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


def test_classes_are_those_of_the_scale_given() -> None:
    content = drawn(maps.tiles(UNITS, scale=POINTS, printed=lambda value: f"{value:.1f} 场"))
    assert "60.0 场" in texts(content)
