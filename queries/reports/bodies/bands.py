"""The communities by band: one bar, and each band as symbol, word and number, never by its colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place

_GAP = 4.0
_LAST = 4  # the last colour of a band, which all have from there on
_WORTH_A_LABEL = 0.05  # of the whole, below which a part of a bar has no room for its number


@dataclass(frozen=True)
class Band:
    """A band and how many communities stand in it; ``position`` counts from 1 (best), 0 is 数据不足."""

    symbol: str
    name: str
    count: int
    position: int

    @property
    def colour(self) -> int:
        """Which of the colours it has."""
        return min(self.position, _LAST)


@dataclass(frozen=True)
class Bands(Drawing):
    """The communities by band, best first."""

    items: tuple[Band, ...]
    share: ClassVar[float] = 2.0

    @property
    def heading(self) -> str:
        """What it shows."""
        return "社区分布"

    @property
    def title(self) -> str:
        """The chart of the bands."""
        return "等次分布图"

    @property
    def words(self) -> str:
        """Each band and its number."""
        return "社区按等次：" + "，".join(f"{item.name} {item.count} 个" for item in self.items)

    @property
    def _whole(self) -> int:
        return sum(item.count for item in self.items)

    def height_at(self, width: float) -> float:  # noqa: ARG002 - a row is a row
        """The bar and a row a band."""
        return 84.0 + 24 + 48 * len(self.items)

    def svg(self, place: Place) -> str:
        """The bar, and under it the bands."""
        bar = min(84.0, place.height * 0.2)
        row = min(92.0, (place.height - bar - 24) / max(len(self.items), 1))
        size = max(min(38.0, row * 0.5), svg.SMALLEST)
        parts, left = [svg.hatch(place.name)], 0.0
        for item in self.items:
            wide = place.width * item.count / max(self._whole, 1)
            fill = f' style="fill:url(#{place.name})"' if item.position == 0 else ""
            if wide > 0:
                parts.append(
                    f'<rect x="{left:.1f}" y="0" width="{max(wide - _GAP, 1):.1f}" height="{bar:.0f}" rx="6" '
                    f'class="band b{item.colour}"{fill}/>'
                )
            left += wide
        for number, item in enumerate(self.items):
            y, kind = bar + 24 + row * (number + 0.5), f"word b{item.colour}"
            parts.append(svg.label(size * 0.55, y, item.symbol, size, kind, "middle"))
            parts.append(svg.label(size * 1.5, y, item.name, size, kind))
            parts.append(svg.label(place.width, y, f"{item.count} 个", size * 1.1, "strong", "end"))
            if number:
                parts.append(svg.rule((0, y - row / 2), (place.width, y - row / 2), "hair"))
        return "".join(parts)

    def add_to(self, slide: Any, box: Box) -> None:
        """One stacked bar, a band a part, and the bands in words and symbols below it."""
        from queries.reports.bodies import native, native_charts

        top = box.top + native.heading(slide, f"{self._whole} 个社区按等次", box)
        place = Box(box.left, top, box.width, min(0.9, box.height * 0.3))
        series = [(item.name, [item.count]) for item in self.items]
        frame, chart = native_charts.chart(slide, place, "BAR_STACKED", ["社区"], series, "0")
        for axis in (chart.value_axis, chart.category_axis):
            axis.visible = axis.has_major_gridlines = False
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, max(self._whole, 1)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 30, 100
        for item, part in zip(self.items, plot.series, strict=True):
            colour = native.BANDS[item.colour]
            native.fill(part.format, colour)
            native.outline(part.format, native.SURFACE, 1.5)
            if self._whole and item.count / self._whole >= _WORTH_A_LABEL:
                native_charts.number_labels(part, 16, native.on(colour), "0", is_bold=True)
        native.describe(frame, "各等次社区数", self.words)
        top += place.height + 0.12
        lines = [
            [native.Run(f"{item.symbol} {item.name}　", 17), native.Run(f"{item.count} 个", 17, is_bold=True)]
            for item in self.items
        ]
        native.text_box(slide, Box(box.left + 0.1, top, box.width - 0.2, box.top + box.height - top), lines, space=4)
