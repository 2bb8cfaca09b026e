"""地图 in one sentence."""

from __future__ import annotations

import pandas as pd

import queries
from pages.map.scene import Scene
from pages.shared import formats
from pages.shared.ask import ask
from queries.finding import reporting


def finding(scene: Scene) -> str:
    """Where the area chosen stands, and how many of its parts are above the line; of the city, who is last."""
    area = ask(queries.area_score, **scene.chosen, **scene.own)
    if said := reporting(area, scene.name):
        return said
    known = scene.areas.dropna(subset=["value"]).assign(
        gap=lambda rows: queries.round_half_up(rows["distance"], scene.decimals)
    )
    about = "" if scene.measure == "index" else f"{scene.measure_name}："
    above = int((known["gap"] >= 0).sum())
    if scene.filters.unit:
        return about + _finding_of_area(scene, above, len(known))
    if known.empty:
        return f"{about}各单位本季均无数据"
    if scene.ledger_page:  # rates of so many cases: their raw order says nothing
        return (
            f"{about}全市 {scene.printed(scene.line)}%，{above} 个单位不低于全市；是否超出误差，见“{scene.ledger_page}”"
        )
    return _finding_of_city(scene, known, above, about)


def _finding_of_city(scene: Scene, known: pd.DataFrame, above: int, about: str) -> str:
    """How many units are above the line, and who is last."""
    last = known.sort_values(["gap", "unit_code"]).iloc[0]
    gap = formats.signed(last["gap"], scene.decimals)
    if scene.measure == "change":
        word = "降幅最大" if last["gap"] < 0 else "升幅最小"
        return f"{above} 个单位较上季上升或持平，{last['unit_name']}{word}：{gap}"
    if above == len(known):
        return f"{about}{above} 个单位全部在{scene.line_word}以上，{last['unit_name']}余量最小：{gap}"
    return f"{about}{above} 个单位在{scene.line_word}以上，{last['unit_name']}差距最大：{gap}"


def _finding_of_area(scene: Scene, above: int, known: int) -> str:
    """Where the unit or street chosen stands, and how many of its streets or communities are above the line."""
    rows = scene.units
    if scene.street:
        rows = ask(queries.area_measure, **scene.chosen, measure=scene.measure, area_kind="street")
    own = rows[rows["area_code"] == (scene.street or scene.filters.unit)].dropna(subset=["value"])
    if own.empty:
        return f"{scene.name}本季数据不足"
    value = scene.printed(own["value"].iloc[0])
    gap = queries.round_half_up(own["distance"].iloc[0], scene.decimals)
    if scene.measure == "change":
        return f"{scene.name} {value} 个百分点；{known} 个{scene.area_word}中 {above} 个上升或持平"
    side = "高于" if gap >= 0 else "低于"
    parts = f"{known} 个{scene.area_word}中 {known - above} 个在线下"
    if above == known:
        parts = f"{known} 个{scene.area_word}全部在线上"
    return f"{scene.name} {value}，{side}{scene.line_word} {formats.number(abs(gap), scene.decimals)}；{parts}"
