import json
from typing import Any

import pandas as pd
import pytest
import shapely

from pages.map.charts.clicks import clicked_code
from pages.map.charts.districts import district_choropleth, hatching
from pages.shared.theme import BROWN, CLASS_COLOURS, LIGHT, POINTS, rgb
from queries.reports.bodies.geography import codes

URL = "/geometry/7/districts.geojson"


def square(code: str, name: str, west: float) -> dict[str, Any]:
    ring = [[west, 29.0], [west + 0.4, 29.0], [west + 0.4, 29.4], [west, 29.4], [west, 29.0]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


BOUNDARIES = {
    "type": "FeatureCollection",
    "features": [square("1", "甲区", 121.0), square("2", "乙区", 121.4), square("3", "丙区", 121.8)],
}


@pytest.fixture
def units() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_code": ["1", "2", "3", "X"],
            "value": [60.0, 49.99, float("nan"), 70.0],
            "distance": [0.0, -10.01, float("nan"), 10.0],
        }
    )


def layers(units: pd.DataFrame, chosen: str = "") -> dict[str, dict[str, Any]]:
    deck = district_choropleth(units, BOUNDARIES, URL, POINTS, LIGHT, chosen=chosen)
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def test_geometry_travels_by_address_and_colours_by_code(units: pd.DataFrame) -> None:
    districts = layers(units)["districts"]
    assert districts["data"] == URL
    fill = districts["getFillColor"]
    assert f"properties.code == '1' ? {rgb(CLASS_COLOURS[4])}" in fill
    assert f"properties.code == '2' ? {rgb(BROWN)}" in fill
    assert "'3'" not in fill


def test_a_district_without_data_is_hatched_and_says_so(units: pd.DataFrame) -> None:
    drawn = layers(units)
    strokes = [point for stroke in drawn["hatching"]["data"] for point in stroke["path"]]
    assert strokes
    assert min(x for x, _ in strokes) >= 121.8
    assert drawn["labels-nodata"]["data"][0]["text"] == "丙区\n数据不足"


def test_labels_are_chinese_with_their_values_in_the_middle_of_their_district(units: pd.DataFrame) -> None:
    label = layers(units)["labels-4"]
    assert label["characterSet"] == "auto"
    assert label["data"] == [{"text": "甲区\n60.00", "position": [121.2, 29.2], "size": 17}]


def test_nothing_asks_for_tiles(units: pd.DataFrame) -> None:
    deck = json.loads(district_choropleth(units, BOUNDARIES, URL, POINTS, LIGHT).to_json())
    assert "mapProvider" not in deck
    assert deck["mapStyle"] == "__MAP_STYLE__", "what pydeck writes without a base map, and Streamlit knows as none"
    assert "http" not in json.dumps(deck)


def test_a_choice_is_outlined_and_renames_the_layer_that_is_clicked(units: pd.DataFrame) -> None:
    assert "pick-" in layers(units)
    drawn = layers(units, chosen="2")
    assert "properties.code == '2'" in drawn["outline"]["getLineColor"]
    assert drawn["pick-2"]["pickable"]


def test_in_relief_a_district_stands_the_higher_the_better_it_is_and_its_name_with_it(units: pd.DataFrame) -> None:
    deck = json.loads(district_choropleth(units, BOUNDARIES, URL, POINTS, LIGHT, is_relief=True).to_json())
    drawn = {layer["id"]: layer for layer in deck["layers"]}
    assert deck["initialViewState"]["pitch"] == 45
    assert drawn["districts"]["extruded"]
    assert "properties.code == '2' ? 0 :" in drawn["districts"]["getElevation"]
    assert drawn["pick-"]["getElevation"] == drawn["districts"]["getElevation"], "a click meets what is seen"
    height = drawn["labels-4"]["data"][0]["position"][2]
    assert height > 0
    assert f"properties.code == '1' ? {height} :" in drawn["districts"]["getElevation"]


def test_a_small_district_has_smaller_letters() -> None:
    boundaries = {"type": "FeatureCollection", "features": [square("1", "甲区", 121.0)]}
    ring = [[121.0, 29.0], [121.1, 29.0], [121.1, 29.1], [121.0, 29.1], [121.0, 29.0]]
    boundaries["features"][0]["geometry"]["coordinates"] = [ring]
    units = pd.DataFrame({"unit_code": ["1"], "value": [60.0], "distance": [0.0]})
    deck = json.loads(district_choropleth(units, boundaries, URL, POINTS, LIGHT).to_json())
    (label,) = (layer["data"][0] for layer in deck["layers"] if layer["id"] == "labels-4")
    assert label["size"] == 14


def test_hatching_stays_inside_a_polygon_of_several_parts() -> None:
    islands = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    strokes = hatching(islands)
    assert len(strokes) > 20
    assert all(islands.buffer(0.001).contains(shapely.LineString(stroke)) for stroke in strokes)


def test_a_click_gives_the_code_and_a_click_beside_gives_nothing() -> None:
    hit = {"selection": {"objects": {"pick-": [{"properties": {"code": "2"}}]}}}
    assert clicked_code(hit) == "2"
    assert clicked_code({"selection": {"objects": {}}}) == ""


def test_only_districts_have_a_polygon() -> None:
    assert codes(BOUNDARIES) == {"1", "2", "3"}
