"""A bar a row, from nothing to its value, in the order given: how much each brings, costs or counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place, Tone

_ROW, _THICK, _GAP = 50.0, 22.0, 16.0
_NAMES = 0.42  # of the width, at most
_WIDE = 1000.0  # from which width there is room for notes


@dataclass(frozen=True)
class Bar:
    """A row; ``part`` of the value is drawn darker, ``words`` stand at its end, ``note`` where there is room.

    ``code`` is what it opens on a page.
    """

    name: str
    value: float
    words: str
    tone: Tone = "plain"
    part: float | None = None
    note: str = ""
    code: str = ""

    @property
    def said(self) -> str:
        """The row for those who hear it."""
        return " ".join(filter(None, (self.name, self.words, self.note)))


@dataclass(frozen=True)
class Bars(Drawing):
    """Bars from one zero; ``measure`` says of what."""

    items: tuple[Bar, ...]
    measure: str
    widths: ClassVar[Sequence[float]] = (560.0, 780.0, 1120.0, 1760.0, 2500.0)

    @property
    def heading(self) -> str:
        """What is measured."""
        return self.measure

    @property
    def words(self) -> str:
        """Every row."""
        return f"{self.measure}：{'；'.join(item.said for item in self.items)}"

    @property
    def title(self) -> str:
        """The chart, and of how many rows."""
        return f"{len(self.items)} 行的条形图"

    def height_at(self, width: float) -> float:
        """Its rows, those with a long name higher."""
        return sum(_tall(item, self._names(width)) for item in self.items)

    def svg(self, place: Place) -> str:
        """Name, bar and words a row; what is below zero goes to the left."""
        names = self._names(place.width)
        notes = max((svg.width_of(item.note, svg.SMALLEST) for item in self.items), default=0.0)
        notes = notes + _GAP if notes and place.width >= _WIDE else 0.0
        words = max((svg.width_of(item.words, svg.SMALLEST) for item in self.items), default=0.0) + 2 * _GAP
        low = min([0.0, *(item.value for item in self.items)])
        high = max([0.0, *(item.value for item in self.items)])
        left = names + 2 * _GAP + (words if low < 0 else 0)
        right = place.width - notes - (words if high > 0 else 0)
        scale = max(right - left, 1.0) / ((high - low) or 1.0)
        zero, y, rows = left - low * scale, 0.0, []
        for item in self.items:
            tall = _tall(item, names)
            middle, end = y + tall / 2, zero + item.value * scale
            lines = svg.lines_in(item.name, svg.SMALLEST, names + 1)
            parts = [svg.label_lines(0, middle, lines, svg.SMALLEST, "", "start")]
            parts.append(_piece(zero, end, middle, f"bar {item.tone}{'' if item.part is None else ' pale'}"))
            if item.part:
                parts.append(_piece(zero, zero + item.part * scale, middle, f"bar {item.tone}"))
            is_left = item.value < 0
            x = end - _GAP if is_left else end + _GAP
            parts.append(svg.label(x, middle, item.words, svg.SMALLEST, "strong", "end" if is_left else "start"))
            if notes:
                parts.append(svg.label(place.width, middle, item.note, svg.SMALLEST, "quiet", "end"))
            ground = f'<rect x="0" y="{y:.1f}" width="{place.width:.0f}" height="{tall:.1f}" class="row"/>'
            code = item.code if place.is_live else ""
            rows.append(svg.part(ground + "".join(parts), "line", item.said if place.is_live else "", code=code))
            y += tall
        return "".join(rows)

    def _names(self, width: float) -> float:
        """How much of a width the names have."""
        longest = max((svg.width_of(item.name, svg.SMALLEST) for item in self.items), default=0.0)
        return min(longest, width * _NAMES)

    def add_to(self, slide: Any, box: Box) -> None:
        """A bar chart whose categories are named with their words."""
        from queries.reports.bodies import native, native_charts

        top = native.heading(slide, self.measure, box)
        place = Box(box.left, box.top + top, box.width, box.height - top)
        names = [f"{item.name} {item.words}" for item in self.items]
        values = [item.value for item in self.items]
        frame, chart = native_charts.chart(slide, place, "BAR_CLUSTERED", names, [(self.measure, values)], "General")
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        native_charts.name_every_bar(chart.category_axis)
        plot = chart.plots[0]
        plot.gap_width = 60
        (bars,) = plot.series
        bars.invert_if_negative = False
        for number, item in enumerate(self.items):
            native.fill(bars.points[number].format, native.TONES[item.tone])
        native.describe(frame, self.measure, self.words)


def _tall(item: Bar, names: float) -> float:
    """How high a row is."""
    lines = len(svg.lines_in(item.name, svg.SMALLEST, names + 1))
    return max(_ROW, lines * svg.SMALLEST * svg.LINE + 10)


def _piece(start: float, end: float, middle: float, kind: str) -> str:
    left, right = sorted((start, end))
    top = middle - _THICK / 2
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{_THICK:.0f}" class="{kind}"/>'
