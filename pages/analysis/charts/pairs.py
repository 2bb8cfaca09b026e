"""Pairs of units: dumbbells of differences."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.charts import ground
from pages.shared.theme import Palette


def mixture_dumbbells(pairs: pd.DataFrame, palette: Palette) -> go.Figure:
    """Pairs of units: their difference (filled) and what remains of it within the same kinds (open), around 0.

    Each pair is turned so that its difference is positive: the first named is ahead.

    Args:
        pairs: unit_name, other_name, difference, within_kinds (points).
        palette: The viewer's colours.
    """
    figure = go.Figure(layout=ground(palette, height=62 * len(pairs) + 36, l=10, r=10, t=6, b=28))
    rows = pairs.to_dict("records")
    signs = [1 if row["difference"] >= 0 else -1 for row in rows]
    turned = [(sign * row["difference"], sign * row["within_kinds"]) for sign, row in zip(signs, rows, strict=True)]
    reach = max([0.5, *(abs(value) for pair in turned for value in pair)]) * 1.45
    lowest = min(-0.35 * reach, *(within - 0.3 * reach for _, within in turned))
    for place, (row, (total, within)) in enumerate(zip(reversed(rows), reversed(turned), strict=True)):
        ahead, behind = (row["unit_name"], row["other_name"])[:: 1 if row["difference"] >= 0 else -1]
        figure.add_shape(
            type="line",
            x0=total,
            x1=within,
            y0=place,
            y1=place,
            line={"color": palette.no_band, "width": 5},
            layer="below",
        )
        figure.add_trace(
            go.Scatter(
                x=[round(total, 4), round(within, 4)],
                y=[place, place],
                mode="markers",
                cliponaxis=False,
                marker={
                    "size": 14,
                    "color": [palette.ink, palette.surface],
                    "line": {"color": palette.ink, "width": 2},
                },
            )
        )
        is_ahead = total >= within
        for value, to_the_right in ((total, is_ahead), (within, not is_ahead)):
            figure.add_annotation(
                x=value,
                y=place,
                xanchor="left" if to_the_right else "right",
                xshift=12 if to_the_right else -12,
                showarrow=False,
                text=formats.signed(value),
                font={"size": 15},
            )
        figure.add_annotation(
            x=0,
            xref="paper",
            y=place,
            xanchor="left",
            yshift=23,
            showarrow=False,
            font={"size": 15},
            text=f"<b>{escape(str(ahead), quote=False)}</b> 比 {escape(str(behind), quote=False)}",
        )
    figure.add_vline(x=0, line={"color": palette.muted, "width": 1.5, "dash": "dot"}, layer="below")
    figure.update_xaxes(
        range=[lowest, reach],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        nticks=7,
        tickfont={"size": 13, "color": palette.muted},
    )
    figure.update_yaxes(range=[-0.5, len(pairs) - 0.35], visible=False, fixedrange=True)
    return figure
