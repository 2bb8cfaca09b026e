"""Changes in words: of whom they are, how much of a difference of levels is who was rated, and what a move rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from queries import formats

if TYPE_CHECKING:
    import pandas as pd

TURNOVER_WORD = "参评变动"
SAME_BASIS = "同口径：只比两季都有评分的社区，同一标准重算"
TURNOVER = "两季得分率之差 = 同口径变化 + 参评变动；参评变动来自两季有评分的社区不同"


def turnover_words(turnover: float | None) -> str:
    """What the levels differ by because others were rated; empty where it is printed as nothing."""
    is_nothing = turnover is None or formats.is_missing(turnover) or formats.rounded(turnover) == 0
    return "" if is_nothing else f"{TURNOVER_WORD} {formats.signed(turnover)}"


def basis_words(row: pd.Series | Mapping[Any, Any]) -> str:
    """That a change is of the communities rated in both quarters, and what others added; empty where there is no change."""
    if formats.is_missing(row["change"]):
        return ""
    return "，".join(filter(None, ("同口径", turnover_words(row["turnover_change"]))))


def dimension_turnovers(dimensions: pd.DataFrame) -> str:
    """The dimensions whose levels differ by more or less than their change; empty where none does."""
    said = [
        f"{row['dimension_name']} {words.removeprefix(f'{TURNOVER_WORD} ')}"
        for row in dimensions.to_dict("records")
        if (words := turnover_words(row["turnover_change"]))
    ]
    return f"{TURNOVER_WORD}：{'，'.join(said)}" if said else ""


def move_words(moves: pd.DataFrame) -> str:
    """How many of those over the line moved beyond their error, and how many because of what was not reported.

    Args:
        moves: rows of :func:`queries.band_moves`; risen and fallen are told apart by a stroke.
    """
    return "，".join(
        f"{ground} {' / '.join(str(count(moves, direction, ground)) for direction in ('rose', 'fell'))}"
        for ground in ("超出误差", "涉及未报")
    )


def count(moves: pd.DataFrame, direction: str, ground: str) -> int:
    """How many moved in a direction on a ground."""
    return int(((moves["direction"] == direction) & (moves["ground"] == ground)).sum())
