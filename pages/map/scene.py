"""What 地图 shows: one measure, of the units, of a unit's streets, or of a street's communities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose
from pages.shared.filters import Filters
from queries.definitions import parameters

_LINE_WORDS = {"share_passing": "目标", "change": "上季", "coverage": "最低参评比例", "activities": "全市水平"}
_KINDS = {"dimension": "维度 · ", "indicator": "指标 · ", "appeals": "诉求 · ", "findings": "整改 · "}


@dataclass(frozen=True)
class Scene:
    """One look at the map.

    ``below`` asks for the areas that are drawn, ``own`` for the one that holds them. ``units`` are all units by the
    measure, ``areas`` those drawn; both as :func:`queries.area_measure` gives them.
    """

    filters: Filters
    measure: str
    measure_name: str
    street: str
    street_name: str
    is_large: bool
    is_relief: bool
    decimals: int
    units: pd.DataFrame
    areas: pd.DataFrame
    below: dict[str, Parameter]
    own: dict[str, Parameter]

    @property
    def chosen(self) -> dict[str, str]:
        """Period and standard, as the questions take them."""
        return {"period": self.filters.period, "standard": self.filters.standard}

    @property
    def line(self) -> float:
        """What the measure is held against."""
        return float(self.units["line"].iloc[0])

    @property
    def line_word(self) -> str:
        """What that is called."""
        return _LINE_WORDS.get(self.measure, "全市水平" if self.ledger_page else "达标线")

    @property
    def ledger_page(self) -> str:
        """The title of the page that judges a rate of a ledger; empty for other measures."""
        return {"appeals": "诉求", "findings": "整改"}.get(self.measure.partition(":")[0], "")

    @property
    def scale(self) -> theme.Scale:
        """The colours of distances to it."""
        if self.measure == "change":
            return theme.CHANGES
        if self.measure == "activities":
            return theme.relative_scale(self.line, self.decimals)
        return theme.Scale(theme.POINTS.borders, self.decimals)

    @property
    def area_word(self) -> str:
        """What the areas drawn are."""
        return parameters()["area_kind"].words[str(self.below["area_kind"])]

    @property
    def name(self) -> str:
        """The area that holds them."""
        return self.street_name if self.street else self.filters.unit_name

    @property
    def printed(self) -> Callable[[float], str]:
        """What prints a value of the measure; a change with its sign."""
        return partial(formats.signed if self.measure == "change" else formats.number, decimals=self.decimals)

    @property
    def looks(self) -> dict[str, Any]:
        """How its values are coloured and printed."""
        return {"scale": self.scale, "printed": self.printed}


def choose_scene(filters: Filters, place: DeltaGenerator) -> Scene:
    """Draw the boxes into a container and return what they say."""
    chosen = {"period": filters.period, "standard": filters.standard}
    measures = ask(queries.measures, standard=filters.standard).set_index("measure")
    names = {
        str(code): _KINDS.get(str(code).partition(":")[0], "") + name for code, name in measures["measure_name"].items()
    }
    streets = {"": "全部街道", **_street_names(filters)}
    with place.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        measure = choose("measure", names, page="map", label="颜色表示", placeholder="选择指标")
        street = choose("street", streets, label="街道", disabled=not filters.unit, help="先在上方或地图上选一个单位")
        is_large = st.toggle("放大", key="large", bind="query-params", help="可以拖动、缩放的地图")
        is_relief = is_large and not filters.unit and _choose_relief()
    below: dict[str, Parameter] = {"area_kind": "unit"}
    if filters.unit:
        below = {"area_kind": "street", "units": (filters.unit,)}
    if street:
        below = {"area_kind": "community", "units": (filters.unit,), "streets": (street,)}
    units = ask(queries.area_measure, **chosen, measure=measure, units=filters.allowed)
    return Scene(
        filters=filters,
        measure=measure,
        measure_name=str(measures["measure_name"][measure]),
        street=street,
        street_name=streets[street],
        is_large=is_large,
        is_relief=is_relief,
        decimals=int(measures["decimals"][measure]),
        units=units,
        areas=ask(queries.area_measure, **chosen, measure=measure, **below) if filters.unit else units,
        below=below,
        own={"area_kind": "street", "area_code": street} if street else {**filters.area},
    )


def _choose_relief() -> bool:
    return st.toggle("立体", key="relief", bind="query-params", help="各区按高出最低者的多少升起")


def _street_names(filters: Filters) -> dict[str, str]:
    if not filters.unit:
        return {}
    streets = ask(
        queries.area_measure,
        period=filters.period,
        standard=filters.standard,
        area_kind="street",
        units=(filters.unit,),
    )
    repeated = streets["area_name"].duplicated(keep=False)
    names = streets["area_name"].where(~repeated, streets["area_name"] + "（" + streets["area_code"] + "）")
    return dict(zip(streets["area_code"], names, strict=True))
