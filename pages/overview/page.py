"""总览: where the city, or one unit, stands against the standard, and what moved."""

from __future__ import annotations

import streamlit as st

import queries
from data.periods import quarters_between
from pages.overview import charts, lists
from pages.overview.finding import Situation, finding, lever_words, progress_words, weakest_share
from pages.shared import formats, map_charts, theme
from pages.shared.ask import Parameter, ask, boundaries
from pages.shared.charts import band_shares, dimension_dots
from pages.shared.drawn import made, plot, write
from pages.shared.explanation import REGRESSION, explanation
from pages.shared.export import export_link, export_links, offer
from pages.shared.filters import accept_link, common_filters
from pages.shared.verdicts import change_note
from queries.changes import SAME_BASIS, TURNOVER, dimension_turnovers, move_words

_QUARTERS = 12
_SECONDS_A_QUARTER = 1.6
_FOCUS_SHOWN = 5
_LEVERS_SHOWN = 8
_DIMENSION_HEIGHT = 33
_LONGEST_BACK = 3  # quarters that two falls in a row take

filters = common_filters()
name = formats.literal(filters.unit_name)
palette = theme.palette(st.context.theme.type)
chosen: dict[str, Parameter] = {"period": filters.period, "standard": filters.standard}
within: dict[str, Parameter] = {**chosen, "units": filters.units}

area = ask(queries.area_score, **chosen, **filters.area)
if area.empty or formats.is_missing(area.iloc[0]["score"]):
    st.title(f"{name}本期没有可用的评分")
    st.info(f"{formats.period_name(filters.period)}数据不足。请在上方换一个时期，或把单位改为全市。")
    st.stop()
total = area.iloc[0]
dimensions = ask(queries.dimension_summary, **chosen, **filters.area)
bands = ask(queries.band_counts, **within)
moves = ask(queries.band_moves, **within)
steps = ask(queries.one_step_away, **within)
focus = ask(queries.focus_list, **within)
levers = ask(queries.levers, **within)
pace = ask(queries.pace, **chosen, **filters.area)
unit_paces = ask(queries.pace, **chosen, area_kind="unit", units=filters.units)
reporting = ask(queries.unit_reporting, **within)
trend = ask(queries.score_trend, standard=filters.standard, **filters.area)
trend = trend[trend["period"] <= filters.period].tail(_QUARTERS)

# The finding looks at the area itself and, for the city, at its units.
of_area: dict[str, Parameter] = {
    **chosen,
    "area_kind": filters.area["area_kind"],
    "units": filters.units,
}
of_units: dict[str, Parameter] = {**chosen, "area_kind": "unit", "units": filters.units}
parts, part_moves = (
    answer.assign(area_name=answer["area_name"].map(formats.literal))
    for answer in (ask(queries.league_table, **of_units), ask(queries.band_moves, **of_units))
)
situation = Situation(
    name=name,
    total=total,
    dimensions=dimensions,
    moves=ask(queries.band_moves, **of_area),
    line=filters.line,
    parts=parts.iloc[:0] if filters.unit else parts,
    part_moves=part_moves.iloc[:0] if filters.unit else part_moves,
)
_, sentence = made(finding, ask(queries.findings, standard=filters.standard), situation)

with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
    st.title(sentence)
    with st.popover("导出", width="content"):
        export_links(
            offer("area_score", "总分", **chosen, **filters.area),
            offer("band_counts", "社区分布", **within),
            offer("band_moves", "新达标与跌出", **within),
            offer("one_step_away", "再补 1 项即可达标", **within),
            offer("focus_list", "重点关注", **within),
            offer("levers", "最能拉动的项", **within),
            offer("pace", "达标进度", **chosen, **filters.area),
            offer("pace", "各单位达标进度", **chosen, area_kind="unit", units=filters.units),
            offer("area_measure", "各单位得分率", **chosen, measure="index", units=filters.allowed),
            offer("dimension_summary", "五个维度", **chosen, **filters.area),
            offer("unit_reporting", "各单位报送", **within),
        )


def open_list(name: str) -> None:
    """Remember in the address which list is open."""
    st.query_params["list"] = name


def close_list() -> None:
    """Forget the open list."""
    st.query_params.pop("list", None)


