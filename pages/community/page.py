"""社区档案: one community on one page and one sheet of paper: where it falls short, how it gets up, what is real, its peers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.community import charts, words
from pages.community.trial import trial_box
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.charts import index_trend
from pages.shared.drawn import made, plot, write
from pages.shared.explanation import explanation
from pages.shared.export import export_links, offer
from pages.shared.filters import accept_link, common_filters
from pages.shared.jump import jump_box
from pages.shared.radar import score_radar
from pages.shared.verdicts import change_note
from pages.shared.viewer import viewer
from queries.parameters import NotAllowed

_SEEN = "_community"
_QUARTERS = 12

filters = common_filters()
palette = theme.palette(st.context.theme.type)
chosen = {"period": filters.period, "standard": filters.standard}

code = st.query_params.get("code") or st.session_state.get(_SEEN, "")
allowed = viewer(st.context.headers).units
try:
    found = ask(queries.community_profile, **chosen, community=code)
except NotAllowed:  # said of another unit's as of one that there is not
    found = pd.DataFrame()
if found.empty:
    if code:
        st.title("没有这个社区")
        st.warning(f"代码“{formats.literal(code[:40])}”不在本版本的社区名录中。")
    else:
        st.title("请选择一个社区")
    st.info("在下面的框中输入社区名称或拼音首字母，点选即打开。")
    jump_box("find")
    st.stop()
st.session_state[_SEEN] = code
if st.query_params.get("code") != code:
    st.query_params["code"] = code
community = found.iloc[0]
one = {**chosen, "community": code}
own = {"area_kind": "community", "area_code": code}
seen = {**one, "units": allowed}  # of peers in other units only what is not their own
dimensions = ask(queries.dimension_summary, **chosen, **own)
indicators = ask(queries.community_indicators, **one)
history = ask(queries.score_trend, standard=filters.standard, **own)
trend = history[history["period"] <= filters.period].tail(_QUARTERS)
steps = ask(queries.improvement_steps, **one)
vetoes = ask(queries.community_vetoes, **one)
activities = ask(queries.community_activities, **one)
rules = ask(queries.analysis_rules, standard=filters.standard).iloc[0]
is_standing = isinstance(community["status"], str)
is_rated = is_standing and community["status"] != "数据不足"
unreported = [
    row["indicator_name"] + ("（样本不足）" if row["is_small_sample"] else "")
    for row in indicators[indicators["state"] == "unreported"].to_dict("records")
]


def place(name: str) -> str:
    """A place among all that have one; why there is none otherwise."""
    number, count = community[f"{name}_place"], community[f"{name}_ranked_count"]
    if formats.is_missing(number):
        return f"<small>{'待补报，不排名次' if is_rated else '不排名次'}</small>"
    return f"第 {int(number)}<small>/ {int(count)}</small>"


with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(formats.literal(words.finding(community, dimensions, filters.period, filters.line)))
    with st.popover("导出", width="content"):
        export_links(
            offer("community_profile", "总分与名次", **one),
            offer("community_indicators", "各项指标", **one),
            offer("contributions", "变化来源", **chosen, **own),
            offer("improvement_steps", "补短板", **one),
            offer("peer_dimensions", "同类对标", **seen),
            offer("peer_practices", "同类差异", **seen),
            offer("peer_table", "同类社区", **seen),
            offer("community_activities", "活动", **one),
        )
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
        score = formats.number(community["score"]) if is_rated else formats.MISSING
        st.html(f'<div class="figure">{score}{change_note(community)}{lower}</div>')
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
if sure := words.interval(community):
    st.caption(formats.literal(sure))

left, right = st.columns([1, 1.25], gap="small")
with left, st.container(key="card-radar"):
    st.subheader(f"五维得分，与{formats.literal(community['unit_name'])}、全市比")
    profiles = [
        ask(queries.dimension_summary, **chosen, area_kind=kind, area_code=area).assign(name=name)
        for kind, area, name in (
            ("community", code, community["community_name"]),
            ("unit", community["unit_code"], community["unit_name"]),
            ("city", "city", "全市"),
        )
    ]
    with st.container(key="chart-radar"):
        plot(
            score_radar,
            pd.concat(profiles, ignore_index=True),
            filters.line,
            palette,
            alt="五个维度的得分，与所在单位、全市比较",
        )
with right:
    with st.container(key="card-way"):
        target = f"{community['target_symbol']} {community['target_band_name']}"
        match community["path_status"]:
            case "可达":
                total = steps["gain"].sum()
                st.subheader(f"到{target}的最短路径：{len(steps)} 项，共 {formats.number(total)} 分")
                write(charts.way_up, steps)
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
        for sentence in blocked:
            st.markdown(f"- {formats.literal(sentence)}")
    with st.container(key="card-trend"):
        st.subheader(words.pace(ask(queries.pace, **chosen, **own)))
        if trend["score"].notna().any():
            with st.container(key="chart-trend"):
                plot(
                    index_trend, trend, filters.line, palette, alt=f"{len(trend)} 个季度的得分（同一标准重算）与达标线"
                )
        else:
            st.html("<p>各期都没有评分。</p>")
    with st.container(key="card-moved"):
        earlier = {
            period: formats.period_name(period)
            for period in reversed(history["period"].tolist())
            if period < filters.period
        }
        since = ""
        with st.container(horizontal=True, vertical_alignment="center", key="moved-heading"):
            title = st.empty()
            if earlier:
                accept_link("since", "较哪一季", earlier)
                since = st.selectbox(
                    "较哪一季", list(earlier), format_func=earlier.__getitem__, key="since", bind="query-params",
                    placeholder="选择季度", label_visibility="collapsed",
                )  # fmt: skip
        moved = {**chosen, **own, "since": since or ""}
        contributions = ask(queries.contributions, **moved) if since else pd.DataFrame()
        if contributions.empty:
            title.subheader("什么变了：没有可比的季度")
        else:
            parts = made(charts.moved_parts, contributions)
            total = float(contributions["contribution"].sum())
            title.subheader(f"什么变了：较{earlier[since]} {formats.signed(total)} 分")
            if len(parts):
                with st.container(key="chart-moved"):
                    plot(charts.contribution_bars, parts, palette, alt="各项对总分变化的影响")
            else:
                st.html("<p>各项都没有变化。</p>")
with left, st.container(key="card-held"):
    count, people = int(activities["activity_count"].sum()), int(activities["participants"].sum())
    st.subheader(f"近四季活动 {count} 场，{people:,} 人次")
    write(charts.activity_sheet, activities)

against = ask(queries.peer_dimensions, **seen)
kept = {name: st.query_params[name] for name in ("period", "unit", "standard") if name in st.query_params}
if len(against):
    with st.container(key="card-peers"):
        st.subheader(words.among_peers(against.iloc[0]))
        scored = against.iloc[1:].dropna(subset=["score"]) if is_rated else against.iloc[:0]
        weak = scored[queries.round_half_up(scored["score"].astype(float)) < filters.line]
        weak = weak if len(weak) else scored.sort_values("score", kind="stable").head(1)
        if len(weak):
            practices = ask(queries.peer_practices, **seen)
            write(charts.peer_cards, weak, practices, kept, filters.line, palette)
        with st.expander("同类社区名单"):
            write(charts.peer_sheet, ask(queries.peer_table, **seen), kept)

with st.container(key="card-sheet"):
    st.subheader("各项指标")
    write(charts.indicator_sheet, indicators, filters.line, palette, int(rules["small_sample_counted"]))

with st.container(key="fence"):
    trial_box(community, indicators, steps, filters.period, filters.standard, palette)

explanation(
    "名次区间与达标进度",
    "**名次区间**：按抽样误差，用同一置信度把本社区与全市其他参评社区逐一比较，分不出高下的都可能排在前或后。"
    "**达标进度**：近 4–6 个季度得分两两斜率的中位数，与到期前每季所需相比；所需不超过所得为可达，"
    f"不超过其 {rules['pace_stretch']:g} 倍为需提速，否则难达。",
    queries.community_profile, **one,
)  # fmt: skip
explanation(
    "最短路径与推演",
    "**最短路径**：先把低于目标等次下限的维度、再把总分提到下限。按潜力（有效权重 × 可提高的分）从大到小选项，最后的只提高到够用为止；"
    "一项最多提高到 10 个同类社区的第 90 百分位。有否决项或未报项时先办这件事。"
    "**推演**用同样的锚点、权重、等次条件和否决规则，只算给您看，不写入任何正式得分。",
    queries.improvement_steps, **one,
)  # fmt: skip
explanation(
    "什么变了",
    "**什么变了**：每项 = 本期有效权重 × 得分之差；其余（缺项增减、权重变化）合为“口径/缺项变化”，各项之和等于总分之差。"
    "上级单位按同样两期都有评分的社区，以户数加权平均。",
    queries.contributions, **moved,
)  # fmt: skip
explanation(
    "同类对标",
    f"**同类对标**：同类是条件最相近的 10 个社区，{words.likeness(ask(queries.context_weights, standard=filters.standard))}；"
    "只看条件，不看得分。名次连本社区一起排，同分并列；值总分 = 本社区该项有效权重 ×（它的得分 − 本社区得分）。",
    queries.peer_dimensions, **seen,
)  # fmt: skip
explanation(
    "各项指标",
    "**各项指标**：数值按标准的锚点折算为 0–100 分，达标线为 60 分处的数值；误差为 95% 抽样误差；占总分为有效权重（不适用与未报之外）。"
    f"问人的比率少于 {int(rules['small_sample_counted'])} 人时按未报处理，少于 {int(rules['small_sample_listed'])} 人不列人数；"
    "收缩估计是向全市比率靠拢的参考值，不参与评分。",
    queries.community_indicators, **one,
)  # fmt: skip
