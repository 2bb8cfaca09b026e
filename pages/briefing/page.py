"""汇报材料: slides in a running order and the one-page brief, to download, print or project."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import queries
from data.naming import are_released
from data.versions.store import default_store
from pages.briefing.choices import choose_naming, choose_span
from pages.briefing.material import brief_of, slides_of
from pages.briefing.preview import minutes, slide_list
from pages.shared import formats
from pages.shared.ask import Parameter, ask, boundaries, held_database
from pages.shared.choose import choose, choose_several
from pages.shared.explanation import explained, explanations, words
from pages.shared.filters import common_filters
from pages.shared.viewer import viewer
from queries import catalogue
from queries.finding import reporting
from queries.question import Codes
from queries.reports.brief_page import brief_sheet, sheet_style
from queries.reports.opening import export_address
from queries.reports.orders import OrdersError, read_orders, section_titles
from queries.reports.subject import NothingToSay, Subject

_DEFAULT = "report"

filters = common_filters()
database, asking = held_database(), viewer(st.context.headers)
is_released = are_released(default_store(), database.digest, filters.period)
subject = Subject(
    database,
    boundaries()[1],
    filters.period,
    filters.standard,
    filters.unit,
    asking.units,
    is_released=is_released,
)
chosen: dict[str, Parameter] = {"period": filters.period, "standard": filters.standard, "units": filters.units}

try:
    brief = brief_of(subject)
except NothingToSay as error:
    name = formats.literal(filters.unit_name)
    area = ask(queries.area_score, period=filters.period, standard=filters.standard, **filters.area)
    st.title(reporting(area, name) or f"{name}本季没有可以汇报的评分")
    st.info(f"{error}。")
    st.stop()
try:
    orders = read_orders()
except OrdersError as error:
    orders = {}
    st.error(f"演示顺序文件有误，暂时只有简报。请改正后刷新本页：\n\n{formats.literal(str(error))}")


def choose_slides() -> tuple[str, Codes, str]:
    """The running order, its sections (``None`` means all of them) and the span of the ledgers."""
    names = {code: orders[code].name for code in sorted(orders, key=lambda code: code != _DEFAULT)}
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        code = choose("order", names, page="briefing", label="演示顺序", placeholder="选择顺序")
        present = dict.fromkeys(rule.section for rule in orders[code].slide)
        sections: dict[str, str] = {section: section_titles()[section] for section in present}
        parts = choose_several("sections", sections, page="briefing")
        span = choose_span(filters.period)
    return code, tuple(section for section in sections if section in (parts or ())) or None, span


def show_slides(code: str, sections: Codes, span: str) -> None:
    """The slides as a list, and the ways to take them away or to show them."""
    slides = slides_of(replace(subject, span=span), orders[code], sections).slides
    asked = {**chosen, "order": code, "span": span, "sections": sections}
    st.subheader(f"{orders[code].name}：{len(slides)} 张，连放约 {minutes(slides)} 分钟")
    with st.container(horizontal=True, gap="small", key="slides-links"):
        st.link_button(
            "下载 PPTX", export_address(catalogue.slides.name, asked, database.version, "pptx"), type="primary"
        )
        st.link_button("下载网页版", export_address(catalogue.slides.name, asked, database.version, "html"))
        st.link_button("投影", filters.stage_address(database.version, order=code, span=span, sections=sections))
    choose_naming(filters.period, orders[code].audience, is_released=is_released, may_release=asking.may_publish)
    st.caption(
        "PPTX 中的图表、表格、地图都可以在 PowerPoint、WPS 中修改；备注里有讲稿。网页版一个文件，双击即放，不联网。"
    )
    st.html(slide_list(slides))


def show_brief() -> None:
    """The page as it is printed, and the ways to take it away."""
    st.subheader(f"{brief.area}简报：A4 一页")
    with st.container(horizontal=True, gap="small", key="brief-links"):
        st.link_button(
            "简报 Word", export_address(catalogue.brief.name, chosen, database.version, "docx"), type="primary"
        )
        st.link_button("简报 打印版", export_address(catalogue.brief.name, chosen, database.version, "html"))
    st.caption("按公文版式排好：A4、仿宋与黑体、国标页边距。打印版用浏览器打开后直接打印。")
    st.html(f"<style>{sheet_style()}</style>")
    st.html(brief_sheet(brief))


with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(formats.literal(brief.lead.removesuffix("。")))
choice = choose_slides() if orders else None
left, right = st.columns([1, 1.15], gap="small")
if choice:
    with left, st.container(key="card-slides"):
        show_slides(*choice)
with right, st.container(key="card-brief"):
    show_brief()

with st.expander("怎样改顺序和句子"):
    st.markdown(words(__file__, "怎样改顺序和句子"))
shown = {"period": filters.period, "standard": filters.standard, **filters.area}
explanations(__file__, explained("幻灯片与简报", queries.area_score, **shown))
