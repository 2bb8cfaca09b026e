"""The common filters: drawn once, above every page, and kept in the URL.

The URL shows what the box shows (``unit=鄞州区``); a code (``unit=330212``) is understood as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.viewer import viewer
from queries.question import Codes

WHOLE_CITY = "全市"
FILTERS = "_filters"
_NAMED = 4


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


def common_filters() -> Filters:
    """What the boxes above the page say in this rerun."""
    filters: Filters = st.session_state[FILTERS]
    return filters


def choose_filters() -> Filters:
    """Draw the three boxes and return what they say."""
    periods = {period: formats.period_name(period) for period in ask(queries.periods)["period"]}
    units = ask(queries.units)
    allowed = viewer(st.context.headers).units
    units = units if allowed is None else units[units["unit_code"].isin(allowed)]
    if allowed and units.empty:
        st.error("您可以查看的报送单位不在这一版数据中，请联系管理员。")
        st.stop()
    whole = {"": WHOLE_CITY} if allowed is None else {}
    unit_names = {**whole, **dict(zip(units["unit_code"], units["unit_name"], strict=True))}
    standards = ask(queries.standards)
    default = ask(queries.default_standard, period=next(iter(periods)))["standard_version"].tolist()
    names = dict(zip(standards["standard_version"], standards["standard_name"], strict=True))
    standard_names = {version: names[version] for version in dict.fromkeys([*default, *names])}

    accept_link("period", "时期", periods)
    if unit_names:
        accept_link("unit", "单位", unit_names)
    accept_link("standard", "标准", standard_names)
    period = st.selectbox(
        "时期",
        list(periods),
        format_func=periods.__getitem__,
        key="period",
        bind="query-params",
        placeholder="选择时期",
    )
    unit = ""
    if unit_names:
        unit = st.selectbox(
            "单位",
            list(unit_names),
            format_func=unit_names.__getitem__,
            key="unit",
            bind="query-params",
            placeholder="选择单位",
        )
    standard = st.selectbox(
        "标准",
        list(standard_names),
        format_func=standard_names.__getitem__,
        key="standard",
        bind="query-params",
        placeholder="选择标准",
    )
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


def accept_link(key: str, label: str, options: Mapping[str, str], *, several: bool = False) -> None:
    """Before a bound box is drawn: understand codes in a link, and say so when a value means nothing.

    Streamlit drops such a value silently and shows the default; the reader of a link should know.
    """
    if key in st.session_state:
        if key not in st.query_params:
            # Who leaves a page before its boxes stand comes without their values in the address; a value assigned
            # here is what Streamlit shows and writes into the address again (going back in history still wins).
            st.session_state[key] = st.session_state[key]
        return
    values = st.query_params.get_all(key)
    codes = {**{name: code for code, name in options.items()}, **{code: code for code in options}}
    known = [codes[value] for value in values if value in codes]
    unknown = [value for value in values if value not in codes]
    if unknown:
        st.warning(f"链接中的{label}“{'、'.join(unknown)[:60]}”不存在，已改用默认值。可选：{_examples(options)}。")
    names = [options[code] for code in (known if several else known[-1:])]
    if any(value in options for value in values) and names != values:  # a code may be its own name
        st.query_params[key] = names
        st.rerun()


def _examples(options: Mapping[str, str]) -> str:
    names = [name for name in options.values() if name]
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
