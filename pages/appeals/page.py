"""诉求: what residents ask for, what is answered in time, what those say who were called back, and what comes again."""

from __future__ import annotations

import streamlit as st

import queries
from pages.appeals.cards import show_figures, show_frozen, show_overdue, show_repeated, show_silent
from pages.shared import formats
from pages.shared.ask import Parameter, ask, held_database
from pages.shared.choose import choose
from pages.shared.drawing import draw
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.links import choose_unit
from pages.shared.rates import first, nothing
from pages.shared.spans import choose_span, told, told_earlier
from queries.ledger_finding import appeals_finding, called
from queries.rates import beside, by_age
from queries.reports import pictures
from queries.reports.rows.answers import is_demonstration

# What the areas are compared by: name of the rate → what it is called, its numerator and its denominator.
_RATES = {
    "on_time_rate": ("按期办结率", "on_time_count", "due_count"),
    "solve_rate": ("解决率", "solved_count", "reached_count"),
    "satisfy_rate": ("满意率", "satisfied_count", "reached_count"),
    "repeat_rate": ("重复率", "repeat_count", "received_count"),
}

filters = common_filters()
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
span = choose_span(filters, "appeals")
if span is None:
    nothing(heading, filters, "诉求工单")
there = told(filters, span, "appeals")
theirs: dict[str, Parameter] = {"units": there.units}
here: dict[str, Parameter] = {**there.asked}
asked = {**here, "period": span.code}
row = first(ask(queries.appeal_rates, **asked, area_kind="city"))
if row is None or not (row["received_count"] or row["due_count"]):
    nothing(heading, filters, "诉求工单")
earlier = told_earlier(span, there, queries.appeal_rates, area_kind="city")
kind, part = ("street", "街道") if filters.unit else ("unit", "单位")
areas = ask(queries.appeal_rates, **asked, area_kind=kind)
categories = ask(queries.appeal_rates, **asked, area_kind="city", by="category")
months = ask(queries.appeal_rates, **here, period=span.year, area_kind="city", by="month")
unsettled = ask(queries.open_appeals, **here)
overdue = unsettled[unsettled["overdue_days"].notna()]
matters = ask(queries.repeated_matters, **theirs, period=span.code)
silent = ask(queries.silent_communities, **theirs, period=span.code)
_, in_time, fell_due = _RATES["on_time_rate"]
timely = (in_time, fell_due, row["on_time_rate"])

with heading:
    name = called(filters.unit_name, filters.unit, is_demonstration=is_demonstration(held_database()))
    sentence = appeals_finding(
        f"{name}{there.note}", row, earlier, beside(areas, *timely), beside(categories, *timely), part
    )
    st.title(formats.literal(sentence))
    with st.popover("导出", width="content"):
        export_links(
            offer("appeal_rates", f"各{part}", **asked, area_kind=kind),
            offer("appeal_rates", "分类别", **asked, area_kind="city", by="category"),
            offer("appeal_rates", "分渠道", **asked, area_kind="city", by="channel"),
            offer("appeal_rates", "逐月", **here, period=span.year, area_kind="city", by="month"),
            offer("open_appeals", "在办清单", **here),
            offer("appeal_rows", "逐件", **theirs, period=span.code),
            offer("repeated_matters", "重复事由", **theirs, period=span.code),
            offer("silent_communities", "民意覆盖不足", **theirs, period=span.code),
            offer("appeal_signals", "诉求量异常社区", **theirs, period=span.code),
        )

show_figures(row, earlier)
frozen = ask(queries.frozen_appeals, units=filters.units, period=filters.period, area_kind="city")
show_frozen(first(frozen), filters.period)
rate = choose(
    "rate", {name: said for name, (said, *_) in _RATES.items()}, page="appeals", label="比率", as_buttons=True
)
word, hits, cases = _RATES[rate]
left, right = st.columns([1.1, 1], gap="small")
with left, st.container(key="card-parts"):
    st.subheader(f"各{part}{word}与误差（灰点与全体分不出高低，不排先后）")
    if row[cases]:
        opens = "" if filters.unit else "area_code"
        parts = beside(areas, hits, cases, row[rate])
        draw(pictures.ranges, parts, "area_name", opens, row[rate], "全体", word, key="parts", on_choose=choose_unit)
    else:
        st.info("这一时段没有可算的件数。")
    st.caption(words(__file__, "分母", {"excluded": int(row["excluded_count"])}))
with left, st.container(key="card-open"):
    st.subheader(f"在办 {len(unsettled):,} 件，按受理天数（其中超期 {len(overdue):,} 件）")
    draw(pictures.counts, by_age(unsettled["open_days"]), "band", "count", "在办诉求", "件", key="open")
with right:
    with st.container(key="card-categories"):
        st.subheader(f"分类别{word}")
        if row[cases]:
            strata = beside(categories, hits, cases, row[rate])
            draw(pictures.ranges, strata, "category", "", row[rate], "全部", word, key="categories")
    with st.container(key="card-months"):
        st.subheader(f"{span.year}年逐月{word}（深色为所选时段）")
        draw(pictures.rates_by_month, months, rate, span.months, word, key="months")

show_overdue(overdue, is_one_unit=bool(filters.unit))
show_repeated(matters, is_one_unit=bool(filters.unit))
show_silent(silent, is_one_unit=bool(filters.unit))
explanations(
    __file__,
    explained("各项比率", queries.appeal_rates, **asked, area_kind=kind),
    explained("在办与超期", queries.open_appeals, **here),
    explained("重复诉求", queries.repeated_matters, **theirs, period=span.code),
    explained("民意覆盖不足", queries.silent_communities, **theirs, period=span.code),
)
