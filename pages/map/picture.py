"""The map itself: districts or points, what their colours mean, and the ways up and down."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.map import charts
from pages.map.scene import Scene
from pages.shared import formats, map_charts, theme
from pages.shared.ask import ask, boundaries
from pages.shared.drawn import made

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
    """The map with its legend and tiles."""
    filters = scene.filters
    url, geometry = boundaries()
    host, host_name = filters.unit, filters.unit_name
    if filters.unit and filters.unit not in map_charts.codes(geometry):
        rows = scene.units[scene.units["unit_code"] == filters.unit].fillna({"host_code": "", "host_name": ""})
        host, host_name = str(rows.iloc[0]["host_code"]), str(rows.iloc[0]["host_name"])
    palette = theme.palette(st.context.theme.type)
    left, right = st.columns([2.1, 1], gap="small")
    with left, st.container(key="chart-map"):
        if filters.unit:
            frame = (
                charts.points_view(scene.areas) if scene.street else charts.district_view(geometry, host, scene.areas)
            )
            deck = made(
                charts.point_map,
                scene.areas,
                geometry,
                url,
                frame,
                scene.scale,
                palette,
                host=host,
                state=f"{filters.unit}-{scene.street}",
                write=scene.printed,
            )
        else:
            deck = made(
                map_charts.district_choropleth,
                scene.units,
                geometry,
                url,
                scene.scale,
                palette,
                write=scene.printed,
                is_relief=scene.is_relief,
            )

        def choose_clicked() -> None:
            """A click on a mark goes down, on another district to that one, on the ground of the one chosen up again."""
            event = st.session_state["districts"]
            mark, code = charts.clicked_mark(event), map_charts.clicked_code(event)
            if mark and not scene.street:
                _choose_street(mark)
            elif code and scene.street and code == host:
                _choose_street("")
            elif code:
                _choose("" if code == host else code)

        st.pydeck_chart(
            deck,
            height=map_charts.MAP_HEIGHT,
            on_select=choose_clicked,
            key="districts",
            alt=f"{scene.name}地图，{alt}",
        )
    with right:
        if not filters.unit:
            with st.container(key="tiles"):
                for unit in scene.units[~scene.units["unit_code"].isin(map_charts.codes(geometry))].to_dict("records"):
                    _tile(scene, unit, f"{unit['unit_name']} · 属{unit['host_name']}  \n", _choose)
        st.html(_legend(scene))
    _show_parts(scene)
    st.caption(_source(scene, host, host_name))


def _show_parts(scene: Scene) -> None:
    """The parts by name and value: streets lead on, communities are only named."""
    rows = scene.areas.to_dict("records")
    if scene.street:
        tiles = [(row["area_name"], *scene.look(row)) for row in rows]
        words = [f'<span class="{colour}">{escape(name)} <b>{value}</b></span>' for name, colour, value in tiles]
        st.html(f'<div class="small-tiles">{"".join(words)}</div>')
    elif scene.filters.unit:
        with st.container(key="streets", horizontal=True, gap="small"):
            for row in rows:
                _tile(scene, row, f"{formats.literal(row['area_name'])} ", _choose_street, key="tile-small")


def _legend(scene: Scene) -> str:
    """How many areas have which colour, and of points how their positions are known, as HTML."""
    title = f"距{scene.line_word} {formats.number(scene.line, scene.decimals)}"
    if scene.measure == "change":
        title = "较上季变化"
    counts = [scene.scale.class_of(distance) for distance in scene.areas["distance"]]
    rows = [
        f'<i class="class{number}"></i><span>{label}</span><b>{counts.count(number) or ""}</b>'
        for number, label in reversed(list(enumerate(scene.scale.labels())))
    ]
    rows.append(f'<i class="nodata"></i><span>数据不足</span><b>{counts.count(theme.NO_DATA) or ""}</b>')
    rows += [
        f'<em class="{quality}"></em><span>{words}</span><b>{count}</b>'
        for quality, words in _POSITIONS.items()
        if scene.filters.unit and (count := int((scene.areas["position_quality"].fillna("none") == quality).sum()))
    ]
    return f'<div class="legend"><p>{title}（{scene.area_word}数）</p>{"".join(rows)}</div>'


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


def _tile(scene: Scene, row: dict[Hashable, Any], label: str, action: Callable[[str], None], key: str = "tile") -> None:
    """A button in the colour of an area, which goes down to it."""
    colour, value = scene.look(row)
    code = str(row["area_code"])
    st.button(f"{label}**{value}**", key=f"{key}-{colour}-{code}", on_click=action, args=(code,), width="stretch")


def _choose(code: str) -> None:
    """Choose a unit, or the whole city."""
    st.session_state["unit"] = code
    st.session_state["street"] = ""


def _choose_street(code: str) -> None:
    """Choose a street, or all of the unit."""
    st.session_state["street"] = code
