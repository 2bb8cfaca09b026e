"""Polygons on paper: the one projection, and where names stand. Shapely is imported when something is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import shapely

_KNOWN = ("Polygon", "MultiPolygon")
_SMALL_ISLAND = 0.02  # of the largest polygon
_FLAT = 0.8  # a name over a value is a little wider than it is high
_ROUNDS = 20  # of making way for one another


@dataclass(frozen=True)
class Ground:
    """Polygons by code in the lengths of a drawing, and how wide and high they are together."""

    shapes: Mapping[str, shapely.Geometry]
    width: float
    height: float


@dataclass
class Label:
    """A name on a polygon: its middle, the way from there to the next edge, and half its size."""

    x: float
    y: float
    room: float
    half_width: float = 0.0
    half_height: float = 0.0


def projected(boundaries: Mapping[str, Any], width: float, height: float) -> Ground:
    """Degrees to lengths: equirectangular about the middle of the city, as large as the place allows.

    Small islands far out may stand a little outside the place, so that the districts are as large as they can be.
    """
    import shapely
    from shapely.geometry import shape

    features = boundaries.get("features", ())
    given = {
        str(feature["properties"]["code"]): shape(feature["geometry"])
        for feature in features
        if feature["geometry"]["type"] in _KNOWN
    }
    parts = shapely.get_parts(list(given.values()))
    if not len(parts):
        return Ground({}, 0.0, 0.0)
    areas = shapely.area(parts)
    west, south, east, north = shapely.total_bounds(parts[areas >= areas.max() * _SMALL_ISLAND])
    narrowing = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min(width / across, height / down)
    lengths = [narrowing * scale, -scale]
    shapes = {
        code: shapely.transform(one, lambda points: (points - [west, north]) * lengths) for code, one in given.items()
    }
    return Ground(shapes, across * scale, down * scale)


def rings(polygon: shapely.Geometry) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a polygon of one part or several, holes too."""
    for part in getattr(polygon, "geoms", [polygon]):
        for ring in (part.exterior, *part.interiors):
            yield list(ring.coords)


def label_on(polygon: shapely.Geometry) -> Label:
    """Where a name has most room: the middle of the largest ellipse of its proportions within the largest part."""
    import shapely
    from shapely import affinity

    part = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
    narrow = affinity.scale(part, xfact=_FLAT, yfact=1, origin=(0, 0))
    circle = shapely.maximum_inscribed_circle(narrow if narrow.is_valid else narrow.buffer(0))
    x, y = circle.coords[0]
    return Label(x / _FLAT, y, circle.length)


def move_apart(labels: Sequence[Label]) -> None:
    """Let names that would touch make way, each half of it, the shorter way."""
    for _ in range(_ROUNDS):
        for one, other in combinations(labels, 2):
            wide = one.half_width + other.half_width - abs(one.x - other.x)
            high = one.half_height + other.half_height - abs(one.y - other.y)
            if wide > 0 and high > 0:
                axis, way = ("x", wide) if wide < high else ("y", high)
                half = way / 2 if getattr(one, axis) <= getattr(other, axis) else -way / 2
                setattr(one, axis, getattr(one, axis) - half)
                setattr(other, axis, getattr(other, axis) + half)
