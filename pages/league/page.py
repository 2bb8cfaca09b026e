"""排行榜: communities, streets or units against the standard."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.shared import formats, tables, theme
from pages.shared.ask import Parameter, ask, ask_rows
from pages.shared.composition import composition_flags
from pages.shared.explanation import REGRESSION, explanation
from pages.shared.export import export_link
from pages.shared.filters import accept_link, common_filters
from pages.shared.verdicts import DOWN, FALLEN, RISEN, UP, WITHIN_ERROR
from queries.changes import SAME_BASIS, TURNOVER

_RANKED = 50
_TURNED = 3  # pairs of units whose order turns, each in a sentence; more is a list for 更多分析
_ORDERS = {"score": "按得分", "change": "进步榜"}
_FORMERLY = {"按变化": "change"}  # how links made before call it


def turned_pairs() -> list[str]:
    """Units whose order comes from the kinds of their communities, a sentence a pair; only those the viewer may see."""
    return composition_flags(**chosen, units=filters.units, among=filters.allowed)


filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}
dimensions = ask(queries.dimensions, standard=filters.standard)
dimension_names = dimensions["dimension_name"].tolist()
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")

streets = ask(queries.streets, units=filters.units)
repeated = streets["street_name"].duplicated(keep=False)
street_names = dict(
    zip(
        streets["street_code"],
        streets["street_name"].where(~repeated, streets["street_name"] + "（" + streets["unit_name"] + "）"),
        strict=True,
    )
)
if not filters.unit:  # of everything there are too many to look through: those of a link stay, others follow a unit
    held = {*st.query_params.get_all("streets"), *st.session_state.get("streets", ())}
    street_names = {code: name for code, name in street_names.items() if held & {code, name}}
kind_names = {kind: kind for kind in ask(queries.kinds, units=filters.allowed)["kind"]}
bands = ask(queries.bands, standard=filters.standard)
band_names = {
    **dict(zip(bands["band_code"], bands["symbol"] + " " + bands["band_name"], strict=True)),
    "none": "○ 数据不足",
}
weak_names = dict(zip(dimensions["dimension_code"], dimension_names, strict=True))

if st.query_params.get("order") in _FORMERLY:
    st.query_params["order"] = _FORMERLY[st.query_params["order"]]
accept_link("area", "对象", tables.AREA_WORDS)
accept_link("order", "排序", _ORDERS)
accept_link("streets", "街道", street_names, several=True)
accept_link("kind", "类型", kind_names, several=True)
accept_link("band", "等次", band_names, several=True)
accept_link("weak", "短板维度", weak_names, several=True)

with st.container(key="switches", horizontal=True, vertical_alignment="center"):
    area_kind = st.segmented_control(
        "对象", list(tables.AREA_WORDS), format_func=tables.AREA_WORDS.__getitem__, default="community", required=True, key="area",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    order = st.segmented_control(
        "排序", list(_ORDERS), format_func=_ORDERS.__getitem__, default="score", required=True, key="order",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    is_full = st.toggle(
        "显示全部名次",
        key="full",
        bind="query-params",
        help=f"默认只给前 {_RANKED} 名排名次，其余按等次列出，排名不分先后",
    )
with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
    search = st.text_input(
        "名称或拼音首字母", key="search", bind="query-params", placeholder="如 东城 或 dcsq", max_chars=40
    )
    street_codes, kinds = [], []
    if area_kind != "unit":
        street_codes = st.multiselect(
            "街道",
            list(street_names),
            format_func=street_names.__getitem__,
            key="streets",
            bind="query-params",
            placeholder="全部街道" if filters.unit else "先选单位",
            disabled=not street_names,
        )
    if area_kind == "community":
        kinds = st.multiselect(
            "类型",
            list(kind_names),
            format_func=kind_names.__getitem__,
            key="kind",
            bind="query-params",
            placeholder="全部类型",
        )
    band_codes = st.multiselect(
        "等次",
        list(band_names),
        format_func=band_names.__getitem__,
        key="band",
        bind="query-params",
        placeholder="全部等次",
    )
    weak = st.multiselect(
        "短板维度（低于线）", list(weak_names), format_func=weak_names.__getitem__, key="weak", bind="query-params",
        placeholder="不限",
    )  # fmt: skip

asked: dict[str, Parameter] = {
    **chosen,
    "area_kind": area_kind,
    "units": filters.units,
    "streets": tuple(street_codes) or None,
    "kinds": tuple(kinds) or None,
    "bands": tuple(band_codes) or None,
    "weak_dimensions": tuple(weak) or None,
    "search": search or "",
    "order": order,
    "ranked": 0 if is_full else _RANKED,
}
parts = {name: value for name, value in asked.items() if name != "order"}
counts = ask(queries.league_counts, **parts)


def count(status: str, *progress: str) -> int:
    """How many areas have a status, or a status and one of some verdicts on their change."""
    rows = counts[counts["status"] == status]
    return int((rows[rows["progress"].isin(progress)] if progress else rows)["area_count"].sum())


def sheet(status: str, count: int, key: str, first: int = 0) -> None:
    """Draw so many areas of a status, from the first on, a sheet at a time; only that sheet is read."""

    def read(after: int, most: int) -> pd.DataFrame:
        most = min(most, count - after)
        rows = ask_rows(queries.league_table, first + after, most, **asked, statuses=(status,))
        # who stands below a mover is not the next by place
        return rows.assign(is_tied_with_next=False) if order == "change" else rows

    tables.show_sheets(count, read, dimension_names, filters.line, palette, key)


word = tables.AREA_WORDS[area_kind]
ranked, waiting, insufficient = count("参评"), count("待补报"), count("数据不足")
risen, fallen = count("参评", RISEN), count("参评", FALLEN)
is_part = any((street_codes, kinds, band_codes, weak, search, filters.unit and area_kind == "unit"))
scope = "所选" if is_part else filters.unit_name
with heading:
    if counts.empty:
        st.title(f"没有符合条件的{word}")
    elif order == "change":
        st.title(f"{scope} {risen} 个{word}明显进步，{fallen} 个明显退步")
        export_link("league_table", **asked)
    else:
        rated = counts[counts["status"] != "数据不足"]
        if area_kind == "community":
            passing, above = int(rated["passing_count"].sum()), "达标及以上"
        else:
            passing = int(rated["above_count"].sum())
            above = f"得分在 {formats.number(filters.line, 0)} 分线上"
        rated_count = ranked + waiting
        share = f"，占 {formats.share(passing, rated_count)}" if rated_count and not is_part else ""
        st.title(f"{scope} {rated_count} 个{word}有评分，{passing} 个{above}{share}")
        export_link("league_table", **asked)
if counts.empty:
    st.info("请放宽条件：清空搜索框、去掉街道、类型、等次或短板维度，或在上方把单位改为全市。")
    st.stop()

if order == "change":
    within = count("参评", *WITHIN_ERROR)
    up, down = count("参评", UP), count("参评", DOWN)
    unknown = ranked - risen - fallen - up - down - within
    others = waiting + insufficient
    st.caption(
        f"同口径。其余参评的{word}中，{up} 个略升、{down} 个略降（超出误差而幅度较小），"
        f"{within} 个变化在抽样误差内，{unknown} 个不可比（无上季评分或误差未知），都不列名"
        + (f"；待补报与数据不足的 {others} 个不参加比较" if others else "")
        + f"。{REGRESSION}"
    )
    for first, movers, verdict, key in ((0, risen, RISEN, "sheet"), (risen, fallen, FALLEN, "falls")):
        if not movers:
            st.info(f"本期没有{verdict}的{word}。")
            continue
        st.subheader(f"{verdict} {movers} 个{word} · 幅度大的在前")
        sheet("参评", movers, key, first)
elif ranked:
    placed = int(counts.loc[counts["status"] == "参评", "placed_count"].sum())
    ties = "" if area_kind == "community" else tables.tie_words(ask(queries.league_table, **asked, statuses=("参评",)))
    manner = (
        "按名次"
        if is_full or placed == ranked
        else f"全市前 {_RANKED} 名按名次，其余按等次，等次内按代码，排名不分先后"
    )
    st.subheader(f"参评 {ranked} 个{word} · {manner}{'；' if ties else ''}{ties}")
    sheet("参评", ranked, "sheet")
    st.caption(
        "社区的名次区间往往跨几百名，不宜论先后：这里先看把握，区间在各社区的社区档案中。"
        if area_kind == "community"
        else "名次区间是抽样误差之内名次可能的范围；括线连起的相邻两名，得分之差在抽样误差内，难分高下。"
    )
    flags = turned_pairs() if area_kind == "unit" else []
    for flag in flags[:_TURNED]:
        st.caption(f"**构成效应**　{formats.literal(flag)}。")
    if len(flags) > _TURNED:
        st.caption(f"共 {len(flags)} 对单位按相同社区类型比先后相反，其余见“更多分析”中的构成效应。")
for status, rest, key, note in (
    ("待补报", waiting, "waiting", "有指标未报，补报后再排名次"),
    ("数据不足", insufficient, "insufficient", "有维度的数据覆盖不够，不评等次、不排名次"),
):
    if rest and order != "change":
        st.subheader(f"{status} {rest} 个{word} · {note}")
        sheet(status, rest, key)

explanation(
    "得分、名次与难分",
    "社区得分 = 各维度得分按标准的权重加权平均；维度得分 = 该维度已报指标得分的加权平均；指标得分由数值按标准的锚点折算（0–100，达标线为 60）。"
    "街道、单位的得分是有评分社区按户数加权的平均。名次按得分四舍五入到两位小数比较，相同则并列（1、2、2、4）；"
    "筛选只减少行，不改变名次。待补报与数据不足的不排名次。"
    "**名次区间**：与全市同级的每一个逐一比较，差距超过误差的才算分出先后（同时比较，95% 把握）；"
    "**难分**：相邻两名之差不超过两者中较严的界限，误差未知的也算难分。"
    "**进步榜**只列明显进步与明显退步：变化超过抽样误差、全市一并检验（错误发现率），且不小于标准所定幅度；"
    f"略升、略降超出误差而幅度较小，表中照写，不上榜。**较上季**为{SAME_BASIS}；{TURNOVER}。"
    "只比参评的，因为漏报不应成为进步。导出含全部行，先进步、后退步，其余仍按名次与等次。",
    queries.league_table,
    **asked,
)
