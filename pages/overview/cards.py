"""The cards of 总览: the four figures, and what stands beside and below the map."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

import queries
from pages.overview import charts
from pages.overview.finding import lever_words, progress_words, weakest_share
from pages.overview.lists import LEVER_LIST, open_button, open_list
from pages.shared import formats, theme
from pages.shared.ask import ask
from pages.shared.charts import band_shares
from pages.shared.drawing import draw
from pages.shared.drawn import made, write
from pages.shared.explanation import REGRESSION
from pages.shared.filters import Filters
from pages.shared.links import choose_period, kept, open_below, open_community
from pages.shared.verdicts import change_note
from queries.changes import SAME_BASIS, dimension_turnovers, move_words
from queries.reports import pictures
from queries.reports.words import goal_words

_FOCUS_SHOWN = 5
_LEVERS_SHOWN = 8
_LONGEST_BACK = 3  # quarters that two falls in a row take


def figures(name: str, total: pd.Series, bands: pd.DataFrame, moves: pd.DataFrame, steps: pd.DataFrame) -> None:
    """The level, the bands, who crossed the line and who is about to."""
    risen, fallen = (int((moves["direction"] == direction).sum()) for direction in ("rose", "fell"))
    with st.container(key="figures", horizontal=True, gap="small"):
        with st.container(key="card-index"):
            st.subheader(f"{name}得分率")
            st.html(f'<div class="figure">{formats.number(total["score"])}{change_note(total)}</div>')
        with st.container(key="card-bands"):
            st.subheader("社区分布")
            write(band_shares, bands, theme.palette(st.context.theme.type), kept())
        with st.container(key="card-moves"):
            st.subheader("本季新达标 / 跌出")
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="count-moves"):
                st.html(
                    f'<div class="figure"><span class="above">{risen}</span><i>/</i>'
                    f'<span class="below">{fallen}</span></div>',
                    width="content",
                )
                if len(moves):
                    told = move_words(moves).replace("，", "<br>")
                    st.html(f'<div class="figure"><small>{told}</small></div>', width="content")
                    open_button("看名单 ›", "moves")
        with st.container(key="card-steps"):
            st.subheader("再补 1 项即可达标")
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="count-steps"):
                st.html(f'<div class="figure">{len(steps)}</div>', width="content")
                if len(steps):
                    open_button("个社区 ›", "steps")


def dimensions_card(name: str, dimensions: pd.DataFrame, line: float) -> None:
    """The dimensions against the line."""
    with st.container(key="card-dimensions"):
        st.subheader(
            f"五个维度距达标线，较上季（同口径） · {name}",
            help="。".join(filter(None, (SAME_BASIS, dimension_turnovers(dimensions)))),
        )
        if code := draw(pictures.dots, dimensions, line, key="dimensions"):
            open_below(code)


def trend_card(filters: Filters, trend: pd.DataFrame, pace: pd.DataFrame, *, has_list: bool) -> None:
    """The pace towards the target and the one needed; for the city with the list of the units."""
    with st.container(key="card-trend"):
        targets = ask(queries.targets, standard=filters.standard)
        due = targets[(targets["measure"] == "index") & (targets["period"] > filters.period)]
        target = due.iloc[0] if len(due) else None
        with st.container(horizontal=True, vertical_alignment="center", key="count-pace"):
            whose = "（全市目标）" if filters.unit and target is not None else ""
            st.subheader(made(progress_words, trend, target, pace) + whose, width="stretch")
            if has_list and not filters.unit:
                open_button("各单位 ›", "pace")
        draw(
            pictures.lines,
            trend,
            filters.line,
            pace.iloc[0] if len(pace) else None,
            key="trend",
            on_choose=choose_period,
        )
        goals = ask(queries.goals, period=filters.period, standard=filters.standard, **filters.area)
        if len(goals):
            st.caption("  \n".join(map(goal_words, goals.to_dict("records"))))


def focus_card(focus: pd.DataFrame, quarter_count: int) -> None:
    """Who does not pass and keeps falling."""
    with st.container(key="card-focus"):
        with st.container(horizontal=True, vertical_alignment="center", key="count-focus"):
            count = f"：{len(focus)} 个" if len(focus) else ""
            st.subheader(f"重点关注（未达标且连续下滑）{count}", width="stretch")
            if len(focus) > _FOCUS_SHOWN:
                open_button("全部名单 ›", "focus")
        if len(focus):
            if code := draw(pictures.focus, focus.head(_FOCUS_SHOWN), key="focus"):
                open_community(code)
            st.caption(REGRESSION)
        elif quarter_count < _LONGEST_BACK:
            st.caption("不足三个季度，看不出连续下滑。")
        else:
            st.caption("没有未达标且连续下滑的社区（误差之内的下降不算）。")


def levers_card(levers: pd.DataFrame) -> None:
    """Which items would lift most communities."""
    with st.container(key="card-levers"):
        if levers.empty:
            st.subheader("最能拉动的项")
            st.caption("没有靠补短板即可达标的社区：已全部达标，或须先补报、先消除一票否决。")
        else:
            st.subheader(made(lever_words, levers))
            draw(pictures.levers, levers.head(_LEVERS_SHOWN), key="levers", on_choose=partial(open_list, LEVER_LIST))


def shares_card(dimensions: pd.DataFrame) -> None:
    """How many communities pass in each dimension."""
    with st.container(key="card-shares"):
        st.subheader(f"各维度达标社区占比：{made(weakest_share, dimensions)}")
        write(charts.share_cells, dimensions, kept())


def reporting_card(reporting: pd.DataFrame) -> None:
    """Who has reported, and who is missing."""
    rated, known, waiting = (int(reporting[f"{name}_count"].sum()) for name in ("rated", "community", "waiting"))
    with st.container(key="card-reporting"):
        st.subheader(f"报送：{rated}/{known} 个社区有评分，{waiting} 个待补报")
        write(charts.reporting_cells, reporting, kept())
