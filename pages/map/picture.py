"""The map itself: districts or points, what their colours mean, and the ways up and down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.map.large import show_large
from pages.map.scene import Scene
from pages.shared import formats
from pages.shared.ask import ask, boundaries
from pages.shared.drawing import draw
from pages.shared.links import open_community
from queries.reports import maps
from queries.reports.bodies.geography import codes

_POSITIONS = {
    "surveyed": "实测位置",
    "street": "按街道定位",
    "schematic": "示意位置，不是实际坐标",
    "none": "没有位置，只列在下方",
}


def show_path(scene: Scene, place: DeltaGenerator) -> None:
    """The way back up: the city, the unit, the street."""
    filters = scene.filters
    with place:
        steps: list[tuple[str, Callable[[str], None], str]] = [("全市", _choose, "")]
        if filters.unit:
            steps.append((filters.unit_name, _choose_street, ""))
        for position, (name, action, code) in enumerate(steps):
            is_last = position == len(steps) - 1
            st.button(
                formats.literal(name),
                key=f"step{position}",
                type="tertiary",
                on_click=action,
                args=(code,),
                disabled=not scene.street and is_last,
            )
            if not is_last or scene.street:
                st.html("<span>›</span>", width="content")
        if scene.street:
            st.html(f"<b>{escape(scene.street_name)}</b>", width="content")


def show_map(scene: Scene, alt: str) -> None:
    """The map with its legend and tiles: a drawing, or what can be moved about where it is enlarged."""
    geometry = boundaries()[1]
    host, host_name = _host(scene, geometry)
    choose = partial(_go, scene, host, codes(geometry))
    chosen = ""
    left, right = st.columns([2.1, 1], gap="small")
    with left:
        if scene.is_large:
            show_large(scene, host, f"{scene.name}地图，{alt}", choose)
        else:
            chosen = _draw_ground(scene, host, geometry, choose)
    with right:
        _draw_key(scene, geometry, choose)
    if scene.filters.unit:
        parts = scene.areas.assign(host_name=None)
        chosen = draw(maps.tiles, parts, **scene.looks, is_low=True, key="parts", on_choose=choose) or chosen
    if scene.street and chosen in set(scene.areas["area_code"]):
        open_community(chosen)
    st.caption(_source(scene, host, host_name))


def _host(scene: Scene, geometry: dict[str, Any]) -> tuple[str, str]:
    """Code and name of the district that shows the unit: its own, or that of its host."""
    filters = scene.filters
    if not filters.unit or filters.unit in codes(geometry):
        return filters.unit, filters.unit_name
    row = scene.units[scene.units["unit_code"] == filters.unit].fillna({"host_code": "", "host_name": ""}).iloc[0]
    return str(row["host_code"]), str(row["host_name"])


def _draw_ground(scene: Scene, host: str, geometry: dict[str, Any], choose: Callable[[str], None]) -> str:
    """The districts, or the points of one; the code that was chosen just now."""
    if scene.filters.unit:
        named = {**scene.looks, "is_close": bool(scene.street)}
        return draw(maps.places, scene.areas, geometry, host, **named, key="districts", on_choose=choose)
    frames, named = {scene.filters.period: scene.units}, {**scene.looks, "measure": scene.measure_name}
    return draw(maps.map_ground, frames, geometry, scene.line, **named, key="districts", on_choose=choose)


def _draw_key(scene: Scene, geometry: dict[str, Any], choose: Callable[[str], None]) -> None:
    """The units without a polygon, and what the colours mean."""
    if not scene.filters.unit:
        hosted = scene.units[~scene.units["unit_code"].isin(codes(geometry))]
        draw(maps.tiles, hosted, **scene.looks, key="hosted", on_choose=choose)
    is_change = scene.measure == "change"
    title = f"{'较上季变化' if is_change else f'与{scene.line_word}相差'}（{scene.area_word}数）"
    line = "与上季持平" if is_change else f"{scene.line_word} {formats.number(scene.line, scene.decimals)}"
    marks = _POSITIONS if scene.filters.unit else None
    draw(maps.legend, scene.areas, title, line, scale=scene.scale, marks=marks, key="legend")


def _go(scene: Scene, host: str, districts: set[str], code: str) -> None:
    """A click on a mark goes down, on another district to that one, on the ground of the one chosen up again."""
    if code in districts and scene.street and code == host:
        _choose_street("")
    elif code in districts:
        _choose("" if code == host else code)
    elif not scene.filters.unit:
        _choose(code)
    elif not scene.street:
        _choose_street(code)


def _source(scene: Scene, host: str, host_name: str) -> str:
    publication = ask(queries.publication).iloc[0]
    approval = publication["map_approval_number"] or "待填"
    hosted = ""
    if host != scene.filters.unit and host_name:
        hosted = f"{scene.filters.unit_name}没有单独的边界，图上是所在的{host_name}。"
    return (
        f"边界：{publication['boundary_source']}，{publication['boundary_vintage']} 年；审图号：{approval}。"
        f"{'街道和社区没有公开边界，以点表示。' if scene.filters.unit else '区的颜色不含另列的功能区。'}{hosted}"
    )


def _choose(code: str) -> None:
    """Choose a unit, or the whole city."""
    st.session_state["unit"] = code
    st.session_state["street"] = ""


def _choose_street(code: str) -> None:
    """Choose a street, or all of the unit."""
    st.session_state["street"] = code
