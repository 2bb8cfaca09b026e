"""社区档案: one community on one page and one sheet of paper: where it falls short, how it gets up, what is real, its peers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.community import cards, tables, words
from pages.community.pick import pick_community, remember
from pages.community.trial import trial_box
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask, held_version
from pages.shared.drawing import draw
from pages.shared.drawn import write
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.links import choose_period
from pages.shared.viewer import viewer
from queries import catalogue
from queries.parameters import NotAllowed
from queries.reports import community as community_words
from queries.reports import pictures
from queries.reports.opening import export_address

_SEEN = "_community"
_QUARTERS = 12

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}
code = st.query_params.get("code") or st.session_state.get(_SEEN, "")
try:
    found = ask(queries.community_profile, **chosen, community=code)
except NotAllowed:  # said of another unit's as of one that there is not
    found = pd.DataFrame()
if found.empty:
    pick_community(filters, chosen, code)
    st.stop()
st.session_state[_SEEN] = code
if st.query_params.get("code") != code:
    st.query_params["code"] = code
community = found.iloc[0]
remember(code, community["community_name"])
one: dict[str, Parameter] = {**chosen, "community": code}
own: dict[str, Parameter] = {"area_kind": "community", "area_code": code}
# of peers in other units only what is not their own
seen: dict[str, Parameter] = {**one, "units": viewer(st.context.headers).units}
beside: dict[str, Parameter] = {"period": filters.period, "area_kind": "community", "units": (community["unit_code"],)}
dimensions = ask(queries.dimension_summary, **chosen, **own)
indicators = ask(queries.community_indicators, **one)
history = ask(queries.score_trend, standard=filters.standard, **own)
trend = history[history["period"] <= filters.period].tail(_QUARTERS)
steps = ask(queries.improvement_steps, **one)
rules = ask(queries.analysis_rules, standard=filters.standard).iloc[0]
samples = {"counted": int(rules["small_sample_counted"]), "listed": int(rules["small_sample_listed"])}
unreported = [
    row["indicator_name"] + ("（样本不足）" if row["is_small_sample"] else "")
    for row in indicators[indicators["state"] == "unreported"].to_dict("records")
]

with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(formats.literal(community_words.finding(community, dimensions, filters.period, filters.line)))
    if isinstance(community["status"], str) and not formats.is_missing(community["score"]):
        name = catalogue.community_brief.name
        st.link_button("一页简报", export_address(name, one, held_version(), "docx"), width="content")
    with st.popover("导出", width="content"):
        export_links(
            offer("community_profile", "总分与名次", **one),
            offer("community_indicators", "各项指标", **one),
            offer("contributions", "变化来源", **chosen, **own),
            offer("improvement_steps", "补短板", **one),
            offer("peer_dimensions", "同类对标", **seen),
            offer("peer_practices", "同类差异", **seen),
            offer("peer_table", "同类社区", **seen),
            offer("community_activities", "活动", **one),
            offer("appeal_rates", "诉求（本单位各社区）", **beside),
            offer("finding_rates", "整改（本单位各社区）", **beside),
        )
place = " · ".join(community[["unit_name", "street_name", "kind"]])
facts = f"{place} · {int(community['households'])} 户 · 代码 {code} · {formats.period_name(filters.period)}"
st.caption(formats.literal(facts))
if not isinstance(community["status"], str):
    st.info("它在所选时期尚未设立或已经撤销。请在上方换一个时期。")
    st.stop()

cards.figures(community, indicators, len(unreported))
if sure := community_words.interval(community):
    st.caption(formats.literal(sure))
left, right = st.columns([1, 1.25], gap="small")
with left:
    cards.radar(community, chosen, filters.line, beside_city=seen["units"] is None)
with right:
    cards.way_up(community, steps, ask(queries.community_vetoes, **one), unreported)
    with st.container(key="card-trend"):
        st.subheader(community_words.pace(ask(queries.pace, **chosen, **own)))
        if trend["score"].notna().any():
            draw(pictures.lines, trend, filters.line, measure="得分", key="trend", on_choose=choose_period)
        else:
            st.html("<p>各季都没有评分。</p>")
    moved = cards.moved(history, filters.period, {**chosen, **own})
with left:
    cards.held(one, beside)
cards.peers(seen, filters.line, is_rated=community["status"] != "数据不足")
with st.container(key="card-sheet"):
    st.subheader(f"各项指标{cards.whence(code, beside)}")
    write(tables.indicator_table, indicators, filters.line, palette, samples["counted"])
with st.container(key="fence"):
    trial_box(community, indicators, steps, filters.period, filters.standard, palette)

likeness = words.likeness(ask(queries.context_weights, standard=filters.standard))
stretch = {"pace_stretch": f"{rules['pace_stretch']:g}"}
explanations(
    __file__,
    explained("名次区间与目标进度", queries.community_profile, stretch, **one),
    explained("最短路径与推演", queries.improvement_steps, **one),
    explained("什么变了", queries.contributions, **moved),
    explained("同类对标", queries.peer_dimensions, {"likeness": likeness}, **seen),
    explained("各项指标", queries.community_indicators, samples, **one),
)
