"""Polygons on paper: the one projection, and where names stand. Shapely is imported when something is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from queries.reports.bodies.svg import LINE
from queries.reports.texts import ems

if TYPE_CHECKING:
    import shapely

Box = tuple[float, float, float, float]

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


@dataclass(frozen=True)
class Frame:
    """Degrees to lengths, equirectangular about the middle of what is shown: a part of the earth in a drawing."""

    west: float
    north: float
    narrowing: float
    scale: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies, from the upper left corner."""
        return (longitude - self.west) * self.narrowing * self.scale, (self.north - latitude) * self.scale

    def drawn(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry in the lengths of the drawing."""
        import shapely

        lengths = [self.narrowing * self.scale, -self.scale]
        return shapely.transform(geometry, lambda points: (points - [self.west, self.north]) * lengths)


@dataclass
class Label:
    """A name on a polygon: its middle, the way from there to the next edge, and half its size."""

    x: float
    y: float
    room: float
    half_width: float = 0.0
    half_height: float = 0.0


def codes(boundaries: Mapping[str, Any]) -> set[str]:
    """The codes that have a polygon."""
    return {str(item["properties"]["code"]) for item in boundaries["features"]}


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
    frame = framed(shapely.total_bounds(parts[areas >= areas.max() * _SMALL_ISLAND]), width, height)
    return Ground({code: frame.drawn(one) for code, one in given.items()}, frame.width, frame.height)


def framed(bounds: Sequence[float], width: float, height: float) -> Frame:
    """A box of west, south, east and north as large as a place allows."""
    west, south, east, north = map(float, bounds)
    narrowing = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min(width / across, height / down)
    return Frame(west, north, narrowing, scale, across * scale, down * scale)


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


def placed(
    spots: Sequence[tuple[float, float]],
    texts: Sequence[tuple[str, str]],
    urgency: Sequence[float],
    *,
    room: tuple[float, float],
    size: float,
    radius: float,
) -> list[tuple[int, str, tuple[int, int]]]:
    """Which points are labelled, how, and how far from the point: no label on another, on a mark or over the edge.

    The most urgent (lowest) is placed first, right, left, below, above or aslant of its mark; name and value if there
    is room, else the value alone, else nothing. The same points always give the same labels.

    Args:
        spots: Where the marks are, from the middle.
        texts: Name and value of each.
        urgency: The lower, the sooner.
        room: Width and height of what is shown.
        size: Of the type.
        radius: Of a mark.
    """
    taken: list[Box] = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    found: list[tuple[int, str, tuple[int, int]]] = []
    for index in sorted(range(len(spots)), key=lambda index: (urgency[index], index)):
        x, y = spots[index]
        for text in ("\n".join(texts[index]), texts[index][1]):
            lines = text.split("\n")
            width, height = size * max(map(ems, lines)), size * LINE * len(lines)
            free = (
                (dx, dy, box)
                for dx, dy in _around(width, height, radius)
                if _is_free(
                    box := (x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2),
                    taken,
                    room,
                )
            )
            if place := next(free, None):
                dx, dy, box = place
                taken.append(box)
                found.append((index, text, (round(dx), round(dy))))
                break
    return found


def _around(width: float, height: float, radius: float) -> list[tuple[float, float]]:
    """Where a label may stand about its mark, best first."""
    aside, below, slant = radius + 3 + width / 2, radius + 2 + height / 2, 0.6 * radius
    corners = [(sign * (slant + width / 2), side * (slant + height / 2)) for side in (1, -1) for sign in (1, -1)]
    return [(aside, 0), (-aside, 0), (0, below), (0, -below), *corners]


def _is_free(box: Box, taken: Sequence[Box], room: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    across, down = room[0] / 2, room[1] / 2
    if left < -across or right > across or top < -down or bottom > down:
        return False
    return all(right <= west or left >= east or bottom <= north or top >= south for west, north, east, south in taken)
