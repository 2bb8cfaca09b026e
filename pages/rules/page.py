"""标准细则: what is measured, where the lines are, what weighs how much, what changed, and a value to try."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

import queries
from pages.rules import cards, regulations, trial
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.cells import headed
from pages.shared.choose import choose
from pages.shared.drawn import write
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_link
from pages.shared.filters import common_filters

filters = common_filters()
palette = theme.palette(st.context.theme.type)
standards = {str(row["standard_version"]): row for row in ask(queries.standards).to_dict("records")}
standard = standards[filters.standard]
dimensions = ask(queries.dimensions, standard=filters.standard)
indicators = ask(queries.indicators, standard=filters.standard)
anchors = ask(queries.anchors, standard=filters.standard)
grades = ask(queries.grades, standard=filters.standard)
line = formats.number(filters.line, 0)


def show_indicators() -> None:
    """Dimensions by weight, then each with its indicators."""
    write(cards.dimension_weights, dimensions)
    st.caption("曲线：横轴为指标数值，纵轴为得分（0–100），虚线为达标线；两端以外按端点计分。百分数为占总权重的比例。")
    shares = formats.parts((100 * dimensions["weight_share"]).tolist(), 1)
    for dimension, share in zip(dimensions.to_dict("records"), shares, strict=True):
        rows = indicators[indicators["dimension_code"] == dimension["dimension_code"]]
        items = formats.parts((100 * rows["weight_share"]).tolist(), 1, total=share)
        rows = rows.assign(weight_share=[item / 100 for item in items])  # as printed: they add up to the dimension's
        st.subheader(f"{formats.literal(dimension['dimension_name'])} · {len(rows)} 项 · 占 {formats.percent(share)}")
        write(cards.indicator_cards, rows, anchors, grades, filters.line, palette)
    explanations(__file__, explained("权重与折算", queries.indicators, standard=filters.standard))


def show_changes() -> None:
    """Every version, and what differs between the one chosen and another."""
    with st.container(key="card-versions"):
        st.subheader(f"随数据发布的标准 {len(standards)} 版")
        for version, row in standards.items():
            start = "未写生效日期" if pd.isna(row["valid_from"]) else f"{formats.day(row['valid_from'])} 起"
            mark = "（当前所看）" if version == filters.standard else ""
            st.markdown(f"**{formats.literal(row['standard_name'])}**　{start}{mark}")
    others = {version: str(row["standard_name"]) for version, row in standards.items() if version != filters.standard}
    if not others:
        st.info("只有一版标准，没有可比的变化。")
        return
    older = list(standards)[list(standards).index(filters.standard) + 1 :]  # the newest first, so the nearest first
    names = {version: others[version] for version in dict.fromkeys([*older, *others])}
    earlier = choose("earlier", names, page="rules", label="与哪一版比", placeholder="选择版本")
    changes = ask(queries.standard_changes, standard=filters.standard, earlier=earlier)
    with st.container(horizontal=True, vertical_alignment="bottom", key="changes"):
        before, after = formats.literal(names[earlier]), formats.literal(standard["standard_name"])
        st.subheader(f"由“{before}”到“{after}”：{len(changes)} 处变化")
        export_link("standard_changes", standard=filters.standard, earlier=earlier)
    if changes.empty:
        st.info("两版的指标、权重、等次、否决项与目标完全相同。")
    else:
        texts = changes.fillna("—").map(formats.literal)
        texts["item"] = texts["part"] + " " + texts["part_code"] + " " + texts["part_name"]
        with st.container(key="changes-table"):
            shown = texts[["item", "field", "before_text", "after_text"]]
            st.table(headed(shown), hide_index=True, alt=f"标准变化表，{len(changes)} 行")
    explanations(__file__, explained("两版比较", queries.standard_changes, standard=filters.standard, earlier=earlier))


with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    sourced = int((indicators["basis"] == "sourced").sum())
    st.title(
        f"{'示例细则：' if standard['is_example'] else ''}{len(dimensions)}\u00a0个维度 {len(indicators)}\u00a0项指标，"
        f"达标线\u00a0{line}\u00a0分，其中\u00a0{sourced}\u00a0项的达标线标为有据"
    )
    export_link("indicators", standard=filters.standard)
if standard["notice"]:
    st.warning(formats.literal(str(standard["notice"])))
if indicators.empty:
    st.info("这一版标准没有指标。")
    st.stop()

sections: dict[str, Callable[[], None]] = {
    "指标": show_indicators,
    "等次与规则": lambda: regulations.show(standard, line),
    "版本变化": show_changes,
    "试一试": lambda: trial.show(indicators, anchors, grades),
}
for tab, show in zip(st.tabs(list(sections), key="part", bind="query-params"), sections.values(), strict=True):
    if tab.open:
        with tab:
            show()
