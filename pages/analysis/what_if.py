"""权重推演: what other weights would do to places. Fenced off and marked everywhere: it is no basis for evaluation."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.analysis.charts.places import place_caterpillar, place_ranges
from pages.analysis.charts.thinning import MOST_LINES
from pages.shared import formats, theme
from pages.shared.ask import Parameter, ask
from pages.shared.cells import Shape
from pages.shared.choose import choose
from pages.shared.drawn import plot
from pages.shared.explanation import explained, explanations
from pages.shared.export import export_links, offer
from pages.shared.filters import Filters
from pages.shared.tables import table
from queries.definitions import parameters

MARK = "推演，不作评价依据"
_IN_LINK = "weights"
_LEVELS = {code: parameters()["area_kind"].words[code] for code in ("unit", "community")}
_MOST_POINTS = 100
_ROWS = 20


def show(filters: Filters, heading: DeltaGenerator, choices: DeltaGenerator) -> None:
    """Draw the fenced view; the finding goes into the heading, the choice of the level beside the views."""
    chosen = {"period": filters.period, "standard": filters.standard}
    with choices:
        level = choose("area_kind", _LEVELS, page="analysis", as_buttons=True)
    dimensions = ask(queries.dimensions, standard=filters.standard)
    with st.container(key="fence"):
        st.html(f'<p class="what-if">{MARK}：只看结果对权重有多敏感，正式得分与名次不变</p>')
        weights = _sliders(filters.standard, dimensions)
        area: dict[str, Parameter] = {**chosen, "area_kind": level, "units": filters.units}
        asked: dict[str, Parameter] = {**area, "weights": weights}
        result = ask(queries.reweighted, **asked)
        bands = ask(queries.weight_sensitivities, **area)
        places = result.merge(
            bands[["area_code", "arithmetic_low", "arithmetic_high", "geometric_low", "geometric_high", "stability"]],
            on="area_code",
            how="inner",
        )
        places = places.assign(place_range=place_ranges_in_words(places))
        with heading:
            st.title(formats.unbroken(formats.literal(finding(places, _LEVELS[level], is_changed=bool(weights)))))
            with st.popover("导出", width="content"):
                st.caption(MARK)
                export_links(
                    offer("reweighted", "所设权重", **asked),
                    offer("weight_sensitivities", "权重增减 25%", **area),
                )
        if places.empty:
            st.info(f"所选范围内没有参评的{_LEVELS[level]}。")
        else:
            _show_result(places, level, is_changed=bool(weights))
        explanations(
            __file__,
            explained("权重推演", queries.reweighted, {"mark": MARK}, **asked),
            explained("名次对权重的敏感程度", queries.weight_sensitivities, {"mark": MARK}, **area),
        )


def _show_result(places: pd.DataFrame, level: str, *, is_changed: bool) -> None:
    """The places as ranges, and beside them as rows."""
    palette = theme.palette(st.context.theme.type)
    left, right = st.columns([1.15, 1], gap="small")
    with left, st.container(key="card-places"):
        words = {
            "unit": "名次：粗线为权重各增减 25% 的范围，细线为改用几何平均的范围",
            "community": "名次：竖线为权重各增减 25%、算术与几何平均之下的范围，黑线为正式名次",
        }
        st.subheader(words[level])
        figure = place_ranges if level == "unit" else place_caterpillar
        with st.container(key="chart-places"):
            plot(figure, places, palette, is_changed=is_changed, alt=f"{MARK}：各{_LEVELS[level]}的名次范围")
        marks = ["● 正式名次"] if level == "unit" else []
        marks += ["◆ 所设权重下的名次"] if is_changed else []
        is_thinned = level == "community" and len(places) > MOST_LINES
        thinned = f"按名次均匀画出 {MOST_LINES} 个社区。" if is_thinned else ""
        st.caption("".join(f"{mark}　" for mark in marks) + f"范围越短，名次越不靠权重。{thinned}")
    with right, st.container(key="card-moves"):
        rows = places if is_changed else places.sort_values("place", kind="stable")
        if len(rows) > _ROWS and is_changed:
            rows = rows.reindex(rows["place_gain"].abs().sort_values(ascending=False, kind="stable").index)
        first = f"，{'变动最大' if is_changed else '名次最前'}的在前" if len(rows) > _ROWS else ""
        st.subheader(f"正式与推演名次 · {len(rows)} 个{_LEVELS[level]}{first}")
        table(result_rows(rows), result_shape(level, is_changed=is_changed), key="places", alt=f"{MARK}：名次")


def finding(places: pd.DataFrame, word: str, *, is_changed: bool) -> str:
    """What the weights do to places, in one sentence that begins with what it is."""
    start = "推演（不作评价依据）："
    if places.empty:
        return f"{start}没有可推演的{word}"
    if not is_changed:
        high, low = (places["stability"] == "稳居前列").sum(), (places["stability"] == "稳居后列").sum()
        fixed = int(places["place_range"].eq(places["place"].map("{:.0f}".format)).sum())
        return (
            f"{start}权重增减 25% 或改用几何平均，{len(places)} 个{word}中 {fixed} 个名次不变；"
            f"{high} 个稳居前列，{low} 个稳居后列"
        )
    gains = places.dropna(subset=["place_gain"]).set_index("area_name")["place_gain"]
    moved = int((gains != 0).sum())
    if gains.empty:
        return f"{start}权重都是 0，没有结果"
    if not moved:
        return f"{start}按所设权重，{len(gains)} 个{word}的名次都不变"
    parts = [
        f"{gains.idxmax()}升 {int(gains.max())} 位最多" if gains.max() > 0 else "",
        f"{gains.idxmin()}降 {int(-gains.min())} 位最多" if gains.min() < 0 else "",
    ]
    return f"{start}按所设权重，{len(gains)} 个{word}中 {moved} 个名次有变，{'，'.join(filter(None, parts))}"


def place_ranges_in_words(places: pd.DataFrame) -> pd.Series:
    """From the best to the worst place under other weights and the geometric mean, a single one as it is."""
    low = places[["arithmetic_low", "geometric_low"]].min(axis=1).astype(int).astype(str)
    high = places[["arithmetic_high", "geometric_high"]].max(axis=1).astype(int).astype(str)
    return low.where(low == high, low + "–" + high)


def result_rows(places: pd.DataFrame) -> pd.DataFrame:
    """Places with the area's name by its kind."""
    kind = str(places["area_kind"].iloc[0])
    return places.assign(**{f"{kind}_name": places["area_name"], f"{kind}_code": places["area_code"]})


