"""Charts that more than one page shows, and the ground they are drawn on."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.shared.links import link
from pages.shared.theme import FONT_FAMILY, Palette

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


def band_shares(bands: pd.DataFrame, palette: Palette, kept: Mapping[str, str]) -> str:
    """One bar of all communities as HTML, a piece per band, best first, and under it each band's symbol, name and count.

    Those without enough data are hatched. A band opens the list of its communities, under the filters ``kept``.
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
        named = f"{row['symbol']} {row['band_name']}"
        if count:
            pieces.append(f"<i {look}></i>")
        words.append(
            f'<span style="--band: {colour}">{link("league", named, kept, area_kind="community", bands=row["band_code"])} {count}</span>'
        )
    bar = f'<div class="band-bar" aria-hidden="true">{"".join(pieces)}</div>'
    return f'{bar}<div class="bands">{"".join(words)}</div>'
