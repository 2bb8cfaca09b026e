"""The league table as it stands on the screen, on whatever page it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from pages.shared import formats
from pages.shared.drawn import remembered
from pages.shared.sheets import in_sheets
from pages.shared.theme import NO_DATA, POINTS, Palette, tint
from pages.shared.verdicts import colours
from queries import round_half_up
from queries.changes import SAME_BASIS, TURNOVER, turnover_words

AREA_WORDS = {"community": "社区", "street": "街道", "unit": "单位"}
_ROWS_PER_SHEET = 20
_RUNS_NAMED = 3


def league_rows(league: pd.DataFrame, dimension_names: Sequence[str]) -> pd.DataFrame:
    """The rows of a league table under Chinese headers, numbers as they are printed.

    Place columns are blank where a row carries no place. Streets and units have their interval of places and brackets
    around neighbours that cannot be told apart (``bracket`` of the league, if it is a sheet of a longer one).
    """
    kind = str(league["area_kind"].iloc[0])
    several_units = kind != "unit" and bool((league["unit_code"] != league["unit_code"].iloc[0]).any())
    scores = league["dimension_scores"]
    is_turned = any(map(turnover_words, league["turnover_change"]))
    certainty = {"把握": league["certainty"].fillna(formats.MISSING)}
    marks = league["bracket"] if "bracket" in league else pd.Series(brackets(league), index=league.index)
    values: dict[str, Any] = {
        "全市": league["place"].astype("Int64"),
        **({} if kind == "community" or not marks.any() else {"难分": marks}),
        **({} if kind == "community" or league["place"].isna().all() else {"名次区间": _intervals(league)}),
        AREA_WORDS[kind]: league["area_name"],
        "得分": round_half_up(league["score"].astype(float)),
        "等次": league["symbol"].fillna("○") + " " + league["band_name"].fillna("数据不足"),
        **(certainty if kind == "community" else {}),
        **({"单位": league["unit_name"]} if several_units else {}),
        "距线": round_half_up(league["gap"].astype(float)),
        "较上季": round_half_up(league["change"].astype(float)),
        **({"参评变动": round_half_up(league["turnover_change"].astype(float))} if is_turned else {}),
        "进退": league["progress"].fillna(formats.MISSING),
        **{
            name: [float("nan") if row is None else formats.rounded(row[position]) for row in scores]
            for position, name in enumerate(dimension_names)
        },
        "走势": [
            None if row is None else np.round(row[~np.isnan(row)], 1).astype("float32") for row in league["trend"]
        ],
        **({} if kind == "community" else certainty),
        "升降": league["place_change"].astype("Int64"),
        **({} if kind == "unit" else {"区内": league["unit_place"].astype("Int64")}),
    }
    if kind == "community":
        values["街道"] = league["street_name"]
    else:
        values["达标社区"] = league["passing_count"].astype(str) + "/" + league["rated_count"].astype(str)
        values["参评社区"] = league["rated_count"].astype(str) + "/" + league["community_count"].astype(str)
    rows = pd.DataFrame(values).reset_index(drop=True)
    positions = zip(rows["等次"], league["band_position"], strict=True)
    rows.attrs["band_positions"] = {band: int(position) for band, position in positions if not pd.isna(position)}
    return rows


def brackets(league: pd.DataFrame) -> list[str]:
    """A glyph per row that joins it to the next one, where the two are neighbours by place and cannot be told apart."""
    is_next_below = league["next_code"].eq(league["area_code"].shift(-1))
    joined = (league["is_tied_with_next"].eq(True) & is_next_below).tolist()  # noqa: FBT003 - a value, or none
    before = [False, *joined[:-1]]
    return ["│" if up and down else "╯" if up else "╮" if down else "" for up, down in zip(before, joined, strict=True)]


def tie_words(league: pd.DataFrame) -> str:
    """Which places cannot be told apart, in words; empty where all can.

    Args:
        league: Rows as they are displayed, of :func:`queries.league_table`.
    """
    runs: list[tuple[int, int]] = []
    first = 0
    for position, glyph in enumerate(brackets(league)):
        if glyph == "╮":
            first = position
        elif glyph == "╯":
            runs.append((first, position))
    pairs = sum(last - first for first, last in runs)
    if not pairs:
        return ""
    if len(runs) > _RUNS_NAMED:
        return f"相邻名次 {int(league['next_code'].notna().sum())} 对中 {pairs} 对难分高下"
    places = league["place"].tolist()
    named = "、".join(f"第{int(places[first])}至{int(places[last])}名" for first, last in runs)
    return f"{named}相邻之间难分高下"


def styled(rows: pd.DataFrame, dimension_names: Sequence[str], line: float, palette: Palette) -> Styler:
    """The rows with digits, signs and colours: cells by their distance to the line."""
    tones = colours(palette)
    last = len(palette.band_texts)
    bands = {
        band: palette.band_texts[min(position, last) - 1] for band, position in rows.attrs["band_positions"].items()
    }
    style: Any = rows.style.set_uuid("t")  # a random one would be new for the cache on every rerun
    style = style.format(formats.number, subset=["得分", *dimension_names])
    style = style.format(formats.signed, subset=["距线", "较上季", *(["参评变动"] if "参评变动" in rows else [])])
    style = style.format(_steps, subset=["升降"])
    style = style.format(_place, subset=[name for name in ("全市", "区内") if name in rows])
    style = style.format(lambda _: "", subset=["走势"])  # drawn from the data: its digits need not travel twice
    style = style.map(lambda score: cell_colour(score, line, palette), subset=list(dimension_names))
    style = style.map(
        lambda _: "font-weight: 600",
        subset=[
            "得分",
            *(["难分"] if "难分" in rows else []),
            next(word for word in AREA_WORDS.values() if word in rows),
        ],
    )
    style = style.map(lambda band: f"color: {bands.get(band, palette.muted)}", subset=["等次"])
    styled_rows: Styler = style.map(lambda word: f"color: {tones[word]}" if word in tones else "", subset=["进退"])
    return styled_rows


def cell_colour(score: float, line: float, palette: Palette) -> str:
    """The CSS of a score's cell: the colour of its distance to the line."""
    number = POINTS.class_of(score - line)
    if number == NO_DATA:
        return ""
    return f"background-color: {tint(number, palette)}; color: {palette.ink}"


