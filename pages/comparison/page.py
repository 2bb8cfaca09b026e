"""五维对标: up to five areas on one scale, and the indicators behind a dimension."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.comparison import charts, tables
from pages.comparison.areas import choose_areas
from pages.comparison.profiles import TOTAL, finding, named, profiles_of
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose
from pages.shared.composition import composition_flags
from pages.shared.drawn import made, plot, write
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.radar import score_radar
from queries.changes import TURNOVER
from queries.columns import column

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen: dict[str, Parameter] = {"period": filters.period, "standard": filters.standard}
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
dimensions = ask(queries.dimensions, standard=filters.standard)
dimension_names = dict(zip(dimensions["dimension_code"], dimensions["dimension_name"], strict=True))
areas = choose_areas(filters)


def turned_pairs() -> list[str]:
    """What turns between the units drawn as soon as the same kinds of community are compared, a sentence a pair."""
    units = tuple(key.partition(":")[2] for key in found["key"] if key.startswith("unit:") and "@" not in key)
    if len(units) < 2:  # noqa: PLR2004 - a pair
        return []
    return composition_flags(period=filters.period, standard=filters.standard, units=units, among=units)


found = made(named, ask(queries.dimension_profile, **chosen, areas=tuple(areas)), areas, filters.period)
missing = [name for key, name in areas.items() if key not in set(found["key"])]
if found.empty:
    with heading:
        st.title("所选对象没有可比的评分")
    st.info("请在上方换一个时期，或换几个对标对象。")
    st.stop()
drawn = found["name"].tolist()
profiles = made(profiles_of, found, list(dimension_names.values()))
scores = pd.DataFrame({name: rows.set_index("dimension_name")["score"] for name, rows in profiles.groupby("name")})
scores = scores.loc[[TOTAL, *dimension_names.values()]]
asked: dict[str, Parameter] = {**chosen, "areas": tuple(found["key"])}
with heading:
    st.title(formats.literal(finding(drawn, scores, filters.line)))
    export = st.popover("导出", width="content")
if missing:
    st.caption(f"没有评分，未画：{formats.literal('、'.join(missing))}。")

left, right = st.columns([1, 1.1], gap="small")
with left, st.container(key="card-radar"):
    line = formats.number(filters.line, 0)
    st.subheader(f"得分 0–100，外圈为 100，点线环为达标线 {line}；轴旁为{formats.literal(drawn[0])}的得分")
    with st.container(key="chart-radar"):
        of_dimensions = profiles[profiles["dimension_name"] != TOTAL]
        plot(score_radar, of_dimensions, filters.line, palette, alt=f"{'、'.join(drawn)}的五维得分")
    for flag in turned_pairs():
        st.caption(f"**构成效应**　{formats.literal(flag)}。")
with right, st.container(key="card-table"):
    st.subheader("得分，下行为与达标线之差")
    whole = column("score", of_areas="community" not in set(found["area_kind"])).label
    write(tables.profile_table, profiles.replace(TOTAL, whole), drawn, filters.line, palette)
    is_past = any("@" in key for key in found["key"])
    basis = f"跨期之差不是同口径：{TURNOVER}。" if is_past else ""
    st.caption(f"差距未扣除抽样误差；同一标准重算，可以跨期相比。{basis}")

with st.container(key="card-indicators"):
    parts = {"": "最低的一维", **dimension_names}
    part = choose(
        "dimensions", parts, page="comparison", label="看哪一维的指标", as_buttons=True, label_visibility="visible"
    )
    own = scores[drawn[0]].drop(TOTAL).dropna()
    if not part and own.empty:
        part = next(iter(dimension_names))
    shortest = part or next(code for code, name in dimension_names.items() if name == own.idxmin())
    name = dimension_names[shortest]
    answer = ask(queries.indicator_profile, **asked, dimensions=(shortest,))
    indicators = made(named, answer, areas, filters.period)
    st.subheader(f"{name}的各项指标：得分对照达标线与满分，数值与依据")
    if indicators.empty:
        st.info("所选对象在这一维没有指标数据。")
    else:
        dots, values = st.columns([1, 1], gap="medium")
        with dots, st.container(key="chart-indicators"):
            plot(charts.indicator_dots, indicators, drawn, filters.line, palette, alt=f"{name}各项指标的得分")
        with values:
            write(tables.indicator_table, indicators, drawn, palette)

with export:
    export_links(
        offer("dimension_profile", "五维", **asked),
        offer("indicator_profile", "指标", **asked, dimensions=(shortest,)),
    )

explanations(
    __file__,
    explained("维度得分", queries.dimension_profile, **asked),
    explained("指标得分", queries.indicator_profile, **asked, dimensions=(shortest,)),
)
