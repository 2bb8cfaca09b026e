"""The pictures of a slide as SVG: a body of the briefing in, text out. Colours are classes; slides.css says them.

Every drawing is given the size of its place on a stage of 1920 × 1080, so that a length here is a pixel there and no text
is smaller than ``SMALLEST``. Texts are those of the briefing; nothing is calculated that is read.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from html import escape

from queries.briefing.model import Bands, Dimension, Dimensions, Radar, Trend

SMALLEST = 24  # pixels on a stage of 1920 × 1080: read from fifteen metres
_WIDE = {"W", "F", "A"}
_LATIN, _LINE = 0.58, 1.3  # width of a letter and height of a line, in sizes of the type
_RINGS = (20, 40, 80, 100)
_FULL_MARK = 100
_AXIS, _VALUE = 28.0, 38.0  # type at the axes of a radar
_ABOVE, _BELOW = 108.0, 44.0  # room for it over and under the polygon


def width_of(text: str, size: float) -> float:
    """How wide a text is at a size of type, estimated on the safe side: a Chinese character is as wide as it is high."""
    return size * sum(1.0 if unicodedata.east_asian_width(letter) in _WIDE else _LATIN for letter in text)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A text as lines that fit a width; it breaks anywhere, and no letter is lost."""
    lines = [""]
    for letter in text:
        if lines[-1] and width_of(lines[-1] + letter, size) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def label(x: float, y: float, text: str, size: float = SMALLEST, kind: str = "", anchor: str = "start") -> str:
    """One line of text; ``y`` is its middle."""
    return (
        f'<text x="{x:.1f}" y="{y + 0.36 * size:.1f}" font-size="{size:.0f}" text-anchor="{anchor}" class="{kind}">'
        f"{escape(text)}</text>"
    )


def label_lines(x: float, y: float, lines: Sequence[str], size: float, kind: str, anchor: str) -> str:
    """Several lines of text about the middle ``y``."""
    top = y - (len(lines) - 1) * size * _LINE / 2
    return "".join(label(x, top + row * size * _LINE, line, size, kind, anchor) for row, line in enumerate(lines))


def picture(width: float, height: float, content: str, words: str, data: str = "") -> str:
    """The frame of a drawing, with what it shows in words for those who hear it."""
    return f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(words)}"{data}>{content}</svg>'


def hatch(name: str) -> str:
    """The pattern of what has no data, under a name of its own."""
    return (
        f'<defs><pattern id="{name}" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="12" height="12" class="blank-ground"/><rect width="4" height="12" class="blank-stroke"/>'
        "</pattern></defs>"
    )


def bands(body: Bands, width: float, height: float, name: str) -> str:
    """One bar of all communities, a piece per band, and under it each band as symbol, word and number.

    A band is never said by its colour alone. ``name`` is unique on the page: the pattern of 数据不足 bears it.
    """
    total = max(sum(item.count for item in body.items), 1)
    bar, gap = min(84.0, height * 0.2), 4.0
    row = min(92.0, (height - bar - 24) / max(len(body.items), 1))
    size = max(min(38.0, row * 0.5), SMALLEST)
    parts, left = [hatch(name)], 0.0
    for item in body.items:
        wide = width * item.count / total
        fill = f' style="fill:url(#{name})"' if item.position == 0 else ""
        if wide > 0:
            parts.append(
                f'<rect x="{left:.1f}" y="0" width="{max(wide - gap, 1):.1f}" height="{bar:.0f}" rx="6" '
                f'class="band b{_band(item.position)}"{fill}/>'
            )
        left += wide
    for number, item in enumerate(body.items):
        y = bar + 24 + row * (number + 0.5)
        kind = f"word b{_band(item.position)}"
        parts.append(label(size * 0.55, y, item.symbol, size, kind, "middle"))
        parts.append(label(size * 1.5, y, item.name, size, kind))
        parts.append(label(width, y, f"{item.count} 个", size * 1.1, "strong", "end"))
        if number:
            parts.append(_rule(0, y - row / 2, width, y - row / 2, "hair"))
    said = "，".join(f"{item.name} {item.count} 个" for item in body.items)
    return picture(width, height, "".join(parts), f"社区按等次：{said}")


