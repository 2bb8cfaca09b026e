"""活动: what was held in one quarter, described beside the scores, not as their cause."""

from __future__ import annotations

import streamlit as st

import queries
from pages.activities import charts
from pages.activities.figures import finding, show_figures, show_inactive
from pages.shared import formats
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose
from pages.shared.drawing import draw
from pages.shared.drawn import write
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.links import open_below
from queries.finding import reporting
from queries.reports import pictures

filters = common_filters()
chosen = {"period": filters.period, "standard": filters.standard}
here: dict[str, Parameter] = {**chosen, "units": filters.units}
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")

summary = ask(queries.activity_summary, **here)
names = {"": "全部", **dict(zip(summary["dimension_code"][1:], summary["dimension_name"][1:], strict=True))}
dimension = choose("dimensions", names, page="activities", as_buttons=True)
asked: dict[str, Parameter] = {**here, "dimensions": (dimension,) if dimension else None}
total = summary[summary["dimension_code"] == (dimension or "all")].iloc[0]
about = f"“{names[dimension]}”" if dimension else ""
quarter = formats.period_name(filters.period)

if not total["community_count"] or formats.is_missing(total["activity_count"]):
    if total["community_count"]:
        heading.title(f"{quarter}没有活动台账")
        st.info(words(__file__, "没有台账"))
    else:
        heading.title(f"{formats.literal(filters.unit_name)}{quarter}没有在册社区")
        st.info("请在上方换一个时期，或把单位改为全市。")
    st.stop()

months = ask(queries.activity_months, **asked)
kinds = ask(queries.activity_kinds, **asked)
hours = ask(queries.activity_hours, **asked)
inactive = ask(queries.inactive_communities, **asked)
everywhere = ask(queries.activity_summary, **chosen)
city = everywhere[everywhere["dimension_code"] == (dimension or "all")].iloc[0]

with heading:
    st.title(
        reporting(ask(queries.area_score, **chosen, **filters.area), filters.unit_name)
        or finding(filters, about, total, city, len(inactive))
    )
    with st.popover("导出", width="content"):
        export_links(
            offer("activity_summary", "各维度", **here),
            offer("activity_months", "逐月", **asked),
            offer("activity_kinds", "种类", **asked),
            offer("activity_hours", "时段", **asked),
            offer("inactive_communities", "本季无活动社区", **asked),
            offer("activity_rows", "台账逐条", **asked),
        )

show_figures(about, total, len(inactive))

with st.container(key="card-dimensions"):
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(f"各维度每千户活动场次 · {formats.number(total['households'], 0)} 户")
        draw(pictures.activity_rates, summary.iloc[1:], key="rates")
    with right:
        st.subheader("本季各维度得分与达标线")
        scores = ask(queries.dimension_summary, **chosen, **filters.area)
        if code := draw(pictures.dots, scores, filters.line, key="dots"):
            open_below(code)
    st.markdown(words(__file__, "两图并列"))

left, right = st.columns(2, gap="small")
with left:
    with st.container(key="card-months"):
        st.subheader(f"逐月每千户{about}活动场次（深色为本季）")
        draw(pictures.activity_months, months, filters.period, key="months")
    with st.container(key="card-hours"):
        st.subheader("一周之内何时举办（本季场次，只列有活动的钟点）")
        if hours.empty:
            st.info(f"本季没有{about}活动。")
        else:
            write(charts.hour_table, hours)
with right, st.container(key="card-kinds"):
    st.subheader(f"{len(kinds)} 种{about}活动，按每千户场次")
    if kinds.empty:
        st.info(f"本季没有{about}活动。")
    else:
        draw(pictures.activity_kinds, kinds, key="kinds")

show_inactive(inactive, about, is_one_unit=bool(filters.unit))

explanations(
    __file__,
    explained("每千户活动场次", queries.activity_summary, **here),
    explained("逐月", queries.activity_months, **asked),
    explained("种类", queries.activity_kinds, **asked),
    explained("时段", queries.activity_hours, **asked),
    explained("没有活动的社区", queries.inactive_communities, **asked),
)
