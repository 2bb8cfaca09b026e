"""The words about progress and about the weakest share; the finding itself is :mod:`queries.finding`."""

from __future__ import annotations

import pandas as pd

from pages.shared import formats
from queries.changes import lifted_words
from queries.finding import Situation, finding, reporting, weakest

__all__ = ["Situation", "finding", "progress_words", "reporting", "weakest", "weakest_share"]

_DIGITS = "零一两三四五六"


def weakest_share(dimensions: pd.DataFrame) -> str:
    """The dimension in which the fewest communities reach the line, with the share, in words."""
    known = dimensions.dropna(subset=["share_passing"]).sort_values("share_passing", kind="stable")
    if known.empty:
        return "数据不足"
    return f"{known.iloc[0]['dimension_name']}最低，{formats.percent(known.iloc[0]['share_passing'])}"


def progress_words(trend: pd.DataFrame, target: pd.Series | None, pace: pd.DataFrame) -> str:
    """Whether the pace of the last quarters reaches the target, in words.

    Args:
        trend: period and score, oldest first.
        target: period and value of the target due next, if there is one.
        pace: The row of :func:`queries.pace`; none where there are fewer than four quarters.
    """
    known = trend.dropna(subset=["score"])
    if target is None or known.empty:
        return f"{len(trend)} 个季度的得分率（同一标准重算）"
    score, goal = known["score"].iloc[-1], formats.number(target["value"], 0)
    if formats.rounded(score) >= target["value"]:
        return f"创建进度：已达{formats.period_name(target['period'])}目标 {goal}"
    if pace.empty:
        return f"创建进度：距目标 {goal} 还差 {formats.number(target['value'] - score)}；不足四个季度，不判断快慢"
    row = pace.iloc[0]
    quarters = _DIGITS[int(row["period_count"])]
    return (
        f"创建进度：{row['verdict']}（近{quarters}季每季 {formats.signed(row['achieved'])}，"
        f"要达 {goal} 每季需 {formats.signed(row['needed'])}）"
    )


def lever_words(levers: pd.DataFrame) -> str:
    """The item that would help most communities over the line, in words.

    Args:
        levers: As :func:`queries.levers` gives them, at least one.
    """
    first = levers.iloc[0]
    return f"最能拉动的项：提高“{first['indicator_name']}”，{lifted_words(first)}"
