"""The radar: up to five profiles on one fixed scale, with the line as a ring."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.charts import ground
from pages.shared.theme import DARK, Palette

MOST_PROFILES = 5
DASHES = ("solid", "dash", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")
_LIGHT_COLOURS = ("#01665E", "#8C510A", "#3E9F96", "#B68944", "#6B7280")
_DARK_COLOURS = ("#5AB4AC", "#DFC27D", "#A8DDD7", "#D08A45", "#9AA6B4")
_FULL_MARK = 100
_NAME_LENGTH = 16
_POLYGON = 3


def profile_colours(palette: Palette) -> tuple[str, ...]:
    """The colours of the profiles in their order; the same in every chart beside the radar."""
    return _DARK_COLOURS if palette == DARK else _LIGHT_COLOURS


def shortened(name: str) -> str:
    """A name as plotly may draw it: cut to what a legend holds, and never read as markup."""
    cut = name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"
    return escape(cut, quote=False)


def score_radar(profiles: pd.DataFrame, line: float, palette: Palette) -> go.Figure:
    """Scores by dimension as closed polygons, always from 0 to 100, with the line as a dotted ring and 100 as the outermost.

    Profiles differ by colour, stroke and mark. A missing score leaves a gap: nothing is drawn across it. The scores of
    the first profile are printed beside the names of the dimensions.

    Args:
        profiles: name, dimension_name, score; profiles and dimensions in the order of their appearance.
        line: The line of the standard.
        palette: The viewer's colours.
    """
    dimensions = list(dict.fromkeys(profiles["dimension_name"]))
    around = [*dimensions, *dimensions[:1]]
    names = list(dict.fromkeys(profiles["name"]))[:MOST_PROFILES]
    figure = go.Figure(layout=ground(palette, height=460 + 24 * len(names), l=70, r=70, t=48, b=8))
    figure.add_trace(
        go.Scatterpolar(
            r=[line] * len(around),
            theta=around,
            mode="lines",
            name=f"达标线 {formats.number(line, 0)}",
            line={"color": palette.ink, "width": 2, "dash": "dot"},
        )
    )
    first: dict[str, float | None] = {}
    for position, name in reversed(list(enumerate(names))):  # the first profile is drawn last: nothing covers it
        rows = profiles[profiles["name"] == name]
        scores = dict(zip(rows["dimension_name"], rows["score"], strict=True))
        first = {dimension: scores.get(dimension) for dimension in dimensions}
        colour = profile_colours(palette)[position]
        figure.add_trace(
            go.Scatterpolar(
                r=[
                    None if formats.is_missing(scores.get(dimension)) else float(scores[dimension])
                    for dimension in around
                ],
                theta=around,
                mode="lines+markers",
                connectgaps=False,
                name=shortened(name),
                legendrank=position,
                line={"color": colour, "width": 4 if position == 0 else 2.5, "dash": DASHES[position]},
                marker={"color": colour, "size": 12 if position == 0 else 10, "symbol": SYMBOLS[position]},
                cliponaxis=False,
            )
        )
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "v",
            "x": 0.5,
            "xanchor": "center",
            "y": -0.12,
            "yanchor": "top",
            "font": {"size": 15},
            "itemwidth": 44,
            "itemclick": False,
            "itemdoubleclick": False,
            "bgcolor": "rgba(0,0,0,0)",
        },
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "gridshape": "linear" if len(dimensions) >= _POLYGON else "circular",
            "radialaxis": {
                "range": [0, _FULL_MARK],
                "tickvals": [20, 40, line, 80, _FULL_MARK],
                "showticklabels": False,
                "angle": 90,
                "gridcolor": palette.track,
                "linecolor": palette.track,
                "ticks": "",
            },
            "angularaxis": {
                "type": "category",
                "rotation": 90,
                "direction": "clockwise",
                "tickvals": dimensions,
                "ticks": "",
                "ticktext": [_axis_words(dimension, first.get(dimension)) for dimension in dimensions],
                "tickfont": {"size": 16},
                "gridcolor": palette.track,
                "linecolor": palette.track,
            },
        },
    )
    return figure


def _axis_words(dimension: str, score: float | None) -> str:
    """A dimension and under it the first profile's score."""
    return f"{escape(dimension, quote=False)}<br><b>{'数据不足' if formats.is_missing(score) else formats.number(score)}</b>"
