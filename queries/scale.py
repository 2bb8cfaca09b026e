"""The one scale of the whole dashboard: colour means distance to the line, on the screen, on slides and in files.

It is diverging, safe for colour-blind readers, and made of half-open classes, so that a value on the line is always on
the passing side.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from queries.formats import is_missing, number, rounded

BROWN, SAND, TEAL, DEEP_TEAL = "#8C510A", "#DFC27D", "#5AB4AC", "#01665E"
CLASS_COLOURS = ("#8C510A", "#B68944", "#DFC27D", "#F0E3C2", "#C5E5E1", "#5AB4AC", "#3E9F96", "#01665E")
CLASS_TEXT_COLOURS = ("#FFFFFF", *("#1F2A37",) * 6, "#FFFFFF")
NO_DATA = -1


@dataclass(frozen=True)
class Scale:
    """Classes of distance to a line: ``borders`` are seven rising numbers around 0, each opening a class."""

    borders: tuple[float, ...]
    decimals: int = 2

    def class_of(self, distance: float | None) -> int:
        """The class of a distance, 0 (far below) to 7 (far above); ``NO_DATA`` without one.

        The distance is rounded as it is printed, so nothing printed as 0.00 counts as below the line.
        """
        if distance is None or is_missing(distance):
            return NO_DATA
        return bisect_right(self.borders, rounded(distance, self.decimals))

    def labels(self) -> tuple[str, ...]:
        """The classes in words, lowest first, for the legend."""
        edges = [number(abs(border), _places(abs(border))) for border in self.borders]
        edges = [f"−{edge}" if border < 0 else edge for border, edge in zip(self.borders, edges, strict=True)]
        between = [f"{low} ～ {high}" for low, high in pairwise(edges)]
        return (f"低于 {edges[0]}", *between, f"{edges[-1]} 及以上")


POINTS = Scale((-10, -5, -2, 0, 2, 5, 10))
CHANGES = Scale((-4, -2, -1, 0, 1, 2, 4))


def relative_scale(line: float, decimals: int) -> Scale:
    """Classes of 5, 15 and 30 percent of a line, for measures that are not points of 100; points where there is none."""
    if is_missing(line) or line == 0:
        return Scale(POINTS.borders, decimals)
    steps = [max(rounded(line * part, decimals), 10.0**-decimals) for part in (0.05, 0.15, 0.30)]
    return Scale((*(-step for step in reversed(steps)), 0, *steps), decimals)


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """``#01665E`` as [1, 102, 94, 255]."""
    return [int(colour[position : position + 2], 16) for position in (1, 3, 5)] + [alpha]


def _places(value: float) -> int:
    return 0 if value == int(value) else 1 if round(value, 1) == value else 2
