"""Charts of the comparison: what stands beside the radar."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.cells import worded
from pages.shared.charts import ground
from pages.shared.radar import SYMBOLS, profile_colours, shortened
from pages.shared.theme import Palette

_FULL_MARK = 100
_ROW = 84


def indicator_dots(indicators: pd.DataFrame, names: list[str], line: float, palette: Palette) -> go.Figure:
    """The indicators as dots on 0 to 100, one mark per area, against the line and the full mark.

    Above each row stand the indicator, what earns the line and the full mark in its own unit, and the basis of the line.
    What has no score is said in words at the left end.

    Args:
        indicators: name, indicator_code, indicator_name, score, state, unit_text, decimals, line_value, full_value, basis.
        names: The areas in their order; the first has the largest mark.
        line: The line of the standard.
        palette: The viewer's colours.
    """
    codes = list(dict.fromkeys(indicators["indicator_code"]))
    place = {code: len(codes) - 1 - number for number, code in enumerate(codes)}
    figure = go.Figure(layout=ground(palette, height=_ROW * len(codes) + 60, l=14, r=22, t=30, b=26))
    for code in codes:
        own = indicators[indicators["indicator_code"] == code]
        y = place[code]
        figure.add_shape(
            type="line", x0=0, x1=_FULL_MARK, y0=y, y1=y, line={"color": palette.track, "width": 6}, layer="below"
        )
        first = records(own)[0]
        beside = {"xref": "paper", "x": 0, "y": y, "xanchor": "left", "showarrow": False, "align": "left", "xshift": -8}
        figure.add_annotation(
            text=f"<b>{shortened(str(first['indicator_name']))}</b>", yshift=44, font={"size": 16}, **beside
        )
        figure.add_annotation(text=marks(first), yshift=24, font={"size": 14, "color": palette.muted}, **beside)
        silent = [f"{shortened(str(row['name']))} {silence(row)}" for row in records(own[own["score"].isna()])]
        if silent:
            figure.add_annotation(
                text="；".join(silent), yshift=-15, font={"size": 14, "color": palette.muted}, **beside
            )
    for number, name in reversed(list(enumerate(names))):
        own = indicators[(indicators["name"] == name) & indicators["score"].notna()]
        figure.add_trace(
            go.Scatter(
                x=own["score"],
                y=[place[code] for code in own["indicator_code"]],
                mode="markers",
                name=shortened(name),
                marker={
                    "symbol": SYMBOLS[number],
                    "size": 17 if number == 0 else 13,
                    "color": profile_colours(palette)[number],
                    "line": {"color": palette.surface, "width": 1.5},
                },
                cliponaxis=False,
            )
        )
    for x, word in ((line, f"达标线 {formats.number(line, 0)}"), (_FULL_MARK, "满分")):
        for y in place.values():  # short strokes: one line through all rows would cross the words
            figure.add_shape(
                type="line",
                x0=x,
                x1=x,
                y0=y - 0.13,
                y1=y + 0.13,
                line={"color": palette.ink, "width": 2},
                layer="below",
            )
        figure.add_annotation(
            x=x,
            y=-0.2,
            yanchor="top",
            text=word,
            showarrow=False,
            font={"size": 14, "color": palette.muted},
        )
    figure.update_xaxes(range=[0, _FULL_MARK], visible=False, fixedrange=True)
    figure.update_yaxes(range=[-0.4, len(codes) - 0.35], visible=False, fixedrange=True)
    return figure


def marks(row: dict[str, Any]) -> str:
    """What earns the line and the full mark, and the basis of the line."""
    words = [
        f"{word} {with_unit(row[column], row)}"
        for word, column in (("达标", "line_value"), ("满分", "full_value"))
        if not formats.is_missing(row[column])
    ]
    return escape(" · ".join([*words, worded("basis", row["basis"], "依据未注明")]), quote=False)


def with_unit(value: float, row: dict[str, Any]) -> str:
    """A number with the indicator's digits and unit."""
    return formats.in_unit(formats.number(value, int(row["decimals"])), row["unit_text"])


def silence(row: dict[str, Any]) -> str:
    """Why there is no score."""
    return "数据不足" if row["state"] == "value" else worded("state", row["state"], "数据不足")


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each by the names of its columns."""
    return [{str(column): value for column, value in row.items()} for row in rows.to_dict("records")]
