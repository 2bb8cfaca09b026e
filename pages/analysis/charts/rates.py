"""Rates of communities: the funnel, and those of too few pulled towards the city."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.analysis.charts.thinning import HEIGHT, MOST_LINES, evenly
from pages.shared import formats
from pages.shared.charts import ground
from pages.shared.theme import Palette

_NARROWEST = 560  # pixels that labels are placed for; a wider screen only gives them more room
_LABEL_HEIGHT, _WIDE, _SLIM, _APART = 18, 13.0, 7.5, 9
_MOST_LABELS = 14
_SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_PERCENT = 100.0
_SUBSTANTIAL = 0.2  # of the whole range of rates: room above and below the points
Box = tuple[float, float, float, float]


def funnel(
    points: pd.DataFrame,
    limits: pd.DataFrame,
    city_rate: float,
    palette: Palette,
    *,
    is_higher_better: bool,
) -> go.Figure:
    """Rates against the size of their samples between the limits of chance; those outside are coloured and named.

    Args:
        points: community_name, sample_size, rate (percent), z, signal, is_ringed (points to be found again).
        limits: sample_size, share (percent within), low, high (percent; missing draws no line), of each share by rising size.
        city_rate: The pooled rate in percent.
        palette: The viewer's colours.
        is_higher_better: Whether a high rate is the good side: which of the two colours it gets.
    """
    figure = go.Figure(layout=ground(palette, height=HEIGHT, l=46, r=62, t=10, b=44))
    low, high = _reach(points["rate"], city_rate)
    for share, rows in limits.groupby("share"):
        dash = "dash" if share == limits["share"].max() else "dot"
        for side in ("low", "high"):
            figure.add_trace(
                go.Scatter(
                    x=_short(rows["sample_size"], 1),
                    y=_short(rows[side], 2),
                    mode="lines",
                    line={"color": palette.muted, "width": 1.5 if dash == "dash" else 1, "dash": dash},
                )
            )
    spots = points.assign(
        x=points["sample_size"].map(math.log10).round(2), y=(points["rate"] / (high - low) * 100).round()
    )
    drawn = spots.drop_duplicates(["x", "y", "signal"])  # others would lie on the same pixels
    inside = drawn[drawn["signal"] == "在范围内"]
    figure.add_trace(_dots(inside, palette.no_band, 6, opacity=0.75))
    outside = points[points["signal"] != "在范围内"]
    good = "明显高于" if is_higher_better else "明显低于"
    for signal, rows in drawn[drawn["signal"] != "在范围内"].groupby("signal"):
        figure.add_trace(_dots(rows, palette.above if signal == good else palette.below, 11))
    ringed = spots[spots["is_ringed"]].drop_duplicates(["x", "y"])
    if len(ringed):
        rings = _dots(ringed, palette.ink, 8)
        rings.marker.symbol = "circle-open"
        rings.marker.line = {"width": 1, "color": palette.ink}
        figure.add_trace(rings)
    figure.add_hline(y=city_rate, line={"color": palette.ink, "width": 1.5})
    figure.add_annotation(
        x=1,
        xref="paper",
        y=city_rate,
        xanchor="left",
        xshift=4,
        showarrow=False,
        align="left",
        text=f"全市<br>{formats.number(city_rate)}%",
        font={"size": 13, "color": palette.ink},
    )
    smallest, largest = limits["sample_size"].min(), limits["sample_size"].max()
    span = math.log10(smallest), math.log10(largest)
    _name(figure, outside, span, (low, high), palette)
    ticks = [size for size in _SIZES if smallest <= size <= largest]
    figure.update_xaxes(
        type="log",
        range=span,
        tickvals=ticks,
        ticktext=[str(size) for size in ticks],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 14, "color": palette.muted},
        linecolor=palette.track,
        ticks="outside",
        title={"text": "样本量（对数刻度）", "font": {"size": 14, "color": palette.muted}, "standoff": 6},
    )
    figure.update_yaxes(
        range=[low, high],
        gridcolor=palette.track,
        zeroline=False,
        fixedrange=True,
        ticksuffix="%",
        nticks=6,
        tickfont={"size": 14, "color": palette.muted},
    )
    return figure


def shrunk_strip(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Shrunk rates of small samples as dots, an indicator a row, against the city's rate.

    Args:
        rows: indicator_name, shrunk and city_rate (percent).
        palette: The viewer's colours.
    """
    names = list(dict.fromkeys(rows["indicator_name"]))
    figure = go.Figure(layout=ground(palette, height=92 * len(names) + 34, l=10, r=10, t=6, b=28))
    values = [*rows["shrunk"], *rows["city_rate"]]
    room = max(max(values) - min(values), 1.0) * _SUBSTANTIAL
    span = max(min(values) - room, 0.0), min(max(values) + room, _PERCENT)
    for place, name in enumerate(reversed(names)):
        own = rows[rows["indicator_name"] == name].sort_values("shrunk")
        drawn = own.drop_duplicates("shrunk").iloc[evenly(own["shrunk"].nunique(), MOST_LINES // len(names))]
        city_rate = float(own["city_rate"].iloc[0])
        figure.add_shape(
            type="line",
            x0=span[0],
            x1=span[1],
            y0=place,
            y1=place,
            line={"color": palette.track, "width": 6},
            layer="below",
        )
        figure.add_trace(
            go.Scatter(
                x=_short(drawn["shrunk"], 3),
                y=[place] * len(drawn),
                mode="markers",
                cliponaxis=False,
                marker={
                    "size": 12,
                    "color": palette.muted,
                    "opacity": 0.8,
                    "line": {"color": palette.surface, "width": 1},
                },
            )
        )
        figure.add_shape(
            type="line",
            x0=city_rate,
            x1=city_rate,
            y0=place - 0.16,
            y1=place + 0.16,
            line={"color": palette.ink, "width": 3},
        )
        ends = dict.fromkeys(f"{formats.number(own['shrunk'].iloc[end], 1)}%" for end in (0, -1))
        figure.add_annotation(
            x=0,
            xref="paper",
            y=place,
            xanchor="left",
            yshift=26,
            showarrow=False,
            font={"size": 15},
            text=f"<b>{escape(str(name), quote=False)}</b>　全市 {formats.number(city_rate)}%，{len(own)} 项在 {'–'.join(ends)}",
        )
    figure.update_xaxes(
        range=span,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        ticksuffix="%",
        nticks=6,
        tickfont={"size": 13, "color": palette.muted},
    )
    figure.update_yaxes(range=[-0.4, len(names) - 0.45], visible=False, fixedrange=True)
    return figure


def _dots(rows: pd.DataFrame, colour: str, size: int, *, opacity: float = 1.0) -> go.Scatter:
    return go.Scatter(
        x=rows["sample_size"].to_numpy(dtype="int32"),
        y=_short(rows["rate"], 2),
        mode="markers",
        cliponaxis=False,
        marker={"size": size, "color": colour, "opacity": opacity},
    )


def _reach(rates: pd.Series, city_rate: float) -> tuple[float, float]:
    """The range of the rates with room for names, within 0 and 100 percent as far as can be seen."""
    least, most = min(rates.min(), city_rate), max(rates.max(), city_rate)
    room = max(most - least, 2.0) * 0.08
    return max(least - room, -2.0), min(most + room, _PERCENT + 2.0)


def _name(
    figure: go.Figure, outside: pd.DataFrame, span: tuple[float, float], reach: tuple[float, float], palette: Palette
) -> None:
    """Name the points outside with their values, the farthest first, as long as there is room that nothing else takes."""
    width, height = _NARROWEST - 108, HEIGHT - 54
    rows = outside.reindex(outside["z"].abs().sort_values(ascending=False).index)
    across = (rows["sample_size"].map(math.log10) - span[0]) / (span[1] - span[0]) * width
    down = (reach[1] - rows["rate"]) / (reach[1] - reach[0]) * height
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in zip(across, down, strict=True)]
    for row, x, y in list(zip(rows.to_dict("records"), across, down, strict=True))[:_MOST_LABELS]:
        text = f"{row['community_name']} {formats.number(row['rate'], 1)}%"
        long = sum(_SLIM if character.isascii() else _WIDE for character in text)
        choices: tuple[tuple[str, str, Box], ...] = (
            ("left", "middle", (x + _APART, y - 9, x + _APART + long, y + 9)),
            ("right", "middle", (x - _APART - long, y - 9, x - _APART, y + 9)),
            ("center", "bottom", (x - long / 2, y - _APART - _LABEL_HEIGHT, x + long / 2, y - _APART)),
            ("center", "top", (x - long / 2, y + _APART, x + long / 2, y + _APART + _LABEL_HEIGHT)),
        )
        for across_anchor, down_anchor, box in choices:
            own = (x - 6, y - 6, x + 6, y + 6)
            inside = box[0] >= 0 and box[2] <= width + 50 and box[1] >= 0 and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken if other != own):
                taken.append(box)
                figure.add_annotation(
                    x=math.log10(row["sample_size"]),
                    y=row["rate"],
                    xanchor=across_anchor,
                    yanchor=down_anchor,
                    xshift={"left": _APART, "right": -_APART}.get(across_anchor, 0),
                    yshift={"bottom": _APART, "top": -_APART}.get(down_anchor, 0),
                    text=escape(text, quote=False),
                    showarrow=False,
                    font={"size": 13, "color": palette.ink},
                )
                break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _short(values: pd.Series, decimals: int) -> Any:  # noqa: ANN401 - plotly takes it as it is
    """Numbers as they travel: single precision is enough for pixels."""
    return values.round(decimals).to_numpy(dtype="float32")
