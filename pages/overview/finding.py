"""The words about progress and about the weakest share; the finding itself is :mod:`queries.finding`."""

from __future__ import annotations

import pandas as pd

from pages.shared import formats
from queries.finding import Situation, finding, weakest

__all__ = ["Situation", "finding", "progress_words", "quarters_between", "weakest", "weakest_share"]

_PACE_QUARTERS = 6
_DIGITS = "零一两三四五六"


def weakest_share(dimensions: pd.DataFrame) -> str:
    """The dimension in which the fewest communities reach the line, with the share, in words."""
    known = dimensions.dropna(subset=["share_passing"]).sort_values("share_passing", kind="stable")
    if known.empty:
        return "数据不足"
    return f"{known.iloc[0]['dimension_name']}最低，{formats.percent(known.iloc[0]['share_passing'])}"


def progress_words(trend: pd.DataFrame, target: pd.Series | None) -> str:
    """Whether the pace of the last six quarters reaches the target, in words.

    Args:
        trend: period and score, oldest first.
        target: period and value of the target due next, if there is one.
    """
    known = trend.dropna(subset=["score"])
    if target is None or known.empty:
        return f"{len(trend)} 个季度的得分率（同一标准重算）"
    score, goal = known["score"].iloc[-1], f"目标 {formats.number(target['value'], 0)}"
    if formats.rounded(score) >= target["value"]:
        return f"创建进度：已达{formats.period_name(target['period'])}{goal}"
    missing = f"创建进度：距{goal} 还差 {formats.number(target['value'] - score)}"
    last = known["period"].iloc[-1]
    recent = known[[quarters_between(period, last) <= _PACE_QUARTERS for period in known["period"]]]
    past = quarters_between(recent["period"].iloc[0], last)
    if not past:
        return missing
    pace = (score - recent["score"].iloc[0]) / past
    reached = score + pace * quarters_between(last, str(target["period"]))
    word = "可达" if formats.rounded(reached) >= target["value"] else f"到期约 {formats.number(reached, 1)}"
    return f"{missing}，按近{_DIGITS[past]}期速度{word}"


def quarters_between(earlier: str, later: str) -> int:
    """How many quarters lie between 2026Q3 and 2027Q1: 2."""
    (from_year, from_quarter), (to_year, to_quarter) = (period.split("Q") for period in (earlier, later))
    return 4 * (int(to_year) - int(from_year)) + int(to_quarter) - int(from_quarter)
