"""What a standard asks for beyond its indicators: bands, vetoes, roll-up, changes, targets, and what is alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.rules import cards
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.cells import headed
from pages.shared.explanation import explained, explanations, words
from queries.columns import column

_MEASURES = {"index": ("全市得分率", "分"), "share_passing": ("社区达标率", "%")}
_MEANS = {"arithmetic": "加权算术平均", "geometric": "加权几何平均（短板影响更大）"}
_OTHER_KIND = "other_kind"


def show(standard: Mapping[Hashable, Any], line: str) -> None:
    """Bands, vetoes, roll-up, coverage, changes and targets in words.

    Args:
        standard: Its row of :func:`queries.standards`.
        line: Its line, as printed.
    """
    version = str(standard["standard_version"])
    left, right = st.columns(2, gap="small")
    with left:
        _show_bands(version)
        _show_vetoes(version)
    with right:
        with st.container(key="card-rules"):
            st.subheader("汇总与判断")
            facts = {
                "means": _MEANS[standard["aggregation"]],
                "line": line,
                "coverage": f"{formats.rounded(100 * standard['minimum_coverage'], 1):g}%",
                "rated_share": f"{formats.rounded(100 * standard['minimum_rated_share'], 1):g}%",
                "rate": f"{formats.rounded(100 * standard['false_discovery_rate'], 1):g}%",
                "change": f"{standard['minimum_change']:g}",
            }
            st.markdown(words(__file__, "汇总与判断", facts))
        _show_targets(version)
    _show_analysis_rules(version)
    explanations(
        __file__,
        explained("等次", queries.bands, standard=version),
        explained("人数与倍数", queries.analysis_rules, standard=version),
        explained("同类条件", queries.context_weights, standard=version),
    )


def band_conditions(band: Mapping[Hashable, Any]) -> str:
    """What a band asks for, in words."""
    asked = [
        f"总分 ≥ {band['minimum_score']:g}" if band["minimum_score"] else "",
        f"每个维度 ≥ {band['minimum_dimension_score']:g}" if band["minimum_dimension_score"] else "",
        "应报项目全部报送" if band["requires_all_reported"] else "",
        "无一票否决" if band["requires_no_veto"] else "",
    ]
    return "，".join(filter(None, asked)) or "以上都不符合"


def _show_bands(version: str) -> None:
    with st.container(key="card-conditions"):
        st.subheader("等次：自上而下，先符合者为准")
        for band in ask(queries.bands, standard=version).to_dict("records"):
            st.markdown(f"**{band['symbol']} {formats.literal(band['band_name'])}**　{band_conditions(band)}")
        st.markdown("**○ 数据不足**　任一维度的数据覆盖率不到最低要求：不评分、不定等次、不排名次")


def _show_vetoes(version: str) -> None:
    vetoes = ask(queries.vetoes, standard=version)
    with st.container(key="card-vetoes"):
        st.subheader(f"一票否决 {len(vetoes)} 项：发生一次即只能列最后一个等次")
        for veto in vetoes.to_dict("records"):
            basis = cards.basis_words(veto["basis"])
            note = f"。{formats.literal(veto['note'])}" if isinstance(veto["note"], str) and veto["note"] else ""
            st.markdown(f"**{formats.literal(veto['veto_name'])}**{note}（依据：{basis}）")
        if vetoes.empty:
            st.markdown("本版没有一票否决项。")


def _show_targets(version: str) -> None:
    targets = ask(queries.targets, standard=version)
    with st.container(key="card-targets"):
        st.subheader("目标")
        for target in targets.to_dict("records"):
            name, unit = _MEASURES[target["measure"]]
            st.markdown(
                f"**{formats.period_name(target['period'])}**　{name}达到 {formats.rounded(target['value'], 2):g} {unit}"
                f"（依据：{cards.basis_words(target['basis'])}）"
            )
        if targets.empty:
            st.markdown("本版没有设目标。")


def _show_analysis_rules(version: str) -> None:
    """Small samples, what makes communities alike, the pace towards a target and 红黑榜, as a small table."""
    rules = ask(queries.analysis_rules, standard=version).iloc[0]
    attributes = ask(queries.context_weights, standard=version)
    names = column("attribute").words
    alike = "、".join(
        f"{names.get(row['attribute'], row['attribute'])} {formats.rounded(row['context_weight'], 2):g}"
        for row in attributes.to_dict("records")
        if row["attribute"] != _OTHER_KIND
    )
    apart = attributes.loc[attributes["attribute"] == _OTHER_KIND, "context_weight"].tolist()
    stretch = f"{formats.rounded(rules['pace_stretch'], 2):g}"
    cited = rules["rectified_line_citation"] if isinstance(rules["rectified_line_citation"], str) else "示例"
    rows = [
        ("小样本", f"问人的比率少于 {rules['small_sample_counted']:g} 人", "不作单独评价，按未报计"),
        ("", f"少于 {rules['small_sample_listed']:g} 人", "不列名，只计数"),
        ("同类（按背景条件）", alike or "—", "各条件的权重；找条件最相近的 10 个社区，不看得分"),
        ("", f"社区类型不同：加 {formats.rounded(apart[0], 2):g}" if apart else "—", "类型不同的，距离再加这么多"),
        ("目标进度", f"所需速度不超过现速的 {stretch} 倍", "现速够为可达，不超过为需提速，超过为难达"),
        (
            "红黑榜",
            f"整改率 {rules['rectified_line']:g}%（{cited}）",
            "误差区间整段在线上列红榜，在线下列黑榜，其余待复核",
        ),
    ]
    with st.container(key="card-analysis"):
        st.subheader("小样本、同类、目标进度与红黑榜")
        st.table(
            headed(pd.DataFrame(rows, columns=["item", "regulation", "usage"])),
            hide_index=True,
            border="horizontal",
            alt="小样本、同类、目标进度与红黑榜的规定",
        )
