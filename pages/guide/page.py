"""使用说明: guide.md, a tab per heading, with what the published version says of itself filled in."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.explanation import sections
from pages.shared.filters import common_filters

_MEANS = {"arithmetic": "平均", "geometric": "取几何平均"}

filters = common_filters()
publication = ask(queries.publication).iloc[0]
standard = ask(queries.standards).set_index("standard_version").to_dict("index")[filters.standard]
rules = ask(queries.analysis_rules, standard=filters.standard).iloc[0]
line = formats.number(filters.line, 0)

facts = {
    "line": line,
    "aggregation": _MEANS[standard["aggregation"]],
    "minimum_coverage": f"{formats.rounded(100 * standard['minimum_coverage'], 1):g}%",
    "minimum_rated_share": f"{formats.rounded(100 * standard['minimum_rated_share'], 1):g}%",
    "false_discovery_rate": f"{formats.rounded(100 * standard['false_discovery_rate'], 1):g}%",
    "minimum_change": f"{standard['minimum_change']:g}",
    "small_sample_counted": f"{rules['small_sample_counted']:g}",
    "small_sample_listed": f"{rules['small_sample_listed']:g}",
    "pace_stretch": f"{formats.rounded(rules['pace_stretch'], 2):g}",
    "standard_name": formats.literal(str(standard["standard_name"])),
    "notice": formats.literal(str(standard["notice"])),
    "version": str(publication["version"]),
    "nature": "演示数据，随机生成，不是真实评分" if publication["is_demonstration"] else "正式数据",
    "data_until": formats.day(publication["data_until"]),
    "register_note": formats.literal(str(publication["register_note"])),
    "boundary_source": formats.literal(str(publication["boundary_source"])),
    "boundary_vintage": formats.literal(str(publication["boundary_vintage"])),
    "map_approval_number": formats.literal(str(publication["map_approval_number"])) or "待填",
}
parts = sections(Path(__file__).with_name("guide.md"))

st.title(f"看懂每个数：{line}\u00a0分是线，没有数据不等于\u00a00\u00a0分，抽样误差内的变化不评价")
for tab, body in zip(st.tabs(list(parts), key="part", bind="query-params"), parts.values(), strict=True):
    if tab.open:
        with tab, st.container(key="card-guide"):
            st.markdown(body.format_map(facts))
