"""The enlarged map as deck.gl draws it: districts by their distance to the line, and below them points."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck as pdk
import shapely
from shapely.geometry import shape

from pages.shared import formats
from pages.shared.theme import CLASS_COLOURS, CLASS_TEXT_COLOURS, FONT_FAMILY, NO_DATA, Palette, Scale, rgb

MAP_HEIGHT = 600
PICKED = "pick"
MARK = "mark"
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
        views=[pdk.View(type="MapView", id="city", controller=False)],
        map_provider=None,
        tooltip=False,
    )


def picked_districts(url: str, state: str, **lifted: Any) -> pdk.Layer:  # noqa: ANN401 - properties of a layer
    """The layer that clicks on districts meet: seen by nobody, yet picked; named after what is chosen."""
    return pdk.Layer(
        "GeoJsonLayer",
        id=f"{PICKED}-{state}",
        data=url,
        stroked=False,
        get_fill_color=[0, 0, 0, 255],
        opacity=1e-7,
        pickable=True,
        **lifted,
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


def clicked_code(event: dict[str, Any]) -> str:
    """The code of the point or, where none was hit, of the district that was clicked; or nothing."""
    hits = {name: objects[0] for name, objects in event["selection"]["objects"].items() if objects}
    for name, hit in hits.items():
        if name.startswith(MARK):
            return str(hit["code"])
    return next((str(hit["properties"]["code"]) for name, hit in hits.items() if name.startswith(PICKED)), "")


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


def by_code(values: Mapping[str, object], otherwise: object) -> str:
    """A deck.gl expression that gives a feature what belongs to its code: a colour, a height."""
    cases = "".join(f"properties.code == '{code}' ? {value} : " for code, value in values.items())
    return f"{cases}{otherwise}"


def middle(geometry: shapely.Geometry) -> list[float]:
    """The middle of the largest circle inside a geometry: where a label has most room."""
    centre = shapely.maximum_inscribed_circle(geometry).coords[0]
    return [round(centre[0], 4), round(centre[1], 4)]


def _text_size(geometry: shapely.Geometry) -> int:
    """Smaller letters in a small district, down to what can be read."""
    radius = float(shapely.maximum_inscribed_circle(geometry).length)
    return round(max(_SMALLEST_TEXT, min(_TEXT_SIZE, _TEXT_SIZE * radius / _ROOM)))


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
        views=[pdk.View(type="MapView", id="city", controller=False)],
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
