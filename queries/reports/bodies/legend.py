"""What the colours of a map mean, and how many areas have each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Picture, Place
from queries.scale import CLASS_COLOURS

_ROW, _SWATCH, _TEXT, _COUNT = 30.0, 48.0, 64.0, 56.0
_WIDEST = 420.0


@dataclass(frozen=True)
class Legend(Picture):
    """The classes in words, lowest first, how many areas each has, those without data last, and the line.

    ``marks`` are kinds of position in words, each with its count: of points, of which some are schematic.
    """

    title: str
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    line: str = ""
    marks: tuple[tuple[str, str, int], ...] = ()
    widths: ClassVar[Sequence[float]] = (280.0, 380.0, 480.0)

    @property
    def words(self) -> str:
        """Every class that has areas."""
        names = (*self.labels, "数据不足")
        said = (f"{name} {count} 个" for name, count in zip(names, self.counts, strict=True) if count)
        return f"{self.title}：{'；'.join(said)}"

    def height_at(self, width: float) -> float:
        """Title, classes, line, marks."""
        lines = sum(len(_lines(words, width)) for _, words, _ in self.marks)
        return _ROW * (len(self.labels) + 2 + bool(self.line) + lines) + 10

    def svg(self, place: Place) -> str:
        """The highest class first, between them the line."""
        size = min(svg.SMALLEST, svg.SMALLEST * place.width / svg.width_of(self.title, svg.SMALLEST))
        parts, y = [svg.hatch(place.name), svg.label(0, _ROW / 2, self.title, size, "quiet")], _ROW * 1.5 + 6
        wide = min(place.width, _WIDEST)

        def row(swatch: str, words: str, count: int, kind: str = "") -> None:
            nonlocal y
            lines = _lines(words, place.width)
            parts.append(f'<g transform="translate(0 {y:.1f})">{swatch}</g>')
            parts.append(svg.label_lines(_TEXT, y + (len(lines) - 1) * _ROW / 2, lines, svg.SMALLEST, kind, "start"))
            if count:
                parts.append(svg.label(wide, y, str(count), svg.SMALLEST, "strong", "end"))
            y += _ROW * len(lines)

        box = f'<rect x="0" y="-11" width="{_SWATCH:.0f}" height="22" rx="5"'
        for number in reversed(range(len(self.labels))):
            row(f'{box} class="swatch c{number}"/>', self.labels[number], self.counts[number])
            if self.line and number == len(CLASS_COLOURS) // 2:
                row(svg.rule((0, 0), (_SWATCH, 0), "goal-line"), self.line, 0, "strong")
        row(f'{box} style="fill:url(#{place.name})"/>', "数据不足", self.counts[-1])
        for kind, words, count in self.marks:
            row(f'<circle cx="{_SWATCH / 2:.0f}" cy="0" r="9" class="position {kind}"/>', words, count)
        return "".join(parts)


def _lines(words: str, width: float) -> list[str]:
    return svg.lines_in(words, svg.SMALLEST, min(width, _WIDEST) - _TEXT - _COUNT)
