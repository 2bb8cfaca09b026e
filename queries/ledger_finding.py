"""What a ledger says in one sentence: the rate and whether it moved, what the total hides, and how many lie below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from queries import formats
from queries.rates import LOWER, Earlier, hidden_failure, moved_words, percent

_SOMEWHERE = "某区"


def called(name: str, unit: str, *, is_demonstration: bool) -> str:
    """What an area is called in a title that may say no good of it: invented numbers say nothing of a real district.

    Args:
        name: The area.
        unit: The reporting unit that it is, empty for the city.
        is_demonstration: Whether the version holds invented data.
    """
    return _SOMEWHERE if unit and is_demonstration else name


def appeals_finding(
    name: str,
    row: Mapping[Any, Any],
    earlier: Earlier,
    parts: pd.DataFrame,
    strata: pd.DataFrame,
    part: str,
) -> str:
    """How much of what fell due was closed in time, whether that moved, what the total hides, and who is below it.

    Args:
        name: The area.
        row: Its row of :func:`queries.appeal_rates`.
        earlier: The same of earlier spans.
        parts: Its units or streets, as :func:`queries.rates.beside` gives them.
        strata: Its categories, the same.
        part: What a part is called.
    """
    received = f"{name}受理诉求 {row['received_count']:,.0f} 件"
    if formats.is_missing(row["on_time_rate"]):
        return f"{received}，这一时段没有到期的"
    said = [f"{name}诉求按期办结 {percent(row['on_time_rate'])}{moved_words(row, earlier, 'on_time_rate')}"]
    if not formats.is_missing(row["satisfy_rate"]):
        said[0] += f"，回访满意 {percent(row['satisfy_rate'])}"
    hidden = hidden_failure(strata, row["on_time_rate"])
    if hidden is not None:
        said.append(f"“{hidden['category']}”按期只有 {percent(hidden['rate'])}，被总数掩盖")
    below = int((parts["verdict"] == LOWER).sum())
    said.append(f"{below} 个{part}明显低于全体" if below else f"没有{part}明显低于全体")
    return "；".join(said)


def problems_finding(
    name: str,
    row: Mapping[Any, Any],
    earlier: Earlier,
    parts: pd.DataFrame,
    strata: pd.DataFrame,
    part: str,
) -> str:
    """How much of what fell due was put right, whether that moved, what the total hides, and who is below it.

    Arguments are those of :func:`appeals_finding`, of :func:`queries.finding_rates`.
    """
    if formats.is_missing(row["rectified_rate"]):
        return f"{name}发现问题 {row['found_count']:,.0f} 个，这一时段没有到期的"
    moved = moved_words(row, earlier, "rectified_rate")
    said = [f"{name}整改率 {percent(row['rectified_rate'])}{moved}"]
    hidden = hidden_failure(strata, row["rectified_rate"])
    if hidden is not None:
        said.append(f"“{hidden['category']}”只有 {percent(hidden['rate'])}，被总数掩盖")
    below = int((parts["verdict"] == LOWER).sum())
    said.append(f"{below} 个{part}明显低于全体" if below else f"没有{part}明显低于全体")
    return "；".join(said)
