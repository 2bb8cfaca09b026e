"""Charts that more than one page shows, and the ground they are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.theme import FONT_FAMILY, Palette
from pages.shared.verdicts import DOWN, SYMBOLS, UP, colours

CONFIG = {"displayModeBar": False, "staticPlot": True}


def ground(palette: Palette, height: int, **margin: int) -> go.Layout:
    """An empty, transparent layout in the dashboard's type and colours."""
    return go.Layout(
        template=go.layout.Template(),  # the default one is 6 KB a figure
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0, **margin},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT_FAMILY, "size": 15, "color": palette.ink},
        showlegend=False,
        dragmode=False,
        hovermode=False,
    )


def band_shares(bands: pd.DataFrame, palette: Palette) -> str:
    """One bar of all communities as HTML, a piece per band, best first, and under it each band's symbol, name and count.

    Those without enough data are hatched.
    """
    pieces, words = [], []
    for row in bands.to_dict("records"):
        place = min(int(row["position"]), len(palette.bands)) - 1
        count = int(row["community_count"])
        is_rated = row["band_code"] != "none"
        look = (
            f'style="--share: {count}; background: {palette.bands[place]}"'
            if is_rated
            else f'class="none" style="--share: {count}"'
        )
        colour = palette.band_texts[place] if is_rated else palette.muted
        if count:
            pieces.append(f"<i {look}></i>")
        words.append(
            f'<span><b style="color: {colour}">{escape(row["symbol"])} {escape(row["band_name"])}</b> {count}</span>'
        )
    bar = f'<div class="band-bar" aria-hidden="true">{"".join(pieces)}</div>'
    return f'{bar}<div class="bands">{"".join(words)}</div>'


def dimension_dots(dimensions: pd.DataFrame, line: float, palette: Palette, row_height: int = 44) -> go.Figure:
    """The five dimensions as dots against the line, with score and change printed beside them."""
    rows = dimensions.iloc[::-1]
    low, high = _reach(rows["score"].dropna().tolist(), line)
    figure = go.Figure(layout=ground(palette, height=row_height * len(rows) + 30, l=94, r=150, t=24, b=6))
    positions = list(range(len(rows)))
    shapes: list[
        dict[str, Any]
    ] = []  # they and the annotations are set at once: each one added would copy those before it
    for position, row in zip(positions, rows.to_dict("records"), strict=True):
        along = {"type": "line", "y0": position, "y1": position}
        shapes.append({**along, "x0": low, "x1": high, "line": {"color": palette.track, "width": 6}, "layer": "below"})
        if formats.is_missing(row["score"]):
            continue
        colour = palette.above if formats.rounded(row["score"]) >= line else palette.below
        shapes.append({**along, "x0": line, "x1": row["score"], "line": {"color": colour, "width": 6}})
    shown = rows["score"].notna()
    colours = [palette.above if formats.rounded(score) >= line else palette.below for score in rows["score"][shown]]
    figure.add_trace(
        go.Scatter(
            x=rows["score"][shown],
            y=[position for position, is_shown in zip(positions, shown, strict=True) if is_shown],
            mode="markers",
            marker={"size": 16, "color": colours},
        )
    )
    dotted = {"color": palette.ink, "width": 1.5, "dash": "dot"}
    shapes.append({"type": "line", "x0": line, "x1": line, "y0": -0.5, "y1": len(rows) - 0.5, "line": dotted})
    grey = {"size": 13, "color": palette.muted}
    top = {"x": line, "y": len(rows) - 0.5, "yanchor": "bottom", "showarrow": False}
    words: list[dict[str, Any]] = [{**top, "text": f"达标线 {formats.number(line, 0)}", "font": grey}]
    for position, row in zip(positions, rows.to_dict("records"), strict=True):
        score = f"<b>{formats.number(row['score'])}</b>" if not formats.is_missing(row["score"]) else "数据不足"
        beside = {"x": 1, "xref": "paper", "y": position, "showarrow": False, "xanchor": "left"}
        words.append({**beside, "xshift": 18, "text": score, "font": {"size": 18}})
        words.append({**beside, "xshift": 86, "text": formats.arrow(row["change"]), "font": {**grey, "size": 14}})
    figure.update_layout(shapes=shapes, annotations=words)
    figure.update_xaxes(range=[low, high], visible=False, fixedrange=True)
    figure.update_yaxes(
        range=[-0.5, len(rows) - 0.3],
        tickvals=positions,
        ticktext=rows["dimension_name"],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 16},
        ticklabelstandoff=10,
    )
    return figure


