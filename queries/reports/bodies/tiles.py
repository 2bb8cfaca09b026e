"""Areas beside one another as tiles in the colour of their class: those without a polygon, or all parts of one area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Picture, Place

_LEAST, _GAP, _PADDING = 240.0, 12.0, 16.0
_NAME, _VALUE = 25.0, 34.0


@dataclass(frozen=True)
class Tile:
    """An area: its name, its value in words, the class of its distance (−1 without data); a code can be chosen."""

    code: str
    name: str
    value: str
    number: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Tiles(Picture):
    """Tiles in order, row by row; low ones say name and value in one line."""

    items: tuple[Tile, ...]
    is_low: bool = False
    widths: ClassVar[Sequence[float]] = (280.0, 380.0, 560.0, 780.0, 1120.0)

    @property
    def words(self) -> str:
        """Every area and its value."""
        return "；".join(f"{item.name} {item.value}" for item in self.items)

    @property
    def _tall(self) -> float:
        return 46.0 if self.is_low else 84.0

    def height_at(self, width: float) -> float:
        """Its rows."""
        rows = -(-len(self.items) // _columns(width))
        return max(rows * (self._tall + _GAP) - _GAP, 1.0)

    def svg(self, place: Place) -> str:
        """Each area on its colour, hatched without data."""
        columns, parts = _columns(place.width), [svg.hatch(place.name)]
        wide = (place.width - _GAP * (columns - 1)) / columns
        for number, item in enumerate(self.items):
            left, top = number % columns * (wide + _GAP), number // columns * (self._tall + _GAP)
            box = f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{self._tall:.0f}" rx="12"'
            blank = f'{box} style="fill:url(#{place.name})"/>' if item.number < 0 else ""
            kind = f"unit {f'c{item.number}' if item.number >= 0 else 'cn'}{' subject' if item.is_chosen else ''}"
            content = f'{blank}{box} class="ground"/>{self._text(item, left, top, wide)}'
            parts.append(svg.part(content, kind, f"{item.name} {item.value}", code=item.code))
        return "".join(parts)

    def _text(self, item: Tile, left: float, top: float, wide: float) -> str:
        room = wide - 2 * _PADDING
        if not self.is_low:
            size = min(_NAME, _NAME * room / max(svg.width_of(item.name, _NAME), 1))
            name = svg.label(left + _PADDING, top + 25, item.name, size, "name")
            return name + svg.label(
                left + _PADDING, top + 59, item.value, _VALUE if item.number >= 0 else _NAME, "value"
            )
        room -= svg.width_of(item.value, svg.SMALLEST) + _GAP
        size = min(svg.SMALLEST, svg.SMALLEST * room / max(svg.width_of(item.name, svg.SMALLEST), 1))
        middle = top + self._tall / 2
        value = svg.label(left + wide - _PADDING, middle, item.value, svg.SMALLEST, "value", "end")
        return svg.label(left + _PADDING, middle, item.name, size, "name") + value


def _columns(width: float) -> int:
    return max(int((width + _GAP) / (_LEAST + _GAP)), 1)