def columns(rows: pd.DataFrame, dimension_names: Sequence[str]) -> dict[str, Any]:
    """How wide each column is and what its header explains."""
    column = st.column_config.Column
    known: dict[str, Any] = {
        "全市": column(width=56, help="全市名次；同分并列"),
        "难分": column(width=48, help="括线连起的相邻两名，得分之差在抽样误差内，分不出高下"),
        "名次区间": column(width=80, help="按抽样误差，名次可能在这个范围内（95%）；区间重叠不宜论先后"),
        "区内": column(width=58, help="所在单位内的名次；同分并列"),
        "社区": column(width=148),
        "街道": column(width=104),
        "单位": column(width=84),
        "等次": column(width=84),
        "得分": column(width=68),
        "距线": column(width=68, help="得分减达标线"),
        "较上季": column(width=72, help=f"百分点，{SAME_BASIS}"),
        "参评变动": column(width=76, help=f"百分点；{TURNOVER}"),
        "进退": column(
            width=112, help="明显进步、明显退步：超出抽样误差，且不小于标准所定幅度；略升、略降：超出误差而幅度较小"
        ),
        "升降": column(width=64, help="较上季的名次变化"),
        "把握": column(width=96, help="按抽样误差判断是否在达标线上"),
        "达标社区": column(width=84, help="达标及以上 / 有评分"),
        "参评社区": column(width=84, help="有评分 / 在册"),
        "走势": st.column_config.LineChartColumn(width=116, help="近 12 个季度的得分"),
    }
    known |= {name: column(short, width=64, help=f"{name}得分") for name, short in _short(dimension_names).items()}
    return {name: known[name] for name in rows.columns}


def show(
    league: pd.DataFrame,
    dimension_names: Sequence[str],
    line: float,
    palette: Palette,
    key: str,
    rows_per_sheet: int = _ROWS_PER_SHEET,
) -> None:
    """Draw a league table that is in hand, a sheet at a time; see :func:`show_sheets`."""
    show_sheets(
        len(league), lambda after, most: league.iloc[after : after + most], dimension_names, line, palette, key,
        rows_per_sheet,
    )  # fmt: skip


def show_sheets(
    count: int,
    read: Callable[[int, int], pd.DataFrame],
    dimension_names: Sequence[str],
    line: float,
    palette: Palette,
    key: str,
    rows_per_sheet: int = _ROWS_PER_SHEET,
) -> None:
    """Draw a league table a sheet at a time and read no other; the number of the sheet is kept in the URL.

    Args:
        count: How many rows there are.
        read: Gives at most so many rows after so many.
        dimension_names: Of the columns of scores.
        line: The standard's.
        palette: The viewer's colours.
        key: The name of the sheet's number in the URL.
        rows_per_sheet: How many stand on one sheet.
    """

    def draw(first: int, most: int) -> None:
        before = min(first, 1)  # with the neighbours, to whom brackets may lead
        league = read(first - before, before + rows_per_sheet + 1)
        league = league.assign(bracket=brackets(league)).iloc[before : before + most]
        _draw(league, dimension_names, line, palette)

    in_sheets(count, rows_per_sheet, draw, key)


@remembered
def _draw(league: pd.DataFrame, dimension_names: Sequence[str], line: float, palette: Palette) -> None:
    rows = league_rows(league, dimension_names)
    st.dataframe(
        styled(rows, dimension_names, line, palette),
        column_config=columns(rows, dimension_names),
        hide_index=True,
        height="content",
        placeholder="—",
        alt=f"{len(rows)} 行评分表",
    )


def _intervals(league: pd.DataFrame) -> list[str]:
    """From the best to the worst place that the error allows, a single number where they are one."""
    bounds = zip(league["rank_low"], league["rank_high"], strict=True)
    return [
        formats.MISSING if pd.isna(low) or pd.isna(high) else f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
        for low, high in bounds
    ]


def _short(names: Sequence[str]) -> dict[str, str]:
    """The last two characters of each name, where that tells them apart."""
    ends = [name[-2:] for name in names]
    return dict(zip(names, ends if len(set(ends)) == len(ends) else names, strict=True))


def _place(place: Any) -> str:  # noqa: ANN401 - a cell: a whole number or none
    return formats.MISSING if pd.isna(place) else str(place)


def _steps(places: Any) -> str:  # noqa: ANN401 - a cell: a whole number or none
    if pd.isna(places):
        return ""
    return "–" if places == 0 else f"▲ {places}" if places > 0 else f"▼ {-places}"
