"""The map of 总览: the units in one quarter, or one quarter after another."""

from __future__ import annotations

import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask, boundaries
from pages.shared.choose import accept_link
from pages.shared.drawing import draw
from pages.shared.filters import Filters, common_filters
from pages.shared.links import choose_unit
from queries.reports import maps
from queries.reports.bodies.body import line_words
from queries.reports.bodies.geography import codes

_QUARTERS = 12
_SECONDS_A_QUARTER = 1.6
_PERIOD = "_period_of_map"
_IS_SET = "_is_at_set"


def show() -> None:
    """Draw the map; the address says which quarter is shown, and whether the quarters play."""
    filters = common_filters()
    quarters = _quarters(filters)
    accept_link("at", "地图时期", quarters)
    if st.session_state.get(_PERIOD, filters.period) != filters.period:
        st.session_state["at"] = filters.period  # another period above is another one on the map
        st.session_state[_IS_SET] = True
    st.session_state[_PERIOD] = filters.period
    is_playing = _plays(quarters)
    st.fragment(_show_quarter, run_every=_SECONDS_A_QUARTER if is_playing else None)(quarters, is_playing)
    publication = ask(queries.publication).iloc[0]
    approval = publication["map_approval_number"] or "待填"
    st.caption(
        f"边界：{publication['boundary_source']}，{publication['boundary_vintage']} 年；审图号：{approval}。"
        "区的颜色不含另列的功能区。"
    )


def _quarters(filters: Filters) -> dict[str, str]:
    """The last quarters up to the one chosen, the first one first."""
    known = sorted(period for period in ask(queries.periods)["period"] if period <= filters.period)
    return {period: formats.period_name(period) for period in known[-_QUARTERS:]}


def _plays(quarters: dict[str, str]) -> bool:
    """Whether the address says that the map plays."""
    return st.query_params.get("play") == "1" and len(quarters) > 1


def _show_quarter(quarters: dict[str, str], is_playing: bool) -> None:  # noqa: FBT001 - of a fragment
    """The units in one quarter; while playing each run shows the next one."""
    filters = common_filters()
    if st.session_state.get("unit", "") != filters.unit or _plays(quarters) != is_playing:
        st.rerun()  # the whole page follows a click
    codes = list(quarters)
    is_set = st.session_state.pop(_IS_SET, False)
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
                "地图时期",
                codes,
                value=None if is_set else filters.period,
                format_func=quarters.__getitem__,
                key="at",
                bind="query-params",
                label_visibility="collapsed",
            )
            words = "‖ 暂停" if is_playing else f"▶ 播放 {len(codes)} 个季度"
            st.button(words, key="play-button", type="tertiary", on_click=_play_or_pause, args=(codes[0],))
    _draw(filters, at)


def _play_or_pause(first: str) -> None:
    """Start, from the first quarter where the last one is shown, or stand still."""
    if st.query_params.pop("play", None) is None:
        st.query_params["play"] = "1"
        period = common_filters().period
        if st.session_state.get("at", period) == period:
            st.session_state["at"] = first
            st.session_state[_IS_SET] = True


def _draw(filters: Filters, at: str) -> None:
    """The districts, the tiles of the units without one, and what the colours mean."""
    units = ask(queries.area_measure, period=at, standard=filters.standard, measure="index", units=filters.allowed)
    _, geometry = boundaries()
    picture, beside = st.columns([2.1, 1], gap="small")
    with picture:
        draw(
            maps.map_ground,
            {at: units},
            geometry,
            filters.line,
            chosen=filters.unit,
            key="districts",
            on_choose=choose_unit,
        )
    with beside:
        hosted = units[~units["unit_code"].isin(codes(geometry))]
        draw(maps.tiles, hosted, chosen=filters.unit, key="hosted", on_choose=choose_unit)
        draw(maps.legend, units, "与达标线相差（分）", line_words(filters.line), key="legend")