def result_shape(level: str, *, is_changed: bool) -> Shape:
    """Recomputed places where the weights are others, else the ranges."""
    is_unit = level == "unit"
    names = (
        f"{level}_name",
        *(() if is_unit else ("unit_name",)),
        "place",
        *(("reweighted_place", "place_gain") if is_changed else ()),
        *(("reweighted_score",) if is_changed and is_unit else ()),
        *(("place_range",) if is_unit or not is_changed else ()),
        *(() if is_changed else ("stability",)),
    )
    return Shape(names, "reweighted", of_areas=level != "community")


def _sliders(standard: str, dimensions: pd.DataFrame) -> tuple[str, ...]:
    """Points per dimension from sliders, kept in the address as one parameter: E30-O20-V18-P22-A16.

    Returns:
        As :func:`queries.reweighted` takes them; nothing as long as they are the standard's own.
    """
    codes = dimensions["dimension_code"].tolist()
    own = [int(formats.rounded(100 * share, 0)) for share in dimensions["weight_share"]]
    keys = [f"what-if-{standard}-{code}" for code in codes]
    if any(key not in st.session_state for key in keys):
        given = points_in_link(st.query_params.get(_IN_LINK, ""), codes)
        if given is None:
            st.warning(f"链接中的权重“{st.query_params[_IN_LINK][:60]}”读不懂，已改用标准的权重。")
        st.session_state.update(zip(keys, given or own, strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", key="weights"):
        points = [
            st.slider(formats.literal(name), 0, _MOST_POINTS, key=key, step=1)
            for key, name in zip(keys, dimensions["dimension_name"], strict=True)
        ]
    whole = sum(points)
    shares = "，".join(
        f"{formats.literal(name)} {share}"
        for name, share in zip(dimensions["dimension_name"], formats.shares(points), strict=True)
    )
    with st.container(horizontal=True, vertical_alignment="center", key="weights-sum"):
        st.markdown(f"合计 **{whole}** 分" + ("" if whole == _MOST_POINTS else f"，折算为 100%：{shares}"))
        is_own = points == own
        st.button(
            "恢复标准的权重",
            disabled=is_own,
            type="tertiary",
            on_click=st.session_state.update,
            args=(dict(zip(keys, own, strict=True)),),
        )
    if is_own:
        st.query_params.pop(_IN_LINK, None)
        return ()
    st.query_params[_IN_LINK] = "-".join(f"{code}{point}" for code, point in zip(codes, points, strict=True))
    return tuple(f"{code}={point}" for code, point in zip(codes, points, strict=True))


def points_in_link(text: str, codes: list[str]) -> list[int] | None:
    """The points of a link in the order of the dimensions; empty without any, None for what cannot be read."""
    if not text:
        return []
    found = re.fullmatch("-".join(rf"{re.escape(code)}(\d{{1,3}})" for code in codes), text)
    points = [int(point) for point in found.groups()] if found else []
    return points if points and max(points) <= _MOST_POINTS else None
