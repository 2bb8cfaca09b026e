"""The register of the demonstration: communities, streets and what is hidden behind them."""

from __future__ import annotations

import csv
import json
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from data.sample.span import DIMENSIONS, QUARTERS, STARTS, TABLES, Communities, Numbers, Texts, Whole, table
from data.settings import REFERENCE

# The city's way up in points, with the bad summer of 2025.
_TREND = np.array([-6.0, -5.8, -5.6, -5.4, -5.0, -4.5, -4.0, -3.4, -2.8, -2.2, -3.6, -2.1, -1.2, -0.5, 0.0])


class _Unit(NamedTuple):
    """What the demonstration makes of a reporting unit; sizes follow the real register of 2023."""

    communities: int
    streets: int
    level: float  # points above the city
    slope: float  # points gained on the city over the span
    gaps: float  # how prone to missing reports
    kinds: tuple[float, ...]  # shares of _KINDS


_URBAN = (0.50, 0.27, 0.12, 0.04, 0.07)
_OLD_TOWN = (0.36, 0.42, 0.09, 0.03, 0.10)
_NEW_TOWN = (0.58, 0.08, 0.24, 0.07, 0.03)
_COUNTY = (0.38, 0.22, 0.14, 0.20, 0.06)
_UNITS = {
    "330203": _Unit(115, 16, 3.0, 1.5, 0.4, _OLD_TOWN),
    "330205": _Unit(87, 8, 2.5, 0.0, 0.4, _URBAN),
    "330211": _Unit(53, 7, 3.5, 1.0, 0.3, _URBAN),
    "330206": _Unit(67, 9, 2.0, -1.0, 0.4, _NEW_TOWN),
    "330212": _Unit(168, 20, 5.0, 1.0, 0.3, _URBAN),
    "330213": _Unit(49, 11, -2.0, 2.0, 0.6, _COUNTY),
    "330282": _Unit(91, 16, -3.0, -1.0, 1.0, _COUNTY),
    "330281": _Unit(63, 18, -1.5, 0.5, 3.0, _COUNTY),
    "330226": _Unit(57, 15, -5.0, 1.0, 0.8, _COUNTY),
    "330225": _Unit(54, 15, -4.0, -1.5, 4.0, _COUNTY),
    "3302GX": _Unit(26, 4, 7.0, 0.0, 0.3, _NEW_TOWN),
    "3302DQ": _Unit(9, 2, 1.0, 2.0, 0.5, _COUNTY),
    "3302DX": _Unit(7, 2, -0.5, -1.0, 0.5, _NEW_TOWN),
    "3302QW": _Unit(15, 5, -3.5, 0.5, 5.0, _NEW_TOWN),
}
_OTHER_UNIT = _Unit(50, 8, 0.0, 0.0, 1.0, _URBAN)


class _Kind(NamedTuple):
    """A kind of community: its level in points, its context, and the dimensions it is better or worse in."""

    level: float
    share_60_plus: float
    share_renters: float
    building_age: float
    density: float
    lean: dict[str, float]


_KINDS = {
    "商品房小区": _Kind(2.5, 17, 18, 12, 15000, {"E": 1.0, "P": -1.5}),
    "老旧小区": _Kind(-2.0, 31, 24, 33, 21000, {"E": -1.0, "V": -1.0, "P": 1.0, "A": 1.5}),
    "安置小区": _Kind(-2.5, 24, 31, 11, 17000, {"O": -1.5, "V": 1.0}),
    "村改居": _Kind(-4.5, 23, 46, 19, 6500, {"E": -1.5, "P": 1.0}),
    "单位宿舍混合": _Kind(-1.0, 26, 33, 27, 13000, {"V": -1.0, "P": 1.0}),
}


