import json
import random
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from pages.map.charts import (
    View,
    clicked_mark,
    district_view,
    fitted,
    placed_labels,
    point_map,
    points_view,
    text_size,
)
from pages.shared.theme import BROWN, LIGHT, POINTS, rgb
from tests.pages.test_map_charts import BOUNDARIES, URL

HALF_WIDTH, HALF_HEIGHT, RADIUS = 215, 300, 11


@pytest.fixture
def streets() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": ["11", "12", "13", "14"],
            "area_name": ["甲街道", "乙街道", "名字特别特别长的街道", "没有位置街道"],
            "longitude": [121.1, 121.2, 121.3, float("nan")],
            "latitude": [29.1, 29.2, 29.3, float("nan")],
            "position_quality": ["surveyed", "street", "schematic", None],
            "value": [40.0, 61.0, float("nan"), 70.0],
            "distance": [-20.0, 1.0, float("nan"), 10.0],
        }
    )


def layers(points: pd.DataFrame) -> dict[str, dict[str, Any]]:
    view = district_view(BOUNDARIES, "1", points)
    deck = point_map(points, BOUNDARIES, URL, view, POINTS, LIGHT, host="1", state="1-")
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def boxes(spots: list[tuple[float, float]], labels: list[tuple[int, str, list[int]]]) -> list[tuple[float, ...]]:
    found = []
    for index, text, (dx, dy) in labels:
        (x, y), (width, height) = spots[index], text_size(text)
        found.append((x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    slack = 1  # offsets are whole pixels
    return (
        one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )


def test_known_positions_are_full_circles_and_schematic_ones_rings(streets: pd.DataFrame) -> None:
    drawn = layers(streets)
    assert [mark["position"] for mark in drawn["located"]["data"]] == [[121.1, 29.1], [121.2, 29.2]]
    assert drawn["located"]["getFillColor"] == "@@=colour"
    assert drawn["located"]["data"][0]["colour"] == rgb(BROWN)[:3]
    assert [mark["position"] for mark in drawn["schematic"]["data"]] == [[121.3, 29.3]]
    assert drawn["schematic"]["getFillColor"] == rgb(LIGHT.surface), "a ring is hollow"
    assert drawn["schematic"]["getLineColor"] == "@@=colour"


def test_every_point_with_a_position_can_be_clicked(streets: pd.DataFrame) -> None:
    drawn = layers(streets)
    assert [mark["code"] for mark in drawn["mark-1-"]["data"]] == ["11", "12", "13"]
    assert drawn["mark-1-"]["pickable"]
    assert drawn["pick-1-"]["pickable"]


def test_labels_carry_value_or_the_lack_of_it_and_long_names_are_cut(streets: pd.DataFrame) -> None:
    texts = [label["text"] for label in layers(streets)["labels"]["data"]]
    assert texts == ["甲街道\n40.00", "乙街道\n61.00", "名字特别特别长的…\n数据不足"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 20, 60])
def test_labels_never_lie_on_each_other_on_marks_or_over_the_edge(seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - only a mixture
    spots = [(chance.uniform(-180, 180), chance.uniform(-260, 260)) for _ in range(count)]
    texts = [(f"演示街道{number:02}", "61.23") for number in range(count)]
    urgency = [chance.random() for _ in spots]
    labels = placed_labels(spots, texts, urgency)
    found = boxes(spots, labels)
    assert not any(overlap(one, other) for one, other in combinations(found, 2))
    marks = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in spots]
    assert not any(overlap(label, mark) for label in found for mark in marks)
    assert all(abs(side) <= HALF_WIDTH + 1 for box in found for side in (box[0], box[2]))
    assert all(abs(side) <= HALF_HEIGHT + 1 for box in found for side in (box[1], box[3]))
    assert labels == placed_labels(spots, texts, urgency)


def test_the_furthest_below_the_line_is_labelled_first() -> None:
    crowd = [(0.0, 0.0)] * 12
    labels = placed_labels(crowd, [(f"街道{number}", "60.00") for number in range(12)], [5.0] * 11 + [-5.0])
    assert labels[0][0] == 11
    assert len(labels) < 12, "not all have room"


def test_a_district_is_shown_in_full_on_the_narrowest_screen(streets: pd.DataFrame) -> None:
    view = district_view(BOUNDARIES, "1", streets)
    for place in ((121.0, 29.0), (121.4, 29.4)):
        x, y = view.pixels(*place)
        assert abs(x) <= HALF_WIDTH - 30
        assert abs(y) <= HALF_HEIGHT - 30
    assert district_view(BOUNDARIES, "X", streets) == points_view(streets), "without a polygon its points"


def test_a_single_point_and_none_at_all_have_a_view(streets: pd.DataFrame) -> None:
    assert points_view(streets.iloc[:1]) == View(121.1, 29.1, 13.0)
    assert points_view(streets.iloc[3:]).zoom == 10.0
    assert layers(streets.iloc[3:])["labels"]["data"] == []


def test_pixels_follow_the_web_mercator() -> None:
    view = fitted((121.0, 29.0, 121.4, 29.4))
    x, y = view.pixels(view.longitude + 360 / 512 / 2**view.zoom, view.latitude)
    assert (round(x, 6), round(y, 6)) == (1.0, 0.0)
    assert view.pixels(view.longitude, view.latitude + 0.1)[1] < 0


def test_a_click_on_a_point_gives_its_code() -> None:
    assert clicked_mark({"selection": {"objects": {"mark-1-": [{"code": "11"}]}}}) == "11"
    assert clicked_mark({"selection": {"objects": {"pick-1-": [{"properties": {"code": "1"}}]}}}) == ""
