"""Bands and changes in words, the latter coloured where they are beyond their error."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from data.verdicts import DOWN, FALLEN, RISEN, SYMBOLS, UP, WITHIN_ERROR, is_beyond_error
from pages.shared import formats
from pages.shared.theme import Palette
from queries.changes import SAME_BASIS, TURNOVER, basis_words

__all__ = ["DOWN", "FALLEN", "RISEN", "SYMBOLS", "UP", "WITHIN_ERROR", "band_words", "change_note", "colours"]

_NOTE = Markup('<small class="{}">{} {}</small>')
_BASIS = Markup('<small class="basis" title="{}。{}">{}</small>')


def colours(palette: Palette) -> dict[str, str]:
    """The colour of each verdict beyond the error; the others have none."""
    return {RISEN: palette.above, UP: palette.above, FALLEN: palette.below, DOWN: palette.below}


def change_note(row: pd.Series | Mapping[Any, Any]) -> Markup:
    """The change with its verdict as HTML, or why there is none; of an area also that it is 同口径."""
    if formats.is_missing(row["change"]):
        return Markup("<small>无上季可比</small>")
    verdict = row["progress"] if isinstance(row["progress"], str) else ""
    tone = ("above" if row["change"] > 0 else "below") if is_beyond_error(verdict) else "even"
    note = _NOTE.format(tone, formats.arrow(row["change"]), verdict)
    return note + _BASIS.format(SAME_BASIS, TURNOVER, basis_words(row)) if "turnover_change" in row else note


def band_words(row: pd.Series | Mapping[Any, Any]) -> str:
    """A band with its symbol; that there is not enough data where there is none."""
    return f"{row['symbol']} {row['band_name']}" if isinstance(row["band_name"], str) else "○ 数据不足"
