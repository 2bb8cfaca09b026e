"""The rows of several areas under the names that they have beside each other, and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.shared import formats

TOTAL = "total"
"""The row of the whole among those of the dimensions."""


def named(rows: pd.DataFrame, areas: Mapping[str, str], period: str) -> pd.DataFrame:
    """Rows of the questions with the name that each area has here, in the order chosen; nobody else's."""
    keys = rows["area_kind"] + ":" + rows["area_code"]
    keys = keys.where(keys.isin(list(areas)) & (rows["scored_period"] == period), keys + "@" + rows["scored_period"])
    order = {key: number for number, key in enumerate(areas)}
    numbered = rows.assign(key=keys, name=keys.map(dict(areas)), number=keys.map(order))
    return numbered.sort_values("number", kind="stable").drop(columns="number")


def profiles_of(rows: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """The areas as rows of name, dimension_name and score, the total under ``TOTAL``."""
    scores = []
    for row in rows.to_dict("records"):
        own = row["dimension_scores"] if row["dimension_scores"] is not None else [float("nan")] * len(dimensions)
        for dimension, score in [(TOTAL, row["score"]), *zip(dimensions, own, strict=True)]:
            scores.append((row["name"], dimension, float("nan") if formats.is_missing(score) else float(score)))
    return pd.DataFrame(scores, columns=["name", "dimension_name", "score"])


def finding(drawn: Sequence[str], scores: pd.DataFrame, standard_line: float) -> str:
    """Where the first area stands best and worst beside the second, and what of it is below the line.

    Args:
        drawn: The areas by name, in order.
        scores: A column per name, a row per dimension and for the total.
        standard_line: The standard's.
    """
    first, *others = drawn
    own = scores[first].drop(TOTAL).dropna()
    if own.empty:
        return f"{first}本季数据不足，无从对标"
    below = [str(name) for name, score in own.items() if formats.rounded(score) < standard_line]
    lowest = str(own.idxmin())
    lines = f"各维度均在线上，{lowest}最低（{formats.number(own[lowest])}）"
    if below:
        lines = f"{'、'.join(below)}在达标线下"
    gaps = pd.Series(dtype=float)
    if others:
        gaps = (own.map(formats.rounded) - scores[others[0]].map(formats.rounded)).dropna()
    if gaps.empty:
        return f"{first}：{lines}"
    most, least = str(gaps.idxmax()), str(gaps.idxmin())
    ahead = f"{most}高 {formats.number(gaps[most])}" if gaps[most] > 0 else ""
    behind = f"{least}低 {formats.number(-gaps[least])}" if gaps[least] < 0 else ""
    beside = "、".join(filter(None, (ahead, behind))) or "各维度相同"
    return f"{first}与{others[0]}相比，{beside}；{lines}"
