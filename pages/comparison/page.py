"""五维对标: up to five areas on one scale, and the indicators behind a dimension."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.comparison import charts
from pages.comparison.search import find_box, known
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask, ask_rows
from pages.shared.composition import composition_flags
from pages.shared.drawn import plot, write
from pages.shared.explanation import explanation
from pages.shared.export import export_links, offer
from pages.shared.filters import accept_link, common_filters
from pages.shared.radar import MOST_PROFILES, score_radar
from pages.shared.viewer import viewer
from queries.changes import TURNOVER

CITY, BEST, PAST = "city:city", "best", "past:"
_KIND_WORDS = {"city": "各单位", "unit": "各单位", "street": "各街道"}
_TOTAL = "得分率"
_SHORTEST = "最短的一维"

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")


allowed = viewer(st.context.headers).units or ()
units = ask(queries.league_table, **chosen, area_kind="unit", units=allowed, ranked=0)
earlier = [period for period in ask(queries.periods)["period"] if period < filters.period]
options = {
    CITY: "全市",
    BEST: "同类最好",
    **dict(zip("unit:" + units["area_code"], units["area_name"], strict=True)),
    **{f"{PAST}{period}": f"自身 {formats.period_name(period)}" for period in earlier},
}
plain_of = dict(options)
for value in (*st.session_state.get("with", ()), *st.query_params.get_all("with")):
    if value not in {*options, *options.values()} and (area := known(value, allowed)):
        options[area.key], plain_of[area.key] = area.label, area.name
dimensions = ask(queries.dimensions, standard=filters.standard)
dimension_names = dict(zip(dimensions["dimension_code"], dimensions["dimension_name"], strict=True))
parts = {"": _SHORTEST, **dimension_names}
accept_link("with", "对标对象", options, several=True)
accept_link("dimension", "维度", parts)

with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
    picked = st.multiselect(
        f"加入对标（至多 {MOST_PROFILES} 个；第一个为主）",
        list(options),
        format_func=options.__getitem__,
        key="with",
        bind="query-params",
        placeholder="未选时：单位对全市，全市对最高与最低的单位",
    )


find_box("with", allowed)


def best_like(subject: str) -> str:
    """The best of the same kind in the city, as kind:code; nothing where none has a place."""
    kind, _, code = subject.partition(":")
    kind = "unit" if kind == "city" else kind
    alike: dict[str, Parameter] = {"area_kind": kind, "units": allowed, "statuses": ("参评",), "ranked": 0}
    if kind == "community":
        alike["kinds"] = tuple(ask(queries.community_profile, **chosen, community=code)["kind"])
    best = ask_rows(queries.league_table, 0, 1, **chosen, **alike)
    if best.empty:
        return ""
    key = f"{kind}:{best.iloc[0]['area_code']}"
    if key not in options and (area := known(key, allowed)):
        options[key], plain_of[key] = area.label, area.name
    return key


def default_areas(subject: str) -> list[str]:
    """Whom an area is held against when nobody is named: a unit the city, the city its best and its weakest unit."""
    if subject != CITY:
        return [CITY]
    placed = units.loc[units["status"] == "参评", "area_code"].tolist()
    return [f"unit:{code}" for code in dict.fromkeys(placed[:1] + placed[-1:])]


def chosen_areas() -> list[str]:
    """The areas to compare, the subject first, each as kind:code or kind:code@period."""
    proper = [code for code in picked if ":" in code and not code.startswith(PAST)]
    subject = proper[0] if proper else ":".join(filters.area.values())
    areas = [subject]
    for code in picked:
        if code == BEST:
            best = best_like(subject)
            if best == subject:
                st.caption(f"{formats.literal(options[subject])}已是同类中得分最高的。")
            areas.append(best)
        elif code.startswith(PAST):
            areas.append(f"{subject}@{code.removeprefix(PAST)}")
        else:
            areas.append(code)
    areas = [area for area in dict.fromkeys(areas) if area]
    if len(areas) == 1:
        areas += default_areas(subject)
    if len(areas) > MOST_PROFILES:
        st.warning(f"一次至多对标 {MOST_PROFILES} 个，只画前 {MOST_PROFILES} 个；请先去掉几个。")
    return areas[:MOST_PROFILES]


def short_names(areas: list[str]) -> dict[str, str]:
    """What the areas are called beside each other: the plain name unless two share it, the past by its quarter."""
    plain = {area: plain_of[area] for area in areas if "@" not in area}
    shared = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    best = best_like(areas[0]) if BEST in picked and best_like(areas[0]) != areas[0] else ""
    return {
        area: f"自身{formats.period_name(area.partition('@')[2])}"
        if "@" in area
        else ("同类最好的" if area == best else "") + (options[area] if plain[area] in shared else plain[area])
        for area in areas
    }


def profiles_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The areas as rows of name, dimension_name and score, the total under its own name."""
    scores = []
    for row in rows.to_dict("records"):
        own = row["dimension_scores"] if row["dimension_scores"] is not None else [float("nan")] * len(dimension_names)
        for dimension, score in [(_TOTAL, row["score"]), *zip(dimension_names.values(), own, strict=True)]:
            scores.append((row["name"], dimension, float("nan") if formats.is_missing(score) else float(score)))
    return pd.DataFrame(scores, columns=["name", "dimension_name", "score"])


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the questions with the name that each area has here, in the order chosen; nobody else's."""
    keys = rows["area_kind"] + ":" + rows["area_code"]
    keys = keys.where(
        keys.isin(list(areas)) & (rows["scored_period"] == filters.period), keys + "@" + rows["scored_period"]
    )
    order = {key: number for number, key in enumerate(areas)}
    numbered = rows.assign(key=keys, name=keys.map(areas), number=keys.map(order))
    return numbered.sort_values("number", kind="stable").drop(columns="number")


