"""Districts by their distance to the line, flat or in relief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pydeck as pdk
import shapely
from shapely.geometry import shape

from pages.map.charts.clicks import by_code, picked_districts
from pages.shared import formats
from pages.shared.theme import CLASS_COLOURS, CLASS_TEXT_COLOURS, FONT_FAMILY, NO_DATA, Palette, Scale, rgb

CITY = {"longitude": 121.5, "latitude": 29.62, "zoom": 7.87}
_RELIEF = {"longitude": 121.53, "latitude": 29.66, "zoom": 7.93, "pitch": 45}
_HIGHEST = 8_000  # metres above the ground of the best district in relief
_TEXT_SIZE, _SMALLEST_TEXT = 17, 14
_ROOM = 0.115  # degrees about a label in full size
_HATCH_STEP = 0.045  # degrees between two strokes
_MATT = {"ambient": 0.8, "diffuse": 0.35, "shininess": 1, "specularColor": [0, 0, 0]}


def district_choropleth(
    units: pd.DataFrame,
    boundaries: dict[str, Any],
    url: str,
    scale: Scale,
    palette: Palette,
    *,
    write: Callable[[float], str] = formats.number,
    chosen: str = "",
    is_relief: bool = False,
) -> pdk.Deck:
    """The districts as polygons with name and value; without data hatched; the chosen one outlined.

    In relief a district stands the higher, the further it is above the lowest.

    The browser fetches the polygons from ``url``; what travels is a colour per code. Clicks meet an invisible layer on
    top whose name holds the chosen unit: Streamlit fades what is not selected and forgets a selection whose layer is
    gone, so the map never shows another choice than the page.

    Args:
        units: unit_code, short_name or unit_name, value, distance; codes without a polygon are left out.
        boundaries: GeoJSON with ``code`` and ``name`` of each district.
        url: Where the browser gets the same GeoJSON.
        scale: The classes of distance.
        palette: The viewer's colours.
        write: How values are printed.
        chosen: The code to outline.
        is_relief: Whether the districts stand out of the ground.
    """
    classes = {row["unit_code"]: scale.class_of(row["distance"]) for row in units.to_dict("records")}
    values = {row["unit_code"]: row["value"] for row in units.to_dict("records")}
    fills = {code: rgb(CLASS_COLOURS[number]) for code, number in classes.items() if number != NO_DATA}
    fill = by_code(fills, rgb(palette.surface))
    heights = _heights({code: values[code] for code in fills}) if is_relief else {}
    lifted = {"extruded": True, "get_elevation": by_code(heights, 0), "material": _MATT} if is_relief else {}
    shapes = {item["properties"]["code"]: shape(item["geometry"]) for item in boundaries["features"]}
    names = {item["properties"]["code"]: item["properties"]["name"] for item in boundaries["features"]}
    labels: list[dict[str, Any]] = [
        {
            "text": f"{name}\n{write(values[code]) if code in fills else '数据不足'}",
            "position": middle(shapes[code]) + ([heights.get(code, 0)] if is_relief else []),
            "size": _SMALLEST_TEXT + 1 if is_relief else _text_size(shapes[code]),
            "class": classes.get(code, NO_DATA),
        }
        for code, name in names.items()
    ]
    blank = [code for code in names if code not in fills]
    return pdk.Deck(
        layers=[
            pdk.Layer(
                "GeoJsonLayer",
                id="districts",
                data=url,
                get_fill_color=fill,
                get_line_color=rgb(palette.surface),
                line_width_min_pixels=1.5,
                update_triggers={
                    "getFillColor": f"{palette.surface}{sorted(classes.items())}",
                    "getElevation": sorted(heights.items()),
                },
                **lifted,
            ),
            pdk.Layer(
                "PathLayer",
                id="hatching",
                data=[{"path": stroke} for code in blank for stroke in hatching(shapes[code])],
                get_path="path",
                get_color=rgb(palette.no_band),
                width_min_pixels=1.5,
            ),
            pdk.Layer(
                "GeoJsonLayer",
                id="outline",
                data=url,
                filled=False,
                get_line_color=by_code({chosen: rgb(palette.ink)} if chosen else {}, [0, 0, 0, 0]),
                line_width_min_pixels=3,
                line_joint_rounded=True,
                update_triggers={"getLineColor": chosen},
            ),
            *(_labels(labels, number, palette) for number in sorted({label["class"] for label in labels})),
            picked_districts(url, chosen, **lifted),
        ],
        initial_view_state=pdk.ViewState(**(_RELIEF if is_relief else CITY)),
        views=[pdk.View(type="MapView", id="city", controller=True)],
        map_provider=None,
        tooltip=False,
    )


def hatching(polygon: shapely.Geometry) -> list[list[list[float]]]:
    """Parallel strokes inside a polygon, from lower left to upper right, as lists of [longitude, latitude]."""
    west, south, east, north = polygon.bounds
    height = north - south
    strokes = []
    start = west - height
    while start < east:
        inside = shapely.intersection(polygon, shapely.LineString([(start, south), (start + height, north)]))
        strokes += [
            [[round(x, 4), round(y, 4)] for x, y in part.coords]
            for part in getattr(inside, "geoms", [inside])
            if part.geom_type == "LineString" and not part.is_empty
        ]
        start += _HATCH_STEP
    return strokes


def _heights(values: dict[str, float]) -> dict[str, int]:
    """How high each district stands, in metres: in proportion to what it is above the lowest."""
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    return {code: round(_HIGHEST * (value - low) / ((high - low) or 1.0)) for code, value in values.items()}


def _labels(labels: list[dict[str, Any]], number: int, palette: Palette) -> pdk.Layer:
    """The labels of one class, each with a halo in the colour of its own district, for where it is too narrow."""
    is_blank = number == NO_DATA
    return pdk.Layer(
        "TextLayer",
        id=f"labels-{'nodata' if is_blank else number}",
        data=[
            {"text": label["text"], "position": label["position"], "size": label["size"]}
            for label in labels
            if label["class"] == number
        ],
        get_text="text",
        get_position="position",
        get_color=rgb(palette.ink if is_blank else CLASS_TEXT_COLOURS[number]),
        get_size="size",
        line_height=1.25,
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String(FONT_FAMILY),
        font_weight=600,
        font_settings={"sdf": True, "fontSize": 64, "buffer": 12, "radius": 14},
        outline_width=4,
        outline_color=rgb(palette.surface if is_blank else CLASS_COLOURS[number]),
        parameters={"depthCompare": "always"},  # in relief nothing stands before a name
    )


def middle(geometry: shapely.Geometry) -> list[float]:
    """The middle of the largest circle inside a geometry: where a label has most room."""
    centre = shapely.maximum_inscribed_circle(geometry).coords[0]
    return [round(centre[0], 4), round(centre[1], 4)]


def _text_size(geometry: shapely.Geometry) -> int:
    """Smaller letters in a small district, down to what can be read."""
    radius = float(shapely.maximum_inscribed_circle(geometry).length)
    return round(max(_SMALLEST_TEXT, min(_TEXT_SIZE, _TEXT_SIZE * radius / _ROOM)))
