"""Answers of areas by where they lie as bodies: maps, tiles and points in the colours of their distance to a line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from data.periods import in_words
from queries import formats
from queries.reports.bodies.legend import Legend
from queries.reports.bodies.map import CityMap, MapGround, MapUnit
from queries.reports.bodies.places import Places, Spot
from queries.reports.bodies.tiles import Tile, Tiles
from queries.scale import NO_DATA, POINTS, Scale

if TYPE_CHECKING:
    import pandas as pd

_NO_ROW = {"value": None, "distance": None}
_NO_DATA = "数据不足"
SCHEMATIC = "schematic"


def city_map(
    frames: Mapping[str, pd.DataFrame],
    boundaries: Mapping[str, Any],
    line: float,
    *,
    chosen: str = "",
    source: str = "",
    scale: Scale = POINTS,
    printed: Callable[[float], str] = formats.number,
    measure: str = "得分率",
) -> CityMap:
    """Every reporting unit on the map or beside it, in one period or one after the other.

    Args:
        frames: Period, oldest first → the units, as :func:`queries.area_measure` gives them.
        boundaries: GeoJSON with ``code``.
        line: What the measure is held against.
        chosen: The unit that is spoken of.
        source: Where the boundaries come from.
        scale: The classes of distance to the line.
        printed: Prints a value.
        measure: What is shown.
    """
    *_, last = frames.values()
    by_unit = [frame.set_index("unit_code").to_dict("index") for frame in frames.values()]
    units = []
    for row in last.to_dict("records"):
        over_time = [rows.get(row["unit_code"], _NO_ROW) for rows in by_unit]
        units.append(
            MapUnit(
                code=str(row["unit_code"]),
                name=str(row["short_name"]),
                host=row["host_name"] if isinstance(row["host_name"], str) else "",
                values=tuple(_printed(one["value"], printed) for one in over_time),
                classes=tuple(scale.class_of(one["distance"]) for one in over_time),
                gap="" if formats.is_missing(row["value"]) else formats.signed(formats.rounded(row["value"]) - line),
                long_name=str(row["unit_name"]),
                is_subject=str(row["unit_code"]) == chosen,
            )
        )
    return CityMap(tuple(map(in_words, frames)), tuple(units), boundaries, line, scale.labels(), source, measure)


def map_ground(*data: Any, **named: Any) -> MapGround:  # noqa: ANN401 - of the map
    """The polygons of :func:`city_map` alone."""
    return MapGround(city_map(*data, **named))


def tiles(
    areas: pd.DataFrame,
    *,
    chosen: str = "",
    scale: Scale = POINTS,
    printed: Callable[[float], str] = formats.number,
    is_low: bool = False,
) -> Tiles:
    """Areas as tiles in the colour of their distance; units without a polygon name their host.

    Args:
        areas: As :func:`queries.area_measure` gives them.
        chosen: The code of the one that is spoken of.
        scale: The classes of distance.
        printed: Prints a value.
        is_low: Whether name and value stand in one line.
    """
    items = []
    for row in areas.to_dict("records"):
        host = f" · 属{row['host_name']}" if isinstance(row["host_name"], str) else ""
        code, name = str(row["area_code"]), f"{row['area_name']}{host}"
        number = scale.class_of(row["distance"])
        items.append(Tile(code, name, _printed(row["value"], printed), number, is_chosen=code == chosen))
    return Tiles(tuple(items), is_low)


def legend(
    areas: pd.DataFrame, title: str, line: str, *, scale: Scale = POINTS, marks: Mapping[str, str] | None = None
) -> Legend:
    """What the colours mean, how many areas have each and, of points, how their positions are known.

    Args:
        areas: As :func:`queries.area_measure` gives them.
        title: What is coloured.
        line: What the line is called.
        scale: The classes of distance.
        marks: position_quality → what it is called, of points.
    """
    classes = [scale.class_of(distance) for distance in areas["distance"]]
    labels = scale.labels()
    counts = (*(classes.count(number) for number in range(len(labels))), classes.count(NO_DATA))
    found = areas["position_quality"].fillna("none").value_counts().to_dict() if marks else {}
    known = tuple((quality, words, int(found[quality])) for quality, words in (marks or {}).items() if quality in found)
    return Legend(title, labels, counts, line, known)


def places(
    areas: pd.DataFrame,
    boundaries: Mapping[str, Any],
    host: str,
    *,
    is_close: bool,
    scale: Scale = POINTS,
    printed: Callable[[float], str] = formats.number,
) -> Places:
    """Streets or communities as points; those without a position are left out.

    Args:
        areas: As :func:`queries.area_measure` gives them.
        boundaries: GeoJSON with ``code`` and ``name``.
        host: The code of the district they lie in.
        is_close: Whether what is shown ends with the points, not with the district.
        scale: The classes of distance.
        printed: Prints a value.
    """
    rows = areas.dropna(subset=["longitude", "latitude"])
    spots = tuple(
        Spot(
            str(row["area_code"]),
            str(row["area_name"]),
            _printed(row["value"], printed),
            scale.class_of(row["distance"]),
            float(row["longitude"]),
            float(row["latitude"]),
            math.inf if formats.is_missing(row["distance"]) else float(row["distance"]),
            row["position_quality"] == SCHEMATIC,
        )
        for row in rows.to_dict("records")
    )
    return Places(spots, boundaries, host, shown_bounds(rows, boundaries, "" if is_close else host))


def shown_bounds(points: pd.DataFrame, boundaries: Mapping[str, Any], host: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a district; without a polygon those of the points, without any the whole city.

    Args:
        points: longitude and latitude.
        boundaries: GeoJSON with ``code``.
        host: The code of the district, or nothing.
    """
    from shapely import total_bounds
    from shapely.geometry import shape

    shapes = {item["properties"]["code"]: shape(item["geometry"]) for item in boundaries["features"]}
    known = points.dropna(subset=["longitude", "latitude"])
    if host in shapes or known.empty:
        west, south, east, north = total_bounds([shapes[host]] if host in shapes else list(shapes.values()))
    else:
        (west, east), (south, north) = ((known[name].min(), known[name].max()) for name in ("longitude", "latitude"))
    return float(west), float(south), float(east), float(north)


def _printed(value: Any, printed: Callable[[float], str]) -> str:  # noqa: ANN401 - a cell
    return _NO_DATA if formats.is_missing(value) else printed(value)
