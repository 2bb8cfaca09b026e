"""The common filters: drawn once, above every page, and kept in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.choose import choose
from pages.shared.viewer import viewer
from queries.definitions import parameters
from queries.question import Codes

WHOLE_CITY = "全市"
FILTERS = "_filters"


@dataclass(frozen=True)
class Filters:
    """What every page is about.

    ``unit`` is the one reporting unit chosen, or empty for the whole city, which only a viewer of everything is
    offered; ``units`` restricts questions to it (``None``: everything). ``allowed`` are the units that
    the viewer may see (``None``: all), for what goes beyond the choice. ``line`` is the standard's.
    """

    period: str
    units: Codes
    standard: str
    line: float
    unit: str = ""
    unit_name: str = WHOLE_CITY
    allowed: Codes = None

    @property
    def area(self) -> dict[str, str]:
        """The area in the words of the questions: the city, or the one unit chosen."""
        if self.unit:
            return {"area_kind": "unit", "area_code": self.unit}
        return {"area_kind": "city", "area_code": "city"}

    def stage_address(self, version: int, **chosen: str | Codes) -> str:
        """Where slides of this are projected; ``chosen`` are the running order and its sections, as the page has them."""
        given = {"period": self.period, "standard": self.standard, "unit": self.unit, **chosen, "version": version}
        return "/stage?" + urlencode({name: value for name, value in given.items() if value}, doseq=True)


def common_filters() -> Filters:
    """What the boxes above the page say in this rerun."""
    filters: Filters = st.session_state[FILTERS]
    return filters


def choose_filters() -> Filters:
    """Draw the three boxes and return what they say."""
    known = ask(queries.periods)
    periods = {period: formats.period_name(period) for period in known["period"]}
    newest = list(known["is_default"]).index(True)
    units = ask(queries.units)
    allowed = viewer(st.context.headers).units
    units = units if allowed is None else units[units["unit_code"].isin(allowed)]
    if allowed and units.empty:
        st.error("您可以查看的单位不在这一版数据中，请联系管理员。")
        st.stop()
    whole = {"": WHOLE_CITY} if allowed is None else {}
    unit_names = {**whole, **dict(zip(units["unit_code"], units["unit_name"], strict=True))}
    standards = ask(queries.standards)
    default = ask(queries.default_standard, period=known["period"].iloc[newest])["standard_version"].tolist()
    names = dict(zip(standards["standard_version"], standards["standard_name"], strict=True))
    standard_names = {version: names[version] for version in dict.fromkeys([*default, *names])}

    period = choose("period", periods, index=newest)
    unit = choose("unit", unit_names, label=parameters()["units"].label) if unit_names else ""
    standard = choose("standard", standard_names)
    lines = dict(zip(standards["standard_version"], standards["line"], strict=True))
    return Filters(
        period=period,
        units=(unit,) if unit else allowed,
        standard=standard,
        line=float(lines[standard]),
        unit=unit,
        unit_name=unit_names.get(unit, WHOLE_CITY),
        allowed=allowed,
    )
