"""总览: where the city, or one unit, stands against the standard, and what moved."""

from __future__ import annotations

import streamlit as st

import queries
from pages.overview import cards, city_map, lists
from pages.overview.finding import Situation, finding, reporting
from pages.shared import formats
from pages.shared.ask import Parameter, ask, held_database
from pages.shared.drawn import made
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from queries.reports.rows.answers import is_demonstration

_QUARTERS = 12

filters = common_filters()
name = formats.literal(filters.unit_name)
quarter = formats.period_name(filters.period)
chosen: dict[str, Parameter] = {"period": filters.period, "standard": filters.standard}
within: dict[str, Parameter] = {**chosen, "units": filters.units}
here: dict[str, Parameter] = {**chosen, **filters.area}
of_units: dict[str, Parameter] = {**within, "area_kind": "unit"}

area = ask(queries.area_score, **here)
if area.empty or formats.is_missing(area.iloc[0]["score"]):
    st.title(reporting(area, name) or f"{name}本季没有可用的评分")
    st.info(words(__file__, "报送中", {"quarter": quarter}))
    cards.reporting_card(ask(queries.unit_reporting, **within))
    st.stop()
dimensions = ask(queries.dimension_summary, **here)
moves = ask(queries.band_moves, **within)
steps = ask(queries.one_step_away, **within)
focus = ask(queries.focus_list, **within)
unit_paces = ask(queries.pace, **of_units)
trend = ask(queries.score_trend, standard=filters.standard, **filters.area)
trend = trend[trend["period"] <= filters.period].tail(_QUARTERS)

# The finding looks at the area itself and, for the city, at its units.
parts, part_moves = (
    answer.assign(area_name=answer["area_name"].map(formats.literal)).iloc[: 0 if filters.unit else None]
    for answer in (ask(queries.league_table, **of_units), ask(queries.band_moves, **of_units))
)
situation = Situation(
    name=name,
    total=area.iloc[0],
    dimensions=dimensions,
    moves=ask(queries.band_moves, **within, area_kind=filters.area["area_kind"]),
    line=filters.line,
    parts=parts,
    part_moves=part_moves,
    are_named=not is_demonstration(held_database()),
)
_, sentence = made(finding, ask(queries.findings, standard=filters.standard), situation)

with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(sentence)
    with st.popover("导出", width="content"):
        export_links(
            offer("area_score", "总分", **here),
            offer("band_counts", "社区分布", **within),
            offer("band_moves", "新达标与跌出", **within),
            offer("one_step_away", "再补 1 项即可达标", **within),
            offer("focus_list", "重点关注", **within),
            offer("levers", "最能拉动的项", **within),
            offer("pace", "目标进度", **here),
            offer("pace", "各单位目标进度", **of_units),
            offer("area_measure", "各单位得分率", **chosen, measure="index", units=filters.allowed),
            offer("dimension_summary", "五个维度", **here),
            offer("unit_reporting", "各单位报送", **within),
        )

cards.figures(name, area.iloc[0], ask(queries.band_counts, **within), moves, steps)

lever: dict[str, Parameter] = {**within, "indicator": st.query_params.get("lever", "")}
match st.query_params.get("list"):
    case "moves" if len(moves):
        lists.show_moves(f"{name}，{quarter}", moves, within)
    case "steps" if len(steps):
        lists.show_steps(f"{name}，{quarter}", steps, within)
    case "focus" if len(focus):
        lists.show_focus(f"{name}，{quarter}", focus, within)
    case "pace" if len(unit_paces):
        lists.show_paces(unit_paces, of_units)
    case "lever" if lever["indicator"] and len(helped := ask(queries.lever_communities, **lever)):
        lists.show_lever(f"{name}，{quarter}", helped, lever)
    case None:
        pass
    case _:
        lists.close_list()

left, right = st.columns([1.12, 1], gap="small")
with left:
    with st.container(key="card-map"):
        city_map.show()
    cards.focus_card(focus, len(trend))
with right:
    cards.dimensions_card(name, dimensions, filters.line)
    cards.trend_card(filters, trend, ask(queries.pace, **here), has_list=len(unit_paces) > 0)
    cards.shares_card(dimensions)
cards.levers_card(ask(queries.levers, **within))
cards.reporting_card(ask(queries.unit_reporting, **within))

explanations(
    __file__,
    explained("得分率与标题", queries.area_score, **here),
    explained("新达标与跌出", queries.band_moves, **within),
    explained("再补一项即可达标", queries.one_step_away, **within),
    explained("重点关注", queries.focus_list, **within),
    explained("目标进度", queries.pace, **here),
    explained("最能拉动的项", queries.levers, **within),
)
