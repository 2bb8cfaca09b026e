"""活动: what was held in one quarter, described beside the scores, not as their cause."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.activities import charts
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.charts import dimension_dots
from pages.shared.drawn import plot, write
from pages.shared.explanation import explanation
from pages.shared.export import export_links, offer
from pages.shared.filters import accept_link, common_filters
from pages.shared.sheets import in_sheets

_EVERY = "全部"
_ROWS_PER_SHEET = 15
_NOT_A_CAUSE = "两图并列只作描述：活动多，不说明得分因此高，反之亦然。**相关不等于因果。**"

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}
here: dict[str, Parameter] = {**chosen, "units": filters.units}
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")

summary = ask(queries.activity_summary, **here)
names = {"": _EVERY, **dict(zip(summary["dimension_code"][1:], summary["dimension_name"][1:], strict=True))}
accept_link("dimension", "维度", names)
dimension = st.segmented_control(
    "维度", list(names), format_func=names.__getitem__, default="", required=True, key="dimension", bind="query-params",
    label_visibility="collapsed",
)  # fmt: skip
asked: dict[str, Parameter] = {**here, "dimensions": (dimension,) if dimension else None}
total = summary[summary["dimension_code"] == (dimension or "all")].iloc[0]
about = f"“{names[dimension]}”" if dimension else ""
quarter = formats.period_name(filters.period)

if not total["community_count"] or formats.is_missing(total["activity_count"]):
    with heading:
        st.title(
            f"{quarter}没有活动台账"
            if total["community_count"]
            else f"{formats.literal(filters.unit_name)}{quarter}没有在册社区"
        )
    st.info(
        "本期全市没有报送任何活动，不作统计，也不等于没有举办活动。请在上方换一个时期；活动由数据文件夹中的 activities 表导入。"
        if total["community_count"]
        else "请在上方换一个时期，或把单位改为全市。"
    )
    st.stop()

months = ask(queries.activity_months, **asked)
kinds = ask(queries.activity_kinds, **asked)
hours = ask(queries.activity_hours, **asked)
inactive = ask(queries.inactive_communities, **asked)
everywhere = ask(queries.activity_summary, **chosen)
city = everywhere[everywhere["dimension_code"] == (dimension or "all")].iloc[0]


def finding() -> str:
    """How much was held, against the city for a unit, and where nothing was."""
    count, rate = formats.number(total["activity_count"], 0), formats.number(total["activity_rate"])
    against = ""
    if filters.unit:
        distance = formats.rounded(total["activity_rate"]) - formats.rounded(city["activity_rate"])
        side = "高于" if distance > 0 else "低于" if distance < 0 else "等于"
        against = f"，{side}全市的 {formats.number(city['activity_rate'])} 场"
    without = f"{len(inactive)} 个社区本季一场没有" if len(inactive) else "每个社区本季都有活动"
    return f"{filters.unit_name}本季{about}活动 {count} 场，每千户 {rate} 场{against}；{without}"


def inactive_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The communities without any activity as the table shows them."""
    return pd.DataFrame(
        {
            "社区": rows["area_name"],
            **({} if filters.unit else {"单位": rows["unit_name"]}),
            "街道": rows["street_name"],
            "类型": rows["kind"],
            "户数": rows["households"],
            "上次有活动": [
                formats.period_name(period) if isinstance(period, str) else "未见记录" for period in rows["last_period"]
            ],
        }
    )


def draw_inactive(first: int, most: int) -> None:
    """So many communities without any activity after so many."""
    rows = inactive_rows(inactive.iloc[first : first + most])
    st.dataframe(rows, hide_index=True, height="content", placeholder="—", alt=f"{len(rows)} 个没有活动的社区")


with heading:
    st.title(finding())
    with st.popover("导出", width="content"):
        export_links(
            offer("activity_summary", "各维度", **here),
            offer("activity_months", "逐月", **asked),
            offer("activity_kinds", "种类", **asked),
            offer("activity_hours", "时段", **asked),
            offer("inactive_communities", "本季无活动社区", **asked),
            offer("activity_rows", "台账逐条", **asked),
        )

standing, without = int(total["community_count"]), len(inactive)
share = f"{without} / {standing} 个"
with st.container(key="figures", horizontal=True, gap="small"):
    for key, label, figure, note in (
        ("count", f"{about}活动场次", formats.number(total["activity_count"], 0), "场"),
        (
            "rate",
            "每千户活动场次",
            formats.number(total["activity_rate"]),
            "场",
        ),
        ("participants", "参加（同一人可多次）", formats.number(total["participants"], 0), "人次"),
        ("inactive", "本季无活动社区", formats.share(without, standing), share),
    ):
        with st.container(key=f"card-{key}"):
            st.subheader(label)
            st.html(f'<div class="figure">{figure}<small>{note}</small></div>')

with st.container(key="card-dimensions"):
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(f"各维度每千户活动场次 · {formats.number(total['households'], 0)} 户")
        with st.container(key="chart-rates"):
            plot(charts.rate_bars, summary.iloc[1:], palette, alt="各维度每千户活动场次")
    with right:
        st.subheader("同期各维度得分与达标线")
        with st.container(key="chart-dimensions"):
            plot(
                dimension_dots,
                ask(queries.dimension_summary, **chosen, **filters.area),
                filters.line,
                palette,
                alt="五个维度的得分与达标线",
            )
    st.markdown(_NOT_A_CAUSE)

left, right = st.columns(2, gap="small")
with left:
    with st.container(key="card-months"):
        st.subheader(f"逐月每千户{about}活动场次（深色为本季）")
        with st.container(key="chart-months"):
            plot(charts.month_bars, months, filters.period, palette, alt="逐月每千户活动场次")
    with st.container(key="card-hours"):
        st.subheader("一周之内何时举办（本季场次，只列有活动的钟点）")
        if hours.empty:
            st.info(f"本季没有{about}活动。")
        else:
            write(charts.hour_table, hours)
with right, st.container(key="card-kinds"):
    st.subheader(f"{len(kinds)} 种{about}活动，按每千户场次")
    if kinds.empty:
        st.info(f"本季没有{about}活动。")
    else:
        with st.container(key="chart-kinds"):
            plot(charts.kind_bars, kinds, palette, alt="各种活动每千户场次")

st.subheader(f"本季没有{about}活动的社区 {without} 个 · 按单位与代码，排名不分先后")
if inactive.empty:
    st.info(f"每个社区本季都有{about}活动。")
else:
    in_sheets(without, _ROWS_PER_SHEET, draw_inactive, key="sheet")

explanation(
    "每千户活动场次",
    "每千户活动场次 = 本季举办的活动场次 ÷ 本季在册社区的户数 × 1000，与地图上的“活动”同一口径。活动按举办日期归入季度，"
    "只计在册社区；社区在所选维度本季一场也没有，列为“无活动”。全市本季一场都没有时视为没有台账，不写成 0。"
    "未报台账的社区与确实没有活动的社区，台账本身分不开。",
    queries.activity_summary,
    None,
    **here,
)
explanation(
    "逐月",
    "当月活动场次 ÷ 当季在册社区户数 × 1000，取所选时期及之前三个季度。",
    queries.activity_months,
    None,
    **asked,
)
explanation("种类", "本季各种活动的场次，多者在前。", queries.activity_kinds, None, **asked)
explanation("时段", "按举办时间的星期与小时计数。", queries.activity_hours, None, **asked)
explanation(
    "没有活动的社区",
    "本季在所选维度没有任何一场活动的在册社区，以及上次有活动的季度。",
    queries.inactive_communities,
    None,
    **asked,
)
