"""What may be said of rates: whether two of them differ, and which parts lie beyond the whole for certain.

Nothing is said of what is within the error, nor of fewer cases than ``FEWEST``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from data.scoring.statistics import wilson_limits
from queries import formats

FEWEST = 10
"""Cases below which a rate is a story, not a rate."""
EARLIER = {"previous": ("较上一时段", "环比"), "year_before": ("较去年同期", "同比")}
"""How an earlier span is spoken of: which → in a sentence, in a word."""
Earlier = Mapping[str, Mapping[Any, Any]]
"""Which of ``EARLIER`` → its row of the same question, told at the same age."""
LOWER, HIGHER, NOT_TOLD, FEW = "明显低于", "明显高于", "分不出高低", "件数太少"
_ERROR = 0.05
AGES = {"7 天内": 7, "8–15 天": 15, "16–30 天": 30, "30 天以上": 100_000}
"""How long something is open or overdue: name → most days."""


def beside(rows: pd.DataFrame, hits: str, cases: str, whole: float) -> pd.DataFrame:
    """Parts beside the rate of their whole: which of them differ from it for certain.

    Args:
        rows: One row per part.
        hits: The column of the numerators.
        cases: The column of the denominators.
        whole: The rate of all parts together, of 1.

    Returns:
        The rows that have cases, the highest rate first, with hits, cases, rate, low, high (Wilson's limits that hold for all parts at
        once at 95 %, by Bonferroni) and verdict (明显高于, 明显低于, 分不出高低; 件数太少 below ``FEWEST`` cases).
    """
    from scipy.special import ndtri

    told = rows[rows[cases] > 0]
    count, size = told[hits].to_numpy(dtype=float), told[cases].to_numpy(dtype=float)
    low, high = wilson_limits(count, size, z=float(ndtri(1 - _ERROR / (2 * max(len(told), 1)))))
    verdict = np.select([size < FEWEST, low > whole, high < whole], [FEW, HIGHER, LOWER], NOT_TOLD)
    judged = told.assign(hits=count, cases=size, rate=count / size, low=low, high=high, verdict=verdict)
    return judged.sort_values("rate", ascending=False, kind="stable")


def change(now: Mapping[Any, Any], before: Mapping[Any, Any] | None, rate: str) -> tuple[float, str]:
    """How far a rate moved, in percentage points, and what may be said of it.

    The interval of the difference is Newcombe's (1998, method 10), of the two Wilson intervals.

    Args:
        now: A row of a question with ``rate``, ``rate_low`` and ``rate_high``, of 1.
        before: The row of the span before, None where there is none.
        rate: The name of the rate.

    Returns:
        The difference (NaN without one) and 明显提高, 明显下降, 在误差内 or, where there is none, nothing.
    """
    if before is None or formats.is_missing(now[rate]) or formats.is_missing(before[rate]):
        return math.nan, ""
    moved = now[rate] - before[rate]
    below = math.hypot(now[rate] - now[f"{rate}_low"], before[f"{rate}_high"] - before[rate])
    above = math.hypot(now[f"{rate}_high"] - now[rate], before[rate] - before[f"{rate}_low"])
    verdict = "明显提高" if moved - below > 0 else "明显下降" if moved + above < 0 else "在误差内"
    return 100 * moved, verdict


def hidden_failure(strata: pd.DataFrame, whole: float, least: float = 0.05) -> pd.Series | None:
    """The part that the whole hides: the lowest that is certainly below it, and by ``least`` at least.

    Args:
        strata: Of :func:`beside`.
        whole: The rate of all together, of 1.
        least: Of 1.
    """
    low = strata[(strata["verdict"] == LOWER) & (whole - strata["rate"] >= least)]
    return None if low.empty else low.iloc[-1]


def percent(rate: float) -> str:
    """A rate of 1 in percent with one digit, rounded once."""
    return f"{formats.number(100 * rate, 1)}%"


def by_age(days: pd.Series) -> pd.DataFrame:
    """How many have been open, or overdue, how long.

    Args:
        days: Of each of them.

    Returns:
        One row per age of ``AGES``: band, count.
    """
    counted = pd.cut(days, [-1, *AGES.values()], labels=list(AGES)).value_counts(sort=False)
    return pd.DataFrame({"band": list(AGES), "count": [int(counted[age]) for age in AGES]})


def moved_words(row: Mapping[Any, Any], earlier: Earlier, rate: str) -> str:
    """How a rate moved, to follow it in a sentence; empty where there is no span before."""
    which, before = next(iter(earlier.items()), ("previous", None))
    moved, verdict = change(row, before, rate)
    word, _ = EARLIER[which]
    if not verdict or verdict == "在误差内":
        return f"，{word}变化在误差内" if verdict else ""
    return f"，{word}{verdict} {formats.number(abs(moved), 1)} 个百分点"
