"""What drawings are made of, as SVG. Colours are classes; slides.css says them.

A length is a pixel on a stage of 1920 × 1080, so no text is smaller than ``SMALLEST``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from queries.reports.texts import ems, wrapped

SMALLEST = 24  # read from fifteen metres
LINE = 1.3  # height of a line, in sizes of the type

Point = tuple[float, float]


def width_of(text: str, size: float) -> float:
    """How wide a text is at a size of type."""
    return size * ems(text)


def label(x: float, y: float, text: str, size: float = SMALLEST, kind: str = "", anchor: str = "start") -> str:
    """One line of text; ``y`` is its middle."""
    return (
        f'<text x="{x:.1f}" y="{y + 0.36 * size:.1f}" font-size="{size:.0f}" text-anchor="{anchor}" class="{kind}">'
        f"{escape(text)}</text>"
    )


def label_lines(x: float, y: float, lines: Sequence[str], size: float, kind: str, anchor: str) -> str:
    """Several lines of text about the middle ``y``."""
    top = y - (len(lines) - 1) * size * LINE / 2
    return "".join(label(x, top + row * size * LINE, line, size, kind, anchor) for row, line in enumerate(lines))


def lines_in(text: str, size: float, width: float) -> list[str]:
    """A text as lines that fit a width."""
    return wrapped(text, width / size)


def picture(width: float, height: float, content: str, words: str, data: Mapping[str, str]) -> str:
    """The frame of a drawing, with what it shows in words for those who hear it."""
    given = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    role = "group" if "data-code=" in content else "img"  # what is in an image cannot be reached
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="{role}" aria-label="{escape(words)}"{given}>{content}</svg>'
    )


def part(content: str, kind: str, words: str, *, code: str = "", data: Mapping[str, str] | None = None) -> str:
    """What belongs together and says what it is where it is pointed at; with a code it can be chosen, by keyboard too."""
    given = "".join(f' data-{name}="{escape(value)}"' for name, value in (data or {}).items())
    chosen = f' data-code="{escape(code)}" role="button" tabindex="0"' if code else ""
    title = f"<title>{escape(words)}</title>" if words else ""
    return f'<g class="{kind}"{given}{chosen}>{title}{content}</g>'


def hatch(name: str) -> str:
    """The pattern of what has no data, under a name of its own."""
    return (
        f'<defs><pattern id="{name}" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="12" height="12" class="blank-ground"/><rect width="4" height="12" class="blank-stroke"/>'
        "</pattern></defs>"
    )


def rule(start: Point, end: Point, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" class="{kind}"/>'


def ring(points: Sequence[Point], kind: str) -> str:
    """A closed line."""
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" class="{kind}"/>'


def edges(points: Sequence[Point | None], kind: str, *, is_closed: bool) -> list[str]:
    """The lines between neighbours that both are there."""
    following = [*points[1:], points[0] if is_closed and points else None]
    return [
        rule(start, end, f"profile {kind}")
        for start, end in zip(points, following, strict=True)
        if start is not None and end is not None
    ]


def mark(spot: Point, number: int) -> str:
    """The mark of a profile, so that colour is not the only difference."""
    (x, y), size = spot, 11 if number == 0 else 9
    kind = f"mark s{number}"
    if number % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" class="{kind}"/>'
    if number % 3 == 1:
        return ring([(x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)], kind)
    far = size * 1.3
    return ring([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], kind)
