"""推演: sliders in the items' own units, and what the community would score; nothing that is published changes."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

import queries
from data.scoring.what_if import Outcome, Rules, Value, place_of, what_if
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.drawn import made
from pages.shared.markup import filled
from pages.shared.theme import Palette
from pages.shared.verdicts import band_words

PARAMETER = "try"
_CHOSEN = "trial-items"
_WRITTEN = "_trial"
_COLUMNS = 3


@dataclass(frozen=True)
class Knob:
    """How one item can be moved: ``now`` as printed (none while 未报), ``start`` where the slider first stands."""

    code: str
    name: str
    unit: str
    decimals: int
    low: float
    high: float
    now: Value | None
    start: Value
    line: float | None
    grades: tuple[str, ...] = ()

    @property
    def step(self) -> float:
        """The smallest difference that is printed."""
        return float(10.0**-self.decimals)

    def read(self, text: str) -> Value | None:
        """A value of a link, on a step of the slider; none where it means nothing."""
        if self.grades:
            return text if text in self.grades else None
        try:
            value = round(float(text), self.decimals)
        except ValueError:
            return None
        return value if self.low <= value <= self.high else None

    def words(self, value: Value | None) -> str:
        """A value in the item's own unit."""
        if value is None:
            return "未报"
        if isinstance(value, str):
            return value
        return formats.in_unit(formats.number(value, self.decimals), self.unit)


class Card(NamedTuple):
    """One figure of what would come out: what it is, how it would be, how it is."""

    title: str
    value: str
    note: str = ""
    style: str = ""


def knobs(indicators: pd.DataFrame, anchors: pd.DataFrame, grades: pd.DataFrame) -> dict[str, Knob]:
    """Every item that applies, by its code, in the standard's order.

    Args:
        indicators: as :func:`queries.community_indicators` gives them.
        anchors: as :func:`queries.anchors` gives them; they say how far a slider reaches.
        grades: as :func:`queries.grades` gives them, best first.
    """
    rows = indicators[indicators["state"] != "not_applicable"].to_dict("records")
    made = (_knob(row, anchors, grades) for row in rows)
    return {knob.code: knob for knob in made if knob.grades or knob.low < knob.high}


def _knob(row: Mapping[Hashable, Any], anchors: pd.DataFrame, grades: pd.DataFrame) -> Knob:
    code, decimals = str(row["indicator_code"]), int(row["decimals"])
    about = (code, str(row["indicator_name"]), str(row["unit_text"] or ""), decimals)
    own = tuple(reversed(grades.loc[grades["indicator_code"] == code, "grade"].tolist()))
    if own:
        grade = row["grade"] if row["state"] == "value" and row["grade"] in own else None
        return Knob(*about, 0, 0, grade, grade or own[0], None, own)
    line = None if formats.is_missing(row["line_value"]) else float(row["line_value"])
    now = None if formats.is_missing(row["measured_value"]) else formats.rounded(row["measured_value"], decimals)
    marks = anchors.loc[anchors["indicator_code"] == code, "value"].tolist()
    reach = [*marks, *(value for value in (now, line) if value is not None)]
    shift = 10.0**decimals
    low, high = (math.floor(min(reach, default=0) * shift) / shift, math.ceil(max(reach, default=0) * shift) / shift)
    start = now if now is not None else round(line if line is not None else low, decimals)
    return Knob(*about, low, high, now, start, line)


def read_tries(text: str, known: Mapping[str, Knob]) -> tuple[dict[str, Value], list[str]]:
    """What a link says was tried (``E1:82.5,V4:6``), and the parts of it that mean nothing."""
    tries: dict[str, Value] = {}
    unknown = []
    for part in filter(None, text.split(",")):
        code, _, value = part.partition(":")
        found = known[code].read(value) if code in known else None
        if found is None:
            unknown.append(part)
        else:
            tries[code] = found
    return tries, unknown


def write_tries(values: Mapping[str, Value], known: Mapping[str, Knob]) -> str:
    """The same for a link, every item with as many digits as it is printed with."""
    return ",".join(
        f"{code}:{value if isinstance(value, str) else f'{value:.{known[code].decimals}f}'}"
        for code, value in values.items()
    )


