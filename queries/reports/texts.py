"""Texts before anything draws them: what a file cannot hold, and how wide they are, which decides on their size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LATIN = 0.58  # of a Chinese character, on the safe side: digits and letters of the fonts that are named

Size = TypeVar("Size")


def clean(text: str) -> str:
    """A text without what an XML file cannot hold."""
    return _CONTROL.sub("", text)


def ems(text: str) -> float:
    """The width of a text on one line, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else _LATIN for letter in text)


def digits(text: str) -> int:
    """The width of a text in a spreadsheet, in widths of a digit: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, room: float) -> list[str]:
    """A text as lines where ``room`` Chinese characters fit on one; it breaks anywhere, and no letter is lost."""
    found: list[str] = []
    for line in text.split("\n"):
        start, width = 0, 0.0
        for at, letter in enumerate(line):
            width += ems(letter)
            if width > room and at > start:
                found.append(line[start:at])
                start, width = at, ems(letter)
        found.append(line[start:])
    return found


def largest(sizes: Sequence[Size], fits: Callable[[Size], bool]) -> Size:
    """The first of the sizes, largest first, that fits, else the last."""
    return next((size for size in sizes if fits(size)), sizes[-1])
