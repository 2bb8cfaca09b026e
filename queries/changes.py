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


def lifted_words(lever: pd.Series | Mapping[Any, Any]) -> str:
    """How many communities an item brings to 达标 by itself, and how many together with others.

    Args:
        lever: a row of :func:`queries.levers`.
    """
    together, alone = int(lever["community_count"]), int(lever["alone_count"])
    return f"单独可助 {alone} 个社区达标" + (f"，与其他项一起 {together} 个" if together > alone else "")


def reason_words(reasons: pd.DataFrame, span: int = 1) -> dict[str, str]:
    """By the code of each area that has a reason: vetoes, what crossed the line before and after, what is not reported.

    Args:
        reasons: rows of :func:`queries.reasons`.
        span: against the quarter before, or the one before that.
    """
    said: dict[str, list[str]] = {}
    for row in reasons[reasons["span"] == span].to_dict("records"):
        words = row["name"] if isinstance(row["name"], str) else ""
        if row["cause"] == "score":
            words += f" {formats.number(row['earlier_score'])} → {formats.number(row['later_score'])}"
        elif row["cause"] == "unreported":
            count = int(row["item_count"])
            words = f"{count} 项未报" + (f"（{words}{'等' if count > 1 else ''}）" if words else "")
        said.setdefault(str(row["area_code"]), []).append(words)
    return {code: "，".join(words) for code, words in said.items()}
