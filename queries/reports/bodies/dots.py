"""A score a row as its distance from the line: dots on a page, bars in PowerPoint, which has no such chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queries import formats
from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place, Tone, line_words

_SIGNED = '"+"0.00;"−"0.00;0.00'
_LABEL_ROOM = 0.6  # of the longest bar
_NO_DATA = "数据不足"
_HEAD, _ROW = svg.SMALLEST * 1.7, 62.0  # on a page of the dashboard


@dataclass(frozen=True)
class Dot:
    """A dimension against the line; ``score`` is None without data. On a page its code can be chosen."""

    name: str
    score: float | None
    value: str
    change: str
    tone: Tone
    code: str = ""


@dataclass(frozen=True)
class Dots(Drawing):
    """The dimensions against the line."""

    items: tuple[Dot, ...]
    line: float

    @property
    def heading(self) -> str:
        """What it shows."""
        return "各维度与达标线"

    @property
    def title(self) -> str:
        """The chart of the dimensions."""
        return "五维条形图"

    @property
    def words(self) -> str:
        """Each score and its change."""
        said = (
            f"{item.name} {_NO_DATA}" if item.score is None else f"{item.name} {item.value}，较上季 {item.change}"
            for item in self.items
        )
        return f"各维度得分，{line_words(self.line)}：{'；'.join(said)}"

    def height_at(self, width: float) -> float:  # noqa: ARG002 - a row is a row
        """The name of the line, and its rows."""
        return _HEAD + _ROW * len(self.items)

    def svg(self, place: Place) -> str:
        """Each dimension as a dot against the line, its score and change beside it."""
        row = min(112.0, (place.height - _HEAD) / max(len(self.items), 1))
        size = max(min(36.0, row * 0.42), svg.SMALLEST)
        names = max((min(svg.width_of(item.name, size), place.width * 0.3) for item in self.items), default=0)
        value = max((svg.width_of(item.value, size * 1.2) for item in self.items), default=0)
        change = max((svg.width_of(item.change, svg.SMALLEST) for item in self.items), default=0)
        left, right = names + 36, place.width - value - change - 64
        scores = [item.score for item in self.items if item.score is not None]
        # 20 points about the line, wider where a value needs it.
        low = min([self.line - 20, *(score - 3 for score in scores)])
        high = max([self.line + 20, *(score + 3 for score in scores)])

        def at(score: float) -> float:
            return left + (right - left) * (score - low) / (high - low)

        middle = at(self.line)
        parts = [svg.label(middle, svg.SMALLEST * 0.6, line_words(self.line), svg.SMALLEST, "quiet", "middle")]
        for number, item in enumerate(self.items):
            y = _HEAD + row * (number + 0.5)
            is_low = len(svg.lines_in(item.name, size, names)) * size * svg.LINE <= row
            name_size = size if is_low else svg.SMALLEST
            lines = svg.lines_in(item.name, name_size, names)
            own = [svg.label_lines(0, y, lines, name_size, "", "start"), svg.rule((left, y), (right, y), "track")]
            end = right + 32 + value
            if item.score is None:
                own.append(svg.label(end, y, _NO_DATA, svg.SMALLEST, "strong", "end"))
            else:
                x = at(item.score)
                own.append(svg.rule((middle, y), (x, y), f"reach {item.tone}"))
                own.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.42:.1f}" class="{item.tone}"/>')
                own.append(svg.label(end, y, item.value, size * 1.2, "strong", "end"))
                own.append(svg.label(place.width, y, item.change, svg.SMALLEST, "quiet", "end"))
            parts.append(self._live(item, own, y, row, place) if place.is_live and item.code else "".join(own))
        parts.append(svg.rule((middle, _HEAD), (middle, _HEAD + row * len(self.items)), "goal-line"))
        return "".join(parts)

    @staticmethod
    def _live(item: Dot, own: list[str], y: float, row: float, place: Place) -> str:
        ground = f'<rect x="0" y="{y - row / 2:.1f}" width="{place.width:.0f}" height="{row:.1f}" class="row"/>'
        return svg.part(ground + "".join(own), "line", f"{item.name}在线下的社区", code=item.code)

    def add_to(self, slide: Any, box: Box) -> None:
        """A bar a dimension from the line to its score: to the left below it, to the right above it."""
        from queries.reports.bodies import native, native_charts

        distances = [
            None if item.score is None else formats.rounded(formats.rounded(item.score) - self.line)
            for item in self.items
        ]
        head = native.heading(slide, f"各维度得分与距{line_words(self.line)} 的分数", box)
        place = Box(box.left, box.top + head, box.width, box.height - head)
        names = [f"{item.name} {item.value}\n较上季 {item.change}" for item in self.items]
        frame, chart = native_charts.chart(slide, place, "BAR_CLUSTERED", names, [("距达标线", distances)], _SIGNED)
        known = [distance for distance in distances if distance is not None]
        below, above = max([0.0, *(-distance for distance in known)]), max([0.0, *known])
        room = (max(below, above) or 1.0) * _LABEL_ROOM  # beyond the longest bar on its side, for its number
        values = chart.value_axis
        values.minimum_scale, values.maximum_scale = -(below + room), above + room
        values.visible = values.has_major_gridlines = False
        native_charts.name_every_bar(chart.category_axis)
        plot = chart.plots[0]
        plot.gap_width = 70
        (bars,) = plot.series
        bars.invert_if_negative = False
        native.fill(bars.format, native.ABOVE)
        for number, distance in enumerate(distances):
            is_below = distance is not None and distance < 0
            native.fill(bars.points[number].format, native.BELOW if is_below else native.ABOVE)
        native_charts.number_labels(bars, 14, native.INK, _SIGNED, is_bold=True, position="OUTSIDE_END")
        native.describe(frame, "五个维度", self.words)
