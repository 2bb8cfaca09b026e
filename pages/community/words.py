"""What the page of one community says in sentences; pure text from rows."""

from __future__ import annotations

import pandas as pd

from pages.shared import formats

# What makes communities alike, as the explanation names it; how far another kind lies comes last.
_ATTRIBUTES = {
    "households": "户数（取对数）",
    "share_60_plus": "60岁及以上占比",
    "share_renters": "租户占比",
    "building_age": "楼龄",
    "density": "人口密度",
}
_OTHER_KIND = "other_kind"


def finding(community: pd.Series, dimensions: pd.DataFrame, period: str, line: float) -> str:
    """The page in one sentence: level, band, and why this band: a veto, what is not reported, the weakest dimension."""
    name = community["community_name"]
    if not isinstance(community["status"], str):
        return f"{name}在{formats.period_name(period)}不在社区名录内"
    if community["status"] == "数据不足":
        return f"{name}本季数据不足，不评分、不排名次"
    level = f"{name}得分 {formats.number(community['score'])}，{community['symbol']}\u00a0{community['band_name']}"
    if community["is_vetoed"]:
        return f"{level}：一票否决"
    if community["unreported_count"]:
        level += f"：{int(community['unreported_count'])} 项未报"
    scored = dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
    if scored.empty:
        return level
    weakest = scored.iloc[0]
    words = "在线下，是短板" if formats.rounded(weakest["score"]) < line else "相对最低，各维度均在线上"
    return f"{level}；{weakest['dimension_name']} {formats.number(weakest['score'])} {words}"


def interval(community: pd.Series) -> str:
    """How far the place can be trusted: certainty of 达标 first, then the places that the error allows; may be empty."""
    low, high = community["rank_low"], community["rank_high"]
    certainty = community["certainty"] if isinstance(community["certainty"], str) else ""
    if formats.is_missing(low) or formats.is_missing(high):
        return ""
    count = int(community["city_ranked_count"])
    first = f"{certainty}；" if certainty else ""
    if low == high:
        return f"{first}95% 名次区间只有第 {int(low)} 名：全市 {count} 个参评社区中，名次可以确定"
    places = formats.places(low, high, count)
    if not places[0].isdigit():
        return f"{first}{places}：全市 {count} 个参评社区中，误差之内的名次几乎包括全部"
    return f"{first}95% 名次区间 {places}：全市 {count} 个参评社区中，这些名次在误差之内都可能，不宜论先后"


def pace(paces: pd.DataFrame) -> str:
    """Whether the pace of the last quarters reaches the line in time.

    Args:
        paces: the row of :func:`queries.pace` for the community, or none.
    """
    if paces.empty:
        return "不足四个季度的得分，不判断进度"
    row = paces.iloc[0]
    achieved = f"近 {int(row['period_count'])} 季每季 {formats.signed(row['achieved'])}"
    if row["verdict"] == "已达":
        return f"已在线上；{achieved}"
    due = formats.period_name(row["due_period"])
    return f"{achieved}，到{due}达线每季需 {formats.signed(row['needed'])}：{row['verdict']}"


def among_peers(total: pd.Series) -> str:
    """Place and gaps of the total among the peers, in one sentence.

    Args:
        total: the row 'total' of :func:`queries.peer_dimensions`.
    """
    count = int(total["peer_count"])
    if formats.is_missing(total["score"]):
        return f"同类对标：数据不足，不与 {count} 个同类社区比名次"
    distance = formats.rounded(total["score"] - total["peer_median"])
    side = (
        f"高 {formats.number(distance)}" if distance > 0 else f"低 {formats.number(-distance)}" if distance else "持平"
    )
    words = f"同类对标：连本社区 {count + 1} 个同类中第 {int(total['peer_place'])}，比同类中位数{side}"
    gap = total["gap_to_best"]
    if formats.is_missing(gap) or formats.rounded(gap) > 0:
        return words
    return words + (f"，距最好的差 {formats.number(-gap)}" if formats.rounded(gap) else "")


def likeness(weights: pd.DataFrame) -> str:
    """What makes communities alike and with which weights, as the standard says.

    Args:
        weights: as :func:`queries.context_weights` gives them.
    """
    known = dict(zip(weights["attribute"], weights["context_weight"], strict=True))
    parts = [f"{word}（权重 {known[name]:g}）" for name, word in _ATTRIBUTES.items() if known.get(name)]
    other = f"，类型不同再加 {known[_OTHER_KIND]:g}" if known.get(_OTHER_KIND) else ""
    return f"按{'、'.join(parts)}标准化后的距离{other}" if parts else f"只看社区类型{other}"