def finding() -> str:
    """Where the first area stands best and worst beside the second, and what of it is below the line."""
    first, *others = drawn
    own = scores[first].drop(_TOTAL).dropna()
    if own.empty:
        return f"{first}本期数据不足，无从对标"
    below = [name for name, score in own.items() if formats.rounded(score) < filters.line]
    lowest = str(own.idxmin())
    lines = (
        f"{'、'.join(map(str, below))}在达标线下"
        if below
        else f"各维度均在线上，{lowest}最低（{formats.number(own[lowest])}）"
    )
    gaps = (
        (own.map(formats.rounded) - scores[others[0]].map(formats.rounded)).dropna()
        if others
        else pd.Series(dtype=float)
    )
    if gaps.empty:
        return f"{first}：{lines}"
    most, least = str(gaps.idxmax()), str(gaps.idxmin())
    ahead = f"{most}高 {formats.number(gaps[most])}" if gaps[most] > 0 else ""
    behind = f"{least}低 {formats.number(-gaps[least])}" if gaps[least] < 0 else ""
    beside = "、".join(filter(None, (ahead, behind))) or "各维度相同"
    return f"{first}与{others[0]}相比，{beside}；{lines}"


def turned_pairs() -> list[str]:
    """What turns between the units drawn as soon as the same kinds of community are compared, a sentence a pair."""
    units = tuple(key.partition(":")[2] for key in found["key"] if key.startswith("unit:") and "@" not in key)
    if len(units) < 2:  # noqa: PLR2004 - a pair
        return []
    return composition_flags(**chosen, units=units, among=units)


areas = short_names(chosen_areas())
keys = tuple(areas)
found = named(ask(queries.dimension_profile, **chosen, areas=keys))
missing = [name for key, name in areas.items() if key not in set(found["key"])]
if found.empty:
    with heading:
        st.title("所选对象没有可比的评分")
    st.info("请在上方换一个时期，或换几个对标对象。")
    st.stop()
drawn = found["name"].tolist()
profiles = profiles_of(found)
scores = pd.DataFrame({name: rows.set_index("dimension_name")["score"] for name, rows in profiles.groupby("name")})
scores = scores.loc[[_TOTAL, *dimension_names.values()]]
asked: dict[str, Parameter] = {**chosen, "areas": tuple(found["key"])}

own_scores = scores[drawn[0]].drop(_TOTAL).dropna()
with heading:
    st.title(formats.literal(finding()))
    export = st.popover("导出", width="content")
if missing:
    st.caption(f"没有评分，未画：{formats.literal('、'.join(missing))}。")

left, right = st.columns([1, 1.1], gap="small")
with left, st.container(key="card-radar"):
    st.subheader(
        f"得分 0–100，外圈为 100，点线环为达标线 {formats.number(filters.line, 0)}；轴旁为{formats.literal(drawn[0])}的得分"
    )
    with st.container(key="chart-radar"):
        plot(
            score_radar,
            profiles[profiles["dimension_name"] != _TOTAL],
            filters.line,
            palette,
            alt=f"{'、'.join(drawn)}的五维得分",
        )
    for flag in turned_pairs():
        st.caption(f"**构成效应**　{formats.literal(flag)}。")
with right, st.container(key="card-table"):
    st.subheader("得分，下行为与达标线之差")
    write(charts.profile_table, profiles, drawn, filters.line, palette)
    is_past = any("@" in key for key in found["key"])
    st.caption(
        "差距未扣除抽样误差；同一标准重算，可以跨期相比。" + (f"跨期之差不是同口径：{TURNOVER}。" if is_past else "")
    )

with st.container(key="card-indicators"):
    part = st.segmented_control(
        "看哪一维的指标", list(parts), format_func=parts.__getitem__, default="", required=True, key="dimension",
        bind="query-params",
    )  # fmt: skip
    if not part and own_scores.empty:
        part = next(iter(dimension_names))
    shortest = part or next(code for code, name in dimension_names.items() if name == own_scores.idxmin())
    indicators = named(ask(queries.indicator_profile, **asked, dimensions=(shortest,)))
    st.subheader(f"{dimension_names[shortest]}的各项指标：得分对照达标线与满分，数值与依据")
    if indicators.empty:
        st.info("所选对象在这一维没有指标数据。")
    else:
        dots, values = st.columns([1, 1], gap="medium")
        with dots, st.container(key="chart-indicators"):
            plot(
                charts.indicator_dots,
                indicators,
                drawn,
                filters.line,
                palette,
                alt=f"{dimension_names[shortest]}各项指标的得分",
            )
        with values:
            write(charts.indicator_table, indicators, drawn, palette)

with export:
    export_links(
        offer("dimension_profile", "五维", **asked),
        offer("indicator_profile", "指标", **asked, dimensions=(shortest,)),
    )

explanation(
    "维度得分",
    "维度得分 = 维内各项指标得分按权重平均（不适用的不计）；得分率 = 各维度按权重合成。单位、街道与全市为所辖参评社区按户数加权。"
    "各对象用同一标准、同一 0–100 分尺度，与总览、排行榜同一数字。同类最好：单位比单位，街道比街道，社区比同一类型的社区，取得分最高者。",
    queries.dimension_profile,
    None,
    **asked,
)
explanation(
    "指标得分",
    "指标得分：实测值按锚点分段线性换算，0 线得 0 分，达标线得 60 分，满分线得 100 分，两端截断。"
    "依据：有据＝见于所引文件；推定＝类比或由均值推得；默认＝示例取值。区域的实测值为所辖社区按户数加权平均。",
    queries.indicator_profile,
    None,
    **asked,
    dimensions=(shortest,),
)
