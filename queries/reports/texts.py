"""Texts before anything draws them: what a file cannot hold, and how wide they are, which decides on their size."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LATIN = 0.56  # of a Chinese character: digits and letters of the fonts that are named


def clean(text: str) -> str:
    """A text without what an XML file cannot hold."""
    return _CONTROL.sub("", text)


def ems(text: str) -> float:
    """The width of a text on one line, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else _LATIN for character in text)


def lines(text: str, room: float) -> int:
    """How many lines a text takes where ``room`` Chinese characters fit on one; a line break begins a new one."""
    return sum(max(1, -(-int(ems(line) * 1000) // max(int(room * 1000), 1))) for line in text.split("\n"))
