"""漏斗图: which communities differ from the city by more than the size of their samples explains."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from data.scoring.statistics import funnel_limits
from pages.analysis import charts
from pages.analysis.tables import show_sheets
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.drawn import plot
from pages.shared.explanation import explanation
from pages.shared.export import export_link
from pages.shared.filters import Filters, accept_link

_LEVELS = (1.960, 3.090)  # standard errors: 95 % and 99.8 %
_STEPS = 60


def show(filters: Filters, heading: DeltaGenerator, choices: DeltaGenerator) -> None:
    """Draw the view; the finding and the export go into the heading, the choice of the rate beside the views."""
    chosen = {"period": filters.period, "standard": filters.standard}
    palette = theme.palette(st.context.theme.type)
    summaries = ask(queries.rate_summaries, **chosen).set_index("indicator_code", drop=False)
    summaries = summaries[summaries["judged_count"] > 0]
    if summaries.empty:
        heading.title("本期没有抽样得来的比率，无从画漏斗图")
        st.info("请在上方换一个时期或标准。")
        return
    names = dict(zip(summaries["indicator_code"], summaries["indicator_name"], strict=True))
    accept_link("rate", "指标", names)
    with choices:
        code = st.selectbox(
            "指标", list(names), index=_most_telling(summaries), format_func=names.__getitem__, key="rate",
            bind="query-params", placeholder="选择指标", label_visibility="collapsed", width=280,
        )  # fmt: skip
    summary = summaries.loc[code]
    rows = ask(queries.rate_signals, **chosen, indicator=code, units=filters.allowed)
    is_own = rows["unit_code"].isin(filters.units or rows["unit_code"])
    scope, own = filters.unit_name if filters.units else "", rows[is_own]
    asked: dict[str, Parameter] = {**chosen, "indicator": code, "units": filters.units}
    with heading:
        st.title(formats.unbroken(formats.literal(finding(scope, names[code], own))))
        export_link("rate_signals", **asked)
    if rows.empty:
        st.info("所选范围内没有样本足够的社区。")
        return
    outside = own[own["signal"] != "在范围内"]
    left, right = st.columns([1.6, 1] if len(outside) else [1, 0.001], gap="small")
    with left, st.container(key="card-funnel"):
        st.subheader("每点一个社区：横轴样本数，纵轴比率；外侧虚线以外才算明显不同")
        with st.container(key="chart-funnel"):
            plot(
                charts.funnel,
                rows.assign(is_ringed=is_own if filters.units else False),
                limits(rows["sample_size"], summary["city_rate"], summary["dispersion"]),
                summary["city_rate"],
                palette,
                is_higher_better=bool(summary["is_higher_better"]),
                alt=finding(scope, names[code], own),
            )
        better = "青色好于全市，棕色差于全市" if len(outside) else "没有点在虚线以外"
        ring = f"；带圈的是{formats.literal(filters.unit_name)}" if filters.units else ""
        st.caption(f"{better}{ring}。样本越少，上下波动的范围越宽，所以不按高低排名。")
    if len(outside):
        with right, st.container(key="card-outside"):
            st.subheader(f"明显不同的社区 {len(outside)} 个")
            show_sheets(outside_rows(outside), "outside", texts=3)
    explanation(
        "漏斗图",
        f"全市合并比率 p = {formats.number(summary['city_rate'])}%；样本数为 n 的社区，抽样误差 = √(p(1−p)/n)，"
        f"超出 3.090 倍（99.8% 范围，外侧虚线）才算明显不同，内侧虚线为 1.960 倍（95% 范围）。"
        f"各社区的离散程度 φ = {formats.number(summary['dispersion'])}，大于 1 时误差再乘 √φ，不大于 1 时不改；"
        f"范围截在 0–100% 之内。样本不足的社区见“小样本”。",
        queries.rate_signals, **asked,
    )  # fmt: skip
    if filters.allowed is None:  # these are figures of the whole city
        explanation(
            "各抽样比率",
            "每个抽样比率一行：全市合并比率（全部样本合在一起算）、离散程度 φ，以及明显低于、明显高于全市的社区数。",
            queries.rate_summaries, **chosen,
        )  # fmt: skip


def finding(scope: str, name: str, rows: pd.DataFrame) -> str:
    """How many communities stand out, in one sentence."""
    below, above = int((rows["signal"] == "明显低于").sum()), int((rows["signal"] == "明显高于").sum())
    inside = len(rows) - below - above
    subject = f"{scope}{name}"
    if rows.empty:
        return f"{subject}：没有样本足够的社区"
    if not below + above:
        return f"{subject}：{inside} 个社区的高低差别都在抽样误差内"
    parts = [f"{below} 个社区明显低于全市"] if below else []
    if above:
        parts.append(f"{above} 个明显高于" if below else f"{above} 个社区明显高于全市")
    rest = f"；其余 {inside} 个的高低差别在抽样误差内" if inside else ""
    return f"{subject}：{'，'.join(parts)}{rest}"


def limits(sizes: pd.Series, city_rate: float, dispersion: float) -> pd.DataFrame:
    """The limits of the funnel: sample_size, level (standard errors), low and high (percent)."""
    spread = np.geomspace(sizes.min() / 1.1, sizes.max() * 1.1, _STEPS)
    frames = []
    for level in _LEVELS:
        low, high = funnel_limits(spread, city_rate / 100, z=level, phi=dispersion)
        frames.append(pd.DataFrame({"sample_size": spread, "level": level, "low": 100 * low, "high": 100 * high}))
    return pd.concat(frames, ignore_index=True)


def outside_rows(outside: pd.DataFrame) -> pd.DataFrame:
    """Those outside of the limits under Chinese headers, numbers as they are printed."""
    return pd.DataFrame(
        {
            "社区": outside["community_name"],
            "单位": outside["unit_name"],
            "高低": outside["signal"].map({"明显高于": "▲ 高", "明显低于": "▼ 低"}),
            "比率": outside["rate"].map(formats.number) + "%",
            "样本数": outside["sample_size"],
        }
    )


def _most_telling(summaries: pd.DataFrame) -> int:
    """The first rate of people asked, if there is one."""
    return int(summaries["is_about_people"].to_numpy().argmax())