@st.fragment
def trial_box(  # a fragment: a slider moves this block alone
    community: pd.Series,
    indicators: pd.DataFrame,
    steps: pd.DataFrame,
    period: str,
    standard: str,
    palette: Palette,
) -> None:
    """Draw the block: the items of the shortest way and whatever else is chosen, and what would come out."""
    own = {"standard": standard}
    anchors, grades, bands = ask(queries.anchors, **own), ask(queries.grades, **own), ask(queries.bands, **own)
    known = made(knobs, indicators, anchors, grades)
    if not known:
        return
    targets = {
        str(row["indicator_code"]): row["to_grade"] if isinstance(row["to_grade"], str) else float(row["to_value"])
        for row in steps.to_dict("records")
        if row["indicator_code"] in known
    }
    code = str(community["community_code"])
    unknown = _take_from_link((code, period, standard), known, list(targets))

    st.subheader("推演：改几项，看得分会怎样（不改变任何正式得分）")
    if unknown:
        st.warning(f"链接中的推演值“{formats.literal('、'.join(unknown)[:60])}”无效，已略去。")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        shown = st.multiselect(
            "推演哪些指标", list(known), format_func=lambda item: known[item].name, key=_CHOSEN, placeholder="添加指标"
        )
        if targets:
            st.button("按最短路径填好", on_click=_set, args=(known, targets), width="content")
        st.button("还原", on_click=_set, args=(known, {}, list(targets)), width="content")
    values = _sliders([known[item] for item in shown])
    tries = {item: value for item, value in values.items() if value != known[item].now}
    kept = {item: value for item, value in values.items() if item in tries or item not in targets}
    text = write_tries(kept, known)
    _write_link((code, period, standard), text)

    weights = ask(queries.indicators, **own)[["indicator_code", "weight"]]
    standards = ask(queries.standards)
    (row,) = standards[standards["standard_version"] == standard].to_dict("records")
    outcome = what_if(
        indicators.merge(weights, on="indicator_code"),
        anchors,
        grades,
        bands,
        Rules(str(row["aggregation"]), float(row["geometric_floor"]), float(row["minimum_coverage"])),
        tries,
        is_vetoed=bool(community["is_vetoed"]),
    )
    others = ask(queries.other_scores, period=period, standard=standard, community=code)
    names = dict(zip(indicators["dimension_code"], indicators["dimension_name"], strict=True))
    st.html(filled(__file__, "outcome.html", cards=_cards(community, outcome, bands, others, palette, bool(tries))))
    st.caption(
        f"{_dimension_words(outcome, names)}。其他社区按现在的得分不变；推演不含抽样误差，只供算账，不是承诺。"
        if not math.isnan(outcome.score)
        else "有维度还没有数据，算不出总分；再添加该维度的指标。"
    )


def _cards(
    community: pd.Series,
    outcome: Outcome,
    bands: pd.DataFrame,
    others: pd.DataFrame,
    palette: Palette,
    is_changed: bool,  # noqa: FBT001
) -> list[Card]:
    """Total, band and place as they would be, each with how it is."""
    band = bands[bands["band_code"] == outcome.band_code]
    is_rated = outcome.status != "数据不足"
    change = outcome.score - community["score"] if community["status"] != "数据不足" else math.nan
    total = Card(
        "推演得分",
        formats.number(outcome.score) if is_rated else "数据不足",
        formats.arrow(change) if is_changed and not math.isnan(change) else "" if is_changed else "还没有改动",
    )
    now = f"现为 {band_words(community)}" if isinstance(community["band_name"], str) else ""
    level = Card(
        "推演等次",
        band_words(band.iloc[0]) if len(band) else "○ 数据不足",
        now if is_changed else "",
        f"color: {palette.band_text(band.iloc[0]['position'])}" if len(band) else "",
    )
    if outcome.status != "参评":
        return [total, level, Card("推演名次", "不排名次", "还有未报项" if is_rated else "")]
    place, count = place_of(outcome.score, others), int(others["community_count"].sum()) + 1
    known = community["city_place"]
    before = f"，现第 {int(known)}" if is_changed and not formats.is_missing(known) else ""
    return [total, level, Card("推演名次", f"第 {place}", f"/ {count}{before}")]


def _dimension_words(outcome: Outcome, names: Mapping[str, str]) -> str:
    return "　".join(f"{names[code]} {formats.number(score)}" for code, score in outcome.dimensions.items())


def _sliders(shown: list[Knob]) -> dict[str, Value]:
    """A slider per item, three beside one another; what they say."""
    values: dict[str, Value] = {}
    for start in range(0, len(shown), _COLUMNS):
        for knob, column in zip(shown[start : start + _COLUMNS], st.columns(_COLUMNS), strict=False):
            with column:
                values[knob.code] = _slider(knob)
    return values


def _slider(knob: Knob) -> Value:
    line = f"，达标线 {knob.words(knob.line)}" if knob.line is not None else ""
    label = formats.literal(f"{knob.name}（现 {knob.words(knob.now)}{line}）")
    st.session_state.setdefault(_key(knob.code), knob.start)
    if knob.grades:
        return str(st.select_slider(label, list(knob.grades), key=_key(knob.code)))
    value = st.slider(label, knob.low, knob.high, step=knob.step, format=f"%.{knob.decimals}f", key=_key(knob.code))
    return round(float(value), knob.decimals)


def _key(code: str) -> str:
    return f"trial-{code}"


def _take_from_link(about: tuple[str, ...], known: Mapping[str, Knob], usual: list[str]) -> list[str]:
    """Set the sliders as the address says, unless it is what they themselves wrote; the parts that mean nothing."""
    text = st.query_params.get(PARAMETER, "")
    if st.session_state.get(_WRITTEN) == (*about, text) and _CHOSEN in st.session_state:
        return []
    tries, unknown = read_tries(text, known)
    _set(known, tries, list(dict.fromkeys([*usual, *tries])))
    return unknown


def _set(known: Mapping[str, Knob], values: Mapping[str, Value], chosen: list[str] | None = None) -> None:
    """Move the sliders: to the values given, the others back to where they start."""
    for code, knob in known.items():
        value = values.get(code, knob.start)
        st.session_state[_key(code)] = value
    st.session_state[_CHOSEN] = (
        chosen if chosen is not None else list(dict.fromkeys([*st.session_state.get(_CHOSEN, []), *values]))
    )


def _write_link(about: tuple[str, ...], text: str) -> None:
    """Keep the sliders in the address."""
    st.session_state[_WRITTEN] = (*about, text)
    if text:
        st.query_params[PARAMETER] = text
    elif PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
