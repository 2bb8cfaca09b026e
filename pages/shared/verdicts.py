"""Changes as they stand on the screen: coloured where they are beyond their error, with the word for their size."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from data.verdicts import DOWN, FALLEN, RISEN, SYMBOLS, UP, WITHIN_ERROR, is_beyond_error
from pages.shared import formats
from pages.shared.theme import Palette
from queries.changes import SAME_BASIS, TURNOVER, basis_words

__all__ = ["DOWN", "FALLEN", "RISEN", "SYMBOLS", "UP", "WITHIN_ERROR", "change_note", "colours"]


def colours(palette: Palette) -> dict[str, str]:
    """The colour of each verdict beyond the error; the others have none."""
    return {RISEN: palette.above, UP: palette.above, FALLEN: palette.below, DOWN: palette.below}


def change_note(row: pd.Series | Mapping[Any, Any]) -> str:
    """The change with its verdict as HTML, or why there is none; of an area also that it is 同口径."""
    if formats.is_missing(row["change"]):
        return "<small>无上季可比</small>"
    verdict = row["progress"] if isinstance(row["progress"], str) else ""
    tone = ("above" if row["change"] > 0 else "below") if is_beyond_error(verdict) else "even"
    note = f'<small class="{tone}">{formats.arrow(row["change"])} {verdict}</small>'
    if "turnover_change" not in row:
        return note
    return f'{note}<small class="basis" title="{escape(f"{SAME_BASIS}。{TURNOVER}")}">{basis_words(row)}</small>'
