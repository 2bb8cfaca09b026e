"""Boundaries are taken when they are the districts', valid and where Ningbo is; otherwise the fault is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.reading.boundaries import BoundaryError, read_boundaries

CODES = ("330203", "330205")


def square(west: float, south: float = 29.5) -> dict[str, Any]:
    ring = [[west, south], [west + 0.2, south], [west + 0.2, south + 0.2], [west, south + 0.2], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection() -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "source": "测试",
        "vintage": "2026",
        "map_approval_number": "浙S(2026)1号",
        "features": [
            {"type": "Feature", "properties": {"code": code, "name": f"区{code}"}, "geometry": square(121 + number / 2)}
            for number, code in enumerate(CODES)
        ],
    }


@pytest.fixture
def read(tmp_path: Path) -> Callable[[object], dict[str, Any]]:
    def write_and_read(content: object) -> dict[str, Any]:
        file = tmp_path / "districts.geojson"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read_boundaries(file, CODES)

    return write_and_read


def test_good_boundaries_come_back_with_their_source(read: Callable[[object], dict[str, Any]]) -> None:
    assert read(collection()) == collection()


def test_a_byte_order_mark_is_no_fault(read: Callable[[object], dict[str, Any]]) -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(collection()).encode()) == collection()


def test_a_code_written_as_a_number_becomes_the_text_that_everything_else_uses(
    read: Callable[[object], dict[str, Any]],
) -> None:
    given = collection()
    given["features"][0]["properties"]["code"] = 330203
    assert read(given) == collection()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "第 1 行第 1 列"),
        (b'{"type": "FeatureCollection",\n "features": [}', "第 2 行"),
        (b"\xff\xfe", "不是 UTF-8 文本"),
        (b"[" * 100_000, "嵌套超过 32 层"),
        ([], "FeatureCollection"),
        ({"type": "Feature", "features": []}, "FeatureCollection"),
        ({"type": "FeatureCollection"}, "FeatureCollection"),
    ],
)
def test_what_is_not_geojson_is_refused(content: object, says: str, read: Callable[[object], dict[str, Any]]) -> None:
    with pytest.raises(BoundaryError, match=r"districts\.geojson：") as caught:
        read(content)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        (None, "几何无法读取"),
        ([], "几何无法读取"),
        ({"type": "Polygon"}, "几何无法读取"),
        ({"type": "Polygonal", "coordinates": []}, "几何无法读取"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "几何无法读取"),
        ({"type": "Polygon", "coordinates": [[[121, 29], [122, 30]]]}, "几何无法读取"),
        ({"type": "Polygon", "coordinates": []}, "应为面"),
        ({"type": "Point", "coordinates": [121, 29]}, "应为面"),
        ({"type": "GeometryCollection", "geometries": []}, "应为面"),
        ({"type": "Polygon", "coordinates": [[[121, 29], [122, 30], [122, 29], [121, 30], [121, 29]]]}, "几何无效"),
        (square(13_500_000, 3_500_000), "坐标不在宁波"),
        (square(29.5, 121), "坐标不在宁波"),
        (square(float("nan")), "编码或数值"),
    ],
)
def test_a_geometry_that_cannot_be_drawn_is_refused(
    geometry: object, says: str, read: Callable[[object], dict[str, Any]]
) -> None:
    given = collection()
    given["features"][1]["geometry"] = geometry
    with pytest.raises(BoundaryError) as caught:
        read(given)
    assert says in str(caught.value)
    if "编码" not in says:
        assert "第 2 个要素「330205」" in str(caught.value)


@pytest.mark.parametrize("properties", [None, [1], "x", {}, {"name": "区"}, {"code": "330204", "name": "江东区"}])
def test_a_feature_that_is_no_district_is_refused_and_the_missing_one_named(
    properties: object, read: Callable[[object], dict[str, Any]]
) -> None:
    given = collection()
    given["features"][0]["properties"] = properties
    with pytest.raises(BoundaryError) as caught:
        read(given)
    wrong, missing = str(caught.value).splitlines()
    assert "应为 330203、330205 之一" in wrong
    assert missing.endswith("缺少 330203 的边界")


def test_a_district_too_many_or_twice_or_without_a_name_is_refused(read: Callable[[object], dict[str, Any]]) -> None:
    given = collection()
    del given["features"][0]["properties"]["name"]
    given["features"] += [
        {"type": "Feature", "properties": {"code": "330204", "name": "江东区"}, "geometry": square(121.9)},
        {"type": "Feature", "properties": {"code": "330205", "name": "江北区"}, "geometry": square(121.9)},
        None,
    ]
    with pytest.raises(BoundaryError) as caught:
        read(given)
    nameless, injected, repeated, nothing = str(caught.value).splitlines()
    assert "第 1 个要素「330203」：缺少名称" in nameless
    assert "第 3 个要素「330204」：不是有边界的行政区" in injected
    assert "第 4 个要素「330205」：重复出现" in repeated
    assert "第 5 个要素「」" in nothing


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match=r"none\.geojson：找不到边界文件"):
        read_boundaries(tmp_path / "none.geojson", CODES)