risen, fallen = moves[moves["direction"] == "rose"], moves[moves["direction"] == "fell"]
with st.container(key="figures", horizontal=True, gap="small"):
    with st.container(key="card-index"):
        st.subheader(f"{name}得分率")
        st.html(f'<div class="figure">{formats.number(total["score"])}{change_note(total)}</div>')
    with st.container(key="card-bands"):
        st.subheader("社区分布")
        write(band_shares, bands, palette)
    with st.container(key="card-moves"):
        st.subheader("本期新达标 / 跌出")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="count-moves"):
            st.html(
                f'<div class="figure"><span class="above">{len(risen)}</span><i>/</i>'
                f'<span class="below">{len(fallen)}</span></div>',
                width="content",
            )
            if len(moves):
                st.html(
                    f'<div class="figure"><small>{move_words(moves).replace("，", "<br>")}</small></div>',
                    width="content",
                )
                st.button("看名单 ›", key="open-moves", type="tertiary", on_click=open_list, args=("moves",))
    with st.container(key="card-steps"):
        st.subheader("再补 1 项即可达标")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="count-steps"):
            st.html(f'<div class="figure">{len(steps)}</div>', width="content")
            if len(steps):
                st.button("个社区 ›", key="open-steps", type="tertiary", on_click=open_list, args=("steps",))


@st.dialog("本期新达标 / 跌出", width="large", on_dismiss=close_list)
def show_moves() -> None:
    """The communities that crossed the line this period."""
    st.caption(f"{name}，{formats.period_name(filters.period)}与上季相比，同一标准；排名不分先后。{REGRESSION}")
    up, down = st.tabs([f"▲ 新达标 {len(risen)} 个", f"▼ 跌出 {len(fallen)} 个"])
    for tab, rows, word in ((up, risen, "新达标"), (down, fallen, "跌出")):
        with tab:
            if rows.empty:
                st.info(f"本期没有社区{word}。")
            else:
                lists.show(lists.move_rows(rows), f"sheet-{word}", f"本期{word}的社区")
    export_link("band_moves", **within)


@st.dialog("再补 1 项即可达标", width="large", on_dismiss=close_list)
def show_steps() -> None:
    """The communities that one item separates from 达标."""
    st.caption(f"{name}，{formats.period_name(filters.period)}：其余不变，只把这一项提到所示数值即可达标。")
    lists.show(lists.step_rows(steps), "sheet-steps", "再补一项即可达标的社区")
    export_link("one_step_away", **within)


@st.dialog("重点关注（未达标且连续下滑）", width="large", on_dismiss=close_list)
def show_focus() -> None:
    """The communities that do not pass and keep falling."""
    st.caption(
        f"{name}，{formats.period_name(filters.period)}：未达标，连续两季以上下降，且两季合计的下降超出误差；下降多的在前。"
        f"误差上限也在达标线下的为确定未达标，其余待复核。{REGRESSION}"
    )
    lists.show(lists.focus_rows(focus), "sheet-focus", "未达标且连续下滑的社区")
    export_link("focus_list", **within)


@st.dialog("各单位达标进度", width="large", on_dismiss=close_list)
def show_paces() -> None:
    """How fast each unit rises and must rise."""
    goal = unit_paces.iloc[0]
    st.caption(
        f"到{formats.period_name(goal['due_period'])}达到全市目标 {formats.number(goal['goal'], 0)}："
        "按近几季的速度够用的为可达；要快到标准所定倍数以内的为需提速；要更快的为难达。不足四个季度的单位不列。"
    )
    lists.show(lists.pace_rows(unit_paces), "sheet-pace", "各单位达标进度")
    export_link("pace", **chosen, area_kind="unit", units=filters.units)


match st.query_params.get("list"):
    case "moves" if len(moves):
        show_moves()
    case "steps" if len(steps):
        show_steps()
    case "focus" if len(focus):
        show_focus()
    case "pace" if len(unit_paces):
        show_paces()
    case None:
        pass
    case _:
        close_list()

short_names = ask(queries.units).set_index("unit_code")["short_name"]
quarters = {period: formats.period_name(period) for period in reversed(ask(queries.periods)["period"].tolist())}
quarters = dict([item for item in quarters.items() if item[0] <= filters.period][-_QUARTERS:])
accept_link("at", "地图时期", quarters)
if st.session_state.get("_period_of_map", filters.period) != filters.period:
    st.session_state["at"] = filters.period  # another period above is another one on the map
    st.session_state["_is_at_set"] = True
st.session_state["_period_of_map"] = filters.period


def has_play() -> bool:
    """Whether the address says that the map plays."""
    return st.query_params.get("play") == "1" and len(quarters) > 1


is_playing = has_play()


