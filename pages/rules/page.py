"""标准细则: what is measured, where the lines are, what weighs how much, what changed, and a value to try."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.rules import charts
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.drawn import write
from pages.shared.explanation import explanation
from pages.shared.export import export_link
from pages.shared.filters import accept_link, common_filters

_SECTIONS = ("指标", "等次与规则", "版本变化", "试一试")
_MEASURES = {"index": ("全市得分率", "分"), "share_passing": ("达标及以上社区占比", "%")}
_MOST = 1_000_000
_ATTRIBUTES = {
    "households": "户数", "share_60_plus": "60岁以上占比", "share_renters": "租户占比", "building_age": "楼龄", "density": "人口密度",
}  # fmt: skip
_OTHER_KIND = "other_kind"

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
    write(charts.dimension_weights, dimensions)
    st.caption("曲线：横轴为指标数值，纵轴为得分（0–100），虚线为达标线；两端以外按端点计分。百分数为占总权重的比例。")
    shares = formats.parts((100 * dimensions["weight_share"]).tolist(), 1)
    for dimension, share in zip(dimensions.to_dict("records"), shares, strict=True):
        rows = indicators[indicators["dimension_code"] == dimension["dimension_code"]]
        items = formats.parts((100 * rows["weight_share"]).tolist(), 1, total=share)
        rows = rows.assign(weight_share=[item / 100 for item in items])  # as printed: they add up to the dimension's
        st.subheader(f"{formats.literal(dimension['dimension_name'])} · {len(rows)} 项 · 占 {formats.percent(share)}")
        write(charts.indicator_cards, rows, anchors, grades, filters.line, palette)
    explanation(
        "权重与折算",
        "权重占比 = 指标权重 ÷ 全部指标权重之和；维度权重 = 所属指标权重之和。得分由数值沿锚点连成的折线换算，"
        "达标线对应的数值由折线反求。",
        queries.indicators, standard=filters.standard,
    )  # fmt: skip


def show_rules() -> None:
    """Bands, vetoes, roll-up, coverage, changes and targets in words."""
    bands = ask(queries.bands, standard=filters.standard)
    vetoes = ask(queries.vetoes, standard=filters.standard)
    targets = ask(queries.targets, standard=filters.standard)
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card-conditions"):
        st.subheader("等次：自上而下，先符合者为准")
        for band in bands.to_dict("records"):
            st.markdown(f"**{band['symbol']} {formats.literal(band['band_name'])}**　{band_conditions(band)}")
        st.markdown("**○ 数据不足**　任一维度的数据覆盖率不到最低要求：不评分、不定等次、不排名次")
    with left, st.container(key="card-vetoes"):
        st.subheader(f"一票否决 {len(vetoes)} 项：发生一次即只能列最后一个等次")
        for veto in vetoes.to_dict("records"):
            basis = charts.basis_words(veto["basis"])
            note = f"。{formats.literal(veto['note'])}" if isinstance(veto["note"], str) and veto["note"] else ""
            st.markdown(f"**{formats.literal(veto['veto_name'])}**{note}（依据：{basis}）")
        if vetoes.empty:
            st.markdown("本版没有一票否决项。")
    with right, st.container(key="card-rules"):
        st.subheader("汇总与判断")
        means = {"arithmetic": "加权算术平均", "geometric": "加权几何平均（短板影响更大）"}
        st.markdown(
            f"- **汇总**：指标得分按权重平均为维度得分，维度得分按权重取{means[standard['aggregation']]}为总分。\n"
            f"- **达标线**：各级都是 {line} 分，总分与每个维度同看。\n"
            f"- **覆盖率**：每个维度已有数据的权重须不少于应有权重的 "
            f"{formats.rounded(100 * standard['minimum_coverage'], 1):g}%，否则为数据不足。\n"
            "- **不适用与未报**：不适用退出分母；未报留在分母，至多列培育，并给出未报按 0 分计的下限。\n"
            "- **变化**：误差按“两季其实没有变”、合并两季的数据估计；"
            f"全市同级对象一起检验，误判率控制在 {formats.rounded(100 * standard['false_discovery_rate'], 1):g}%，"
            f"超出误差且不小于 {standard['minimum_change']:g} 分的称明显进步或明显退步，不到 {standard['minimum_change']:g} 分的称略升或略降，"
            "其余在抽样误差内。"
        )
    with right, st.container(key="card-targets"):
        st.subheader("目标")
        for target in targets.to_dict("records"):
            name, unit = _MEASURES[target["measure"]]
            st.markdown(
                f"**{formats.period_name(target['period'])}**　{name}达到 {formats.rounded(target['value'], 2):g} {unit}"
                f"（依据：{charts.basis_words(target['basis'])}）"
            )
        if targets.empty:
            st.markdown("本版没有设目标。")
    show_analysis_rules()
    explanation(
        "等次", "等次自上而下，第一个全部条件都符合的为准；最后一个没有条件。", queries.bands, standard=filters.standard
    )
    explanation(
        "人数与倍数",
        "人数与倍数取自标准文件的 small_sample 与 pace。",
        queries.analysis_rules,
        standard=filters.standard,
    )
    explanation("同类条件", "同类条件取自标准文件的 context。", queries.context_weights, standard=filters.standard)


def show_analysis_rules() -> None:
    """Small samples, what makes communities alike, and the pace towards a target, as a small table."""
    rules = ask(queries.analysis_rules, standard=filters.standard).iloc[0]
    attributes = ask(queries.context_weights, standard=filters.standard)
    alike = "、".join(
        f"{_ATTRIBUTES.get(row['attribute'], row['attribute'])} {formats.rounded(row['context_weight'], 2):g}"
        for row in attributes.to_dict("records")
        if row["attribute"] != _OTHER_KIND
    )
    apart = attributes.loc[attributes["attribute"] == _OTHER_KIND, "context_weight"].tolist()
    stretch = f"{formats.rounded(rules['pace_stretch'], 2):g}"
    rows = [
        ("小样本", f"问人的比率少于 {rules['small_sample_counted']:g} 人", "不作单独评价，按未报计"),
        ("", f"少于 {rules['small_sample_listed']:g} 人", "不列名，只计数"),
        ("同类（按背景条件）", alike or "—", "各条件的权重；找条件最相近的 10 个社区，不看得分"),
        ("", f"社区类型不同：加 {formats.rounded(apart[0], 2):g}" if apart else "—", "类型不同的，距离再加这么多"),
        ("达标进度", f"所需速度不超过现速的 {stretch} 倍", "现速够为可达，不超过为需提速，超过为难达"),
    ]
    with st.container(key="card-analysis"):
        st.subheader("小样本、同类与达标进度")
        st.table(
            pd.DataFrame(rows, columns=["项目", "规定", "怎么用"]), hide_index=True, border="horizontal",
            alt="小样本、同类与达标进度的规定",
        )  # fmt: skip


def band_conditions(band: Mapping[Hashable, Any]) -> str:
    """What a band asks for, in words."""
    asked = [
        f"总分 ≥ {band['minimum_score']:g}" if band["minimum_score"] else "",
        f"每个维度 ≥ {band['minimum_dimension_score']:g}" if band["minimum_dimension_score"] else "",
        "应报项目全部报送" if band["requires_all_reported"] else "",
        "无一票否决" if band["requires_no_veto"] else "",
    ]
    return "，".join(filter(None, asked)) or "以上都不符合"


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
    accept_link("earlier", "对比版本", names)
    earlier = st.selectbox(
        "与哪一版比", list(names), format_func=names.__getitem__, key="earlier", bind="query-params", placeholder="选择版本",
    )  # fmt: skip
    changes = ask(queries.standard_changes, standard=filters.standard, earlier=earlier)
    with st.container(horizontal=True, vertical_alignment="bottom", key="changes"):
        before, after = formats.literal(names[earlier]), formats.literal(standard["standard_name"])
        st.subheader(f"由“{before}”到“{after}”：{len(changes)} 处变化")
        export_link("standard_changes", standard=filters.standard, earlier=earlier)
    if changes.empty:
        st.info("两版的指标、权重、等次、否决项与目标完全相同。")
    else:
        texts = changes.fillna("—").map(formats.literal)
        items = texts["part"] + " " + texts["part_code"] + " " + texts["part_name"]
        rows = {"项目": items, "变化": texts["field"], "原为": texts["before_text"], "改为": texts["after_text"]}
        with st.container(key="changes-table"):
            st.table(pd.DataFrame(rows), hide_index=True, alt=f"标准变化表，{len(changes)} 行")
    explanation(
        "两版比较",
        "两版标准逐项逐字段比较：总则、维度、指标（名称、权重、锚点、取数、依据、出处、说明）、否决项、等次与目标；"
        "整项新增或取消只列一行。",
        queries.standard_changes, standard=filters.standard, earlier=earlier,
    )  # fmt: skip


def show_trial() -> None:
    """One value of one indicator and what it scores."""
    names = dict(zip(indicators["indicator_code"], indicators["indicator_name"], strict=True))
    accept_link("indicator", "指标", names)
    left, right = st.columns([1, 1.2], gap="small")
    with left, st.container(key="card-trial"):
        code = st.selectbox(
            "指标", list(names), format_func=names.__getitem__, key="indicator", bind="query-params", placeholder="选择指标",
        )  # fmt: skip
        row = indicators.set_index("indicator_code", drop=False).loc[code].to_dict()
        asked = {"standard": filters.standard, "indicator": code, **trial_inputs(row)}
    answer = ask(queries.value_score, **asked)
    with right, st.container(key="card-result"):
        show_result(row, asked, answer)
    explanation(
        "试算",
        "数值沿锚点连成的折线换算为得分，两端以外按端点计；等级与扣分按标准所列。抽样比率的误差由比率的上下限"
        "（按威尔逊区间的宽度放宽，以所测比率为中心）经同一折线换算，取两者得分之差除以 3.92，一侧超出折线的按另一侧两倍计；"
        "检查点位的，样本量按有限总体放大；± 按 t 分布。与发布时的评分同一算法。",
        queries.value_score, **asked,
    )  # fmt: skip


def trial_inputs(row: Mapping[Hashable, Any]) -> dict[str, str | float]:
    """What the visitor enters: a grade, or a value with, for a rate, how many were asked."""
    if row["method"] == "grades":
        choices = charts.of(grades, row["indicator_code"])["grade"].tolist()
        accept_link("grade", "等级", {grade: grade for grade in choices})
        grade = st.selectbox("等级", choices, key="grade", bind="query-params", placeholder="选择等级")
        return {"grade": grade}
    unit = f"（{row['unit_text']}）" if row["unit_text"] else ""
    value = st.number_input(
        f"数值{formats.literal(unit)}", value=None, step=1.0, format="%.2f", key="value", bind="query-params",
        placeholder=f"如 {example(row):g}",
    )  # fmt: skip
    entered: dict[str, str | float] = {"value": example(row) if value is None else value}
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


def example(row: Mapping[Hashable, Any]) -> float:
    """The value shown until one is entered: that on the line, else the first anchor."""
    if not formats.is_missing(row["line_value"]):
        return formats.rounded(row["line_value"])
    own = charts.of(anchors, row["indicator_code"])["value"]
    return float(own.iloc[0]) if len(own) else 0.0


def show_result(row: Mapping[Hashable, Any], asked: dict[str, Any], answer: pd.DataFrame) -> None:
    """The score, its distance to the line, its error and its place on the curve."""
    st.subheader(f"{formats.literal(row['indicator_name'])}的得分")
    if answer.empty or formats.is_missing(answer.iloc[0]["score"]):
        st.info("这个数值没有对应的得分。")
        return
    result = answer.iloc[0]
    score, distance = result["score"], result["distance"]
    side = "above" if formats.rounded(distance) >= 0 else "below"
    st.html(
        f'<div class="figure">{formats.number(score)}<small class="{side}">距达标线 {formats.signed(distance)} 分</small></div>'
    )
    value = asked.get("value")
    at = asked["grade"] if value is None else (float(value), float(score))
    own = charts.of(anchors, row["indicator_code"]), charts.of(grades, row["indicator_code"])
    st.html(f'<div class="curve">{charts.indicator_drawing(row, *own, filters.line, palette, at)}</div>')
    st.caption("。".join([*trial_notes(row, asked, result), charts.scoring_words(row, own[0], filters.line)]))


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

tabs = st.tabs(_SECTIONS, key="part", bind="query-params")
for tab, show in zip(tabs, (show_indicators, show_rules, show_changes, show_trial), strict=True):
    if tab.open:
        with tab:
            show()