def _band(position: int) -> int:
    """The colour of a band: the last one has them all from the fourth on."""
    return min(position, 4)


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def dimensions(body: Dimensions, width: float, height: float, line_words: str) -> str:
    """Each dimension as a dot against the line, its score and change beside it.

    ``line_words`` is what the line is called (达标线 60).
    """
    head = SMALLEST * 1.7
    row = min(112.0, (height - head) / max(len(body.items), 1))
    size = max(min(36.0, row * 0.42), SMALLEST)
    names = max((min(width_of(item.name, size), width * 0.3) for item in body.items), default=0)
    value_size = size * 1.2
    value = max((width_of(item.value, value_size) for item in body.items), default=0)
    change = max((width_of(item.change, SMALLEST) for item in body.items), default=0)
    left, right = names + 36, width - value - change - 64
    low, high = _reach([item.score for item in body.items if item.score is not None], body.line)

    def at(score: float) -> float:
        return left + (right - left) * (score - low) / (high - low)

    parts = [label(at(body.line), SMALLEST * 0.6, line_words, SMALLEST, "quiet", "middle")]
    for number, item in enumerate(body.items):
        y = head + row * (number + 0.5)
        lines = wrapped(item.name, size, names)
        name_size = size if len(lines) * size * _LINE <= row else SMALLEST
        parts.append(label_lines(0, y, wrapped(item.name, name_size, names), name_size, "", "start"))
        parts.append(_rule(left, y, right, y, "track"))
        if item.score is not None:
            parts.append(_rule(at(body.line), y, at(item.score), y, f"reach {item.tone}"))
            parts.append(f'<circle cx="{at(item.score):.1f}" cy="{y:.1f}" r="{size * 0.42:.1f}" class="{item.tone}"/>')
        text = item.value if item.score is not None else "数据不足"
        middle = right + 32 + value
        parts.append(label(middle, y, text, value_size if item.score is not None else SMALLEST, "strong", "end"))
        parts.append(label(width, y, item.change if item.score is not None else "", SMALLEST, "quiet", "end"))
    middle = at(body.line)
    parts.append(_rule(middle, head, middle, head + row * len(body.items), "goal-line"))
    said = "，".join(_dimension_words(item) for item in body.items)
    return picture(width, height, "".join(parts), f"各维度得分：{said}")


def _dimension_words(item: Dimension) -> str:
    return f"{item.name} {item.value if item.score is not None else '数据不足'}"


def _reach(values: Sequence[float], line: float) -> tuple[float, float]:
    """The range of an axis: 20 points about the line, wider where a value needs it."""
    return min([line - 20, *(value - 3 for value in values)]), max([line + 20, *(value + 3 for value in values)])


