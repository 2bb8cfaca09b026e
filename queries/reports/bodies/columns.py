"""A column a period, oldest first: how much there was in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place

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
class Columns(Drawing):
    """Columns from zero; ``measure`` says of what."""

    items: tuple[Column, ...]
    measure: str

    @property
    def heading(self) -> str:
        """What is measured."""
        return self.measure

    @property
    def title(self) -> str:
        """The chart, and of how many columns."""
        return f"{len(self.items)} 柱的柱形图"

    @property
    def words(self) -> str:
        """Every period."""
        return f"{self.measure}：{'；'.join(f'{item.name} {item.words}'.replace(chr(10), ' ') for item in self.items)}"

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

    def add_to(self, slide: Any, box: Box) -> None:
        """A column chart with its words above each column."""
        from queries.reports.bodies import native, native_charts

        top = native.heading(slide, self.measure, box)
        place = Box(box.left, box.top + top, box.width, box.height - top)
        names = [f"{item.name}\n{item.words}" for item in self.items]
        values = [item.value for item in self.items]
        frame, chart = native_charts.chart(slide, place, "COLUMN_CLUSTERED", names, [(self.measure, values)], "General")
        chart.value_axis.minimum_scale = 0
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        chart.category_axis.has_major_gridlines = False
        native.style(chart.category_axis.tick_labels.font, 12, native.INK)
        plot = chart.plots[0]
        plot.gap_width = 40
        for number, item in enumerate(self.items):
            tone = native.TONES["above" if item.is_own else "muted"]
            native.fill(plot.series[0].points[number].format, tone)
        native.describe(frame, self.measure, self.words)
