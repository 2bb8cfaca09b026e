"""The finding of a period: which rule of the standard holds, and its sentence.

The rules and their texts come from the standard; here is only what their kinds mean. Nothing is said of a change within
its error: an area has fallen or risen when it crossed the line of 达标 and its change is real.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data import verdicts
from queries import formats

BLAMING = frozenset({"fell", "declined", "weakest"})
"""The kinds of rules that say no good of the area itself."""
_NAMED = 2


@dataclass(frozen=True)
class Situation:
    """What a finding is about.

    Args:
        name: The area.
        total: Its row of :func:`queries.area_score`.
        dimensions: Its rows of :func:`queries.dimension_summary`; one has a score.
        moves: Its own row of :func:`queries.band_moves`, if it moved.
        line: The line of the standard.
        parts: The reporting units of the city as :func:`queries.league_table` gives them, else none.
        part_moves: Their rows of :func:`queries.band_moves`.
        are_named: Whether units that fell are said by name; else they are counted.
    """

    name: str
    total: pd.Series
    dimensions: pd.DataFrame
    moves: pd.DataFrame
    line: float
    parts: pd.DataFrame
    part_moves: pd.DataFrame
    are_named: bool = True


def finding(rules: pd.DataFrame, situation: Situation) -> tuple[str, str]:
    """The kind and the sentence of the first rule that holds.

    A standard without rules, or without one that holds, gets name and score: kind ``none``.
    """
    for rule in rules.to_dict("records"):
        names = _subjects(rule["kind"], situation)
        if names:
            are_named = situation.are_named or rule["kind"] == "part_rose"
            return rule["kind"], rule["text"].format_map(_fields(situation, names, are_named=are_named))
    return "none", f"{situation.name}得分率 {formats.number(situation.total['score'])}{_moved(situation.total)}"


def reporting(area: pd.DataFrame, name: str) -> str:
    """How many communities have reported, where too few have to say anything of an area; empty where something is said.

    Args:
        area: Its row of :func:`queries.area_score`, if there is one.
        name: The area.
    """
    if area.empty or not area.iloc[0]["community_count"] or not formats.is_missing(area.iloc[0]["score"]):
        return ""
    return f"{name}报送中 {area.iloc[0]['rated_count']}/{area.iloc[0]['community_count']}"


def weakest(dimensions: pd.DataFrame) -> pd.Series:
    """The dimension with the lowest score, the first of several."""
    return dimensions.dropna(subset=["score"]).sort_values("score", kind="stable").iloc[0]


def _subjects(kind: str, situation: Situation) -> list[str]:
    """The names of whom a rule speaks; none where it does not hold."""
    progress = {"fell": verdicts.FALLEN, "declined": verdicts.FALLEN, "rose": verdicts.RISEN}.get(
        kind.removeprefix("part_")
    )
    direction = kind.removeprefix("part_") if kind.endswith(("fell", "rose")) else ""
    if kind.startswith("part_"):
        areas = situation.part_moves if direction else situation.parts
        moved = areas[areas["progress"] == progress]
        return _by_size(moved[moved["direction"] == direction] if direction else moved)
    holds = {
        "weakest": formats.rounded(weakest(situation.dimensions)["score"]) < situation.line,
        "level": True,
    }.get(kind, situation.total["progress"] == progress and (not direction or _moved_over(situation, direction)))
    return [situation.name] if holds else []


def _moved_over(situation: Situation, direction: str) -> bool:
    return bool((situation.moves["direction"] == direction).any())


def _by_size(areas: pd.DataFrame) -> list[str]:
    return list(areas.sort_values("change", key=abs, ascending=False, kind="stable")["area_name"])


def _fields(situation: Situation, names: Sequence[str], *, are_named: bool) -> dict[str, str]:
    """What the braces of a text stand for; the names are those of ``FINDING_FIELDS``."""
    lowest = weakest(situation.dimensions)
    more = f"等 {len(names)} 个单位" if len(names) > _NAMED else ""
    return {
        "area": situation.name,
        "score": formats.number(situation.total["score"]),
        "change": formats.signed(situation.total["change"]),
        "moved": _moved(situation.total),
        "weakest": str(lowest["dimension_name"]),
        "weakest_score": formats.number(lowest["score"]),
        "line": formats.number(situation.line, 0),
        "names": "、".join(names[:_NAMED]) + more if are_named else f"{len(names)} 个单位",
        "count": str(len(names)),
    }


def _moved(total: pd.Series) -> str:
    """The change as a clause: its size only where it is real."""
    if formats.is_missing(total["change"]):
        return ""
    if verdicts.is_within_error(total["progress"]):
        return f"，较上季变化{total['progress']}"
    size = total["progress"] if verdicts.is_small(total["progress"]) else ""
    doubt = "" if isinstance(total["progress"], str) else "（误差未知）"
    return f"，较上季{size} {formats.signed(total['change'])}\u00a0个百分点{doubt}"
