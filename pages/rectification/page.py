"""整改: what inspections found, what of it is put right in time, and what is overdue on the day of the data."""

from __future__ import annotations

import streamlit as st

import queries
from data.collecting.supervising import waiting
from data.versions.store import default_store
from pages.rectification.cards import show_figures, show_longest
from pages.rectification.photos import show_photos, within
from pages.rectification.supervision import offer_documents, show_supervisions
from pages.shared import formats
from pages.shared.ask import Parameter, ask, held_database, held_version
from pages.shared.choose import choose_several
from pages.shared.drawing import draw
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.links import choose_unit
from pages.shared.rates import first, nothing
from pages.shared.spans import choose_span, told, told_earlier
from pages.shared.viewer import viewer
from queries import catalogue
from queries.ledger_finding import called, problems_finding
from queries.rates import beside, by_age, percent
from queries.reports import pictures
from queries.reports.opening import export_address
from queries.reports.rows.answers import is_demonstration

filters = common_filters()
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
span = choose_span(filters, "rectification")
if span is None:
    nothing(heading, filters, "整改台账")
there = told(filters, span, "problems")
theirs: dict[str, Parameter] = {"units": there.units}
here: dict[str, Parameter] = {**there.asked}
asked = {**here, "period": span.code}
row = first(ask(queries.finding_rates, **asked, area_kind="city"))
if row is None or not (row["found_count"] or row["due_count"] or row["visit_count"]):
    nothing(heading, filters, "整改台账")
earlier = told_earlier(span, there, queries.finding_rates, area_kind="city")
kind, part = ("street", "街道") if filters.unit else ("unit", "单位")
rated = ("rectified_count", "due_count", row["rectified_rate"])
parts = beside(ask(queries.finding_rates, **asked, area_kind=kind), *rated)
strata = beside(ask(queries.finding_rates, **asked, area_kind="city", by="category"), *rated)
months = ask(queries.finding_rates, **here, period=span.year, area_kind="city", by="month")
unsettled = ask(queries.open_findings, **here)
documents: dict[str, Parameter] = {"units": filters.units, "period": span.code}
issued = ask(queries.supervisions, **documents)
overdue = unsettled[unsettled["overdue_days"].notna()]

with heading:
    name = called(filters.unit_name, filters.unit, is_demonstration=is_demonstration(held_database()))
    st.title(formats.literal(problems_finding(f"{name}{there.note}", row, earlier, parts, strata, part)))
    with st.popover("导出", width="content"):
        export_links(
            offer("finding_rates", f"各{part}", **asked, area_kind=kind),
            offer("finding_rates", "分类别", **asked, area_kind="city", by="category"),
            offer("finding_rates", "逐月", **here, period=span.year, area_kind="city", by="month"),
            offer("open_findings", "在改问题清单", **here),
            offer("finding_rows", "逐个", **theirs, period=span.code),
            offer("supervisions", "督办文书", **documents),
        )

show_figures(row, earlier, overdue)

left, right = st.columns([1.1, 1], gap="small")
with left, st.container(key="card-parts"):
    st.subheader(f"各{part}整改率与误差（灰点与全体分不出高低，不排先后）")
    if parts.empty:
        st.info("这一时段没有到期的问题。")
    else:
        opens = "" if filters.unit else "area_code"
        draw(pictures.ranges, parts, "area_name", opens, rated[2], "全体", "整改率", key="parts", on_choose=choose_unit)
    of_found = formats.MISSING if formats.is_missing(row["rectified_of_found"]) else percent(row["rectified_of_found"])
    st.caption(words(__file__, "整改率的两种算法", {"of_found": of_found, "forced": int(row["forced_count"])}))
with left, st.container(key="card-overdue"):
    st.subheader(f"超期 {len(overdue):,} 个，按超期天数")
    draw(pictures.counts, by_age(overdue["overdue_days"]), "band", "count", "超期问题", "个", key="overdue")
with right:
    with st.container(key="card-months"):
        st.subheader(f"{span.year}年逐月整改率（深色为所选时段）")
        draw(pictures.rates_by_month, months, "rectified_rate", span.months, "整改率", key="months")
    with st.container(key="card-categories"):
        st.subheader("分类整改率")
        if strata.empty:
            st.info("这一时段没有到期的问题。")
        else:
            draw(pictures.ranges, strata, "category", "", rated[2], "全部", "整改率", key="categories")

asking, store = viewer(st.context.headers), default_store()
show_photos(within(ask(queries.finding_photos, **theirs), span.months), asking)
streets = ask(queries.streets, units=filters.units)
with st.container(key="handing", horizontal=True, vertical_alignment="bottom", gap="small"):
    names = dict(zip(streets["street_code"], streets["street_name"], strict=True))
    listed: dict[str, Parameter] = {**here, "streets": choose_several("streets", names, page="rectification")}
    sheet = export_address(catalogue.finding_sheet.name, listed, held_version(), "xlsx")
    st.link_button("问题清单（发给街道填写）", sheet)
late = ask(queries.open_findings, **listed)
show_longest(late[late["overdue_days"].notna()], is_one_unit=bool(filters.unit))
show_supervisions(issued, waiting(store, filters.units))
if asking.may_publish:
    offer_documents(store, asking, late, there.as_of, span.edition)
explanations(
    __file__,
    explained("各项比率", queries.finding_rates, **asked, area_kind=kind),
    explained("在改与超期", queries.open_findings, **here),
    explained("督办文书", queries.supervisions, **documents),
)
