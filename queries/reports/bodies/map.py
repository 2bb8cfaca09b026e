"""The map of the reporting units: polygons, those without one as tiles beside it, and what the colours mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Picture, Place, line_words
from queries.reports.bodies.geography import Ground, Label, label_on, move_apart, projected, rings
from queries.reports.texts import ems
from queries.scale import CLASS_COLOURS

_NO_DATA = "数据不足"
_GAP = (64.0, 150.0)  # between map, tiles and legend, at least and at most
_TILE, _LEGEND = 560.0, 280.0  # the widths of the tiles beside a map, at most, and of the legend
_TILE_LEAST, _BETWEEN = 440.0, 20.0  # the width of a tile, at least, and what lies between two
_WIDEST = 0.56  # of the drawing, for the polygons
_NAME, _VALUE = 25.0, 28.0
_PER_INCH = 144  # a slide of PowerPoint has as many of these as the stage has pixels
_TYPE = ((58.0, 14.0), (36.0, 13.0), (0.0, 11.0))  # of a unit's text on a slide, by the room in it
_SLIDE_TILE = (2.15, 0.74)  # width and height of a tile, in inches
_SPACE = 0.12
_KEY = 0.26  # height of a line of the legend


@dataclass(frozen=True)
class MapUnit:
    """A reporting unit over the periods of a map: what is printed, and the class of its distance (−1 without data).

    ``gap`` is the printed distance of the last period. ``name`` is the short one of the map, ``long_name`` the full one
    for those who hear the slide; ``is_subject`` is the unit the briefing is about.
    """

    code: str
    name: str
    host: str
    values: tuple[str, ...]
    classes: tuple[int, ...]
    gap: str
    long_name: str
    is_subject: bool = False

    @property
    def words(self) -> str:
        """What is read out: 鄞州区 67.75，距线 +7.75."""
        gap = f"，距线 {self.gap}" if self.classes[-1] >= 0 else ""
        host = f"（属{self.host}）" if self.host else ""
        return f"{self.long_name} {self.values[-1]}{gap}{host}"

    @property
    def tile_words(self) -> str:
        """Its name and its host."""
        return f"{self.name} · 属{self.host}" if self.host else self.name

    @property
    def ems(self) -> float:
        """How wide its text is in sizes of the type, the widest of all periods."""
        return max(ems(self.name), *map(ems, self.values))


@dataclass(frozen=True)
class CityMap(Drawing):
    """All reporting units in one period or several, oldest first; ``boundaries`` is GeoJSON with ``code``.

    Units without a polygon are tiles beside it. ``legend`` are the words of the classes, lowest first. With several
    periods every unit carries its classes and values; slides.js shows one after the other.
    """

    periods: tuple[str, ...]
    units: tuple[MapUnit, ...]
    boundaries: Mapping[str, Any]
    line: float
    legend: tuple[str, ...]
    source: str = ""
    measure: str = "得分率"
    share: ClassVar[float] = 4.0

    @property
    def title(self) -> str:
        """The map, and of how many units."""
        return f"{len(self.units)} 个单位的地图"

    @property
    def words(self) -> str:
        """Every unit in the last period."""
        return f"{self.periods[-1]}各单位{self.measure}：{'；'.join(unit.words for unit in self.units)}"

    def data(self) -> dict[str, str]:
        """The periods that can be played."""
        return {"periods": "|".join(self.periods)} if len(self.periods) > 1 else {}

    def _on(self, ground: Ground) -> tuple[list[MapUnit], list[MapUnit]]:
        """The units with a polygon, the one that is spoken of last and so above the others, and those without."""
        drawn = [unit for unit in self.units if unit.code in ground.shapes]
        return sorted(drawn, key=lambda unit: unit.is_subject), [unit for unit in self.units if unit not in drawn]

    def height_at(self, width: float) -> float:
        """That of the polygons."""
        return self._ground(width * _WIDEST).height

    def polygons(self, ground: Ground, place: Place) -> list[str]:
        """The units with a polygon in the last period, under them the districts that are not spoken of."""
        drawn, _ = self._on(ground)
        outlines = {code: _path(shape) for code, shape in ground.shapes.items()}
        blank = f'style="fill:url(#{place.name})"'  # shows where the colour above it is none
        parts = [svg.hatch(place.name)]
        known = {unit.code for unit in drawn}
        parts += [f'<path d="{outline}" class="empty"/>' for code, outline in outlines.items() if code not in known]
        for unit in drawn:
            path = f'<path d="{outlines[unit.code]}"'
            parts.append(_unit(unit, f'{path} {blank}/>{path} class="ground"/>', place))
        labels = [label_on(ground.shapes[unit.code]) for unit in drawn]
        for unit, label in zip(drawn, labels, strict=True):
            label.half_width, label.half_height = unit.ems * _VALUE / 2 + 5, (_NAME + _VALUE) / 2 + 5
        move_apart(labels)
        return parts + [_words(unit, label, place) for unit, label in zip(drawn, labels, strict=True)]

    def _ground(self, width: float, height: float = math.inf) -> Ground:
        return projected(self.boundaries, width, height)

    def svg(self, place: Place) -> str:
        """All units in the last period, or one period after the other."""
        ground = self._ground(place.width * _WIDEST, place.height)
        _, beside = self._on(ground)
        parts = self.polygons(ground, place)
        blank = f'style="fill:url(#{place.name})"'
        tile = min(_TILE if ground.shapes else math.inf, place.width - ground.width - 2 * _GAP[0] - _LEGEND)
        gap = min(max((place.width - ground.width - tile - _LEGEND) / 2, _GAP[0]), _GAP[1])
        left = ground.width + gap if ground.shapes else 0.0
        parts.append(svg.label(left, 26, self.periods[-1], 42, "strong brand moment"))
        parts += _tiles(beside, (left, 84, tile, place.height - 84 - 92), blank)
        parts += self._legend(left + (tile + gap if beside else 0), 96, blank)
        source = svg.lines_in(self.source, svg.SMALLEST, place.width - left)
        bottom = place.height - 16 - (len(source) - 1) * 16
        parts.append(svg.label_lines(left, bottom, source, svg.SMALLEST, "quiet", "start"))
        return "".join(parts)

    def _legend(self, left: float, y: float, blank: str) -> list[str]:
        """The classes in words, highest first, and between them the line."""
        parts = [svg.label(left, y, "与达标线相差（分）", svg.SMALLEST, "quiet")]
        y += 50
        for number in (*reversed(range(len(CLASS_COLOURS))), -1):
            kind = f'class="swatch {_kind(number)}"' if number >= 0 else blank
            parts.append(f'<rect x="{left:.1f}" y="{y - 16:.1f}" width="56" height="32" rx="5" {kind}/>')
            parts.append(svg.label(left + 76, y, self.legend[number] if number >= 0 else _NO_DATA, svg.SMALLEST))
            y += 42
            if number == len(CLASS_COLOURS) // 2:
                parts.append(svg.rule((left, y), (left + 76, y), "goal-line"))
                parts.append(svg.label(left + 88, y, line_words(self.line), svg.SMALLEST, "strong"))
                y += 42
        return parts

    def add_to(self, slide: Any, box: Box) -> None:
        """The last period: a unit is one freeform that can be moved, coloured and read out."""
        from queries.reports.bodies import native

        wide = 2 * _SLIDE_TILE[0] + _SPACE
        side = Box(box.left + box.width - wide, box.top, wide, box.height)
        room = Box(box.left, box.top, box.width - side.width - 0.4, box.height - 0.2)
        ground = projected(self.boundaries, room.width * _PER_INCH, room.height * _PER_INCH)
        left = room.left + (room.width - ground.width / _PER_INCH) / 2
        top = room.top + (room.height - ground.height / _PER_INCH) / 2
        drawn, beside = self._on(ground)
        labels = [label_on(ground.shapes[unit.code]) for unit in drawn]
        sizes = [next(size for least, size in _TYPE if label.room >= least) for label in labels]
        rooms = [label.room for label in labels]
        for unit, label, size in zip(drawn, labels, sizes, strict=True):
            label.half_width, label.half_height = unit.ems * size + 4, size * 2.45
        move_apart(labels)

        def outlined(code: str) -> Any:
            outlines = [
                [(x + left * _PER_INCH, y + top * _PER_INCH) for x, y in ring] for ring in rings(ground.shapes[code])
            ]
            return native.freeform(slide, outlines, _PER_INCH)

        for code in sorted(ground.shapes.keys() - {unit.code for unit in drawn}):
            shape = outlined(code)
            shape.fill.background()
            native.outline(shape, native.NOTHING, 1)
            native.describe(shape, "其他区", "不在材料范围内的区")
        # The roomy ones first, so that no polygon covers the text of a narrow neighbour.
        for _, unit, label, size in sorted(zip(rooms, drawn, labels, sizes, strict=True), key=lambda one: -one[0]):
            shape = outlined(unit.code)
            native.outline(shape, native.INK if unit.is_subject else native.SURFACE, 2.5 if unit.is_subject else 1)
            ink = native.fill_class(shape, unit.classes[-1])
            native.centre_text(shape, left + label.x / _PER_INCH, top + label.y / _PER_INCH)
            lines = [native.Run(unit.name, size - 1, ink)], [native.Run(unit.values[-1], size, ink, is_bold=True)]
            native.write(shape.text_frame, lines, align="CENTER", anchor="MIDDLE", wraps=False)
            native.describe(shape, unit.long_name, unit.words)
        keys = [*reversed(list(enumerate(self.legend))), (-1, _NO_DATA)]
        bottom = box.top
        if ground.shapes:
            tiles = Box(side.left, box.top, side.width, box.height - len(keys) * _KEY)
            bottom = self._add_tiles(slide, beside, tiles) + 0.1
        else:
            self._add_tiles(slide, beside, room)
        native.legend(slide, Box(side.left, bottom, side.width, _KEY), f"距{line_words(self.line)} 的分数", keys)
        source = Box(side.left, box.top + box.height - 0.5, side.width, 0.5)
        apart = "。区的颜色不含另列的功能区。" if ground.shapes else "。"
        words = native.Run(f"{self.source}{apart}", 10, native.MUTED)
        native.text_box(slide, source, [[words]], anchor="BOTTOM")

    def _add_tiles(self, slide: Any, units: Sequence[MapUnit], box: Box) -> float:
        """The units without a polygon, side by side; the lower edge of the last."""
        from queries.reports.bodies import native

        width, height = _SLIDE_TILE
        columns = int((box.width + _SPACE) / (width + _SPACE) + 1e-6)
        rows = -(-len(units) // columns)
        height = min(height, box.height / rows - _SPACE) if rows else height
        for number, unit in enumerate(units):
            left = box.left + number % columns * (width + _SPACE)
            top = box.top + number // columns * (height + _SPACE)
            tile = native.rounded(slide, Box(left, top, width, height), 0.1)
            native.outline(tile, None)
            ink = native.fill_class(tile, unit.classes[-1])
            size = native.largest_size(unit.tile_words, width - 0.24, (13, 12, 11, 10, 9))
            lines = [native.Run(unit.tile_words, size, ink)], [native.Run(unit.values[-1], 16, ink, is_bold=True)]
            native.write(tile.text_frame, lines, anchor="MIDDLE", margin=0.1)
            native.describe(tile, unit.long_name, unit.words)
        return box.top + rows * (height + _SPACE)


@dataclass(frozen=True)
class MapGround(Picture):
    """The polygons of a map alone, for a page, where tiles and legend have places of their own."""

    map: CityMap
    widths: ClassVar[Sequence[float]] = (620.0,)

    @property
    def words(self) -> str:
        """All of the map: what the tiles show too."""
        return self.map.words

    def height_at(self, width: float) -> float:
        """As the polygons are shaped."""
        return projected(self.map.boundaries, width, math.inf).height

    def svg(self, place: Place) -> str:
        """The polygons and, where the sea is, the period."""
        parts = self.map.polygons(projected(self.map.boundaries, place.width, place.height), place)
        parts.append(svg.label(place.width, 26, self.map.periods[-1], 34, "strong moment", "end"))
        return f'<svg style="overflow:hidden">{"".join(parts)}</svg>'  # without the islands far out


def _path(polygon: Any) -> str:
    """The outline as the ``d`` of a path."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings(polygon))