def radar(body: Radar, width: float, height: float, line_words: str) -> str:
    """Profiles on one fixed scale of 0 to 100, the line as a dotted ring; the scores of the first stand at its axes.

    A missing score leaves a gap: nothing is drawn across it.
    """
    longest = min(max((width_of(axis, _AXIS) for axis in body.axes), default=0), width * 0.24)
    names = [*(series.name for series in body.series), line_words]
    legend = _radar_legend(names, width)
    foot = legend[-1][1] + 60
    angles = [2 * math.pi * axis / max(len(body.axes), 1) - math.pi / 2 for axis in range(len(body.axes))]
    deepest = max((math.sin(angle) for angle in angles), default=1.0)
    radius = min(width / 2 - longest - 28, (height - foot - _ABOVE - _BELOW) / (1 + deepest))
    centre_x, centre_y = width / 2, _ABOVE + radius

    def point(axis: int, score: float) -> tuple[float, float]:
        away = radius * score / _FULL_MARK
        return centre_x + away * math.cos(angles[axis]), centre_y + away * math.sin(angles[axis])

    axes = range(len(body.axes))
    parts = [_ring([point(axis, ring) for axis in axes], "ring") for ring in _RINGS]
    parts += [_rule(centre_x, centre_y, *point(axis, _FULL_MARK), "ring") for axis in axes]
    parts.append(_ring([point(axis, body.line) for axis in axes], "goal-line"))
    for number, series in reversed(list(enumerate(body.series))):
        points = [None if score is None else point(axis, score) for axis, score in enumerate(series.scores)]
        parts += _edges(points, f"s{number}", is_closed=True)
        parts += [_mark(*spot, number) for spot in points if spot is not None]
    for axis, name in enumerate(body.axes):
        parts.append(_axis_words(point(axis, _FULL_MARK), (centre_x, centre_y), name, _own(body, axis), longest))
    for number, (x, y, name) in enumerate(legend):
        y_of = height - foot + 36 + y
        is_line = number == len(body.series)
        parts.append(_rule(x, y_of, x + 68, y_of, "goal-line" if is_line else f"profile s{number}"))
        parts += [] if is_line else [_mark(x + 34, y_of, number)]
        parts.append(label(x + 84, y_of, name))
    said = "；".join(
        f"{series.name}：" + "，".join(f"{axis} {value}" for axis, value in zip(body.axes, series.values, strict=True))
        for series in body.series
    )
    return picture(width, height, "".join(parts), f"五维雷达图。{said}")


def _own(body: Radar, axis: int) -> str:
    """What stands at an axis: the score of the first profile."""
    if not body.series:
        return ""
    series = body.series[0]
    return "数据不足" if series.scores[axis] is None else series.values[axis]


def _axis_words(spot: tuple[float, float], centre: tuple[float, float], name: str, value: str, longest: float) -> str:
    """The name of an axis and the score under it, outside the end of the axis."""
    x, y = spot
    value_size = _VALUE if value[:1].isdigit() else SMALLEST
    is_upright = abs(x - centre[0]) < longest / 4
    lines = wrapped(name, _AXIS, max(longest, _AXIS))
    tall = len(lines) * _AXIS * _LINE
    anchor = "middle" if is_upright else "start" if x > centre[0] else "end"
    x += 0 if is_upright else 20 if x > centre[0] else -20
    top = y - (tall + _VALUE * _LINE) / 2
    if is_upright:
        top = y - 20 - _VALUE * _LINE - tall if y < centre[1] else y + 16
    words = label_lines(x, top + tall / 2, lines, _AXIS, "", anchor)
    return words + label(x, top + tall + _VALUE * 0.6, value, value_size, "strong", anchor)


def _ring(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" class="{kind}"/>'


def _edges(points: Sequence[tuple[float, float] | None], kind: str, *, is_closed: bool) -> list[str]:
    """The lines between neighbours that both are there."""
    following = [*points[1:], points[0] if is_closed and points else None]
    return [
        _rule(*start, *end, f"profile {kind}")
        for start, end in zip(points, following, strict=True)
        if start is not None and end is not None
    ]


def _mark(x: float, y: float, number: int) -> str:
    """The mark of a profile, so that colour is not the only difference."""
    size = 11 if number == 0 else 9
    if number % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" class="mark s{number}"/>'
    if number % 3 == 1:
        return f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}" class="mark s{number}"/>'
    corners = f"{x:.1f},{y - size * 1.3:.1f} {x + size * 1.3:.1f},{y:.1f} {x:.1f},{y + size * 1.3:.1f} {x - size * 1.3:.1f},{y:.1f}"
    return f'<polygon points="{corners}" class="mark s{number}"/>'


def _radar_legend(names: Sequence[str], width: float) -> list[tuple[float, float, str]]:
    """Where the names of the profiles begin, row by row, each row in the middle."""
    rows: list[list[tuple[float, str]]] = [[]]
    for name in names:
        wide = 84 + width_of(name, SMALLEST)
        if rows[-1] and sum(taken + 36 for taken, _ in rows[-1]) + wide > width:
            rows.append([])
        rows[-1].append((wide, name))
    places = []
    for number, row in enumerate(rows):
        x = (width - sum(wide for wide, _ in row) - 36 * (len(row) - 1)) / 2
        for wide, name in row:
            places.append((x, 40.0 * number, name))
            x += wide + 36
    return places


