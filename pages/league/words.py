"""What 排行榜 says of what it counts: its title, and who is not listed among the movers."""

from __future__ import annotations

import pandas as pd

from pages.shared import formats
from pages.shared.explanation import REGRESSION
from pages.shared.verdicts import DOWN, FALLEN, RISEN, UP, WITHIN_ERROR


def counted(counts: pd.DataFrame, status: str, *progress: str) -> int:
    """How many areas have a status, or a status and one of some verdicts on their change.

    Args:
        counts: As :func:`queries.league_counts` gives them.
        status: 参评, 待补报 or 数据不足.
        progress: The verdicts.
    """
    rows = counts[counts["status"] == status]
    return int((rows[rows["progress"].isin(progress)] if progress else rows)["area_count"].sum())


def movers(counts: pd.DataFrame, scope: str, word: str) -> str:
    """The title of the movers."""
    risen, fallen = counted(counts, "参评", RISEN), counted(counts, "参评", FALLEN)
    return f"{scope} {risen} 个{word}明显进步，{fallen} 个明显退步"


def standing(counts: pd.DataFrame, scope: str, word: str, line: float, *, of_communities: bool, is_part: bool) -> str:
    """The title of the league: how many are rated, how many of them pass; their share where all are counted."""
    rated = counts[counts["status"] != "数据不足"]
    of, above = "above_count", f"得分率在 {formats.number(line, 0)} 分线上"
    if of_communities:
        of, above = "passing_count", "达标"
    passing, rated_count = int(rated[of].sum()), counted(counts, "参评") + counted(counts, "待补报")
    share = f"，占 {formats.share(passing, rated_count)}" if rated_count and not is_part else ""
    return f"{scope} {rated_count} 个{word}有评分，{passing} 个{above}{share}"


def not_listed(counts: pd.DataFrame, word: str) -> str:
    """Who moves too little, within the error, or cannot be compared, and so is not named among the movers."""
    up, down, within = (counted(counts, "参评", *verdicts) for verdicts in ((UP,), (DOWN,), WITHIN_ERROR))
    unknown = counted(counts, "参评") - counted(counts, "参评", RISEN, FALLEN) - up - down - within
    others = counted(counts, "待补报") + counted(counts, "数据不足")
    return (
        f"同口径。其余参评的{word}中，{up} 个略升、{down} 个略降（超出误差而幅度较小），"
        f"{within} 个变化在抽样误差内，{unknown} 个不可比（无上季评分或误差未知），都不列名"
        + (f"；待补报与数据不足的 {others} 个不参加比较" if others else "")
        + f"。{REGRESSION}"
    )