def play_or_pause() -> None:
    """Start, from the first quarter where the last one is shown, or stand still."""
    if st.query_params.pop("play", None) is None:
        st.query_params["play"] = "1"
        if st.session_state.get("at", filters.period) == filters.period:
            st.session_state["at"] = next(iter(quarters))
            st.session_state["_is_at_set"] = True


def choose_clicked() -> None:
    """A click on a district chooses it, another on the same gives the city back."""
    code = map_charts.clicked_code(st.session_state["districts"])
    if code:
        st.session_state["unit"] = "" if st.session_state.get("unit") == code else code


def draw_map(at: str) -> None:
    """The districts, the tiles of the units without one, and what the colours mean."""
    units = ask(queries.area_measure, period=at, standard=filters.standard, measure="index", units=filters.allowed)
    url, geometry = boundaries()
    picture, beside = st.columns([2.1, 1], gap="small")
    with picture, st.container(key="chart-map"):
        st.pydeck_chart(
            made(map_charts.district_choropleth, units, geometry, url, theme.POINTS, palette, chosen=filters.unit),
            height=map_charts.MAP_HEIGHT,
            on_select=choose_clicked,
            key="districts",
            alt=f"{quarters[at]}宁波市各区县得分率地图",
        )  # fmt: skip
        st.html(f'<div class="moment">{quarters[at]}</div>')
    with beside:
        hosted = units[~units["unit_code"].isin(map_charts.codes(geometry))]
        write(charts.tiles, hosted.assign(host_name=hosted["host_code"].map(short_names)), theme.POINTS, filters.unit)
        write(charts.legend, units, theme.POINTS, f"距达标线 {formats.number(filters.line, 0)}（单位数）")


@st.fragment(run_every=_SECONDS_A_QUARTER if is_playing else None)
def show_map() -> None:
    """The units in one quarter; while playing each run shows the next one."""
    if st.session_state.get("unit", "") != filters.unit or has_play() != is_playing:
        st.rerun()  # the whole page follows a click
    codes = list(quarters)
    is_set = st.session_state.pop("_is_at_set", False)
    if is_playing and not is_set:
        shown = st.session_state.get("at")
        if shown == codes[-1]:
            st.query_params.pop("play", None)
            st.rerun()
        st.session_state["at"] = codes[codes.index(shown) + 1] if shown in quarters else codes[0]
        is_set = True
    at = filters.period
    with st.container(horizontal=True, vertical_alignment="center", key="map-heading"):
        st.subheader(f"各单位得分率（距达标线 {formats.number(filters.line, 0)}）", width="content")
        if len(codes) > 1:
            at = st.select_slider(
                "地图时期", codes, value=None if is_set else filters.period, format_func=quarters.__getitem__, key="at", bind="query-params",
                label_visibility="collapsed",
            )  # fmt: skip
            words = "‖ 暂停" if is_playing else f"▶ 播放 {len(codes)} 个季度"
            st.button(words, key="play-button", type="tertiary", on_click=play_or_pause)
    draw_map(at)


left, right = st.columns([1.12, 1], gap="small")
with left, st.container(key="card-map"):
    show_map()
    publication = ask(queries.publication).iloc[0]
    approval = publication["map_approval_number"] or "待填"
    st.caption(
        f"边界：{publication['boundary_source']}，{publication['boundary_vintage']} 年；审图号：{approval}。"
        "区的颜色不含另列的功能区。"
    )

with right:
    with st.container(key="card-dimensions"):
        st.subheader(
            f"五个维度距达标线，较上季（同口径） · {name}",
            help="。".join(filter(None, (SAME_BASIS, dimension_turnovers(dimensions)))),
        )
        with st.container(key="chart-dimensions"):
            plot(dimension_dots, dimensions, filters.line, palette, _DIMENSION_HEIGHT, alt="五个维度的得分与达标线")
    with st.container(key="card-trend"):
        targets = ask(queries.targets, standard=filters.standard)
        due = targets[(targets["measure"] == "index") & (targets["period"] > filters.period)]
        target = due.iloc[0] if len(due) else None
        with st.container(horizontal=True, vertical_alignment="center", key="count-pace"):
            st.subheader(
                made(progress_words, trend, target, pace)
                + ("（全市目标）" if filters.unit and target is not None else ""),
                width="stretch",
            )
            if len(unit_paces) and not filters.unit:
                st.button("各单位 ›", key="open-pace", type="tertiary", on_click=open_list, args=("pace",))
        with st.container(key="chart-trend"):
            left_over = quarters_between(filters.period, str(target["period"])) if target is not None else 0
            plot(
                charts.progress_trend,
                trend,
                filters.line,
                palette,
                target,
                left_over,
                alt=f"{len(trend)} 个季度的得分率与目标",
            )
    with st.container(key="card-focus"):
        with st.container(horizontal=True, vertical_alignment="center", key="count-focus"):
            count = f"：{len(focus)} 个" if len(focus) else ""
            st.subheader(f"重点关注（未达标且连续下滑）{count}", width="stretch")
            if len(focus) > _FOCUS_SHOWN:
                st.button("全部名单 ›", key="open-focus", type="tertiary", on_click=open_list, args=("focus",))
        if len(focus):
            write(charts.focus_rows, focus.head(_FOCUS_SHOWN))
            st.caption(REGRESSION)
        elif len(trend) < _LONGEST_BACK:
            st.caption("不足三个季度，看不出连续下滑。")
        else:
            st.caption("没有未达标且连续下滑的社区（误差之内的下降不算）。")

