"""A column a period, oldest first: how much there was in each."""

from __future__ import annotations

from dataclasses import dataclass

from queries.reports.bodies import svg
from queries.reports.bodies.body import Picture, Place

_HEIGHT, _FOOT, _HEAD = 420.0, 76.0, 36.0
_SHARE = 0.74  # of the room of a column
_SMALLEST = 17.0  # twelve numbers stand side by side on a phone


@dataclass(frozen=True)
class Column:
    """One period; ``value`` is None where nothing is known, ``is_own`` where it is the one that is spoken of."""

    name: str
    value: float | None
    words: str
    is_own: bool = False


@dataclass(frozen=True)
class Columns(Picture):
    """Columns from zero; ``title`` says what they measure."""

    items: tuple[Column, ...]
    title: str

    @property
    def words(self) -> str:
        """Every period."""
        return f"{self.title}：{'；'.join(f'{item.name} {item.words}'.replace(chr(10), ' ') for item in self.items)}"

    def height_at(self, width: float) -> float:  # noqa: ARG002
        """Always the same."""
        return _HEIGHT

    def svg(self, place: Place) -> str:
        """Its words above each column, its name below; those spoken of in full colour."""
        step = place.width / max(len(self.items), 1)
        highest = max([item.value or 0.0 for item in self.items] or [0.0]) or 1.0
        longest = max((svg.width_of(item.words, 1) for item in self.items), default=1.0)
        size = max(min(svg.SMALLEST, step / longest), _SMALLEST)
        bottom = place.height - _FOOT
        parts = [svg.rule((0, bottom), (place.width, bottom), "hair")]
        for number, item in enumerate(self.items):
            middle = step * (number + 0.5)
            tall = (bottom - _HEAD) * (item.value or 0.0) / highest
            wide = step * _SHARE
            kind = "above" if item.is_own else "other"
            mark = (
                f'<rect x="{middle - wide / 2:.1f}" y="{bottom - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
                f'class="bar {kind}"/>'
            )
            words = svg.label(middle, bottom - tall - 18, item.words, size, "strong" if item.is_own else "", "middle")
            parts.append(svg.part(mark + words, "line", f"{item.name} {item.words}" if place.is_live else ""))
            for row, line in enumerate(item.name.split("\n")):
                parts.append(svg.label(middle, bottom + 24 + 30 * row, line, svg.SMALLEST, "quiet", "middle"))
        return "".join(parts)
