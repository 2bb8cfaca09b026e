"""地图: every reporting unit by one measure, as distance to the line; then the streets of one, then its communities."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import queries
from pages.map.finding import finding
from pages.map.picture import show_map, show_path
from pages.map.scene import Scene, choose_scene
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask, ask_rows
from pages.shared.charts import band_shares
from pages.shared.drawing import draw
from pages.shared.drawn import write
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_link
from pages.shared.filters import common_filters
from pages.shared.league import league_sheets
from pages.shared.links import choose_period, kept, open_below
from pages.shared.verdicts import change_note
from queries.changes import SAME_BASIS, dimension_turnovers
from queries.reports import pictures

_ROWS = 10


def show_detail(scene: Scene) -> None:
    """The area that holds what is drawn: level, bands, dimensions and trend."""
    filters = scene.filters
    area = ask(queries.area_score, **scene.chosen, **scene.own)
    st.subheader(f"{scene.name}得分率")
    if area.empty or formats.is_missing(area.iloc[0]["score"]):
        st.info("本季数据不足，没有评分。请换一个时期或单位。")
        return
    total = area.iloc[0]
    st.html(f'<div class="figure">{formats.number(total["score"])}{change_note(total)}</div>')
    streets = (scene.street,) if scene.street else None
    st.subheader("社区分布")
    write(band_shares, ask(queries.band_counts, **scene.chosen, units=filters.units, streets=streets), palette, kept())
    dimensions = ask(queries.dimension_summary, **scene.chosen, **scene.own)
    st.subheader("五个维度距达标线，较上季（同口径）", help=dimension_turnovers(dimensions) or SAME_BASIS)
    if code := draw(pictures.dots, dimensions, filters.line, key="dimensions"):
        open_below(code)
    trend = ask(queries.score_trend, standard=filters.standard, **scene.own)
    trend = trend[trend["period"] <= filters.period]
    st.subheader(f"{len(trend)} 个季度的得分率")
    draw(pictures.lines, trend, filters.line, key="trend", on_choose=choose_period)


def show_league(scene: Scene) -> None:
    """The areas drawn, as rows of the league table."""
    filters = scene.filters
    asked: dict[str, Parameter] = {**scene.chosen, "units": filters.units, **scene.below}
    count = int(ask(queries.league_counts, **asked)["area_count"].sum())
    of_unit = f"{scene.name}的 {count} 个{scene.area_word}，按等次与得分"
    st.subheader(of_unit if filters.unit else f"{count} 个单位")
    if not count:
        st.info(f"所选时期没有{scene.area_word}。请在上方换一个时期或单位。")
        return

    def read(after: int, most: int, terms: str) -> pd.DataFrame:
        return ask_rows(queries.league_table, after, most, terms, **asked)

    names = ask(queries.dimensions, standard=filters.standard)["dimension_name"].tolist()
    league_sheets(count, read, names, filters.line, palette, key="sheet", rows_per_sheet=_ROWS)


filters = common_filters()
palette = theme.palette(st.context.theme.type)
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")
picture, detail = st.columns([1.35, 1], gap="small")
card = picture.container(key="card-map")
path = card.container(key="path", horizontal=True, vertical_alignment="center", gap="small")
scene = choose_scene(filters, card)
sentence = finding(scene)
with heading:
    st.title(sentence)
    export_link("area_measure", **scene.chosen, measure=scene.measure, **scene.below)
show_path(scene, path)
with card:
    show_map(scene, sentence)
with detail, st.container(key="card-detail"):
    show_detail(scene)
show_league(scene)
explanations(
    __file__, explained("数值与颜色", queries.area_measure, **scene.chosen, measure=scene.measure, **scene.below)
)
