"""Places under other weights, as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.analysis.charts.thinning import HEIGHT, MOST_LINES, evenly
from pages.shared.charts import ground
from pages.shared.theme import Palette

_VIOLET = "#7A6C9C"
_ROW = 30


def place_ranges(table: pd.DataFrame, palette: Palette, *, is_changed: bool) -> go.Figure:
    """Places of a few areas as ranges, an area a row by official place; the place under the chosen weights if they differ.

    Args:
        table: area_name, place, reweighted_place, arithmetic_low, arithmetic_high, geometric_low, geometric_high,
            stability.
        palette: The viewer's colours.
        is_changed: Whether the weights are others than the standard's.
    """
    rows = table.sort_values("place", kind="stable").reset_index(drop=True)
    figure = go.Figure(layout=ground(palette, height=_ROW * len(rows) + 50, l=92, r=86, t=28, b=8))
    heights = [len(rows) - 1 - number for number in range(len(rows))]
    for side, width, colour in (("geometric", 3, palette.muted), ("arithmetic", 12, palette.no_band)):
        for height, low, high in zip(heights, rows[f"{side}_low"], rows[f"{side}_high"], strict=True):
            lift = -0.3 if side == "geometric" else 0.0
            figure.add_shape(
                type="line",
                x0=low - 0.28,
                x1=high + 0.28,
                y0=height + lift,
                y1=height + lift,
                line={"color": colour, "width": width},
                layer="below",
            )
    figure.add_trace(
        go.Scatter(
            x=rows["place"], y=heights, mode="markers", marker={"size": 11, "color": palette.ink}, cliponaxis=False
        )
    )
    if is_changed:
        figure.add_trace(_diamonds(rows["reweighted_place"], heights))
    for height, word in zip(heights, rows["stability"], strict=True):
        if isinstance(word, str):
            figure.add_annotation(
                x=1,
                xref="paper",
                y=height,
                xanchor="left",
                xshift=14,
                showarrow=False,
                text=word,
                font={"size": 14, "color": palette.muted},
            )
    last = int(max(rows[["place", "arithmetic_high", "geometric_high"]].max().max(), rows["reweighted_place"].max()))
    figure.update_xaxes(
        range=[0.4, last + 0.6],
        side="top",
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickvals=list(range(1, last + 1, max(1, last // 14))),
        tickfont={"size": 13, "color": palette.muted},
    )
    figure.update_yaxes(
        range=[-0.6, len(rows) - 0.4],
        tickvals=heights,
        ticktext=[escape(str(name), quote=False) for name in rows["area_name"]],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 15},
        ticklabelstandoff=8,
    )
    return figure


def place_caterpillar(table: pd.DataFrame, palette: Palette, *, is_changed: bool) -> go.Figure:
    """Ranges of the places of many areas, side by side by official place; those that stay first or last are dark.

    Of more than ``MOST_LINES`` areas so many are drawn, evenly over the places.

    Args:
        table: As of :func:`place_ranges`.
        palette: The viewer's colours.
        is_changed: Whether the weights are others than the standard's.
    """
    rows = table.sort_values("place", kind="stable").reset_index(drop=True)
    figure = go.Figure(layout=ground(palette, height=HEIGHT, l=44, r=10, t=12, b=44))
    low = rows[["arithmetic_low", "geometric_low"]].min(axis=1)
    high = rows[["arithmetic_high", "geometric_high"]].max(axis=1)
    drawn = rows.iloc[evenly(len(rows), MOST_LINES)]
    is_stable = drawn["stability"].notna()
    for own, colour in ((~is_stable, palette.no_band), (is_stable, palette.muted)):
        lines = drawn.index[own]
        figure.add_trace(
            go.Scatter(
                x=_gapped(lines, lines),
                y=_gapped(low[lines], high[lines]),
                mode="lines",
                line={"color": colour, "width": 1.2},
            )
        )
    figure.add_trace(
        go.Scatter(
            x=drawn.index.to_numpy(dtype="int32") + 1,
            y=drawn["place"].to_numpy(dtype="int32"),
            mode="lines",
            line={"color": palette.ink, "width": 2},
        )
    )
    if is_changed:
        dots = _diamonds(drawn["reweighted_place"], (drawn.index + 1).tolist())
        dots.x, dots.y = dots.y, dots.x
        dots.marker.size = 4
        figure.add_trace(dots)
    for word, x, y, anchor in (("稳居前列", 0.99, 0.97, "right"), ("稳居后列", 0.01, 0.04, "left")):
        count = int((rows["stability"] == word).sum())
        figure.add_annotation(
            x=x,
            y=y,
            xref="paper",
            yref="paper",
            xanchor=anchor,
            showarrow=False,
            text=f"{word} {count} 个（深色）",
            font={"size": 15, "color": palette.ink},
            bgcolor=palette.surface,
        )
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 13, "color": palette.muted}}
    title = {"font": {"size": 14, "color": palette.muted}, "standoff": 6}
    figure.update_xaxes(range=[0, len(rows) + 1], title={"text": "正式名次", **title}, nticks=7, **axis)
    figure.update_yaxes(range=[float(high.max()) + 1, 0], title={"text": "名次范围", **title}, nticks=7, **axis)
    return figure


def _diamonds(places: pd.Series, heights: list[int]) -> go.Scatter:
    known = places.notna().to_numpy()
    return go.Scatter(
        x=places[known].to_numpy(dtype="int32"),
        y=np.asarray(heights, dtype="int32")[known],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "diamond", "size": 12, "color": _VIOLET, "line": {"color": "#FFFFFF", "width": 1}},
    )


def _gapped(first: Iterable[float], second: Iterable[float]) -> Any:  # noqa: ANN401 - plotly takes it as it is
    """Pairs as one line with gaps between them."""
    starts, ends = np.asarray(list(first), dtype="float32"), np.asarray(list(second), dtype="float32")
    return np.stack([starts, ends, np.full_like(starts, np.nan)], axis=1).ravel()
