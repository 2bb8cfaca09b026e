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
