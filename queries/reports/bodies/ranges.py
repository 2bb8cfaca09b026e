"""A rate a row with its interval, against one line: who differs from it for certain, and who cannot be told from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place, Tone

_ROW, _HEAD, _GAP = 50.0, 12.0, 24.0
_RADIUS = 11.0
_MARGIN = 0.04  # of the scale, beyond what is drawn
_NAMES = 0.34  # of the width, at most


@dataclass(frozen=True)
class Range:
    """A rate of 1 between ``low`` and ``high``; ``words`` are its value, ``note`` is what it was counted of.

    ``tone`` is plain where it cannot be told from the line. ``code`` is what it opens on a page.
    """

    name: str
    rate: float
    low: float
    high: float
    words: str
    note: str
    tone: Tone = "plain"
    code: str = ""

    @property
    def said(self) -> str:
        """The row for those who hear it."""
        return f"{self.name} {self.words}（{self.note}）"


@dataclass(frozen=True)
class Ranges(Drawing):
    """Rates with their intervals; ``line`` is what they are held against, ``line_name`` what it is called."""

    items: tuple[Range, ...]
    line: float
    line_name: str
    measure: str

    @property
    def heading(self) -> str:
        """What is measured."""
        return self.measure

    @property
    def title(self) -> str:
        """The chart, and of how many rows."""
        return f"{len(self.items)} 行的区间图"

    @property
    def words(self) -> str:
        """The line and every row."""
        return f"{self.measure}，{self.line_name}：{'；'.join(item.said for item in self.items)}"

    def height_at(self, width: float) -> float:  # noqa: ARG002 - a row is a row
        """The rows, and the name of the line below them."""
        return _HEAD + _ROW * len(self.items) + 2 * svg.SMALLEST

    def svg(self, place: Place) -> str:
        """Name, interval with its dot, value and count a row; the line through all of them."""
        row = min(_ROW * 1.4, (place.height - _HEAD - 2 * svg.SMALLEST) / max(len(self.items), 1))
        names = max((svg.width_of(item.name, svg.SMALLEST) for item in self.items), default=0.0)
        names = min(names, place.width * _NAMES)
        values = max((svg.width_of(item.words, svg.SMALLEST) for item in self.items), default=0.0)
        notes = max((svg.width_of(item.note, svg.SMALLEST) for item in self.items), default=0.0) + _GAP
        left, right = names + _GAP, place.width - values - notes - _GAP
        low, high = self._scale()

        def at(rate: float) -> float:
            return left + (right - left) * (rate - low) / (high - low)

        parts = []
        for number, item in enumerate(self.items):
            y = _HEAD + row * (number + 0.5)
            own = [
                svg.label_lines(0, y, svg.lines_in(item.name, svg.SMALLEST, names + 1), svg.SMALLEST, "", "start"),
                svg.rule((at(item.low), y), (at(item.high), y), "track"),
                f'<circle cx="{at(item.rate):.1f}" cy="{y:.1f}" r="{_RADIUS:.0f}" class="{item.tone}"/>',
                svg.label(place.width - notes, y, item.words, svg.SMALLEST, "strong", "end"),
                svg.label(place.width, y, item.note, svg.SMALLEST, "quiet", "end"),
            ]
            ground = f'<rect x="0" y="{y - row / 2:.1f}" width="{place.width:.0f}" height="{row:.1f}" class="row"/>'
            code = item.code if place.is_live else ""
            parts.append(svg.part(ground + "".join(own), "line", item.said if place.is_live else "", code=code))
        end, middle = _HEAD + row * len(self.items), at(self.line)
        parts.append(svg.rule((middle, 0), (middle, end), "goal-line"))
        half = svg.width_of(self.line_name, svg.SMALLEST) / 2
        middle = min(max(middle, half), place.width - half)
        parts.append(svg.label(middle, end + svg.SMALLEST, self.line_name, svg.SMALLEST, "quiet", "middle"))
        return "".join(parts)

    def _scale(self) -> tuple[float, float]:
        """What is drawn, with a little room on either side; no rate lies outside of 0 and 1."""
        low = min([self.line, *(item.low for item in self.items)])
        high = max([self.line, *(item.high for item in self.items)])
        room = _MARGIN * (high - low) or _MARGIN
        return max(low - room, 0.0), min(high + room, 1.0)

    def add_to(self, slide: Any, box: Box) -> None:
        """A table of names, values and counts with the intervals as lines and dots over its empty column."""
        from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
        from pptx.util import Inches

        from queries.reports.bodies import native

        head = native.heading(slide, f"{self.measure} · 竖线为{self.line_name}", box)
        place = Box(box.left, box.top + head, box.width, box.height - head)
        row = place.height / max(len(self.items), 1)
        size = min(14.0, row * native.POINTS_PER_INCH * 0.5)
        widths = (place.width * 0.2, place.width * 0.45, place.width * 0.35)
        low, high = self._scale()
        left = place.left + widths[0]

        def at(rate: float) -> float:
            return left + widths[1] * (rate - low) / (high - low)

        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT,
            Inches(at(self.line)),
            Inches(place.top),
            Inches(at(self.line)),
            Inches(place.top + place.height),
        )
        native.stroke(line.line, native.INK, 1.25, "SQUARE_DOT")
        native.describe(line, self.line_name, self.line_name)
        for number, item in enumerate(self.items):
            top = place.top + row * number
            y = top + row / 2
            native.text_box(
                slide, Box(place.left, top, widths[0], row), [[native.Run(item.name, size)]], anchor="MIDDLE"
            )
            span = slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, Inches(at(item.low)), Inches(y), Inches(at(item.high)), Inches(y)
            )
            native.stroke(span.line, native.NOTHING, 4)
            dot = slide.shapes.add_shape(
                MSO_SHAPE.OVAL, Inches(at(item.rate) - 0.06), Inches(y - 0.06), Inches(0.12), Inches(0.12)
            )
            native.plain(dot)
            native.fill(dot, native.TONES[item.tone])
            native.describe(dot, item.name, item.said)
            words = [native.Run(item.words, size, is_bold=True), native.Run(f"　{item.note}", size, native.MUTED)]
            native.text_box(slide, Box(left + widths[1], top, widths[2], row), [words], anchor="MIDDLE")