def trend(body: Trend, width: float, height: float, line_words: str) -> str:
    """The total over the quarters with every value, ▲ ▼ where a change is real, the line, and the goal as a dashed end."""
    goal_steps = min(max(body.goal.quarters, 1), 4) if body.goal else 0
    left, right = width_of(line_words, SMALLEST) + 40, width - (width_of(body.goal.name, 30) / 2 if body.goal else 60)
    step = (right - left - 40) / max(len(body.scores) - 1 + goal_steps, 1)
    top, bottom = 96.0, height - 96
    known = [score for score in body.scores if score is not None]
    values = [*known, body.line, *([body.goal.value] if body.goal else [])]
    low, high = min(values), max(values)
    room = max(high - low, 2.0) * 0.12
    low, high = low - room, high + room

    def x_of(number: int) -> float:
        return left + 40 + step * number

    def y_of(score: float) -> float:
        return bottom - (bottom - top) * (score - low) / (high - low)

    points = [None if score is None else (x_of(number), y_of(score)) for number, score in enumerate(body.scores)]
    parts = [
        _rule(left, y_of(body.line), width, y_of(body.line), "goal-line"),
        label(left - 16, y_of(body.line), line_words, SMALLEST, "quiet", "end"),
    ]
    if body.goal and points and points[-1]:
        end = (x_of(len(points) - 1 + goal_steps), y_of(body.goal.value))
        if end[1] < points[-1][1]:  # a goal already reached is no way down
            parts.append(_rule(*points[-1], *end, "hope"))
        parts.append(f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="13" class="hoped"/>')
        away = -44 if end[1] <= points[-1][1] else 44  # off the dashes
        parts.append(label(min(end[0], right), end[1] + away, body.goal.name, 30, "strong brand", "middle"))
    parts += _edges(points, "s0", is_closed=False)
    every = max(math.ceil(96 / step), 1)  # labels that would touch one another leave some out, never the last
    for number, spot in enumerate(points):
        if (len(points) - 1 - number) % every == 0:
            parts.append(_period_words(body.periods[number], x_of(number), bottom + 44))
            if spot is None:
                parts.append(label(x_of(number), bottom - 20, "数据不足", SMALLEST, "quiet", "middle"))
        if spot is not None:
            parts.append(_mark(*spot, 0))
            if (len(points) - 1 - number) % every == 0:
                parts.append(_point_words(body, number, spot))
    said = "，".join(f"{period} {value}" for period, value in zip(body.periods, body.values, strict=True))
    goal = f"；{body.goal.name}" if body.goal else ""
    return picture(width, height, "".join(parts), f"得分率走势：{said}{goal}")


def _point_words(body: Trend, number: int, spot: tuple[float, float]) -> str:
    """The value at a point, the last one larger, and beyond it the mark of a real change."""
    size = 38 if number == len(body.scores) - 1 else 26
    below = _is_dip(body.scores, number)
    y = spot[1] + (size + 8 if below else -size - 2)
    words = label(spot[0], y, body.values[number], size, "strong halo", "middle")
    if not body.marks[number]:
        return words
    kind = "above" if body.marks[number] in "▲△" else "below"
    return words + label(spot[0], y + (size if below else -size), body.marks[number], 28, f"{kind} halo", "middle")


def _is_dip(scores: Sequence[float | None], number: int) -> bool:
    """Whether both neighbours stand higher, so that a label has room below."""
    own = scores[number]
    beside = [scores[place] for place in (number - 1, number + 1) if 0 <= place < len(scores)]
    return own is not None and bool(beside) and all(score is not None and score > own for score in beside)


def _period_words(period: str, x: float, y: float) -> str:
    """2026年第三季度 in two lines: the year and the quarter."""
    year, sign, quarter = period.partition("年")
    lines = [year + sign, quarter] if quarter else [period]
    return "".join(label(x, y + row * 31, line, SMALLEST, "quiet", "middle") for row, line in enumerate(lines))
