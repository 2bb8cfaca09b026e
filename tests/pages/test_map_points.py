import json
from functools import partial
from typing import Any

import pandas as pd
import pytest

from pages.map.charts.clicks import clicked_code
from pages.map.charts.points import LABELS, View, fitted, point_map
from pages.shared.theme import BROWN, LIGHT, POINTS, rgb
from queries.reports.bodies.geography import placed
from queries.reports.maps import shown_bounds
from tests.pages.test_map_charts import BOUNDARIES, URL

HALF_WIDTH, HALF_HEIGHT = 215, 300


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
    view = fitted(shown_bounds(points, BOUNDARIES, "1"))
    deck = point_map(
        points, BOUNDARIES, URL, view, POINTS, LIGHT, host="1", state="1-", place=partial(placed, **LABELS)
    )
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


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


def test_a_district_is_shown_in_full_on_the_narrowest_screen(streets: pd.DataFrame) -> None:
    view = fitted(shown_bounds(streets, BOUNDARIES, "1"))
    for place in ((121.0, 29.0), (121.4, 29.4)):
        x, y = view.pixels(*place)
        assert abs(x) <= HALF_WIDTH - 30
        assert abs(y) <= HALF_HEIGHT - 30
    assert fitted(shown_bounds(streets, BOUNDARIES, "X")) == fitted(shown_bounds(streets, BOUNDARIES, "")), (
        "without a polygon its points"
    )


def test_a_single_point_and_none_at_all_have_a_view(streets: pd.DataFrame) -> None:
    assert fitted(shown_bounds(streets.iloc[:1], BOUNDARIES, "")) == View(121.1, 29.1, 13.0)
    assert fitted(shown_bounds(streets.iloc[3:], BOUNDARIES, "")).zoom < 10
    assert layers(streets.iloc[3:])["labels"]["data"] == []


def test_pixels_follow_the_web_mercator() -> None:
    view = fitted((121.0, 29.0, 121.4, 29.4))
    x, y = view.pixels(view.longitude + 360 / 512 / 2**view.zoom, view.latitude)
    assert (round(x, 6), round(y, 6)) == (1.0, 0.0)
    assert view.pixels(view.longitude, view.latitude + 0.1)[1] < 0


def test_a_click_on_a_point_gives_its_code() -> None:
    assert clicked_code({"selection": {"objects": {"mark-1-": [{"code": "11"}]}}}) == "11"
    assert clicked_code({"selection": {"objects": {"pick-1-": [{"properties": {"code": "1"}}]}}}) == "1"
