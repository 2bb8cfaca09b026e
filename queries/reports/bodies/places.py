"""Streets or communities as points in the district they lie in, because nobody has published their boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Picture, Place
from queries.reports.bodies.geography import Frame, framed, placed, rings

_TEXT = 24.0
_RADIUS, _HOLLOW = 17.0, 12.0
_MARGIN = 0.08  # of what is shown, about it
_TALLEST = 1.15  # of the width
_LONGEST_NAME = 9


@dataclass(frozen=True)
class Spot:
    """A point: its value in words, the class of its distance (−1 without data), and whether its place is schematic."""

    code: str
    name: str
    value: str
    number: int
    longitude: float
    latitude: float
    urgency: float
    is_schematic: bool = False


@dataclass(frozen=True)
class Places(Picture):
    """Points on the districts; ``bounds`` (west, south, east, north) is what is shown, ``host`` the district of the points.

    Labels never overlap: the most urgent come first, and where there is no room for a name its value stands alone, or
    nothing; what is pointed at says its name.
    """

    spots: tuple[Spot, ...]
    boundaries: Mapping[str, Any]
    host: str
    bounds: tuple[float, float, float, float]
    widths: ClassVar[Sequence[float]] = (620.0,)

    @property
    def words(self) -> str:
        """Every point and its value."""
        return "；".join(f"{spot.name} {spot.value}" for spot in self.spots)

    def height_at(self, width: float) -> float:
        """As what is shown is shaped, within limits."""
        return max(self._frame(width, width * _TALLEST).height, width * 0.8)

    def _frame(self, width: float, height: float) -> Frame:
        west, south, east, north = self.bounds
        across, down = max(east - west, 0.01) * _MARGIN, max(north - south, 0.01) * _MARGIN
        return framed((west - across, south - down, east + across, north + down), width, height)

    def svg(self, place: Place) -> str:
        """The districts pale, the one of the points outlined; a full mark is a known position, a ring a schematic one."""
        from shapely import box, intersection
        from shapely.geometry import shape

        frame = self._frame(place.width, place.height)
        aside, above = (place.width - frame.width) / 2, (place.height - frame.height) / 2
        seen = box(-aside, -above, frame.width + aside, frame.height + above)
        parts = []
        for feature in sorted(self.boundaries["features"], key=lambda one: one["properties"]["code"] == self.host):
            code, part = str(feature["properties"]["code"]), intersection(frame.drawn(shape(feature["geometry"])), seen)
            paths = ("M" + "L".join(f"{x + aside:.0f} {y + above:.0f}" for x, y in ring) + "Z" for ring in _areas(part))
            if outline := "".join(paths):
                kind = "host" if code == self.host else "beside"
                name = str(feature["properties"]["name"])
                parts.append(svg.part(f'<path d="{outline}"/>', f"district {kind}", name, code=code))
        at = [(x + aside, y + above) for x, y in (frame.at(spot.longitude, spot.latitude) for spot in self.spots)]
        for spot, (x, y) in zip(self.spots, at, strict=True):
            hollow = spot.is_schematic
            kind = f"unit spot {f'c{spot.number}' if spot.number >= 0 else 'cn'}{' hollow' if hollow else ''}"
            mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_HOLLOW if hollow else _RADIUS:.0f}" class="ground"/>'
            parts.append(svg.part(mark, kind, f"{spot.name} {spot.value}", code=spot.code))
        middle = place.width / 2, place.height / 2
        labels = placed(
            [(x - middle[0], y - middle[1]) for x, y in at],
            [(_short(spot.name), spot.value) for spot in self.spots],
            [spot.urgency for spot in self.spots],
            room=(place.width, place.height),
            size=_TEXT,
            radius=_RADIUS,
        )
        for number, text, (aside_of, below) in labels:
            x, y = at[number]
            lines = text.split("\n")
            parts.append(svg.label_lines(x + aside_of, y + below, lines, _TEXT, "halo place", "middle"))
        return "".join(parts)


def _areas(geometry: Any) -> list[list[tuple[float, float]]]:
    """The outlines of what is an area in a geometry."""
    return [
        ring
        for part in getattr(geometry, "geoms", [geometry])
        if part.geom_type == "Polygon" and not part.is_empty
        for ring in rings(part)
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
