"""社区档案: where one community stands, what moved it, and how it gets to the next band."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.community import charts
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.charts import CONFIG, index_trend
from pages.shared.explanation import explanation
from pages.shared.export import export_link
from pages.shared.filters import common_filters
from pages.shared.jump import jump_box
from pages.shared.radar import score_radar
from pages.shared.viewer import viewer

_SEEN = "_community"
_QUARTERS = 12

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}

code = st.query_params.get("code") or st.session_state.get(_SEEN, "")
found = ask(queries.community_profile, **chosen, community=code)
allowed = viewer(st.context.headers).units
if found.empty or (allowed is not None and found.iloc[0]["unit_code"] not in allowed):
    if code:
        st.title("没有这个社区")
        st.warning(f"代码“{formats.literal(code[:40])}”不在本版本的社区名录中。")
    else:
        st.title("请选择一个社区")
    st.info("在下面的框中输入社区名称或拼音首字母，选中即打开。")
    jump_box("find")
    st.stop()
st.session_state[_SEEN] = code
if st.query_params.get("code") != code:
    st.query_params["code"] = code
community = found.iloc[0]
one = {**chosen, "community": code}
own = {"area_kind": "community", "area_code": code}
dimensions = ask(queries.dimension_summary, **chosen, **own)
indicators = ask(queries.community_indicators, **one)
trend = ask(queries.score_trend, standard=filters.standard, **own)
trend = trend[trend["period"] <= filters.period].tail(_QUARTERS)
contributions = ask(queries.contributions, **one)
steps = ask(queries.improvement_steps, **one)
vetoes = ask(queries.community_vetoes, **one)
activities = ask(queries.community_activities, **one)
is_standing = isinstance(community["status"], str)
is_rated = is_standing and community["status"] != "数据不足"
unreported = indicators.loc[indicators["state"] == "unreported", "indicator_name"].tolist()


def finding() -> str:
    """The page in one sentence: level, band, weakest dimension."""
    name = community["community_name"]
    if not is_standing:
        return f"{name}在{formats.period_name(filters.period)}不在社区名录内"
    if not is_rated:
        return f"{name}本期数据不足，不评分、不排名次"
    veto = "，有否决项" if community["is_vetoed"] else ""
    level = (
        f"{name}得分 {formats.number(community['score'])}，{community['symbol']}\u00a0{community['band_name']}{veto}"
    )
    scored = dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
    if scored.empty:
        return level
    weakest = scored.iloc[0]
    is_below = queries.round_half_up(weakest["score"]) < filters.line
    words = "在线下，是最短的一块" if is_below else "相对最低，各维度均在线上"
    return f"{level}；{weakest['dimension_name']} {formats.number(weakest['score'])} {words}"


def change_note(row: pd.Series) -> str:
    """The change with its verdict, or why there is none."""
    if formats.is_missing(row["change"]):
        return "<small>无上季可比</small>"
    verdict = row["progress"] if isinstance(row["progress"], str) else ""
    side = "above" if row["change"] > 0 else "below"
    tone = side if verdict in {"明显进步", "明显退步"} else "even"
    return f'<small class="{tone}">{formats.arrow(row["change"])} {verdict}</small>'


def place(name: str) -> str:
    """A place among all that have one; why there is none otherwise."""
    number, count = community[f"{name}_place"], community[f"{name}_ranked_count"]
    if formats.is_missing(number):
        return f"<small>{'待补报，不排名次' if is_rated else '不排名次'}</small>"
    return f"第 {int(number)}<small>/ {int(count)}</small>"


with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(formats.literal(finding()))
    with st.popover("导出 CSV", width="content"):
        export_link("community_profile", "总分与名次", **one)
        export_link("community_indicators", "各项指标", **one)
        export_link("contributions", "变化来源", **one)
        export_link("improvement_steps", "补短板", **one)
        export_link("community_activities", "活动", **one)
facts = [
    community["unit_name"], community["street_name"], community["kind"], f"{int(community['households'])} 户",
    f"代码 {code}", formats.period_name(filters.period),
]  # fmt: skip
st.caption(formats.literal(" · ".join(facts)))
if not is_standing:
    st.info("它在所选时期尚未设立或已经撤销。请在上方换一个时期。")
    st.stop()

with st.container(key="figures", horizontal=True, gap="small"):
    with st.container(key="card-score"):
        st.subheader("得分")
        lower = (
            f"<small>未报按 0 分计 {formats.number(community['lower_score'])}</small>"
            if community["unreported_count"]
            else ""
        )
        st.html(f'<div class="figure">{formats.number(community["score"])}{change_note(community)}{lower}</div>')
    with st.container(key="card-band"):
        st.subheader("等次")
        position = community["band_position"]
        colour = (
            palette.muted
            if formats.is_missing(position)
            else palette.band_texts[min(int(position), len(palette.band_texts)) - 1]
        )
        band = f"{community['symbol']} {community['band_name']}" if is_rated else "○ 数据不足"
        certainty = community["certainty"] if isinstance(community["certainty"], str) else ""
        st.html(f'<div class="figure"><span style="color: {colour}">{band}</span><small>{certainty}</small></div>')
    with st.container(key="card-city-place"):
        st.subheader("全市名次")
        st.html(f'<div class="figure">{place("city")}</div>')
    with st.container(key="card-unit-place"):
        st.subheader("区内名次")
        st.html(f'<div class="figure">{place("unit")}</div>')
    with st.container(key="card-coverage"):
        st.subheader("报送")
        due = int((indicators["state"] != "not_applicable").sum())
        given = int((indicators["state"] == "value").sum())
        st.html(f'<div class="figure">{given}/{due}<small>项有值，未报 {len(unreported)} 项</small></div>')

left, right = st.columns([1, 1.25], gap="small")
with left, st.container(key="card-radar"):
    st.subheader(f"五维得分，与{community['unit_name']}、全市比")
    profiles = [
        ask(queries.dimension_summary, **chosen, area_kind=kind, area_code=area).assign(name=name)
        for kind, area, name in (
            ("community", code, community["community_name"]),
            ("unit", community["unit_code"], community["unit_name"]),
            ("city", "city", "全市"),
        )
    ]
    with st.container(key="chart-radar"):
        st.plotly_chart(
            score_radar(pd.concat(profiles, ignore_index=True), filters.line, palette), theme=None, config=CONFIG,
            alt="五个维度的得分，与所在单位、全市比较",
        )  # fmt: skip
with right:
    with st.container(key="card-way"):
        target = f"{community['target_symbol']} {community['target_band_name']}"
        match community["path_status"]:
            case "可达":
                total = steps["gain"].sum()
                st.subheader(f"到{target}的最短路径：{len(steps)} 项，共 {formats.number(total)} 分")
                st.html(charts.way_up(steps))
            case "否决" | "未报":
                st.subheader(f"到{target}，先办这件事")
            case "无路径":
                st.subheader(f"到{target}：暂无可行路径")
                st.html("<p>各项都提高到同类社区前一成的水平，仍达不到下一等次。请先逐项向同类靠拢。</p>")
            case _ if is_rated:
                st.subheader("补短板")
                st.html("<p>已在最高等次，无需补短板。</p>")
            case _:
                st.subheader("补短板")
                st.html("<p>数据不足，先补报再谈补短板。</p>")
        blocked = []
        if len(vetoes):
            blocked.append(f"否决项，消除前不能升等：{'、'.join(vetoes['veto_name'])}")
        if unreported:
            blocked.append(f"未报 {len(unreported)} 项，补报前至多为培育：{'、'.join(unreported)}")
        for words in blocked:
            st.markdown(f"- {formats.literal(words)}")
    with st.container(key="card-trend"):
        st.subheader(f"{len(trend)} 个季度的得分（同一标准重算）")
        if trend["score"].notna().any():
            with st.container(key="chart-trend"):
                st.plotly_chart(
                    index_trend(trend, filters.line, palette), theme=None, config=CONFIG, alt="得分走势与达标线"
                )
        else:
            st.html("<p>各期都没有评分。</p>")
    with st.container(key="card-moved"):
        if contributions.empty:
            st.subheader("什么变了：没有可比的上季")
        else:
            parts = charts.moved_parts(contributions)
            total = float(contributions["contribution"].sum())
            st.subheader(f"什么变了：较上季 {formats.signed(total)} 分，由下列各项相加")
            if len(parts):
                with st.container(key="chart-moved"):
                    st.plotly_chart(
                        charts.contribution_bars(parts, palette), theme=None, config=CONFIG, alt="各项对总分变化的影响"
                    )
            else:
                st.html("<p>各项都没有变化。</p>")
with left, st.container(key="card-held"):
    count, people = int(activities["activity_count"].sum()), int(activities["participants"].sum())
    st.subheader(f"近四季活动 {count} 场，{people:,} 人次")
    st.html(charts.activity_sheet(activities))

with st.container(key="card-sheet"):
    st.subheader("各项指标")
    st.html(charts.indicator_sheet(indicators, filters.line, palette))

explanation(
    "**最短路径**：先把低于目标等次下限的维度、再把总分提到下限。按潜力（有效权重 × 可提高的分）从大到小选项，最后的只提高到够用为止；"
    "一项最多提高到同类 10 个社区的第 90 百分位。同类按户数、60 岁及以上占比、租户占比、楼龄、密度的标准化距离，类型不同加 1。"
    "有否决项或未报项时先办这件事。",
    queries.improvement_steps, **one,
)  # fmt: skip
explanation(
    "**什么变了**：每项 = 本期有效权重 × 得分之差；其余（缺项增减、权重变化）合为“口径/缺项变化”，各项之和等于总分之差。",
    queries.contributions, **one,
)  # fmt: skip
explanation(
    "**各项指标**：数值按标准的锚点折算为 0–100 分，达标线为 60 分处的数值；误差为 95% 抽样误差；占总分为有效权重（不适用与未报之外）。",
    queries.community_indicators, **one,
)  # fmt: skip