with st.container(key="card-levers"):
    if levers.empty:
        st.subheader("最能拉动的项")
        st.caption("没有靠补短板即可达标的社区：已全部达标，或须先补报、先消除一票否决。")
    else:
        st.subheader(made(lever_words, levers))
        write(charts.lever_bars, levers.head(_LEVERS_SHOWN))

with st.container(key="card-shares"):
    st.subheader(f"各维度达标社区占比：{made(weakest_share, dimensions)}")
    write(charts.share_cells, dimensions)

with st.container(key="card-reporting"):
    rated, known = int(reporting["rated_count"].sum()), int(reporting["community_count"].sum())
    st.subheader(f"报送：{rated}/{known} 个社区有评分，{int(reporting['waiting_count'].sum())} 个待补报")
    write(charts.reporting_cells, reporting)


explanation(
    "得分率与标题",
    "**得分率** = Σ 户数 × 社区得分 ÷ Σ 户数，只计有评分的社区。**较上季**为同口径，只比两季都有评分的社区，同一标准；"
    f"{TURNOVER}。变化超过抽样误差（通过错误发现率检验）且不小于标准所定幅度，称明显进步或明显退步；"
    "超过误差而幅度较小，称略升或略降；其余在抽样误差内。"
    "**标题**由标准文件中的结论规则给出：按顺序第一条成立的规则，抽样误差内的变化不作结论。",
    queries.area_score, "area_score", **chosen, **filters.area,
)  # fmt: skip
explanation(
    "新达标与跌出",
    "**新达标**：本期为达标或典范，上季不是；**跌出**：上季为达标或典范，本期不是（含未报、数据不足、一票否决）。"
    "**依据**：上期无此社区为新增；有一季未报全为涉及未报；总分的同向变化超出误差的为超出误差，否则为未超出误差，可能只是抽样波动。",
    queries.band_moves, "band_moves", **within,
)  # fmt: skip
explanation(
    "再补一项即可达标",
    "**再补 1 项即可达标**：其余各项不变，只提高一项，总分与各维度即可全部到线；按锚点反推这一项需达到的数值。",
    queries.one_step_away, "one_step_away", **within,
)  # fmt: skip
explanation(
    "重点关注",
    "**重点关注**：有评分而未达标，得分已连续两季以上下降，且与前两季相比的下降是明显退步（与全市社区一并检验，"
    "超过抽样误差且不小于标准所定幅度）。**主要失分维度** = 两季里“维度得分的变化 × 它在总分中的权重”最低的一个。"
    "误差上限也在达标线下的才是**确定未达标**，其余**待复核**。",
    queries.focus_list, "focus_list", **within,
)  # fmt: skip
explanation(
    "达标进度",
    "**达标进度**：近几季每季 = 最多近六个季度每两季之间斜率的中位数，个别季度的起落影响不了它；"
    "每季需 = （目标 − 得分）÷ 剩余季数。够用为可达，要快到标准所定倍数以内为需提速，要更快为难达；不足四个季度不判断。",
    queries.pace, "pace", **chosen, **filters.area,
)  # fmt: skip
explanation(
    "最能拉动的项",
    "**最能拉动的项**：每个未达标社区到达标的最短路径（社区档案的补短板）里，这一项出现在多少个社区；"
    "只差这一项的，补上它就达标，其余还要补别的项。被一票否决或未报挡住的社区不计。",
    queries.levers, "levers", **within,
)  # fmt: skip
