"""小样本: what too few people were asked for counts as missing and is listed, never judged."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.analysis.charts import rates
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.cells import Shape
from pages.shared.drawn import plot
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_link
from pages.shared.filters import Filters
from pages.shared.tables import table


def show(filters: Filters, heading: DeltaGenerator, choices: DeltaGenerator) -> None:  # noqa: ARG001 - nothing to choose
    """Draw the view; the finding and the export go into the heading."""
    chosen = {"period": filters.period, "standard": filters.standard}
    asked: dict[str, Parameter] = {**chosen, "units": filters.units}
    rules = ask(queries.analysis_rules, standard=filters.standard).iloc[0]
    counted, listed = int(rules["small_sample_counted"]), int(rules["small_sample_listed"])
    hidden = int(ask(queries.rate_summaries, **chosen)["hidden_count"].sum())
    rows = ask(queries.small_samples, **asked)
    with heading:
        st.title(formats.unbroken(finding(filters.unit_name if filters.unit else "", rows, counted, listed, hidden)))
        export_link("small_samples", **asked)
    st.markdown(words(__file__, "小样本的规则", {"counted": counted, "listed": listed}))
    if len(rows):
        left, right = st.columns([1, 1.35], gap="small")
        with left, st.container(key="card-shrunk"):
            st.subheader("收缩估计：把样本不足的比率向全市拉近（仅供参考，不计分）")
            with st.container(key="chart-shrunk"):
                plot(
                    rates.shrunk_strip,
                    rows,
                    theme.palette(st.context.theme.type),
                    alt=f"{len(rows)} 项小样本的收缩估计",
                )
            st.caption("竖线为全市合并比率；每点一项，越靠近竖线，说明这点样本能说明的越少。")
        with right, st.container(key="card-small"):
            st.subheader(f"列名的 {len(rows)} 项（不分先后）")
            shape = Shape(("community_name", "unit_name", "indicator_name", "sample_size", "shrunk"), "small_samples")
            table(rows, shape, key="small", alt="列名的小样本")
    explanations(__file__, explained("小样本", queries.small_samples, {"counted": counted, "listed": listed}, **asked))


def finding(scope: str, rows: pd.DataFrame, counted: int, listed: int, hidden: int) -> str:
    """How many communities and items are small, and how many are too small to be listed in the whole city."""
    apart = f"；全市另有 {hidden} 项不足 {listed} 人，只计数、不列名" if hidden else ""
    if rows.empty:
        return f"{scope}没有须列名的小样本：问人的比率都不少于 {counted} 人{apart}"
    communities = rows["community_code"].nunique()
    return f"{scope}{'：' if scope else ''}{communities} 个社区有 {len(rows)} 项问不到 {counted} 人，不单独评价{apart}"
