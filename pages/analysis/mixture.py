"""构成效应: which units trade places as soon as like is compared with like, and how even each unit is inside."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.analysis.charts.pairs import mixture_dumbbells
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.cells import Shape
from pages.shared.composition import composition_flag
from pages.shared.drawn import plot
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_links, offer
from pages.shared.filters import Filters
from pages.shared.tables import table

_MOST_PAIRS, _MOST_MOVED = 8, 5
_SPREAD = Shape(
    (
        "unit_name",
        "rated_count",
        "score",
        "simple_mean",
        "mean_difference",
        "top_mean",
        "bottom_mean",
        "spread",
    ),
    "unit_spread",
)
_NOTHING_TURNS = "没有一对的先后因社区类型的构成而相反。"


def show(filters: Filters, heading: DeltaGenerator, choices: DeltaGenerator) -> None:  # noqa: ARG001 - nothing to choose
    """Draw the view; the finding and the exports go into the heading."""
    chosen = {"period": filters.period, "standard": filters.standard}
    asked: dict[str, Parameter] = {**chosen, "units": filters.units, "among": filters.allowed}
    pairs = ask(queries.compositions, **asked)
    spread = ask(queries.unit_spread, **chosen, units=filters.units)
    flags = [flag for flag in map(composition_flag, pairs.to_dict("records")) if flag]
    with heading:
        sentence = finding(filters.unit_name if filters.unit else "", flags, len(pairs))
        st.title(formats.unbroken(formats.literal(sentence)))
        with st.popover("导出", width="content"):
            export_links(
                offer("compositions", "单位两两相比", **asked),
                offer("unit_spread", "单位内差距", **chosen, units=filters.units),
            )
    if pairs.empty and spread.empty:
        st.info("所选范围内没有可比的单位。")
        return
    if len(pairs):
        _show_pairs(pairs, flags)
    if len(spread):
        with st.container(key="card-spread"):
            st.subheader("单位内部：按户数加权与简单平均，最好与最后十分之一社区")
            table(spread, _SPREAD, key="spread", alt="单位内部的差距")
            st.caption("加权高于简单平均：大社区得分较高；低于：大社区较弱。不足 10 个社区的单位不算首尾之差。")
    explanations(
        __file__,
        explained("构成效应", queries.compositions, **asked),
        explained("单位内的差距", queries.unit_spread, **chosen, units=filters.units),
    )


def _show_pairs(pairs: pd.DataFrame, flags: list[str]) -> None:
    """The pairs that turn, drawn and in words; where none does, those that composition moves most."""
    is_turned = [bool(composition_flag(pair)) for pair in pairs.to_dict("records")]
    shown = pairs[is_turned].head(_MOST_PAIRS)
    word = "先后相反的几对"
    if shown.empty:
        shown = pairs.reindex(pairs["mix"].abs().sort_values(ascending=False).index).head(_MOST_MOVED)
        word = "社区类型构成影响最大的几对"
    with st.container(key="card-mixture"):
        st.subheader(f"{word}：● 实际相差，○ 按相同社区类型比（分）")
        left, right = st.columns([1.1, 1], gap="medium", vertical_alignment="center")
        with left, st.container(key="chart-mixture"):
            plot(
                mixture_dumbbells,
                shown,
                theme.palette(st.context.theme.type),
                alt="；".join(flags) or "各对单位的实际相差与同类型相差",
            )
        with right:
            st.markdown("\n".join(f"- {formats.literal(flag)}。" for flag in flags[:_MOST_PAIRS]) or _NOTHING_TURNS)


def finding(scope: str, flags: list[str], count: int) -> str:
    """What turns when like is compared with like: the sentence itself where there is one."""
    if not count:
        return f"{scope}没有可比的单位"
    if not flags:
        return f"{scope}与其他单位的先后，按相同社区类型比也不变" if scope else "各单位的先后，按相同社区类型比也不变"
    if len(flags) == 1:
        return flags[0]
    pairs = f"{scope}与 {len(flags)} 个单位" if scope else f"有 {len(flags)} 对单位"
    return f"{pairs}，按相同社区类型比，先后就反过来"
