"""漏斗图: which communities differ from the city by more than the size of their samples explains."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from data.scoring.funnels import INNER_TAIL, OUTER_TAIL, Spread, smooth_limits
from pages.analysis import charts
from pages.analysis.tables import show_sheets
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.drawn import plot
from pages.shared.explanation import explanation
from pages.shared.export import export_link
from pages.shared.filters import Filters, accept_link

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
    is_own = rows["unit_code"].isin(filters.units) | (not filters.units)
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
                limits(rows["sample_size"], summary["city_rate"], summary["tau"], summary["tau_limit"]),
                summary["city_rate"],
                palette,
                is_higher_better=bool(summary["is_higher_better"]),
                alt=finding(scope, names[code], own),
            )
        better = "青色好于全市，棕色差于全市" if len(outside) else "没有明显不同的社区"
        ring = f"；带圈的是{formats.literal(filters.unit_name)}" if filters.units else ""
        st.caption(f"{better}{ring}。样本越少，上下波动的范围越宽，所以不按高低排名。{drawn(rows, summary['tau'])}")
    if len(outside):
        with right, st.container(key="card-outside"):
            st.subheader(f"明显不同的社区 {len(outside)} 个")
            show_sheets(outside_rows(outside), "outside", texts=3)
    explanation(
        "漏斗图", rule(summary["city_rate"], summary["tau"], summary["tau_limit"]), queries.rate_signals, **asked
    )
    if not filters.allowed:  # these are figures of the whole city
        explanation(
            "各抽样比率",
            "每个抽样比率一行：全市合并比率（全部样本合在一起算）、社区间真实差别 τ 及其上限，以及明显低于、明显高于全市的社区数。",
            queries.rate_summaries, **chosen,
        )  # fmt: skip


def drawn(rows: pd.DataFrame, tau: float) -> str:
    """What the lines cannot show: the limits of places of which there are only so many, and those of an earlier program."""
    if formats.is_missing(tau):
        return "本版本由较早的程序评定，没有留存范围，故不画虚线；重建（rebuild）后可见。"
    if rows["population_size"].notna().any():
        return "虚线按点位很多时画；点位有限的社区范围更窄，全部查完的没有抽样误差，各按自己的点位数判定，所以虚线以内也可能着色。"
    return "虚线是光滑的近似，判定按每个社区的人数逐一精确计算。"


def rule(city_rate: float, tau: float, tau_limit: float) -> str:
    """How a community is judged, in words."""
    if formats.is_missing(tau):
        return f"全市合并比率 p = {formats.number(city_rate)}%。本版本由较早的程序评定，判定方法见当时的说明。"
    return (
        f"全市合并比率 p = {formats.number(city_rate)}%。各社区的真实比率本来就有差别，其标准差 τ = {formats.number(tau)} 个百分点"
        f"（Paule–Mandel 法估计，97.5% 上限 {formats.number(tau_limit)}；抽样误差足以解释全部差别时为 0）。"
        "在此差别之上再加抽样误差，算出每个社区的比率以 99.8%（外侧虚线；内侧为 95%）的可能落在的范围，落在范围以外才算明显不同。"
        "范围按样本数逐一精确计算：问人的用贝塔-二项分布；查点位的同时考虑点位总数（τ 为 0 时即超几何分布），"
        "查得越全误差越小，样本数写作 18/18 的已全部查完、没有抽样误差，只与 τ（按其上限从宽）相比，也不参与 τ 的估计。"
        "样本不足的社区见“小样本”。"
    )


def finding(scope: str, name: str, rows: pd.DataFrame) -> str:
    """How many communities stand out, in one sentence."""
    below, above = int((rows["signal"] == "明显低于").sum()), int((rows["signal"] == "明显高于").sum())
    inside = len(rows) - below - above
    subject = f"{scope}{name}"
    if rows.empty:
        return f"{subject}：没有样本足够的社区"
    if not below + above:
        return f"{subject}：{inside} 个社区的高低差别都在正常范围内"
    parts = [f"{below} 个社区明显低于全市"] if below else []
    if above:
        parts.append(f"{above} 个明显高于" if below else f"{above} 个社区明显高于全市")
    rest = f"；其余 {inside} 个的高低差别在正常范围内" if inside else ""
    return f"{subject}：{'，'.join(parts)}{rest}"


def limits(sizes: pd.Series, city_rate: float, tau: float, tau_limit: float) -> pd.DataFrame:
    """The limits of the funnel, of people or very many places: sample_size, share (percent within), low, high (percent).

    Low and high are missing where τ is: in versions of earlier programs.
    """
    sampled = np.geomspace(sizes.min() / 1.1, sizes.max() * 1.1, _STEPS)
    spread = Spread(city_rate / 100, tau / 100, tau_limit / 100)
    frames = []
    for tail in (INNER_TAIL, OUTER_TAIL):
        low, high = smooth_limits(sampled, spread, tail=tail)
        share = 100 - 200 * tail
        frames.append(pd.DataFrame({"sample_size": sampled, "share": share, "low": 100 * low, "high": 100 * high}))
    return pd.concat(frames, ignore_index=True)


def outside_rows(outside: pd.DataFrame) -> pd.DataFrame:
    """Those outside of the limits under Chinese headers, numbers as they are printed."""
    return pd.DataFrame(
        {
            "社区": outside["community_name"],
            "单位": outside["unit_name"],
            "高低": outside["signal"].map({"明显高于": "▲ 高", "明显低于": "▼ 低"}),
            "比率": outside["rate"].map(formats.number) + "%",
            "样本数": [
                f"{size}" if pd.isna(population) else f"{size}/{population:.0f}"
                for size, population in zip(outside["sample_size"], outside["population_size"], strict=True)
            ],
        }
    )


def _most_telling(summaries: pd.DataFrame) -> int:
    """The first rate of people asked, if there is one."""
    return int(summaries["is_about_people"].to_numpy().argmax())
