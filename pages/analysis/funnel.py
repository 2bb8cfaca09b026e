"""漏斗图: which communities differ from the city by more than the size of their samples explains."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from data.scoring.funnels import INNER_TAIL, OUTER_TAIL, Spread, smooth_limits
from pages.analysis.charts import rates
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.cells import Shape
from pages.shared.choose import choose
from pages.shared.drawn import plot
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_link
from pages.shared.filters import Filters
from pages.shared.tables import table

_STEPS = 60


def show(filters: Filters, heading: DeltaGenerator, choices: DeltaGenerator) -> None:
    """Draw the view; the finding and the export go into the heading, the choice of the rate beside the views."""
    chosen = {"period": filters.period, "standard": filters.standard}
    palette = theme.palette(st.context.theme.type)
    summaries = ask(queries.rate_summaries, **chosen).set_index("indicator_code", drop=False)
    summaries = summaries[summaries["judged_count"] > 0]
    if summaries.empty:
        heading.title("本季没有抽样得来的比率，无从画漏斗图")
        st.info("请在上方换一个时期或标准。")
        return
    names = dict(zip(summaries["indicator_code"], summaries["indicator_name"], strict=True))
    with choices:
        first = _most_telling(summaries)
        code = choose("indicator", names, page="analysis", index=first, label_visibility="collapsed", width=280)
    summary = summaries.to_dict("index")[code]
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
        st.subheader("每点一个社区：横轴样本量，纵轴比率；外侧虚线以外才算明显不同")
        with st.container(key="chart-funnel"):
            plot(
                rates.funnel,
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
            shape = Shape(("community_name", "unit_name", "signal", "rate", "sample"), "rate_signals")
            table(outside_rows(outside), shape, key="outside", alt="明显不同的社区")
    said = {"rule": rule(summary["city_rate"], summary["tau"], summary["tau_limit"])}
    subjects = [explained("漏斗图", queries.rate_signals, said, **asked)]
    if filters.allowed is None:  # these are figures of the whole city
        subjects.append(explained("各抽样比率", queries.rate_summaries, **chosen))
    explanations(__file__, *subjects)


def drawn(rows: pd.DataFrame, tau: float) -> str:
    """What the lines cannot show: the limits of places of which there are only so many, and those of an earlier program."""
    if formats.is_missing(tau):
        return "本版本由较早的程序评定，没有留存范围，故不画虚线；重建（rebuild）后可见。"
    if rows["population_size"].notna().any():
        return "虚线按点位很多时画；点位有限的社区范围更窄，全部查完的没有抽样误差，各按自己的点位数判定，所以虚线以内也可能着色。"
    return "虚线是光滑的近似，判定按每个社区的人数逐一精确计算。"


def rule(city_rate: float, tau: float, tau_limit: float) -> str:
    """How a community is judged, in words."""
    figures = {"city_rate": city_rate, "tau": tau, "tau_limit": tau_limit}
    facts = {name: formats.number(value) for name, value in figures.items()}
    section = "漏斗图的判定（较早的程序）" if formats.is_missing(tau) else "漏斗图的判定"
    return words(__file__, section, facts)


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
    """Those outside of the limits; the sample as 18/18 where there are only so many to look at."""
    sizes = zip(outside["sample_size"], outside["population_size"], strict=True)
    return outside.assign(sample=[f"{size}" if pd.isna(whole) else f"{size}/{whole:.0f}" for size, whole in sizes])


def _most_telling(summaries: pd.DataFrame) -> int:
    """The first rate of people asked, if there is one."""
    return int(summaries["is_about_people"].to_numpy().argmax())
