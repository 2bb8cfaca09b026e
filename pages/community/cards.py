"""The cards of 社区档案: its figures, the way up, what moved, and its peers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

import queries
from pages.community import charts, tables, words
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose
from pages.shared.drawing import draw
from pages.shared.drawn import made, write
from pages.shared.figures import figure_card
from pages.shared.links import kept
from pages.shared.rates import first, frozen_words
from pages.shared.verdicts import band_words, change_note
from queries.reports import pictures
from queries.reports.community import ledgers_told


def figures(community: pd.Series, indicators: pd.DataFrame, unreported_count: int) -> None:
    """Score, band, places and how much was reported."""
    is_rated = community["status"] != "数据不足"
    palette = theme.palette(st.context.theme.type)
    lower = [f"未报按 0 分计 {formats.number(community['lower_score'])}"] if community["unreported_count"] else []
    score = formats.number(community["score"]) if is_rated else formats.MISSING
    coloured = Markup('<span style="color: {}">{}</span>').format(
        palette.band_text(community["band_position"]), band_words(community)
    )
    certainty = community["certainty"] if isinstance(community["certainty"], str) else ""
    due, given = (indicators["state"] != "not_applicable").sum(), (indicators["state"] == "value").sum()
    with st.container(key="figures", horizontal=True, gap="small"):
        figure_card("score", "得分", score, change_note(community), *lower)
        figure_card("band", "等次", coloured, certainty)
        figure_card("city-place", "全市名次", *_place(community, "city", is_rated=is_rated))
        figure_card("unit-place", "区内名次", *_place(community, "unit", is_rated=is_rated))
        figure_card("coverage", "报送", f"{given}/{due}", f"项有值，未报 {unreported_count} 项")


def radar(community: pd.Series, chosen: Mapping[str, str], line: float, *, beside_city: bool) -> None:
    """The dimensions beside those of the unit and, for who may see all units, the city."""
    unit = community["unit_name"]
    areas = [
        ("community", community["community_code"], community["community_name"]),
        ("unit", community["unit_code"], unit),
        *([("city", "city", "全市")] if beside_city else []),
    ]
    with st.container(key="card-radar"):
        st.subheader(f"五维得分，与{formats.literal(unit)}{'、全市' if beside_city else ''}比")
        profiles = [
            ask(queries.dimension_summary, **chosen, area_kind=kind, area_code=area).assign(name=name)
            for kind, area, name in areas
        ]
        draw(pictures.profiles, pd.concat(profiles, ignore_index=True), line, key="radar")


def way_up(community: pd.Series, steps: pd.DataFrame, vetoes: pd.DataFrame, unreported: list[str]) -> None:
    """The shortest way to the next band, and what blocks it."""
    with st.container(key="card-way"):
        target = f"{community['target_symbol']} {community['target_band_name']}"
        match community["path_status"]:
            case "可达":
                total = formats.number(steps["gain"].sum())
                st.subheader(f"到{target}的最短路径：{len(steps)} 项，共 {total} 分")
                write(tables.way_up, steps)
            case "否决" | "未报":
                st.subheader(f"到{target}，先办这件事")
            case "无路径":
                st.subheader(f"到{target}：暂无可行路径")
                st.html("<p>各项都提高到同类社区前一成的水平，仍达不到下一等次。请先逐项向同类靠拢。</p>")
            case _ if community["status"] != "数据不足":
                st.subheader("补短板")
                st.html("<p>已在最高等次，无需补短板。</p>")
            case _:
                st.subheader("补短板")
                st.html("<p>数据不足，先补报再谈补短板。</p>")
        if len(vetoes):
            named = "、".join(vetoes["veto_name"])
            st.markdown(f"- {formats.literal(f'否决项，消除前不能升等：{named}')}")
        if unreported:
            named = "、".join(unreported)
            st.markdown(f"- {formats.literal(f'未报 {len(unreported)} 项，补报前至多为培育：{named}')}")


def held(one: Mapping[str, Parameter], beside: Mapping[str, Parameter]) -> None:
    """What is held in the community, and what becomes of its tickets and problems.

    Args:
        one: The community, as questions of one are asked.
        beside: It and its neighbours, as questions of a ledger are asked.
    """
    with st.container(key="card-held"):
        activities = ask(queries.community_activities, **one)
        count, people = int(activities["activity_count"].sum()), int(activities["participants"].sum())
        st.subheader(f"近四季活动 {count} 场，{people:,} 人次")
        write(tables.activity_table, activities)
        appeals, findings = ask(queries.appeal_rates, **beside), ask(queries.finding_rates, **beside)
        sentences = ledgers_told(appeals, findings, str(one["community"]))
        st.html(f'<p class="ledgers">{"<br>".join(sentences)}</p>')


def whence(code: str, beside: Mapping[str, Parameter]) -> str:
    """Whence the items about tickets come, and what has changed since, to follow a heading; see :func:`held`."""
    found = ask(queries.frozen_appeals, **beside)
    told = first(found[found["area_code"] == code])
    return f"（按期办结率、解决率、满意率{frozen_words(told).removesuffix('。')}）" if told else ""


def moved(history: pd.DataFrame, period: str, own: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """What the total moved by since a quarter that can be chosen; returns what was asked."""
    with st.container(key="card-moved"):
        known = [quarter for quarter in reversed(history["period"].tolist()) if quarter < period]
        earlier = {quarter: formats.period_name(quarter) for quarter in known}
        since = ""
        with st.container(horizontal=True, vertical_alignment="center", key="moved-heading"):
            title = st.empty()
            if earlier:
                since = choose("since", earlier, label="较哪一季", placeholder="选择季度", label_visibility="collapsed")
        asked = {**own, "since": since}
        contributions = ask(queries.contributions, **asked) if since else pd.DataFrame()
        if contributions.empty:
            title.subheader("什么变了：没有可比的季度")
            return asked
        parts = made(charts.moved_parts, contributions)
        total = formats.signed(float(contributions["contribution"].sum()))
        title.subheader(f"什么变了：较{earlier[since]} {total} 分")
        if len(parts):
            draw(pictures.contributions, parts, key="moved")
        else:
            st.html("<p>各项都没有变化。</p>")
    return asked


def peers(seen: Mapping[str, Parameter], line: float, *, is_rated: bool) -> None:
    """Where it stands among communities like it, and what the best of them does differently."""
    against = ask(queries.peer_dimensions, **seen)
    if against.empty:
        return
    with st.container(key="card-peers"):
        st.subheader(words.among_peers(against.iloc[0]))
        scored = against.iloc[1:].dropna(subset=["score"]) if is_rated else against.iloc[:0]
        weak = scored[queries.round_half_up(scored["score"].astype(float)) < line]
        weak = weak if len(weak) else scored.sort_values("score", kind="stable").head(1)
        if len(weak):
            practices = ask(queries.peer_practices, **seen)
            write(tables.peer_cards, weak, practices, kept(), line, theme.palette(st.context.theme.type))
        with st.expander("同类社区名单"):
            write(tables.peer_table, ask(queries.peer_table, **seen), kept())


def _place(community: pd.Series, name: str, *, is_rated: bool) -> tuple[str, str]:
    """A place and how many have one; without one why there is none."""
    number, count = community[f"{name}_place"], community[f"{name}_ranked_count"]
    if formats.is_missing(number):
        return "", "待补报，不排名次" if is_rated else "不排名次"
    return f"第 {int(number)}", f"/ {int(count)}"
