"""The map enlarged: as deck.gl draws it, moved and zoomed by whoever looks, in relief where that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.map.charts.clicks import MAP_HEIGHT, clicked_code
from pages.map.charts.districts import district_choropleth
from pages.map.charts.points import LABELS, fitted, point_map
from pages.map.scene import Scene
from pages.shared import theme
from pages.shared.ask import boundaries
from pages.shared.drawn import made
from queries.reports import maps
from queries.reports.bodies.geography import placed


def show_large(scene: Scene, host: str, alt: str, choose: Callable[[str], None]) -> None:
    """Draw it with the extent and the choice of the drawing it stands for.

    Args:
        scene: What is shown.
        host: The district that holds the points, below the city.
        alt: What a screen reader says instead.
        choose: Called with the code of what is clicked.
    """
    filters, palette = scene.filters, theme.palette(st.context.theme.type)
    url, geometry = boundaries()
    if filters.unit:
        deck = made(
            point_map,
            scene.areas,
            geometry,
            url,
            fitted(maps.shown_bounds(scene.areas, geometry, "" if scene.street else host)),
            scene.scale,
            palette,
            host=host,
            state=f"{filters.unit}-{scene.street}",
            place=partial(placed, **LABELS),
            write=scene.printed,
        )
    else:
        deck = made(
            district_choropleth,
            scene.units,
            geometry,
            url,
            scene.scale,
            palette,
            write=scene.printed,
            is_relief=scene.is_relief,
        )

    def choose_clicked() -> None:
        if code := clicked_code(st.session_state["enlarged"]):
            choose(code)

    with st.container(key="chart-map"):
        st.pydeck_chart(deck, height=MAP_HEIGHT, on_select=choose_clicked, key="enlarged", alt=alt)
