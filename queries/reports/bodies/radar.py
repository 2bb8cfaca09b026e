"""The dimensions of one area beside others, on one fixed scale of 0 to 100 with the line as a ring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place, line_words
from queries.reports.bodies.svg import Point

_RINGS = (20, 40, 80, 100)
_FULL_MARK = 100
_AXIS, _VALUE = 28.0, 38.0  # type at the axes
_ABOVE, _BELOW = 108.0, 44.0  # room for it over and under the polygon
_SAMPLE, _SPACE = 84.0, 36.0  # of the legend: before a name, and after it


@dataclass(frozen=True)
class Series:
    """One shape of a radar; a score is None without data."""

    name: str
    scores: tuple[float | None, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Radar(Drawing):
    """Dimensions of one area beside others; the first series is the one that is spoken of."""

    axes: tuple[str, ...]
    series: tuple[Series, ...]
    line: float

    @property
    def title(self) -> str:
        """The radar."""
        return "雷达图"

    @property
    def words(self) -> str:
        """Every score of every shape."""
        said = (
            f"{series.name}：{'，'.join(map(' '.join, zip(self.axes, series.values, strict=True)))}"
            for series in self.series
        )
        return f"五维雷达图，{line_words(self.line)}。{'；'.join(said)}"

    def height_at(self, width: float) -> float:
        """As high as it is wide, on wide pages less."""
        return min(width, 760.0)

    def svg(self, place: Place) -> str:
        """Profiles, the scores of the first at its axes; a missing score leaves a gap: nothing is drawn across it."""
        longest = min(max((svg.width_of(axis, _AXIS) for axis in self.axes), default=0), place.width * 0.24)
        legend = _legend([*(series.name for series in self.series), line_words(self.line)], place.width)
        foot = legend[-1][0][1] + 60
        axes = range(len(self.axes))
        angles = [2 * math.pi * axis / max(len(axes), 1) - math.pi / 2 for axis in axes]
        deepest = max((math.sin(angle) for angle in angles), default=1.0)
        radius = min(place.width / 2 - longest - 28, (place.height - foot - _ABOVE - _BELOW) / (1 + deepest))
        centre = place.width / 2, _ABOVE + radius

        def point(axis: int, score: float) -> Point:
            away = radius * score / _FULL_MARK
            return centre[0] + away * math.cos(angles[axis]), centre[1] + away * math.sin(angles[axis])

        parts = [svg.ring([point(axis, ring) for axis in axes], "ring") for ring in _RINGS]
        parts += [svg.rule(centre, point(axis, _FULL_MARK), "ring") for axis in axes]
        parts.append(svg.ring([point(axis, self.line) for axis in axes], "goal-line"))
        for number, series in reversed(list(enumerate(self.series))):
            points = [None if score is None else point(axis, score) for axis, score in enumerate(series.scores)]
            parts += svg.edges(points, f"s{number}", is_closed=True)
            parts += [svg.mark(spot, number) for spot in points if spot is not None]
        parts += [self._axis_words(axis, point(axis, _FULL_MARK), centre, longest) for axis in axes]
        for number, ((x, y), name) in enumerate(legend):
            y_of = place.height - foot + 36 + y
            is_line = number == len(self.series)
            parts.append(svg.rule((x, y_of), (x + 68, y_of), "goal-line" if is_line else f"profile s{number}"))
            parts += [] if is_line else [svg.mark((x + 34, y_of), number)]
            parts.append(svg.label(x + _SAMPLE, y_of, name))
        return "".join(parts)

    def _axis_words(self, axis: int, spot: Point, centre: Point, longest: float) -> str:
        """The name of an axis and under it the score of the first profile, outside the end of the axis."""
        (x, y), value = spot, ""
        if self.series:
            value = "数据不足" if self.series[0].scores[axis] is None else self.series[0].values[axis]
        value_size = _VALUE if value[:1].isdigit() else svg.SMALLEST
        is_upright = abs(x - centre[0]) < longest / 4
        lines = svg.lines_in(self.axes[axis], _AXIS, max(longest, _AXIS))
        tall = len(lines) * _AXIS * svg.LINE
        anchor = "middle" if is_upright else "start" if x > centre[0] else "end"
        x += 0 if is_upright else 20 if x > centre[0] else -20
        top = y - (tall + _VALUE * svg.LINE) / 2
        if is_upright:
            top = y - 20 - _VALUE * svg.LINE - tall if y < centre[1] else y + 16
        words = svg.label_lines(x, top + tall / 2, lines, _AXIS, "", anchor)
        return words + svg.label(x, top + tall + _VALUE * 0.6, value, value_size, "strong", anchor)

    def add_to(self, slide: Any, box: Box) -> None:
        """A radar chart; the line is a series of its own."""
        from queries.reports.bodies import native, native_charts

        series = [(one.name, native.printed(one.scores)) for one in self.series]
        series.append((line_words(self.line), [self.line] * len(self.axes)))
        frame, chart = native_charts.chart(
            slide, box, "RADAR_MARKERS", self.axes, series, native.TWO_DIGITS, has_legend=True
        )
        values = chart.value_axis
        values.minimum_scale, values.maximum_scale, values.major_unit = 0, _FULL_MARK, 20
        values.has_major_gridlines = True
        for line in (values.major_gridlines.format.line, values.format.line):
            native.stroke(line, native.EDGE, 0.75)
        native_charts.without_ticks(values)
        native.style(chart.category_axis.tick_labels.font, 14, native.INK)
        *shapes, ring = list(chart.plots[0].series)
        for number, shape in enumerate(shapes):
            colour = native.PROFILES[min(number, len(native.PROFILES) - 1)]
            native.stroke(shape.format.line, colour, 1.75 if number else 3, "DASH" if number else None)
            native_charts.marker(shape, None if number else colour)
        native.stroke(ring.format.line, native.BELOW, 1.5, "ROUND_DOT")
        native_charts.marker(ring, None)
        if shapes:
            native_charts.number_labels(shapes[0], 13, native.INK, native.TWO_DIGITS, is_bold=True)
        native.describe(frame, "五维雷达图", self.words)


def _legend(names: Sequence[str], width: float) -> list[tuple[Point, str]]:
    """Where the names of the profiles begin, row by row, each row in the middle."""
    rows: list[list[tuple[float, str]]] = [[]]
    for name in names:
        wide = _SAMPLE + svg.width_of(name, svg.SMALLEST)
        if rows[-1] and sum(taken + _SPACE for taken, _ in rows[-1]) + wide > width:
            rows.append([])
        rows[-1].append((wide, name))
    places = []
    for number, row in enumerate(rows):
        x = (width - sum(wide for wide, _ in row) - _SPACE * (len(row) - 1)) / 2
        for wide, name in row:
            places.append(((x, 40.0 * number), name))
            x += wide + _SPACE
    return places