def make_register(scale: float, rng: np.random.Generator) -> tuple[Communities, pa.Table]:
    """All communities, ordered by unit and street, and the table of streets."""
    with (REFERENCE / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        units = sorted(csv.DictReader(file), key=lambda row: int(row["position"]))
    boundaries = json.loads((REFERENCE / "districts.geojson").read_text(encoding="utf-8"))
    polygons = {
        district["properties"]["code"]: shapely.from_geojson(json.dumps(district["geometry"]))
        for district in boundaries["features"]
    }
    registers, street_codes, street_points = zip(
        *(_unit_register(row, polygons[row["host_code"] or row["unit_code"]], scale, rng) for row in units), strict=True
    )
    points = np.concatenate(street_points)
    streets = table(
        "streets",
        street_code=np.concatenate(street_codes),
        street_name=[f"演示街道{number:02d}" for number in range(1, len(points) + 1)],
        unit_code=np.repeat([row["unit_code"] for row in units], [len(codes) for codes in street_codes]),
        longitude=points[:, 0],
        latitude=points[:, 1],
        position_quality=["schematic"] * len(points),
    )
    city = Communities(
        *(np.concatenate([getattr(one, field.name) for one in registers]) for field in fields(Communities))
    )
    founded, closed = _lifetimes(city.count, scale, rng)
    return replace(city, name=_names(city.unit_code, scale, rng), founded=founded, closed=closed), streets


def _unit_register(
    row: dict[str, str], polygon: shapely.Geometry, scale: float, rng: np.random.Generator
) -> tuple[Communities, Texts, Numbers]:
    """The communities of one unit, the codes of its streets and their points."""
    unit = _UNITS.get(row["unit_code"], _OTHER_UNIT)
    count = max(2, round(unit.communities * scale))
    street_count = min(count, max(1, round(unit.streets * scale**0.5)))
    sizes = 1 + rng.multinomial(count - street_count, rng.dirichlet(np.full(street_count, 6.0)))
    street = np.repeat(np.arange(street_count), sizes)
    street_codes = np.array([f"99{int(row['position']):04d}{number:03d}" for number in range(1, street_count + 1)])
    number_in_street = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1

    low, high = np.array(polygon.bounds).reshape(2, 1, 2)
    if row["host_code"]:  # a hosted unit is a cluster inside its host; a district's streets are anywhere in it
        middle = _points_inside(polygon, low, high, rng)
        low, high = middle - 0.035, middle + 0.035
    street_points = _points_inside(polygon, low.repeat(street_count, 0), high.repeat(street_count, 0), rng)
    points = _points_inside(polygon, street_points[street] - 0.015, street_points[street] + 0.015, rng)

    kind = rng.choice(len(_KINDS), size=count, p=unit.kinds)
    kinds = list(_KINDS.values())
    typical = np.array([one[:5] for one in kinds])[kind].T
    kind_lean = np.array([[one.lean.get(dimension, 0.0) for dimension in DIMENSIONS] for one in kinds])[kind]
    course = _TREND + unit.level + unit.slope * np.linspace(-1, 0, len(QUARTERS))
    own_level = typical[0] + rng.normal(0, 2.0, street_count)[street]
    communities = Communities(
        code=np.array([f"{street_codes[at]}{number:03d}" for at, number in zip(street, number_in_street, strict=True)]),
        name=np.full(count, ""),
        unit_code=np.full(count, row["unit_code"]),
        street_code=street_codes[street],
        kind=np.array(list(_KINDS))[kind],
        households=np.clip(rng.lognormal(np.log(1450), 0.55, count), 400, 4500).astype(np.int64),
        share_60_plus=np.clip(rng.normal(typical[1], 4.5), 5, 60).round(1),
        share_renters=np.clip(rng.normal(typical[2], 7.0), 2, 85).round(1),
        building_age=np.clip(rng.normal(typical[3], 5.0), 1, 60).round(1),
        density=(typical[4] * rng.lognormal(0, 0.35, count)).round(),
        longitude=points[:, 0],
        latitude=points[:, 1],
        founded=np.zeros(count, np.int64),
        closed=np.full(count, len(QUARTERS)),
        level=own_level[:, None] + course,
        lean=kind_lean + rng.normal(0, 0.7, len(DIMENSIONS)),
        gaps=np.full(count, unit.gaps),
    )
    return communities, street_codes, street_points


def _points_inside(polygon: shapely.Geometry, low: Numbers, high: Numbers, rng: np.random.Generator) -> Numbers:
    """One random point of the polygon in each box from low to high; every box overlaps the polygon."""
    points = rng.uniform(low, high).round(5)
    while (outside := ~shapely.contains_xy(polygon, points)).any():
        points[outside] = rng.uniform(low[outside], high[outside]).round(5)
    return points


def _names(unit_code: Texts, scale: float, rng: np.random.Generator) -> Texts:
    """Numbered names; some stand twice in one unit, some twice in the city, one thrice."""
    names = np.array([f"演示社区{number:03d}" for number in range(1, unit_code.size + 1)])
    chosen = rng.permutation(unit_code.size)[: max(9, 3 * round(12 * scale))].reshape(-1, 3)
    for original, other, neighbour_of in chosen.tolist():
        names[other] = names[original]
        neighbours = np.flatnonzero(unit_code == unit_code[neighbour_of])
        names[neighbours[neighbours != neighbour_of][0]] = names[neighbour_of]
    names[chosen[0]] = names[chosen[0, 0]]
    return names


def _lifetimes(count: int, scale: float, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """From which quarter communities exist and no longer exist; the new begin where residents are asked."""
    founded, closed = np.zeros(count, np.int64), np.full(count, len(QUARTERS))
    young, gone = max(1, round(12 * scale)), max(1, round(2 * scale))
    chosen = rng.permutation(count)[: young + gone]
    founded[chosen[:young]] = rng.choice([6, 8, 10], young)
    closed[chosen[young:]] = rng.choice([8, 9, 11], gone)
    return founded, closed


def community_table(city: Communities) -> pa.Table:
    """One row per community, as the register says it."""
    same = {name: getattr(city, name) for name in TABLES["communities"].names if hasattr(city, name)}
    return table(
        "communities",
        **same,
        community_code=city.code,
        community_name=city.name,
        position_quality=["schematic"] * city.count,
        established_on=pa.array(STARTS[city.founded], mask=city.founded == 0),
        abolished_on=pa.array(STARTS[city.closed], mask=city.closed == len(QUARTERS)),
    )
