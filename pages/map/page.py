"""地图: every reporting unit by one measure, as distance to the line; then the streets of one, then its communities."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from html import escape
from typing import Any

import streamlit as st

import queries
from pages.map import charts
from pages.shared import formats, map_charts, tables, theme
from pages.shared.ask import Parameter, ask, boundaries
from pages.shared.charts import band_shares, dimension_dots, index_trend
from pages.shared.drawn import made, plot, write
from pages.shared.explanation import explanation
from pages.shared.export import export_link
from pages.shared.filters import accept_link, common_filters
from pages.shared.verdicts import change_note
from queries.changes import SAME_BASIS, dimension_turnovers

_LINE_WORDS = {
    "share_passing": "目标",
    "change": "上季",
    "coverage": "最低覆盖率",
    "activities": "全市水平",
}
_POSITIONS = {
    "surveyed": "实测位置",
    "street": "按街道定位",
    "schematic": "示意位置，不是实际坐标",
    "none": "没有位置，只列在下方",
}
_ROWS = 10

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}
dimension_names = ask(queries.dimensions, standard=filters.standard)["dimension_name"].tolist()

measures = ask(queries.measures, standard=filters.standard).set_index("measure")
_KINDS = {"dimension": "维度 · ", "indicator": "指标 · "}
measure_names = {
    str(code): _KINDS.get(str(code).partition(":")[0], "") + name for code, name in measures["measure_name"].items()
}
street_names = {"": "全部街道"}
if filters.unit:
    streets = ask(queries.area_measure, **chosen, area_kind="street", units=(filters.unit,))
    repeated = streets["area_name"].duplicated(keep=False)
    names = streets["area_name"].where(~repeated, streets["area_name"] + "（" + streets["area_code"] + "）")
    street_names |= dict(zip(streets["area_code"], names, strict=True))
if st.session_state.get("street", "") not in street_names:
    st.session_state["street"] = ""  # of another unit
accept_link("measure", "指标", measure_names)
accept_link("street", "街道", street_names)
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
picture, detail = st.columns([1.35, 1], gap="small")
card = picture.container(key="card-map")
path = card.container(key="path", horizontal=True, vertical_alignment="center", gap="small")
with card.container(key="choices", horizontal=True, vertical_alignment="bottom"):
    measure = st.selectbox(
        "颜色表示",
        list(measure_names),
        format_func=measure_names.__getitem__,
        key="measure",
        bind="query-params",
        placeholder="选择指标",
    )
    street = st.selectbox(
        "街道",
        list(street_names),
        format_func=street_names.__getitem__,
        key="street",
        bind="query-params",
        placeholder="选择街道",
        disabled=not filters.unit,
        help="先在上方或地图上选一个单位",
    )
    is_relief = st.toggle(
        "立体",
        key="relief",
        bind="query-params",
        disabled=bool(filters.unit),
        help="全市图上，各区按高出最低者的多少升起",
    )

units = ask(queries.area_measure, **chosen, measure=measure, units=filters.allowed)
below: dict[str, Parameter] = {"area_kind": "unit"}
if filters.unit:
    below = {"area_kind": "street", "units": (filters.unit,)}
if street:
    below = {"area_kind": "community", "units": (filters.unit,), "streets": (street,)}
areas = ask(queries.area_measure, **chosen, measure=measure, **below) if filters.unit else units
area_word = tables.AREA_WORDS[str(below["area_kind"])]
shown_name = street_names[street] if street else filters.unit_name
shown_area = {"area_kind": "street", "area_code": street} if street else filters.area
decimals = int(measures["decimals"][measure])
line = float(units["line"].iloc[0])
scales = {"change": theme.CHANGES, "activities": theme.relative_scale(line, decimals)}
scale = scales.get(measure, theme.Scale(theme.POINTS.borders, decimals))
line_word = _LINE_WORDS.get(measure, "达标线")


def finding() -> str:
    """Where the area chosen stands, and how many of its parts are above the line; of the city, who is last."""
    known = areas.dropna(subset=["value"]).assign(gap=lambda rows: queries.round_half_up(rows["distance"], decimals))
    about = "" if measure == "index" else f"{measures['measure_name'][measure]}："
    above = int((known["gap"] >= 0).sum())
    if filters.unit:
        return about + finding_of_area(above, len(known))
    if known.empty:
        return f"{about}各单位本期均无数据"
    last = known.sort_values(["gap", "unit_code"]).iloc[0]
    gap = formats.signed(last["gap"], decimals)
    if measure == "change":
        word = "降幅最大" if last["gap"] < 0 else "升幅最小"
        return f"{above} 个单位较上季上升或持平，{last['unit_name']}{word}：{gap}"
    if above == len(known):
        return f"{about}{above} 个单位全部在{line_word}以上，{last['unit_name']}余量最小：{gap}"
    return f"{about}{above} 个单位在{line_word}以上，{last['unit_name']}差距最大：{gap}"


def finding_of_area(above: int, known: int) -> str:
    """Where the unit or street chosen stands, and how many of its streets or communities are above the line."""
    rows = ask(queries.area_measure, **chosen, measure=measure, area_kind="street") if street else units
    own = rows[rows["area_code"] == (street or filters.unit)].dropna(subset=["value"])
    if own.empty:
        return f"{shown_name}本期数据不足"
    value = own["value"].iloc[0]
    gap = queries.round_half_up(own["distance"].iloc[0], decimals)
    if measure == "change":
        return f"{shown_name} {printed(value)} 个百分点；{known} 个{area_word}中 {above} 个上升或持平"
    side = "高于" if gap >= 0 else "低于"
    parts = (
        f"{known} 个{area_word}全部在线上" if above == known else f"{known} 个{area_word}中 {known - above} 个在线下"
    )
    return f"{shown_name} {printed(value)}，{side}{line_word} {formats.number(abs(gap), decimals)}；{parts}"


# A value of the measure as it is printed; a change with its sign.
printed = partial(formats.signed if measure == "change" else formats.number, decimals=decimals)


def choose_clicked() -> None:
    """A click on a mark goes down, on another district to that one, on the ground of the one chosen up again."""
    event = st.session_state["districts"]
    mark, code = charts.clicked_mark(event), map_charts.clicked_code(event)
    if mark and not street:
        choose_street(mark)
    elif code and street and code == host:
        choose_street("")
    elif code:
        choose("" if code == host else code)


def choose(code: str) -> None:
    """Choose a unit, or the whole city."""
    st.session_state["unit"] = code
    st.session_state["street"] = ""


def choose_street(code: str) -> None:
    """Choose a street, or all of the unit."""
    st.session_state["street"] = code


def look(row: dict[Hashable, Any]) -> tuple[str, str]:
    """The colour class of an area and its value in words."""
    number = scale.class_of(row["distance"])
    return ("nodata", "数据不足") if number == theme.NO_DATA else (f"class{number}", printed(row["value"]))


def tile(row: dict[Hashable, Any], label: str, action: Callable[[str], None], key: str = "tile") -> None:
    """A button in the colour of an area, which goes down to it."""
    colour, value = look(row)
    code = str(row["area_code"])
    st.button(f"{label}**{value}**", key=f"{key}-{colour}-{code}", on_click=action, args=(code,), width="stretch")


with heading:
    st.title(finding())
    export_link("area_measure", **chosen, measure=measure, **below)

with path:
    steps = [(filters.unit_name, choose_street, "")] if filters.unit else []
    for position, (name, action, code) in enumerate([("全市", choose, ""), *steps]):
        st.button(
            formats.literal(name), key=f"step{position}", type="tertiary", on_click=action, args=(code,),
            disabled=not street and position == len(steps),
        )  # fmt: skip
        if position < len(steps) or street:
            st.html("<span>›</span>", width="content")
    if street:
        st.html(f"<b>{escape(street_names[street])}</b>", width="content")

url, geometry = boundaries()
host, host_name = filters.unit, filters.unit_name
if filters.unit and filters.unit not in map_charts.codes(geometry):
    own = units[units["unit_code"] == filters.unit].fillna({"host_code": "", "host_name": ""}).iloc[0]
    host, host_name = str(own["host_code"]), str(own["host_name"])
with card:
    left, right = st.columns([2.1, 1], gap="small")
    with left, st.container(key="chart-map"):
        if filters.unit:
            view = charts.points_view(areas) if street else charts.district_view(geometry, host, areas)
            deck = made(
                charts.point_map,
                areas,
                geometry,
                url,
                view,
                scale,
                palette,
                host=host,
                state=f"{filters.unit}-{street}",
                write=printed,
            )
        else:
            deck = made(
                map_charts.district_choropleth, units, geometry, url, scale, palette, write=printed, is_relief=is_relief
            )  # fmt: skip
        st.pydeck_chart(
            deck,
            height=map_charts.MAP_HEIGHT,
            on_select=choose_clicked,
            key="districts",
            alt=f"{shown_name}地图，{finding()}",
        )
    with right:
        if not filters.unit:
            with st.container(key="tiles"):
                for unit in units[~units["unit_code"].isin(map_charts.codes(geometry))].to_dict("records"):
                    tile(unit, f"{unit['unit_name']} · 属{unit['host_name']}  \n", choose)
        legend_title = "较上季变化" if measure == "change" else f"距{line_word} {formats.number(line, decimals)}"
        counts = [scale.class_of(distance) for distance in areas["distance"]]
        rows = [
            f'<i class="class{number}"></i><span>{label}</span><b>{counts.count(number) or ""}</b>'
            for number, label in reversed(list(enumerate(scale.labels())))
        ]
        rows.append(f'<i class="nodata"></i><span>数据不足</span><b>{counts.count(theme.NO_DATA) or ""}</b>')
        rows += [
            f'<em class="{quality}"></em><span>{words}</span><b>{count}</b>'
            for quality, words in _POSITIONS.items()
            if filters.unit and (count := int((areas["position_quality"].fillna("none") == quality).sum()))
        ]
        st.html(f'<div class="legend"><p>{legend_title}（{area_word}数）</p>{"".join(rows)}</div>')
    if street:
        tiles = [(row["area_name"], *look(row)) for row in areas.to_dict("records")]
        words = [f'<span class="{colour}">{escape(name)} <b>{value}</b></span>' for name, colour, value in tiles]
        st.html(f'<div class="small-tiles">{"".join(words)}</div>')
    elif filters.unit:
        with st.container(key="streets", horizontal=True, gap="small"):
            for row in areas.to_dict("records"):
                tile(row, f"{formats.literal(row['area_name'])} ", choose_street, key="tile-small")
    publication = ask(queries.publication).iloc[0]
    approval = publication["map_approval_number"] or "待填"
    hosted = (
        f"{filters.unit_name}没有单独的边界，图上是所在的{host_name}。" if host != filters.unit and host_name else ""
    )
    st.caption(
        f"边界：{publication['boundary_source']}，{publication['boundary_vintage']} 年；审图号：{approval}。"
        f"{'街道和社区没有公开边界，以点表示。' if filters.unit else '区的颜色不含另列的功能区。'}{hosted}"
    )

with detail, st.container(key="card-detail"):
    area = ask(queries.area_score, **chosen, **shown_area)
    st.subheader(f"{shown_name}得分率")
    if area.empty or formats.is_missing(area.iloc[0]["score"]):
        st.info("本期数据不足，没有评分。请换一个时期或单位。")
    else:
        total = area.iloc[0]
        st.html(f'<div class="figure">{formats.number(total["score"])}{change_note(total)}</div>')
        bands = ask(queries.band_counts, **chosen, units=filters.units, streets=(street,) if street else ())
        st.subheader("社区分布")
        write(band_shares, bands, palette)
        dimensions = ask(queries.dimension_summary, **chosen, **shown_area)
        st.subheader("五个维度距达标线，较上季（同口径）", help=dimension_turnovers(dimensions) or SAME_BASIS)
        with st.container(key="chart-dimensions"):
            plot(
                dimension_dots,
                dimensions,
                filters.line,
                palette,
                alt="五个维度的得分与达标线",
            )
        trend = ask(queries.score_trend, standard=filters.standard, **shown_area)
        trend = trend[trend["period"] <= filters.period]
        st.subheader(f"{len(trend)} 个季度的得分率")
        with st.container(key="chart-trend"):
            plot(index_trend, trend, filters.line, palette, alt="得分率走势")

if filters.unit:
    league = ask(queries.league_table, **chosen, **below)
    st.subheader(f"{shown_name}的 {len(league)} 个{area_word}，按等次与得分")
else:
    league = ask(queries.league_table, **chosen, area_kind="unit", units=filters.units)
    st.subheader(f"{len(league)} 个单位")
if league.empty:
    st.info(f"所选时期没有{area_word}。请在上方换一个时期或单位。")
else:
    tables.show(league, dimension_names, filters.line, palette, key="sheet", rows_per_sheet=_ROWS)

explanation(
    "数值与颜色",
    "数值：所选指标在每个单位、街道或社区的得分（区域按户数加权平均）；变化为较上季的百分点（同一标准、同样的社区）；"
    "达标占比 = 达标及以上社区 ÷ 有评分的社区；覆盖率 = 有评分的社区 ÷ 全部社区；活动为每千户本季场次。"
    "颜色：数值减参照线之差所在的档，差按两位小数四舍五入后归档。",
    queries.area_measure, None, **chosen, measure=measure, **below,
)  # fmt: skip
