"""Which areas are compared, and what they are called beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

import queries
from pages.comparison.search import find_box, known
from pages.shared import formats
from pages.shared.ask import Parameter, ask, ask_rows
from pages.shared.choose import choose_several
from pages.shared.filters import Filters
from pages.shared.radar import MOST_PROFILES
from pages.shared.viewer import viewer
from queries.question import Codes

CITY, BEST, PAST = "city:city", "best", "past:"
_KEY = "with"


@dataclass(frozen=True)
class Choice:
    """What can be compared, and what is: ``labels`` and ``names`` by kind:code, the latter as they are called alone."""

    filters: Filters
    allowed: Codes
    units: pd.DataFrame
    labels: dict[str, str]
    names: dict[str, str]
    picked: Codes

    @property
    def chosen(self) -> dict[str, str]:
        """Period and standard, as the questions take them."""
        return {"period": self.filters.period, "standard": self.filters.standard}


def choose_areas(filters: Filters) -> dict[str, str]:
    """Draw the box and return the areas to compare, the subject first: kind:code or kind:code@period → name."""
    allowed = viewer(st.context.headers).units
    chosen = {"period": filters.period, "standard": filters.standard}
    units = ask(queries.league_table, **chosen, area_kind="unit", units=allowed, ranked=0)
    earlier = [period for period in ask(queries.periods)["period"] if period < filters.period]
    labels = {
        CITY: "全市",
        BEST: "同类最好",
        **dict(zip("unit:" + units["area_code"], units["area_name"], strict=True)),
        **{f"{PAST}{period}": f"自身 {formats.period_name(period)}" for period in earlier},
    }
    names = dict(labels)
    for value in (*st.session_state.get(_KEY, ()), *st.query_params.get_all(_KEY)):
        if value not in {*labels, *labels.values()} and (area := known(value, allowed)):
            labels[area.key], names[area.key] = area.label, area.name
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        picked = choose_several(
            "areas",
            labels,
            page="comparison",
            label=f"加入对标（至多 {MOST_PROFILES} 个；第一个为主）",
            placeholder="未选时：单位对全市，全市对最高与最低的单位",
        )
    find_box(_KEY, allowed)
    choice = Choice(filters, allowed, units, labels, names, picked)
    return _called(choice, _compared(choice))


def _compared(choice: Choice) -> list[str]:
    """The areas to compare, the subject first, each as kind:code or kind:code@period."""
    picked = choice.picked or ()
    proper = [code for code in picked if ":" in code and not code.startswith(PAST)]
    subject = proper[0] if proper else ":".join(choice.filters.area.values())
    areas = [subject]
    for code in picked:
        if code == BEST:
            best = _best_like(choice, subject)
            if best == subject:
                st.caption(f"{formats.literal(choice.labels[subject])}已是同类中得分最高的。")
            areas.append(best)
        elif code.startswith(PAST):
            areas.append(f"{subject}@{code.removeprefix(PAST)}")
        else:
            areas.append(code)
    areas = [area for area in dict.fromkeys(areas) if area]
    if len(areas) == 1:
        areas += _beside(choice, subject)
    if len(areas) > MOST_PROFILES:
        st.warning(f"一次至多对标 {MOST_PROFILES} 个，只画前 {MOST_PROFILES} 个；请先去掉几个。")
    return areas[:MOST_PROFILES]


def _best_like(choice: Choice, subject: str) -> str:
    """The best of the same kind in the city, as kind:code; nothing where none has a place."""
    kind, _, code = subject.partition(":")
    kind = "unit" if kind == "city" else kind
    alike: dict[str, Parameter] = {"area_kind": kind, "units": choice.allowed, "statuses": ("参评",), "ranked": 0}
    if kind == "community":
        alike["kinds"] = tuple(ask(queries.community_profile, **choice.chosen, community=code)["kind"])
    best = ask_rows(queries.league_table, 0, 1, **choice.chosen, **alike)
    if best.empty:
        return ""
    key = f"{kind}:{best.iloc[0]['area_code']}"
    if key not in choice.labels and (area := known(key, choice.allowed)):
        choice.labels[key], choice.names[key] = area.label, area.name
    return key


def _beside(choice: Choice, subject: str) -> list[str]:
    """Whom an area is held against when nobody is named: a unit the city, the city its best and its weakest unit."""
    if subject != CITY:
        return [CITY]
    placed = choice.units.loc[choice.units["status"] == "参评", "area_code"].tolist()
    return [f"unit:{code}" for code in dict.fromkeys(placed[:1] + placed[-1:])]


def _called(choice: Choice, areas: list[str]) -> dict[str, str]:
    """What the areas are called beside each other: the plain name unless two share it, the past by its quarter."""
    plain = {area: choice.names[area] for area in areas if "@" not in area}
    shared = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    best = _best_like(choice, areas[0]) if BEST in (choice.picked or ()) else ""
    best = "" if best == areas[0] else best
    return {
        area: f"自身{formats.period_name(area.partition('@')[2])}"
        if "@" in area
        else ("同类最好的" if area == best else "") + (choice.labels[area] if plain[area] in shared else plain[area])
        for area in areas
    }
