"""试一试: one value of one indicator and what it scores."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

import queries
from pages.rules import cards, charts
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.choose import choose
from pages.shared.explanation import explained, explanations
from pages.shared.figures import figure
from pages.shared.filters import common_filters

_MOST = 1_000_000
_DISTANCE = Markup('<small class="{}">距达标线 {} 分</small>')
_CURVE = Markup('<div class="curve">{}</div>')


def show(indicators: pd.DataFrame, anchors: pd.DataFrame, grades: pd.DataFrame) -> None:
    """Draw the choice, the boxes and the result; of the standard's rows."""
    standard = common_filters().standard
    names = dict(zip(indicators["indicator_code"], indicators["indicator_name"], strict=True))
    left, right = st.columns([1, 1.2], gap="small")
    with left, st.container(key="card-trial"):
        code = choose("indicator", names)
        row = indicators.set_index("indicator_code", drop=False).loc[code].to_dict()
        own = cards.of(anchors, code), cards.of(grades, code)
        asked = {"standard": standard, "indicator": code, **_inputs(row, *own)}
    with right, st.container(key="card-result"):
        _show_result(row, asked, ask(queries.value_score, **asked), own)
    explanations(__file__, explained("试算", queries.value_score, **asked))


def _inputs(row: Mapping[Hashable, Any], anchors: pd.DataFrame, grades: pd.DataFrame) -> dict[str, str | float]:
    """What the visitor enters: a grade, or a value with, for a rate, how many were asked."""
    if row["method"] == "grades":
        return {"grade": choose("grade", {grade: grade for grade in grades["grade"]})}
    unit = f"（{row['unit_text']}）" if row["unit_text"] else ""
    value = st.number_input(
        f"数值{formats.literal(unit)}",
        value=None,
        step=1.0,
        format="%.2f",
        key="value",
        bind="query-params",
        placeholder=f"如 {example(row, anchors):g}",
    )
    entered: dict[str, str | float] = {"value": example(row, anchors) if value is None else value}
    if row["sampling"] == "rate":
        size = st.number_input(
            "样本量（选填）", 0, _MOST, None, 1, key="sample", bind="query-params", placeholder="抽查或受访的个数"
        )
        entered["sample_size"] = size or 0
        if row["is_finite_population"]:
            whole = st.number_input(
                "总体个数（选填）", 0, _MOST, None, 1, key="population", bind="query-params", placeholder="一共有多少处"
            )
            entered["population_size"] = whole or 0
    return entered


def example(row: Mapping[Hashable, Any], anchors: pd.DataFrame) -> float:
    """The value shown until one is entered: that on the line, else the first anchor."""
    if not formats.is_missing(row["line_value"]):
        return formats.rounded(row["line_value"])
    return float(anchors["value"].iloc[0]) if len(anchors) else 0.0


def _show_result(
    row: Mapping[Hashable, Any],
    asked: dict[str, Any],
    answer: pd.DataFrame,
    own: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    """The score, its distance to the line, its error and its place on the curve."""
    st.subheader(f"{formats.literal(row['indicator_name'])}的得分")
    if answer.empty or formats.is_missing(answer.iloc[0]["score"]):
        st.info("这个数值没有对应的得分。")
        return
    result = answer.iloc[0]
    score, distance = result["score"], result["distance"]
    side = "above" if formats.rounded(distance) >= 0 else "below"
    st.html(figure(formats.number(score), _DISTANCE.format(side, formats.signed(distance))))
    value = asked.get("value")
    at = asked["grade"] if value is None else (float(value), float(score))
    filters, palette = common_filters(), theme.palette(st.context.theme.type)
    st.html(_CURVE.format(charts.indicator_drawing(row, *own, filters.line, palette, at)))
    st.caption("。".join([*trial_notes(row, asked, result), cards.scoring_words(row, own[0], filters.line)]))


def trial_notes(row: Mapping[Hashable, Any], asked: dict[str, Any], result: pd.Series) -> list[str]:
    """What has to be said of the value: outside what can be, or how large its error is."""
    value, notes = asked.get("value"), []
    low, high = row["minimum"], row["maximum"]
    if value is not None and (value < low or value > high):  # a missing bound compares as false
        notes.append("数值超出这个指标可能的范围，报送时会被退回")
    error = result["standard_error"]
    if row["sampling"] == "rate":
        notes.append(
            "填样本量可看抽样误差"
            if formats.is_missing(error)
            else f"抽样误差约 ± {formats.number(formats.half_width(error, result['degrees_of_freedom']))} 分（95% 把握）"
        )
    if row["sampling"] == "mean":
        notes.append("误差由问卷随报的标准误得出")
    return notes