def index_trend(trend: pd.DataFrame, line: float, palette: Palette) -> go.Figure:
    """The total over the quarters against the line, real changes marked, first and last quarter named, last value printed."""
    figure = go.Figure(layout=ground(palette, height=194, l=4, r=30, t=30, b=44))
    figure.add_trace(
        go.Scatter(x=trend["period"], y=trend["score"], mode="lines", line={"color": palette.above, "width": 3})
    )
    known = trend.dropna(subset=["score"])
    mark_line(figure, line, palette, is_below=known.empty or known["score"].iloc[0] < line)
    if len(known):
        last = known.iloc[-1]
        figure.add_trace(
            go.Scatter(
                x=[last["period"]], y=[last["score"]], mode="markers", marker={"size": 11, "color": palette.above}
            )
        )
        figure.add_annotation(
            x=last["period"],
            y=last["score"],
            showarrow=False,
            yanchor="bottom" if last["score"] >= line else "top",
            yshift=8 if last["score"] >= line else -8,
            text=f"<b>{formats.number(last['score'])}</b>",
            font={"size": 17, "color": palette.above},
        )
    mark_progress(figure, trend["period"].tolist(), trend, palette)
    values = [*known["score"].tolist(), line]
    room = max(max(values) - min(values), 1.0) * 0.3
    figure.update_yaxes(visible=False, fixedrange=True, range=[min(values) - room, max(values) + room])
    figure.update_xaxes(type="category", visible=False, fixedrange=True)
    for x, anchor, period in ((0, "left", trend["period"].iloc[0]), (1, "right", trend["period"].iloc[-1])):
        figure.add_annotation(
            x=x,
            y=0,
            xref="paper",
            yref="paper",
            xanchor=anchor,
            yanchor="top",
            showarrow=False,
            text=formats.period_name(period),
            font={"size": 13, "color": palette.muted},
        )
    return figure


def mark_line(figure: go.Figure, line: float, palette: Palette, *, is_below: bool) -> None:
    """The line through a trend, dashed, with its name on the left where the trend is not: above it if that begins below."""
    figure.add_hline(y=line, line={"color": palette.muted, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=0,
        xref="paper",
        y=line,
        yanchor="bottom" if is_below else "top",
        xanchor="left",
        showarrow=False,
        text=f"达标线 {formats.number(line, 0)}",
        font={"size": 13, "color": palette.muted},
    )


def mark_progress(figure: go.Figure, positions: Sequence[int | str], trend: pd.DataFrame, palette: Palette) -> None:
    """Mark the quarters of a trend whose change is real, filled or hollow by its size, and say below the axis what they mean.

    Args:
        figure: The trend, drawn.
        positions: Where each quarter lies on the x axis.
        trend: score and, if known, progress.
        palette: The viewer's colours.
    """
    said = []
    for word, colour in colours(palette).items():
        symbol = "triangle-up" if colour == palette.above else "triangle-down"
        is_small = word in {UP, DOWN}
        verdicts = trend["progress"] if "progress" in trend else [None] * len(trend)
        marked = [
            (position, score)
            for position, score, verdict in zip(positions, trend["score"], verdicts, strict=True)
            if verdict == word and not formats.is_missing(score)
        ]
        if not marked:
            continue
        figure.add_trace(
            go.Scatter(
                x=[position for position, _ in marked],
                y=[score for _, score in marked],
                mode="markers",
                marker={
                    "symbol": symbol,
                    "size": 11 if is_small else 14,
                    "color": palette.surface if is_small else colour,
                    "line": {"color": colour if is_small else palette.surface, "width": 1.5},
                },
            )
        )
        said.append(f'<span style="color:{colour}">{SYMBOLS[word]}</span> {word}')
    if said:
        figure.add_annotation(
            x=0.5,
            y=0,
            xref="paper",
            yref="paper",
            xanchor="center",
            yanchor="top",
            yshift=-18,
            showarrow=False,
            text="　".join(said),
            font={"size": 13, "color": palette.muted},
        )


def _reach(values: list[float], line: float) -> tuple[float, float]:
    """The range of an axis: 20 points about the line, wider where a value needs it."""
    return min([line - 20, *(value - 3 for value in values)]), max([line + 20, *(value + 3 for value in values)])
