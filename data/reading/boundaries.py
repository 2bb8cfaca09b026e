"""The boundaries of the districts: one GeoJSON file, checked before a version is published."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import box, shape
from shapely.validation import explain_validity

from data.reading.bounded import MOST_FAULTS, TextError, read_geojson, shortened
from data.settings import current_settings

# Anything outside is in another coordinate system, or another city.
SURROUNDINGS = box(118, 27, 125, 32)


class BoundaryError(ValueError):
    """Boundaries that cannot be used; one Chinese line per fault."""


def read_boundaries(path: Path, district_codes: Collection[str]) -> dict[str, Any]:
    """A GeoJSON feature collection with one valid polygon per district.

    Args:
        path: the file; features carry ``code``, the collection ``source``, ``vintage`` and ``map_approval_number``.
        district_codes: the reporting units that have a polygon, exactly these.

    Raises:
        BoundaryError: the file is missing, not GeoJSON, or a district is missing, unknown, repeated or invalid.
    """
    try:
        collection = read_geojson(path)
    except FileNotFoundError:
        raise BoundaryError(f"{path.name}：找不到边界文件") from None
    except TextError as error:
        raise BoundaryError(f"{path.name}：{error}") from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise BoundaryError(f"{path.name}：不是 GeoJSON 要素集合（FeatureCollection）")
    faults: list[str] = []
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        properties = properties if isinstance(properties, dict) else {}
        code = str(properties.get("code", ""))
        fault = _fault(feature, code, seen, district_codes)
        seen.add(code)
        properties["code"] = code  # some write it as a number
        if fault:
            faults.append(f"{path.name}：第 {number} 个要素「{shortened(code)}」：{fault}")
        if len(faults) >= MOST_FAULTS:
            break
    faults += [f"{path.name}：缺少 {code} 的边界" for code in sorted(set(district_codes) - seen)]
    if faults:
        raise BoundaryError("\n".join(faults))
    return dict(collection)


def _fault(  # noqa: PLR0911 — one return per fault reads as a list
    feature: Any,  # noqa: ANN401 — from JSON
    code: str,
    seen: set[str],
    district_codes: Collection[str],
) -> str:
    if code not in district_codes:
        return f"不是有边界的行政区，应为 {'、'.join(sorted(district_codes))} 之一（属性 code）"
    if code in seen:
        return "重复出现"
    if not isinstance(feature["properties"].get("name"), str):
        return "缺少名称（属性 name）"
    most = current_settings().most_rings
    try:
        if _ring_count(feature["geometry"]) > most:
            return f"环超过 {most:,} 个的上限，请先简化，或请管理员调整设置 DASHBOARD_MOST_RINGS"
        geometry = shape(feature["geometry"])
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, ShapelyError):
        return "几何无法读取，请重新导出"
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        return f"应为面（Polygon 或 MultiPolygon），实为 {geometry.geom_type}"
    if not geometry.is_valid:
        return f"几何无效（{explain_validity(geometry)}），请修复后重试"
    if not SURROUNDINGS.contains(geometry):
        return "坐标不在宁波一带，应为经纬度（WGS-84）"
    return ""


def _ring_count(geometry: Any) -> int:  # noqa: ANN401 — from JSON
    """How many rings a geometry has, without making it: to see that none cuts another, each is held against all."""
    match str(geometry["type"]).lower():
        case "polygon":
            return len(geometry["coordinates"])
        case "multipolygon":
            return sum(map(len, geometry["coordinates"]))
        case _:
            return 0  # no area, which is said of it
