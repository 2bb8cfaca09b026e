"""What the league is about: which areas, in which order, and which of them."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

import queries
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose, choose_several
from pages.shared.filters import Filters
from queries.definitions import parameters

RANKED = 50
PARTS = ("streets", "kinds", "bands", "weak_dimensions")
_FORMERLY = {"按变化": "change"}  # how links made before call it


class League(NamedTuple):
    """What is asked, and whether it is a part of what the boxes above the page say."""

    asked: dict[str, Parameter]
    is_part: bool


def choose_league(filters: Filters) -> League:
    """Draw the boxes and return what they say."""
    if st.query_params.get("order") in _FORMERLY:
        st.query_params["order"] = _FORMERLY[st.query_params["order"]]
    with st.container(key="switches", horizontal=True, vertical_alignment="center"):
        kinds_of_area = {code: parameters()["area_kind"].words[code] for code in ("community", "street", "unit")}
        area_kind = choose("area_kind", kinds_of_area, page="league", as_buttons=True)
        order = choose("order", parameters()["order"].words, page="league", as_buttons=True)
        told = f"默认只给前 {RANKED} 名排名次，其余按等次列出，排名不分先后"
        is_full = st.toggle("显示全部名次", key="full", bind="query-params", help=told)
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "名称或拼音首字母", key="search", bind="query-params", placeholder="如 东城 或 dcsq", max_chars=40
        )
        among = _choose_parts(filters, area_kind)
    given: dict[str, Parameter] = {**among, "search": search or ""}
    asked: dict[str, Parameter] = {
        "period": filters.period,
        "standard": filters.standard,
        "area_kind": area_kind,
        "units": filters.units,
        **given,
        "order": order,
        "ranked": 0 if is_full else RANKED,
    }
    return League(asked, any(given.values()) or bool(filters.unit and area_kind == "unit"))


def _choose_parts(filters: Filters, area_kind: str) -> dict[str, Parameter]:
    """Streets, kinds, bands and dimensions below the line."""
    dimensions = ask(queries.dimensions, standard=filters.standard)
    bands = ask(queries.bands, standard=filters.standard)
    band_names = dict(zip(bands["band_code"], bands["symbol"] + " " + bands["band_name"], strict=True))
    weak_names = dict(zip(dimensions["dimension_code"], dimensions["dimension_name"], strict=True))
    chosen: dict[str, Parameter] = {"streets": None, "kinds": None, "bands": None}
    if area_kind != "unit":
        streets = _street_names(filters)
        chosen["streets"] = choose_several(
            "streets",
            streets,
            page="league",
            placeholder="全部街道" if filters.unit else "先选单位",
            disabled=not streets,
        )
    if area_kind == "community":
        kinds = {kind: kind for kind in ask(queries.kinds, units=filters.allowed)["kind"]}
        chosen["kinds"] = choose_several("kinds", kinds, page="league")
        chosen["bands"] = choose_several("bands", {**band_names, "none": "○ 数据不足"}, page="league")
    chosen["weak_dimensions"] = choose_several(
        "weak_dimensions", weak_names, page="league", label="短板维度（低于线）", placeholder="不限"
    )
    return chosen


def _street_names(filters: Filters) -> dict[str, str]:
    """The streets of the unit by code. Of everything there are too many to look through: then those of a link stay."""
    streets = ask(queries.streets, units=filters.units)
    repeated = streets["street_name"].duplicated(keep=False)
    labels = streets["street_name"].where(~repeated, streets["street_name"] + "（" + streets["unit_name"] + "）")
    names = dict(zip(streets["street_code"], labels, strict=True))
    if filters.unit:
        return names
    held = {*st.query_params.get_all("streets"), *st.session_state.get("streets", ())}
    return {code: name for code, name in names.items() if held & {code, name}}
