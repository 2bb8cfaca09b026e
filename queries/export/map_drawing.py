"""The map of a slide as SVG: the polygons of the units, those without one as tiles beside it, and what the colours mean.

With several periods every unit carries its classes and values; slides.js shows one after the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape
from itertools import combinations
from typing import Any

from queries.briefing.model import CityMap, MapUnit
from queries.export.drawings import SMALLEST, hatch, label, label_lines, picture, width_of, wrapped
from queries.scale import CLASS_COLOURS

_GAP = (64.0, 150.0)  # between map, tiles and legend, at least and at most
_TILE, _LEGEND = 560.0, 280.0  # the widths of a tile, at most, and of the legend
_WIDEST = 0.56  # of the drawing, for the polygons
_NAME, _VALUE = 25.0, 28.0
_ROUNDS = 20  # of making way for one another
_KNOWN_SHAPES = ("Polygon", "MultiPolygon")


def city_map(body: CityMap, width: float, height: float, name: str, line_words: str) -> str:
    """All units in the last period, or one period after the other.

    ``name`` is unique on the page; ``line_words`` is what the line is called (达标线 60).
    """
    shapes = {str(feature["properties"]["code"]): feature["geometry"] for feature in body.boundaries["features"]}
    shapes = {code: shape for code, shape in shapes.items() if shape["type"] in _KNOWN_SHAPES}
    units = {unit.code: unit for unit in body.units}
    place = _Projection(shapes, width * _WIDEST, height)
    parts = [hatch(name)]
    parts += [f'<path d="{place.path(shape)}" class="empty"/>' for code, shape in shapes.items() if code not in units]
    drawn = sorted((unit for code, unit in units.items() if code in shapes), key=lambda unit: unit.is_subject)
    parts += [_polygon(unit, place.path(shapes[unit.code]), name) for unit in drawn]
    spots = _apart([(place.middle(shapes[unit.code]), _reach(unit)) for unit in drawn])
    parts += [_words(unit, *spot) for unit, spot in zip(drawn, spots, strict=True)]
    tiles = [unit for unit in body.units if unit.code not in shapes]
    tile = min(_TILE, width - place.width - 2 * _GAP[0] - _LEGEND)
    gap = min(max((width - place.width - tile - _LEGEND) / 2, _GAP[0]), _GAP[1])
    left = place.width + gap if shapes else 0.0
    parts.append(label(left, 26, body.periods[-1], 42, "strong brand moment"))
    parts += _tiles(tiles, (left, 84, tile, height - 84 - 92), name)
    parts += _legend(body, left + (tile + gap if tiles else 0), 96, name, line_words)
    source = wrapped(body.source, SMALLEST, width - left)
    parts.append(label_lines(left, height - 16 - (len(source) - 1) * 16, source, SMALLEST, "quiet", "start"))
    data = f' data-periods="{escape("|".join(body.periods))}"' if len(body.periods) > 1 else ""
    said = "，".join(f"{unit.long_name or unit.name} {unit.values[-1]}" for unit in body.units)
    return picture(width, height, "".join(parts), f"{body.periods[-1]}各单位得分率：{said}", data)


class _Projection:
    """Degrees to pixels: equirectangular about the middle of the city, as large as the place allows."""

    def __init__(self, shapes: Mapping[str, Mapping[str, Any]], width: float, height: float) -> None:
        points = [point for shape in shapes.values() for ring in _rings(shape) for point in ring]
        points = points or [(0.0, 0.0), (1.0, 1.0)]
        west, east = min(point[0] for point in points), max(point[0] for point in points)
        south, north = min(point[1] for point in points), max(point[1] for point in points)
        shrunk = math.cos(math.radians((south + north) / 2))
        self.scale = min(width / max((east - west) * shrunk, 1e-9), height / max(north - south, 1e-9))
        self.west, self.north, self.shrunk = west, north, shrunk
        self.width = (east - west) * shrunk * self.scale

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - self.west) * self.shrunk * self.scale, (self.north - point[1]) * self.scale

    def path(self, shape: Mapping[str, Any]) -> str:
        """The outline as the ``d`` of a path."""
        return "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(self.at, ring)) + "Z" for ring in _rings(shape)
        )

    def middle(self, shape: Mapping[str, Any]) -> tuple[float, float]:
        """Where a name has most room: the middle of the largest upright box of its proportions within the largest part."""
        from shapely import affinity
        from shapely.geometry import Polygon
        from shapely.ops import polylabel

        largest = max(
            (Polygon([self.at(point) for point in part[0]]) for part in _parts(shape)), key=lambda one: one.area
        )
        flat = 0.8  # a name over a value is a little wider than it is high
        spot = polylabel(affinity.scale(largest.buffer(0), xfact=flat, yfact=1, origin=(0, 0)), tolerance=1)
        return spot.x / flat, spot.y


def _parts(shape: Mapping[str, Any]) -> list[Any]:
    """The polygons of a shape, each a list of rings."""
    return [shape["coordinates"]] if shape["type"] == "Polygon" else list(shape["coordinates"])


def _rings(shape: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    for part in _parts(shape):
        for ring in part:
            yield [(float(point[0]), float(point[1])) for point in ring]


def _unit(unit: MapUnit, content: str) -> str:
    """A group that slides.js may recolour: the class of the last period now, those of all as data."""
    data = ""
    if len(unit.values) > 1:
        classes = "|".join(map(str, unit.classes))
        data = f' data-classes="{classes}" data-values="{escape("|".join(unit.values))}"'
    subject = " subject" if unit.is_subject else ""
    return f'<g class="unit {kind_of(unit.classes[-1])}{subject}"{data}>{content}</g>'


def kind_of(number: int) -> str:
    """The name in slides.css of a class of distance."""
    return f"c{number}" if number >= 0 else "cn"


def _polygon(unit: MapUnit, outline: str, name: str) -> str:
    ground = f'<path d="{outline}" style="fill:url(#{name})"/>'  # shows where the colour above it is none
    return _unit(unit, f'{ground}<path d="{outline}" class="ground"/>')


def _words(unit: MapUnit, x: float, y: float) -> str:
    """Name over value, drawn after all polygons so that no neighbour covers them."""
    value = label(x, y + _VALUE * 0.62, unit.values[-1], _VALUE, "value", "middle")
    return _unit(unit, label(x, y - _NAME * 0.62, unit.name, _NAME, "name", "middle") + value)


def _reach(unit: MapUnit) -> float:
    """Half the width of what stands on a polygon."""
    return max(width_of(unit.name, _NAME), *(width_of(value, _VALUE) for value in unit.values)) / 2 + 5


def _apart(labels: list[tuple[tuple[float, float], float]]) -> list[tuple[float, float]]:
    """Where names stand after those that would touch have made way, each half of it, the shorter way."""
    spots = [list(spot) for spot, _ in labels]
    tall = _NAME + _VALUE + 10
    for _ in range(_ROUNDS):
        for one, other in combinations(range(len(labels)), 2):
            wide = labels[one][1] + labels[other][1] - abs(spots[one][0] - spots[other][0])
            high = tall - abs(spots[one][1] - spots[other][1])
            if wide > 0 and high > 0:
                axis, way = (0, wide) if wide < high else (1, high)
                sign = -1 if spots[one][axis] <= spots[other][axis] else 1
                spots[one][axis] += sign * way / 2
                spots[other][axis] -= sign * way / 2
    return [(x, y) for x, y in spots]


def _tiles(units: list[MapUnit], place: tuple[float, float, float, float], name: str) -> list[str]:
    """The units without a polygon, each with its host; ``place`` is left, top, width and room below."""
    left, top, wide, room = place
    tall = min(132.0, room / max(len(units), 1))
    tiles = []
    for number, unit in enumerate(units):
        y = top + number * tall
        box = f'x="{left:.1f}" y="{y:.1f}" width="{wide:.0f}" height="{tall - 16:.1f}" rx="14"'
        words = f"{unit.name} · 属{unit.host}" if unit.host else unit.name
        value_width = max(width_of(value, 40) for value in unit.values) + 56
        lines = wrapped(words, 27, wide - value_width - 26)
        middle = y + (tall - 16) / 2
        content = (
            f'<rect {box} style="fill:url(#{name})"/><rect {box} class="ground"/>'
            + label_lines(left + 26, middle, lines, 27, "name", "start")
            + label(left + wide - 26, middle, unit.values[-1], 40 if unit.classes[-1] >= 0 else 27, "value", "end")
        )
        tiles.append(_unit(unit, content))
    return tiles


def _legend(body: CityMap, left: float, top: float, name: str, line_words: str) -> list[str]:
    """The classes in words, highest first, and between them the line."""
    parts = [label(left, top, "与达标线相差（分）", SMALLEST, "quiet")]
    y = top + 50
    for number in reversed(range(len(CLASS_COLOURS))):
        parts.append(
            f'<rect x="{left:.1f}" y="{y - 16:.1f}" width="56" height="32" rx="5" class="swatch {kind_of(number)}"/>'
        )
        parts.append(label(left + 76, y, body.legend[number], SMALLEST))
        y += 42
        if number == len(CLASS_COLOURS) // 2:
            parts.append(f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{left + 76:.1f}" y2="{y:.1f}" class="goal-line"/>')
            parts.append(label(left + 88, y, line_words, SMALLEST, "strong"))
            y += 42
    parts.append(f'<rect x="{left:.1f}" y="{y - 16:.1f}" width="56" height="32" rx="5" style="fill:url(#{name})"/>')
    parts.append(label(left + 76, y, "数据不足", SMALLEST))
    return parts
