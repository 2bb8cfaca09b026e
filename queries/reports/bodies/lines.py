"""A total over the periods, with the line, and the way to a goal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from queries.reports.bodies import svg
from queries.reports.bodies.body import Box, Drawing, Place, line_words
from queries.reports.bodies.svg import Point

_FURTHEST = 4  # steps after which a goal stands on a page, at most
_NAME, _VALUE, _LAST_VALUE = 30.0, 26.0, 38.0
_MARK, _BETWEEN = 28.0, 20.0  # of a mark, and between two dates
_LIVE_HEIGHT = 320.0

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Goal:
    """What is to be reached in the last of the periods after those of the lines."""

    name: str
    value: float
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Lines(Drawing):
    """The total over the periods, oldest first; ``marks`` are ▲ or ▼ where the change is real, △ or ▽ where it is small.

    A period is broken into lines where it may be broken.
    """

    periods: tuple[str, ...]
    scores: tuple[float | None, ...]
    values: tuple[str, ...]
    marks: tuple[str, ...]
    line: float
    goal: Goal | None = None
    measure: str = "得分率"
    codes: tuple[str, ...] = ()  # of the periods, which on a page can be chosen

    @property
    def heading(self) -> str:
        """What it shows."""
        return "走势"

    @property
    def title(self) -> str:
        """The trend, and over how many quarters."""
        return f"{len(self.periods)} 个季度的走势图"

    @property
    def words(self) -> str:
        """Every value with its mark, and the goal."""
        said = (
            f"{period} {value}{mark}".replace("\n", "")
            for period, value, mark in zip(self.periods, self.values, self.marks, strict=True)
        )
        goal = f"；{self.goal.name}" if self.goal else ""
        return f"{self.measure}走势，{line_words(self.line)}：{'，'.join(said)}{goal}"

    @property
    def _reach(self) -> list[float]:
        """All that has to be seen."""
        known = [score for score in self.scores if score is not None]
        return [*known, self.line, *([self.goal.value] if self.goal else [])]

    def height_at(self, width: float) -> float:  # noqa: ARG002 - a trend is wide
        """Low: what matters is whether it rises."""
        return _LIVE_HEIGHT

    def svg(self, place: Place) -> str:
        """Every value, ▲ ▼ where a change is real, the line, and the goal as a dashed end."""
        words, last = line_words(self.line), len(self.scores) - 1
        ahead = min(max(len(self.goal.periods), 1), _FURTHEST) if self.goal else 0
        left = svg.width_of(words, svg.SMALLEST) + 40
        right = place.width - (svg.width_of(self.goal.name, _NAME) / 2 if self.goal else 60)
        step = (right - left - 40) / max(last + ahead, 1)
        top, bottom = 80.0 if place.is_live else 96.0, place.height - 96
        low, high = min(self._reach), max(self._reach)
        room = max(high - low, 2.0) * 0.12
        low, high = low - room, high + room

        def x_of(number: int) -> float:
            return left + 40 + step * number

        def y_of(score: float) -> float:
            return bottom - (bottom - top) * (score - low) / (high - low)

        points = [None if score is None else (x_of(number), y_of(score)) for number, score in enumerate(self.scores)]
        level = y_of(self.line)
        parts = [
            svg.rule((left, level), (place.width, level), "goal-line"),
            svg.label(left - 16, level, words, svg.SMALLEST, "quiet", "end"),
        ]
        taken = [_around(left - 16 - svg.width_of(words, svg.SMALLEST) / 2, level, words, svg.SMALLEST)]
        if self.goal and points and (now := points[-1]):
            end = (x_of(last + ahead), y_of(self.goal.value))
            if end[1] < now[1]:  # a goal already reached is no way down
                parts.append(svg.rule(now, end, "hope"))
            parts.append(f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="13" class="hoped"/>')
            is_below = end[1] > now[1] and end[1] + 44 + _NAME / 2 < bottom + 30  # off the dashes and the dates
            y = end[1] + (44 if is_below else -44)
            parts.append(svg.label(min(end[0], right), y, self.goal.name, _NAME, "strong brand", "middle"))
            taken.append(_around(min(end[0], right), y, self.goal.name, _NAME))
        parts += svg.edges(points, "s0", is_closed=False)
        parts += [svg.mark(spot, 0) for spot in points if spot is not None]
        # Labels that would touch one another leave some out, never the last, which is written first.
        wide = max(
            (svg.width_of(line, svg.SMALLEST) for period in self.periods for line in period.split("\n")), default=0
        )
        every = max(math.ceil((wide + _BETWEEN) / step), 1)
        for number in range(last, -1, -every):
            for row, line in enumerate(self.periods[number].split("\n")):
                parts.append(svg.label(x_of(number), bottom + 44 + row * 31, line, svg.SMALLEST, "quiet", "middle"))
                taken.append(_around(x_of(number), bottom + 44 + row * 31, line, svg.SMALLEST))
        for number in range(last, -1, -every):
            spot = points[number]
            if spot is not None:
                parts.append(self._value(number, spot, taken))
            else:
                parts.append(svg.label(x_of(number), bottom - 20, "数据不足", svg.SMALLEST, "quiet", "middle"))
                taken.append(_around(x_of(number), bottom - 20, "数据不足", svg.SMALLEST))
        parts += [self._choice(number, x_of(number) - step / 2, step, place) for number in self._chosen(place)]
        return "".join(parts)

    def _chosen(self, place: Place) -> range:
        """The numbers of the periods that can be chosen: on a page all."""
        return range(len(self.codes) if place.is_live else 0)

    def _choice(self, number: int, left: float, width: float, place: Place) -> str:
        """What of the ground belongs to a period, and chooses it."""
        ground = f'<rect x="{left:.1f}" y="0" width="{width:.1f}" height="{place.height:.0f}" class="row"/>'
        words = f"看{self.periods[number]}：{self.values[number]}".replace("\n", "")
        return svg.part(ground, "line", words, code=self.codes[number])

    def _value(self, number: int, spot: Point, taken: list[_Box]) -> str:
        """The value at a point, the last one larger, and beyond it the mark of a real change; where nothing else is written.

        One for which there is room neither above nor below is left out; for the last one more places are tried.
        """
        is_last = number == len(self.scores) - 1
        size, value, mark = _LAST_VALUE if is_last else _VALUE, self.values[number], self.marks[number]
        apart, aside = (size + _MARK) / 2, -(svg.width_of(value, size) + _MARK) / 2 - 4
        sides = (1, -1) if self._is_dip(number) else (-1, 1)
        # Where the mark stands from the value: beyond it, else before it.
        for across, beyond in ((0, apart), (aside, 0)) if is_last and mark else ((0, apart),):
            for far in (0, size, 2 * size) if is_last else (0,):
                for side in sides:
                    y = spot[1] + side * (size + (8 if side > 0 else 2) + far)
                    at = (spot[0] + across, y + side * beyond)
                    boxes = [_around(spot[0], y, value, size), *([_around(*at, mark, _MARK)] if mark else [])]
                    if any(_meet(one, other) for one in boxes for other in taken):
                        continue
                    taken += boxes
                    kind = f"{'above' if mark in '▲△' else 'below'} halo"
                    words = svg.label(spot[0], y, value, size, "strong halo", "middle")
                    return words + (svg.label(*at, mark, _MARK, kind, "middle") if mark else "")
        return ""

    def _is_dip(self, number: int) -> bool:
        """Whether both neighbours stand higher, so that a label has room below."""
        own = self.scores[number]
        beside = [self.scores[place] for place in (number - 1, number + 1) if 0 <= place < len(self.scores)]
        return own is not None and bool(beside) and all(score is not None and score > own for score in beside)

    def add_to(self, slide: Any, box: Box) -> None:
        """A line chart; the line and the way to the goal are series of their own, real changes marked."""
        from queries.reports.bodies import native, native_charts

        names = [*self.periods, *(self.goal.periods if self.goal else ())]
        scores = native.printed(self.scores)
        ahead = len(names) - len(scores)
        series: list[tuple[str, list[float | None]]] = [
            (self.measure, [*scores, *[None] * ahead]),
            (line_words(self.line), [self.line for _ in names]),
        ]
        if self.goal:
            way = [scores[-1], *[None] * (ahead - 1), self.goal.value] if ahead else [self.goal.value]
            series.append(("目标", [*[None] * (len(names) - len(way)), *way]))
        frame, chart = native_charts.chart(
            slide, box, "LINE_MARKERS", names, series, native.TWO_DIGITS, has_legend=True
        )
        native_charts.span_gaps(chart)
        values = chart.value_axis
        room = max((max(self._reach) - min(self._reach)) * 0.25, 1.0)
        values.minimum_scale = max(0, math.floor(min(self._reach) - room))
        values.maximum_scale = min(100, math.ceil(max(self._reach) + room))
        values.has_major_gridlines = values.visible = False
        native.style(chart.category_axis.tick_labels.font, 12, native.MUTED)
        native.stroke(chart.category_axis.format.line, native.EDGE, 1)
        drawn = list(chart.plots[0].series)
        looks = ((native.ABOVE, 3, None), (native.MUTED, 1.5, "DASH"), (native.BELOW, 2, "ROUND_DOT"))
        for one, (colour, width, dash) in zip(drawn, looks, strict=False):
            one.smooth = False
            native.stroke(one.format.line, colour, width, dash)
            native_charts.marker(one, None if one is drawn[1] else colour)
        native_charts.number_labels(drawn[0], 14, native.INK, native.TWO_DIGITS, position="ABOVE")
        for number, (mark, value) in enumerate(zip(self.marks, self.values, strict=True)):
            if mark:
                native_charts.own_label(
                    drawn[0], number, f"{value} {mark}", native.ABOVE if mark in "▲△" else native.BELOW
                )
        if self.goal:
            native_charts.own_label(drawn[2], len(names) - 1, self.goal.name, native.BELOW)
        native.describe(frame, f"{self.measure}走势", self.words)


def _around(x: float, y: float, text: str, size: float) -> _Box:
    """Left, top, right and bottom of a text about its middle."""
    half = svg.width_of(text, size) / 2
    return x - half, y - size / 2, x + half, y + size / 2


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
