"""排行榜: communities, streets or units against the standard."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.league import words as said
from pages.league.choices import PARTS, RANKED, choose_league
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask, ask_rows
from pages.shared.choose import offer_clearing
from pages.shared.composition import composition_flags
from pages.shared.drawn import made
from pages.shared.explanation import explained, explanations, words
from pages.shared.export import export_link
from pages.shared.filters import common_filters
from pages.shared.league import league_sheets, tie_words
from pages.shared.verdicts import FALLEN, RISEN
from queries.changes import reason_words
from queries.definitions import parameters
from queries.finding import reporting
from queries.sitemap import pages

_TURNED = 3  # pairs of units whose order turns, each in a sentence; more is a list for 更多分析

filters = common_filters()
palette = theme.palette(st.context.theme.type)
dimension_names = ask(queries.dimensions, standard=filters.standard)["dimension_name"].tolist()
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
asked, is_part = choose_league(filters)
chosen: dict[str, Parameter] = {"period": filters.period, "standard": filters.standard}
area_kind, order = str(asked["area_kind"]), asked["order"]
word = parameters()["area_kind"].words[area_kind]
counts = ask(queries.league_counts, **{name: value for name, value in asked.items() if name != "order"})


def turned_pairs() -> list[str]:
    """Units whose order comes from the kinds of their communities, a sentence a pair; only those the viewer may see."""
    return composition_flags(
        period=filters.period, standard=filters.standard, units=filters.units, among=filters.allowed
    )


def sheet(status: str, count: int, key: str, first: int = 0, verdict: str = "") -> None:
    """Draw so many areas of a status, from the first on, a sheet at a time; only that sheet is read.

    Movers have a ``verdict``: sorted by something else they stand first again.
    """

    def read(after: int, most: int, terms: str) -> pd.DataFrame:
        after, most = after + (0 if terms else first), min(most, count - after)
        terms = f"case when progress = '{verdict}' then 0 else 1 end, {terms}" if terms and verdict else terms
        rows = ask_rows(queries.league_table, after, most, terms, **asked, statuses=(status,))
        # who stands below a mover is not the next by place
        if not verdict:
            return rows
        reasons = rows["area_code"].map(why).fillna(formats.MISSING)
        return rows.assign(is_tied_with_next=False, reason=reasons)

    of_areas = area_kind != "community"
    league_sheets(count, read, dimension_names, filters.line, palette, key=key, of_areas=of_areas)


why = (
    reason_words(ask(queries.reasons, **chosen, area_kind=area_kind, units=filters.units)) if order == "change" else {}
)
ranked, waiting, insufficient = (said.counted(counts, status) for status in ("参评", "待补报", "数据不足"))
scope = "所选" if is_part else filters.unit_name
with heading:
    if counts.empty:
        st.title(f"没有符合条件的{word}")
    elif waits := reporting(ask(queries.area_score, **chosen, **filters.area), filters.unit_name):
        st.title(waits)
    elif order == "change":
        st.title(said.movers(counts, scope, word))
    else:
        of_communities = area_kind == "community"
        st.title(said.standing(counts, scope, word, filters.line, of_communities=of_communities, is_part=is_part))
    if len(counts):
        export_link("league_table", **asked)
if counts.empty:
    st.info("请放宽条件：清空搜索框、去掉街道、类型、等次或短板维度，或在上方把单位改为全市。")
    offer_clearing("search", *(pages()["league"].filters[name] for name in PARTS))
    st.stop()

if order == "change":
    st.caption(said.not_listed(counts, word))
    risen, fallen = said.counted(counts, "参评", RISEN), said.counted(counts, "参评", FALLEN)
    for first, movers, verdict, key in ((0, risen, RISEN, "sheet"), (risen, fallen, FALLEN, "falls")):
        if movers:
            st.subheader(f"{verdict} {movers} 个{word} · 幅度大的在前")
            sheet("参评", movers, key, first, verdict)
        else:
            st.info(f"本季没有{verdict}的{word}。")
elif ranked:
    placed = int(counts.loc[counts["status"] == "参评", "placed_count"].sum())
    ties = "" if area_kind == "community" else made(tie_words, ask(queries.league_table, **asked, statuses=("参评",)))
    sides = "等次，等次内" if area_kind == "community" else "线上、线下，各自"
    by_band = f"全市前 {RANKED} 名按名次，其余按{sides}按代码，排名不分先后"
    manner = "按名次" if placed == ranked else by_band
    st.subheader(f"参评 {ranked} 个{word} · {manner}{'；' if ties else ''}{ties}")
    sheet("参评", ranked, "sheet")
    st.caption(words(__file__, "社区的名次区间" if area_kind == "community" else "名次区间与括线"))
    flags = turned_pairs() if area_kind == "unit" else []
    for flag in flags[:_TURNED]:
        st.caption(f"**构成效应**　{formats.literal(flag)}。")
    if len(flags) > _TURNED:
        st.caption(f"共 {len(flags)} 对单位按相同社区类型比先后相反，其余见“更多分析”中的构成效应。")
for status, rest, key, note in (
    ("待补报", waiting, "waiting", "有指标未报，补报后再排名次"),
    ("数据不足", insufficient, "insufficient", "有维度的数据覆盖不够，不评等次、不排名次"),
):
    if rest and order != "change":
        st.subheader(f"{status} {rest} 个{word} · {note}")
        sheet(status, rest, key)

explanations(__file__, explained("得分、名次与难分", queries.league_table, **asked))
