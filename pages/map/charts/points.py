"""Streets or communities as points, because nobody has published their boundaries."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck as pdk

from pages.map.charts.clicks import MAP_HEIGHT, MARK, by_code, picked_districts
from pages.shared import formats
from pages.shared.theme import CLASS_COLOURS, FONT_FAMILY, NO_DATA, Palette, Scale, rgb

_WIDTH = 430  # what the narrowest screen shows of the map, in its own pixels
_MARGIN = 34
_CLOSEST = 13.0
_RADIUS = 11
_POINT_TEXT = 15
LABELS: dict[str, Any] = {"room": (_WIDTH, MAP_HEIGHT), "size": _POINT_TEXT, "radius": _RADIUS}
SCHEMATIC = "schematic"
Placing = Callable[
    [Sequence[tuple[float, float]], Sequence[tuple[str, str]], Sequence[float]],
    Sequence[tuple[int, str, Sequence[int]]],
]
_LONGEST_NAME = 9


@dataclass(frozen=True)
class View:
    """A middle and a zoom of the map."""

    longitude: float
    latitude: float
    zoom: float

    def pixels(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies on the map, right of and below its middle (web Mercator)."""
        scale = 512 * 2**self.zoom

        def down(degrees: float) -> float:
            return -math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2)) / (2 * math.pi)

        return scale * (longitude - self.longitude) / 360, scale * (down(latitude) - down(self.latitude))


def point_map(
    points: pd.DataFrame,
    boundaries: dict[str, Any],
    url: str,
    view: View,
    scale: Scale,
    palette: Palette,
    *,
    host: str,
    state: str,
    place: Placing,
    write: Callable[[float], str] = formats.number,
) -> pdk.Deck:
    """Streets or communities as points in the district they lie in, coloured by their distance to the line.

    A full circle is a known position, a ring a schematic one. Labels never overlap: the furthest below the line come
    first, and where there is no room for a name its value stands alone, or nothing.

    Args:
        points: area_code, area_name, longitude, latitude, position_quality, value, distance; those without a position
            are left out.
        boundaries: GeoJSON with ``code`` and ``name`` of each district.
        url: Where the browser gets the same GeoJSON.
        view: What of the earth is shown.
        scale: The classes of distance.
        palette: The viewer's colours.
        host: The code of the district the points lie in.
        state: What is chosen: names the layers that are clicked, so that an old click is forgotten.
        place: Says which points are labelled, how, and how far from them, within ``LABELS``.
        write: How values are printed.
    """
    rows = points.dropna(subset=["longitude", "latitude"]).to_dict("records")
    marks = [_mark(row, scale, palette) for row in rows]
    texts = [
        (_short(str(row["area_name"])), "数据不足" if formats.is_missing(row["value"]) else write(row["value"]))
        for row in rows
    ]
    urgency = [math.inf if formats.is_missing(row["distance"]) else float(row["distance"]) for row in rows]
    spots = [view.pixels(row["longitude"], row["latitude"]) for row in rows]
    labels = [
        {"text": text, "position": marks[index]["position"], "offset": list(offset)}
        for index, text, offset in place(spots, texts, urgency)
    ]
    ground = by_code({host: rgb(palette.track)}, rgb(palette.track, 70))
    known = any(item["properties"]["code"] == host for item in boundaries["features"])
    return pdk.Deck(
        layers=[
            pdk.Layer(
                "GeoJsonLayer",
                id="districts",
                data=url,
                get_fill_color=ground if known else rgb(palette.track, 70),
                get_line_color=rgb(palette.surface),
                line_width_min_pixels=1.5,
                update_triggers={"getFillColor": f"{palette.surface}{host}"},
            ),
            pdk.Layer(
                "GeoJsonLayer",
                id="outline",
                data=url,
                filled=False,
                get_line_color=by_code({host: rgb(palette.muted)}, [0, 0, 0, 0]),
                line_width_min_pixels=1.5,
                update_triggers={"getLineColor": host},
            ),
            *(_circles(marks, is_schematic, palette) for is_schematic in (False, True)),
            pdk.Layer(
                "TextLayer",
                id="labels",
                data=labels,
                get_text="text",
                get_position="position",
                get_pixel_offset="offset",
                get_color=rgb(palette.ink),
                get_size=_POINT_TEXT,
                line_height=1.2,
                character_set=pdk.types.String("auto"),
                font_family=pdk.types.String(FONT_FAMILY),
                font_weight=600,
                font_settings={"sdf": True, "fontSize": 64, "buffer": 12, "radius": 14},
                outline_width=4,
                outline_color=rgb(palette.surface),
            ),
            picked_districts(url, state),
            pdk.Layer(
                "ScatterplotLayer",
                id=f"{MARK}-{state}",
                data=[{"code": mark["code"], "position": mark["position"]} for mark in marks],
                get_position="position",
                radius_units=pdk.types.String("pixels"),
                get_radius=_RADIUS + 6,
                get_fill_color=[0, 0, 0, 255],
                opacity=1e-7,  # seen by nobody, yet picked
                pickable=True,
            ),
        ],
        initial_view_state=pdk.ViewState(longitude=view.longitude, latitude=view.latitude, zoom=view.zoom),
        views=[pdk.View(type="MapView", id="city", controller=True)],
        map_provider=None,
        tooltip=False,
    )


def fitted(bounds: tuple[float, float, float, float]) -> View:
    """The closest view that shows a box of west, south, east and north, on the narrowest screen too."""
    west, south, east, north = map(float, bounds)
    flat = View((west + east) / 2, (south + north) / 2, 0)
    left, top = flat.pixels(west, north)
    right, bottom = flat.pixels(east, south)
    room = min((_WIDTH - 2 * _MARGIN) / max(right - left, 1e-9), (MAP_HEIGHT - 2 * _MARGIN) / max(bottom - top, 1e-9))
    return View(round(flat.longitude, 5), round(flat.latitude, 5), round(min(math.log2(room), _CLOSEST), 3))


def _mark(row: dict[Hashable, Any], scale: Scale, palette: Palette) -> dict[str, Any]:
    number = scale.class_of(row["distance"])
    return {
        "code": str(row["area_code"]),
        "position": [round(row["longitude"], 5), round(row["latitude"], 5)],
        "colour": rgb(palette.no_band if number == NO_DATA else CLASS_COLOURS[number])[:3],
        "is_schematic": row["position_quality"] == SCHEMATIC,
    }


def _circles(marks: list[dict[str, Any]], is_schematic: bool, palette: Palette) -> pdk.Layer:  # noqa: FBT001
    """The marks of one kind of position: full circles, or rings; both edged so that pale colours stand out."""
    data = [
        {"position": mark["position"], "colour": mark["colour"]}
        for mark in marks
        if mark["is_schematic"] is is_schematic
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        id="schematic" if is_schematic else "located",
        data=data,
        get_position="position",
        radius_units=pdk.types.String("pixels"),
        line_width_units=pdk.types.String("pixels"),
        get_radius=_RADIUS - 3 if is_schematic else _RADIUS,
        stroked=True,
        filled=True,
        get_fill_color=rgb(palette.surface) if is_schematic else "colour",
        get_line_color="colour" if is_schematic else rgb(palette.ink),
        get_line_width=6 if is_schematic else 1,
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
