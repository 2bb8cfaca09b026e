"""The map as shapes: a unit is one freeform that can be moved, coloured and read out; units without a polygon are tiles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from queries import formats
from queries.briefing.model import CityMap, MapUnit
from queries.export.powerpoint.drawing import (
    ABOVE,
    BELOW,
    CLASSES,
    INK,
    MUTED,
    NOTHING,
    SURFACE,
    Box,
    Colour,
    Run,
    describe,
    fill,
    largest_size,
    outline,
    paint,
    plain,
    text_box,
    write,
)

_TILE = (2.15, 0.74)  # width and height of a tile, in inches
_GAP = 0.12
_KEY = 0.26  # height of a line of the legend
_PER_INCH = 1000
_LABEL_SIZES = ((400, 14.0), (250, 13.0), (0, 11.0))  # of a unit's text, by the room in it
_LABEL_WIDTH, _LABEL_HEIGHT = 43, 34  # of a text of one point, in thousandths of an inch
_ATTEMPTS = 8
_SMALL_ISLAND = 0.02  # of the largest district
_NO_DATA = "数据不足"

Ring = Sequence[Sequence[float]]


def draw_map(slide: Any, body: CityMap, box: Box) -> None:
    """The units of the last period, the tiles beside them, what the colours mean, and where the boundaries come from."""
    side = Box(box.left + box.width - 2 * _TILE[0] - _GAP, box.top, 2 * _TILE[0] + _GAP, box.height)
    picture = Box(box.left, box.top, box.width - side.width - 0.4, box.height - 0.2)
    shapes = {str(shape["properties"]["code"]): shape["geometry"] for shape in body.boundaries.get("features", ())}
    drawn = [unit for unit in body.units if unit.code in shapes]
    project = _projection([rings for unit in drawn for rings in _polygons(shapes[unit.code])], picture)
    labels = _labels([_polygons(shapes[unit.code]) for unit in drawn], project)
    # The roomy ones first, so that no polygon covers the text of a narrow neighbour.
    for unit, label in sorted(zip(drawn, labels, strict=True), key=lambda pair: -pair[1].room):
        _draw_unit(slide, body, unit, _polygons(shapes[unit.code]), project, label)
    beside = [unit for unit in body.units if unit.code not in shapes]
    bottom = _draw_tiles(slide, body, beside, side)
    _draw_legend(slide, body, Box(side.left, bottom + 0.1, side.width, 0))
    source = Box(side.left, box.top + box.height - 0.5, side.width, 0.5)
    text_box(slide, source, [[Run(body.source + "。区的颜色不含另列的功能区。", 10, MUTED)]], anchor=MSO_ANCHOR.BOTTOM)


def words_of(body: CityMap, unit: MapUnit) -> str:
    """What is read out in place of a unit: 鄞州区 67.75，距线 +7.75."""
    name = unit.long_name or unit.name
    value = unit.values[-1]
    if unit.classes[-1] < 0:
        return f"{name} {_NO_DATA}"
    score = float(value.replace("−", "-").replace(",", ""))
    return f"{name} {value}，距线 {formats.signed(score - body.line)}"


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    coordinates: Any = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def _projection(polygons: Sequence[Sequence[Ring]], box: Box) -> Any:
    """From degrees to thousandths of an inch on the slide: true to shape at the middle of the map.

    Small islands far out may stand a little outside the box, so that the districts are as large as they can be.
    """
    largest = max(map(_area, polygons), default=0.0)
    points = [
        point for rings in polygons if _area(rings) >= largest * _SMALL_ISLAND for ring in rings for point in ring
    ] or [(0.0, 0.0)]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    width, height = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min(box.width / width, box.height / height)
    left = box.left + (box.width - width * scale) / 2
    top = box.top + (box.height - height * scale) / 2

    def project(point: Sequence[float]) -> tuple[int, int]:
        x = left + (point[0] - west) * narrowing * scale
        y = top + (north - point[1]) * scale
        return round(x * _PER_INCH), round(y * _PER_INCH)

    return project


@dataclass
class _Label:
    """Where the text of a unit is centred, in thousandths of an inch, and how large it is in points; ``room`` to the next edge."""

    x: float
    y: float
    size: float
    room: float

    @property
    def width(self) -> float:
        """Of the value, the longer of the two lines, with a little air."""
        return self.size * _LABEL_WIDTH

    @property
    def height(self) -> float:
        """Of both lines."""
        return self.size * _LABEL_HEIGHT


def _labels(shapes: Sequence[Sequence[Sequence[Ring]]], project: Any) -> list[_Label]:
    """The texts where their units are widest; those that would cover one another are moved apart sideways."""
    labels = []
    for polygons in shapes:
        projected = [[[project(point) for point in ring] for ring in rings] for rings in polygons]
        x, y, room = _middle(max(projected, key=_area))
        labels.append(_Label(x, y, next(size for least, size in _LABEL_SIZES if room >= least), room))
    for _ in range(_ATTEMPTS):
        for one, other in combinations(sorted(labels, key=lambda label: label.x), 2):
            over = (one.width + other.width) / 2 - (other.x - one.x)
            if over > 0 and abs(one.y - other.y) < (one.height + other.height) / 2:
                one.x -= over / 2
                other.x += over / 2
    return labels


def _draw_unit(
    slide: Any, body: CityMap, unit: MapUnit, polygons: Sequence[Sequence[Ring]], project: Any, label: _Label
) -> None:
    rings = [[project(point) for point in ring] for rings in polygons for ring in rings]
    first, *others = rings
    builder = slide.shapes.build_freeform(*first[0], scale=float(Inches(1)) / _PER_INCH)
    builder.add_line_segments(first[1:], close=True)
    for ring in others:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    shape = builder.convert_to_shape()
    plain(shape)
    outline(shape, INK if unit.is_subject else SURFACE, 2.5 if unit.is_subject else 1)
    ink = _colour(shape, unit.classes[-1])
    _place_text(shape, label.x, label.y)
    write(
        shape.text_frame,
        [[Run(unit.name, label.size - 1, ink)], [Run(unit.values[-1], label.size, ink, is_bold=True)]],
        align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE, wraps=False,
    )  # fmt: skip
    describe(shape, unit.long_name or unit.name, words_of(body, unit))


def _colour(shape: Any, number: int) -> Colour:
    """Fill a unit by its class, hatched without data; the colour its text has on that ground."""
    if number >= 0:
        fill(shape, CLASSES[number])
        return SURFACE if CLASSES[number] in {ABOVE, BELOW} else INK
    shape.fill.patterned()
    shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    paint(shape.fill.fore_color, NOTHING)
    paint(shape.fill.back_color, SURFACE)
    return INK


def _area(rings: Sequence[Sequence[Sequence[float]]]) -> float:
    ring = rings[0]
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _middle(rings: Sequence[Sequence[tuple[int, int]]]) -> tuple[float, float, float]:
    """Where a polygon is widest, and how far its edge is from there."""
    import shapely

    polygon = shapely.Polygon(rings[0], rings[1:])
    circle = shapely.maximum_inscribed_circle(polygon if polygon.is_valid else polygon.buffer(0), tolerance=5)
    x, y = circle.coords[0]
    return float(x), float(y), float(circle.length)


def _place_text(shape: Any, x: float, y: float) -> None:
    """Centre the text of a freeform at a point, as a share of its size, so that it stays there when it is resized."""
    per_inch = float(Inches(1)) / _PER_INCH
    across = (x * per_inch - shape.left) / max(shape.width, 1)
    down = (y * per_inch - shape.top) / max(shape.height, 1)
    geometry = shape._element.spPr.find(qn("a:custGeom"))
    for name in ("a:gdLst", "a:rect"):
        for old in geometry.findall(qn(name)):
            geometry.remove(old)
    reach = 0.02
    edges = {"l": ("w", across - reach), "r": ("w", across + reach), "t": ("h", down - reach), "b": ("h", down + reach)}
    guides = "".join(
        f'<a:gd name="text_{edge}" fmla="*/ {side} {round(share * 10000)} 10000"/>'
        for edge, (side, share) in edges.items()
    )
    geometry.find(qn("a:avLst")).addnext(parse_xml(f"<a:gdLst {nsdecls('a')}>{guides}</a:gdLst>"))
    rectangle = " ".join(f'{edge}="text_{edge}"' for edge in ("l", "t", "r", "b"))
    geometry.find(qn("a:pathLst")).addprevious(parse_xml(f"<a:rect {nsdecls('a')} {rectangle}/>"))


def _draw_tiles(slide: Any, body: CityMap, units: Sequence[MapUnit], box: Box) -> float:
    """The units without a polygon, two a row, each with its host; the lower edge of the last."""
    width, height = _TILE
    rows = max(-(-len(units) // 2), 0)
    height = min(height, (box.height - 9 * _KEY) / rows - _GAP) if rows else height
    for number, unit in enumerate(units):
        place = Box(
            box.left + number % 2 * (width + _GAP), box.top + number // 2 * (height + _GAP), width, height
        )  # fmt: skip
        tile = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place.emu)
        tile.adjustments[0] = 0.1
        plain(tile)
        outline(tile, None)
        ink = _colour(tile, unit.classes[-1])
        label = f"{unit.name} · 属{unit.host}" if unit.host else unit.name
        size = largest_size(label, width - 0.24, (13, 12, 11, 10, 9))
        write(
            tile.text_frame, [[Run(label, size, ink)], [Run(unit.values[-1], 16, ink, is_bold=True)]],
            anchor=MSO_ANCHOR.MIDDLE, margin=0.1,
        )  # fmt: skip
        describe(tile, unit.long_name or unit.name, words_of(body, unit) + (f"（属{unit.host}）" if unit.host else ""))
    return box.top + rows * (height + _GAP)


def _draw_legend(slide: Any, body: CityMap, box: Box) -> None:
    """The classes in words, highest first, as one group."""
    group = slide.shapes.add_group_shape()
    heading = f"距达标线 {formats.number(body.line, 0)} 的分数"
    shape = group.shapes.add_textbox(*Box(box.left, box.top, box.width, _KEY).emu)
    write(shape.text_frame, [[Run(heading, 12, MUTED)]], anchor=MSO_ANCHOR.MIDDLE)
    keys = [(number, body.legend[number]) for number in range(len(body.legend) - 1, -1, -1)] + [(-1, _NO_DATA)]
    for line, (number, words) in enumerate(keys, start=1):
        top = box.top + line * _KEY
        patch = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, top + 0.05, 0.36, _KEY - 0.08).emu)
        plain(patch)
        outline(patch, None)
        _colour(patch, number)
        label = group.shapes.add_textbox(*Box(box.left + 0.46, top, box.width - 0.46, _KEY).emu)
        write(label.text_frame, [[Run(words, 12, INK)]], anchor=MSO_ANCHOR.MIDDLE)
    describe(group, "图例", f"{heading}，由高到低：{'；'.join(words for _, words in keys)}")
