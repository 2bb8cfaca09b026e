"""How large the text of a brief can be so that it stays on one A4 page with the margins of an official document."""

from __future__ import annotations

from dataclasses import dataclass

from queries.briefing.brief import Brief
from queries.reports.texts import lines

# GB/T 9704: the margins of an official document on A4, in millimetres.
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
_POINTS_PER_MM = 72 / 25.4
_WIDTH = (PAGE_WIDTH - LEFT - RIGHT) * _POINTS_PER_MM
_HEIGHT = (PAGE_HEIGHT - TOP - BOTTOM) * _POINTS_PER_MM
_SAFETY = 0.94  # of the height: another font is a little wider, another program a little taller
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Sizes:
    """Sizes in points: title, text with the distance of its lines, figures of the table, sources."""

    title: float
    text: float
    line: float
    value: float
    small: float

    @property
    def small_line(self) -> float:
        """The distance of the lines of the sources."""
        return self.small * 1.35


_CHOICES = (
    Sizes(22, 14, 24, 18, 9),
    Sizes(22, 13, 22, 17, 9),
    Sizes(20, 12, 20, 16, 9),
    Sizes(20, 11, 18, 15, 8.5),
    Sizes(18, 10.5, 16, 14, 8),
    Sizes(16, 9.5, 14, 13, 7.5),
    Sizes(15, 8.5, 12.5, 12, 7),
)


def numbered(brief: Brief) -> list[tuple[str, str]]:
    """The paragraphs with their headings, numbered as an office does."""
    return [
        (f"{_NUMERALS[number]}、{paragraph.heading}。", paragraph.text)
        for number, paragraph in enumerate(brief.paragraphs)
    ]


def fitting(brief: Brief) -> Sizes:
    """The largest sizes at which everything stays on the page, else the smallest."""
    return next((sizes for sizes in _CHOICES if _height(brief, sizes) <= _HEIGHT * _SAFETY), _CHOICES[-1])


def _height(brief: Brief, sizes: Sizes) -> float:
    room = _WIDTH / sizes.text
    title = lines(brief.title, _WIDTH / sizes.title) * sizes.title * 1.4
    issue = 2.4 * sizes.small * 1.2
    indent = "　　"
    text = (
        lines(indent + brief.lead, room) + sum(lines(indent + head + said, room) for head, said in numbered(brief))
    ) * sizes.line
    cells = _WIDTH / max(len(brief.figures), 1) - 12
    notes = max((lines(figure.note, cells / sizes.small) for figure in brief.figures), default=0)
    table = sizes.small_line * (1 + notes) + sizes.value * 1.5 + 18
    sources = sum(lines(source, _WIDTH / sizes.small) for source in brief.sources) * sizes.small_line + 10
    return title + issue + text + table + sources


__all__ = ["BOTTOM", "LEFT", "RIGHT", "TOP", "Sizes", "fitting", "numbered"]