def _kind(number: int) -> str:
    """The name in slides.css of a class of distance."""
    return f"c{number}" if number >= 0 else "cn"


def _unit(unit: MapUnit, content: str, place: Place | None = None) -> str:
    """A group that slides.js may recolour: the class of the last period now, those of all as data."""
    data = {}
    if len(unit.values) > 1:
        data = {"classes": "|".join(map(str, unit.classes)), "values": "|".join(unit.values)}
    kind = f"unit {_kind(unit.classes[-1])}{' subject' if unit.is_subject else ''}"
    is_live = place is not None and place.is_live
    return svg.part(content, kind, unit.words if is_live else "", code=unit.code if is_live else "", data=data)


def _words(unit: MapUnit, label: Label, place: Place) -> str:
    """Name over value, drawn after all polygons so that no neighbour covers them."""
    value = svg.label(label.x, label.y + _VALUE * 0.62, unit.values[-1], _VALUE, "value", "middle")
    words = svg.label(label.x, label.y - _NAME * 0.62, unit.name, _NAME, "name", "middle") + value
    if place.is_live:  # what is pointed at there is the polygon
        return svg.part(words, f"unit words {_kind(unit.classes[-1])}", "")
    return _unit(unit, words)


def _tiles(units: Sequence[MapUnit], place: tuple[float, float, float, float], blank: str) -> list[str]:
    """The units without a polygon, each with its host, in as many columns as there is room for.

    ``place`` is left, top, width and room below.
    """
    first, top, room, high = place
    columns = max(int(room / _TILE_LEAST), 1)
    wide = (room - _BETWEEN * (columns - 1)) / columns
    tall = min(132.0, high / max(-(-len(units) // columns), 1))
    tiles = []
    for number, unit in enumerate(units):
        left, y = first + number % columns * (wide + _BETWEEN), top + number // columns * tall
        middle = y + (tall - 16) / 2
        box = f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.0f}" height="{tall - 16:.1f}" rx="14"'
        lines = svg.lines_in(unit.tile_words, 27, wide - max(svg.width_of(value, 40) for value in unit.values) - 82)
        size = 40 if unit.classes[-1] >= 0 else 27
        content = (
            f'{box} {blank}/>{box} class="ground"/>'
            + svg.label_lines(left + 26, middle, lines, 27, "name", "start")
            + svg.label(left + wide - 26, middle, unit.values[-1], size, "value", "end")
        )
        tiles.append(_unit(unit, content))
    return tiles
