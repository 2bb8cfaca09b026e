"""The demonstration city: seeded, masked and as noisy as a real one.

:func:`write_sample` writes the tables that ``publish`` reads. Districts keep their names; streets and communities are
called 演示街道01 and 演示社区001 and carry codes beginning with 99, which no real place has.

How a figure comes about: a community has a hidden quality per dimension and quarter (city, unit, street, kind, its own
level and slow change). Through the anchors of the standard it becomes the true rate of each indicator; what is written
is a sample of that truth: places inspected, residents asked, tickets closed. So levels are aimed at, never set.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
import shapely

from data.periods import following, next_period, starts_on
from data.standard import Indicator, Standard, read_standard
from data.tables import ledgers, sample_rows

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
FileFormat = Literal["parquet", "csv"]

_REFERENCE = Path(__file__).with_name("reference")
_BLOCK = 1000  # communities made and written at a time, so that memory does not grow with the city

_QUARTERS = ["2023Q1", *following("2023Q1", 14)]
_LEAD = 3  # activities begin three quarters before the first period, so that its rolling four quarters are full
_STARTS = np.array([starts_on(quarter) for quarter in [*_QUARTERS, next_period(_QUARTERS[-1])]], "M8[D]")
_IS_CARRIED = np.array([quarter[5] in "24" for quarter in _QUARTERS])  # residents are asked in quarters 1 and 3
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
_WITHOUT_COMPOUNDS = ("村改居", 0.4)  # the kind that may have no residential compound, and the share that has none

# From a community's quality (the sum of its effects, in points) to the score aimed at: effort gathers above the line.
_QUALITY = [-30.0, -13.0, -7.0, -4.5, -1.0, 6.0, 10.5, 12.0, 17.0, 40.0]
_AIM = [40.0, 50.5, 52.0, 53.0, 65.0, 66.0, 67.5, 86.0, 94.0, 102.0]
# Points of a dimension above or below its community's score: where that is above the line, and where it is below.
_DIMENSIONS = {"E": (-3.0, -10.5), "O": (1.0, 1.0), "V": (0.5, 1.5), "P": (0.5, 2.0), "A": (2.5, 1.0)}


class _Item(NamedTuple):
    """How an indicator is measured, and how far its level lies from its dimension's."""

    source: Literal["checks", "places", "survey", "score", "stock", "flow", "tickets", "callback"]
    offset: float


_ITEMS = {
    "E1": _Item("checks", 2.0),
    "E2": _Item("places", -6.0),
    "E3": _Item("places", -12.0),
    "E4": _Item("stock", 24.0),
    "E5": _Item("score", 5.0),
    "O1": _Item("places", -4.0),
    "O2": _Item("stock", -4.0),
    "O3": _Item("places", -4.0),
    "O4": _Item("places", -1.0),
    "O5": _Item("survey", 14.0),
    "V1": _Item("stock", 0.0),
    "V2": _Item("stock", 4.0),
    "V3": _Item("stock", 6.0),
    "V4": _Item("stock", -4.0),
    "V5": _Item("stock", -6.0),
    "P1": _Item("flow", 8.0),
    "P2": _Item("flow", -4.0),
    "P3": _Item("stock", -7.0),
    "P4": _Item("tickets", -4.0),
    "P5": _Item("tickets", -1.0),
    "P6": _Item("callback", 9.0),
    "A1": _Item("flow", 6.0),
    "A2": _Item("flow", 0.0),
    "A3": _Item("flow", -5.0),
    "A4": _Item("survey", 2.0),
}


class _Category(NamedTuple):
    """A category of activities: dimension, events a quarter, pull of the weekend, hours, usual size, months, kinds."""

    dimension: str
    events: float
    weekend: float
    hours: tuple[int, ...]
    participants: float
    busy_months: tuple[int, ...]
    kinds: tuple[str, ...]


_QUIET_MONTH = 2  # around the Spring Festival
_CULTURE, _VOLUNTEERING = "文化活动", "志愿服务"
_CATEGORIES = {
    # How often there is culture and how many kinds of volunteering there are follows from indicators A1 and A2.
    _CULTURE: _Category(
        "A", 3.5, 2.2, (9, 14, 18, 19, 19), 46, (1, 2, 9, 10),
        ("文艺演出", "传统节庆", "书画展览", "读书分享", "露天电影", "群众体育"),
    ),
    _VOLUNTEERING: _Category(
        "P", 6.2, 1.4, (8, 9, 9, 14, 15), 18, (3, 5, 12),
        ("助老服务", "助残帮困", "文明劝导", "垃圾分类引导", "义诊义剪", "平安巡逻", "青少年辅导", "环保公益"),
    ),
    "议事协商": _Category(
        "P", 3.2, 0.5, (9, 14, 19, 19), 14, (3, 4, 11), ("居民议事会", "楼道恳谈会", "业主协商会", "圆桌会")
    ),
    "环境整治": _Category(
        "E", 4.0, 1.1, (8, 8, 9, 14), 22, (3, 4, 9), ("楼道清理", "绿化养护", "卫生大扫除", "非机动车整理")
    ),
    "安全宣传": _Category(
        "O", 4.4, 0.7, (9, 10, 14, 15), 30, (6, 7, 11), ("消防演练", "反诈宣传", "充电安全宣传", "防台宣传")
    ),
    "便民服务": _Category(
        "V", 4.5, 0.6, (9, 9, 10, 14), 38, (3, 10), ("便民服务日", "健康讲座", "法律咨询", "技能培训")
    ),
    "阵地课堂": _Category(
        "V", 4.9, 0.9, (9, 14, 15, 18), 20, (7, 8), ("老年课堂", "暑期课堂", "手工课", "声乐课", "书法课")
    ),
}  # fmt: skip

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int32()
_TABLES = {
    "streets": pa.schema({
        "street_code": _TEXT, "street_name": _TEXT, "unit_code": _TEXT, "longitude": _NUMBER, "latitude": _NUMBER,
        "position_quality": _TEXT,
    }),
    "communities": pa.schema({
        "community_code": _TEXT, "community_name": _TEXT, "unit_code": _TEXT, "street_code": _TEXT,
        "households": _COUNT, "kind": _TEXT, "share_60_plus": _NUMBER, "share_renters": _NUMBER,
        "building_age": _NUMBER, "density": _NUMBER, "longitude": _NUMBER, "latitude": _NUMBER,
        "position_quality": _TEXT, "established_on": pa.date32(), "abolished_on": pa.date32(),
    }),
    "measurements": pa.schema({
        "community_code": _TEXT, "period": _TEXT, "indicator_code": _TEXT, "state": _TEXT, "value": _NUMBER,
        "grade": _TEXT, "numerator": _NUMBER, "denominator": _NUMBER, "sample_size": _COUNT,
        "population_size": _COUNT, "standard_error": _NUMBER, "is_carried_forward": pa.bool_(),
    }),
    "activities": pa.schema({
        "activity_code": _TEXT, "community_code": _TEXT, "held_at": pa.timestamp("s"), "dimension_code": _TEXT,
        "category": _TEXT, "kind": _TEXT, "participants": _COUNT, "households": _COUNT,
    }),
}  # fmt: skip


@dataclass(frozen=True)
class _Communities:
    """The register and what is hidden behind it; every field has one entry per community."""

    code: Texts
    name: Texts
    unit_code: Texts
    street_code: Texts
    kind: Texts
    households: Whole
    share_60_plus: Numbers
    share_renters: Numbers
    building_age: Numbers
    density: Numbers
    longitude: Numbers
    latitude: Numbers
    founded: Whole  # the quarter from which it exists; 0: always
    closed: Whole  # the quarter from which it no longer exists; beyond the last: never
    level: Numbers  # per quarter: city, unit, street and kind, in points
    lean: Numbers  # per dimension: unit and kind
    gaps: Numbers  # how prone to missing reports

    def part(self, block: slice) -> _Communities:
        """Some of the communities."""
        return _Communities(**{field.name: getattr(self, field.name)[block] for field in fields(self)})

    @property
    def count(self) -> int:
        """How many there are."""
        return self.code.size

    @property
    def stands(self) -> Flags:
        """Per community and quarter: whether it exists."""
        quarter = np.arange(len(_QUARTERS))
        return (self.founded[:, None] <= quarter) & (quarter < self.closed[:, None])


def write_sample(
    folder: Path,
    *,
    scale: float = 1.0,
    seed: int = 20260930,
    file_format: FileFormat = "parquet",
    progress: Callable[[float, str], None] | None = None,
) -> None:
    """Write the demonstration city's tables and about.toml into a folder.

    At scale 1 there are about 860 communities, twelve quarters and 400,000 activities; communities and activities
    grow with the scale. The same scale and seed give the same bytes.
    """
    say = progress or (lambda _share, _text: None)
    say(0.0, "生成演示名册")
    folder.mkdir(parents=True, exist_ok=True)
    standards = [read_standard(path) for path in sorted((_REFERENCE / "standard").glob("*.toml"))]
    standard = max(standards, key=lambda one: one.valid_from or date.min)
    city, streets = _register(scale, np.random.default_rng([seed, 0]))
    about = (
        f'is_demonstration = true\nregister_note = "演示登记：{city.count}个演示社区，非真实登记，名称与数值均为虚构"\n'
    )
    (folder / "about.toml").write_text(about, encoding="utf-8", newline="\n")
    with ExitStack() as files:
        write = {name: files.enter_context(_table_file(folder, name, file_format)) for name in _TABLES}
        write["streets"](streets)
        write["communities"](_community_table(city))
        activity_count = 0
        for position, start in enumerate(range(0, city.count, _BLOCK)):
            say(0.05 + 0.95 * start / city.count, f"生成演示数据：{start} / {city.count} 个社区")
            rng = np.random.default_rng([seed, 1, position])
            part = city.part(slice(start, start + _BLOCK))
            truth = _truth(part, standard, rng)
            write["measurements"](_measurement_table(part, truth, standard, rng))
            activities = _activity_table(part, truth, activity_count, rng)
            write["activities"](activities)
            activity_count += activities.num_rows
    for table in ledgers():
        if sample := sample_rows(table):
            shutil.copyfile(sample, folder / f"{table}.csv")
    say(1.0, "演示数据已生成")


@contextmanager
def _table_file(folder: Path, name: str, file_format: FileFormat) -> Iterator[Callable[[pa.Table], None]]:
    """A function that appends rows to the table's file; its file of the other format is removed."""
    for other in get_args(FileFormat):
        (folder / f"{name}.{other}").unlink(missing_ok=True)
    kind = pyarrow.parquet.ParquetWriter if file_format == "parquet" else pyarrow.csv.CSVWriter
    with kind(folder / f"{name}.{file_format}", _TABLES[name]) as writer:
        yield writer.write_table


def _table(name: str, **columns: Sequence[object] | npt.NDArray[Any] | pa.Array) -> pa.Table:
    """The columns as the named table; NaN and absent columns are null."""
    schema = _TABLES[name]
    count = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns[field.name], from_pandas=True).cast(field.type)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _repeated(names: list[str] | Texts, positions: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """Texts by position; quicker than by way of numpy."""
    return pa.array(names).take(pa.array(positions))


# The register


def _register(scale: float, rng: np.random.Generator) -> tuple[_Communities, pa.Table]:
    """All communities, ordered by unit and street, and the table of streets."""
    with (_REFERENCE / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        units = sorted(csv.DictReader(file), key=lambda row: int(row["position"]))
    boundaries = json.loads((_REFERENCE / "districts.geojson").read_text(encoding="utf-8"))
    polygons = {
        district["properties"]["code"]: shapely.from_geojson(json.dumps(district["geometry"]))
        for district in boundaries["features"]
    }
    registers, street_codes, street_points = zip(
        *(_unit_register(row, polygons[row["host_code"] or row["unit_code"]], scale, rng) for row in units), strict=True
    )
    points = np.concatenate(street_points)
    streets = _table(
        "streets",
        street_code=np.concatenate(street_codes),
        street_name=[f"演示街道{number:02d}" for number in range(1, len(points) + 1)],
        unit_code=np.repeat([row["unit_code"] for row in units], [len(codes) for codes in street_codes]),
        longitude=points[:, 0],
        latitude=points[:, 1],
        position_quality=["schematic"] * len(points),
    )
    city = _Communities(
        *(np.concatenate([getattr(one, field.name) for one in registers]) for field in fields(_Communities))
    )
    founded, closed = _lifetimes(city.count, scale, rng)
    return replace(city, name=_names(city.unit_code, scale, rng), founded=founded, closed=closed), streets


def _unit_register(
    row: dict[str, str], polygon: shapely.Geometry, scale: float, rng: np.random.Generator
) -> tuple[_Communities, Texts, Numbers]:
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
    kind_lean = np.array([[one.lean.get(dimension, 0.0) for dimension in _DIMENSIONS] for one in kinds])[kind]
    course = _TREND + unit.level + unit.slope * np.linspace(-1, 0, len(_QUARTERS))
    own_level = typical[0] + rng.normal(0, 2.0, street_count)[street]
    communities = _Communities(
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
        closed=np.full(count, len(_QUARTERS)),
        level=own_level[:, None] + course,
        lean=kind_lean + rng.normal(0, 0.7, len(_DIMENSIONS)),
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
    founded, closed = np.zeros(count, np.int64), np.full(count, len(_QUARTERS))
    young, gone = max(1, round(12 * scale)), max(1, round(2 * scale))
    chosen = rng.permutation(count)[: young + gone]
    founded[chosen[:young]] = rng.choice([6, 8, 10], young)
    closed[chosen[young:]] = rng.choice([8, 9, 11], gone)
    return founded, closed


def _community_table(city: _Communities) -> pa.Table:
    same = {name: getattr(city, name) for name in _TABLES["communities"].names if hasattr(city, name)}
    return _table(
        "communities",
        **same,
        community_code=city.code,
        community_name=city.name,
        position_quality=["schematic"] * city.count,
        established_on=pa.array(_STARTS[city.founded], mask=city.founded == 0),
        abolished_on=pa.array(_STARTS[city.closed], mask=city.closed == len(_QUARTERS)),
    )


# The hidden truth


def _truth(part: _Communities, standard: Standard, rng: np.random.Generator) -> dict[str, Numbers]:
    """The true value of each indicator, per community and quarter."""
    quality = dict(zip(_DIMENSIONS, _quality(part, rng), strict=True))
    strengths = rng.normal(0, 7.0, (len(standard.indicator), part.count))
    for code in _DIMENSIONS:  # strengths and weaknesses within a dimension leave the dimension where it is
        inside = [position for position, one in enumerate(standard.indicator) if one.dimension == code]
        weights = [standard.indicator[position].weight for position in inside]
        strengths[inside] -= np.average(strengths[inside], axis=0, weights=weights)
    truth = {}
    for indicator, strength in zip(standard.indicator, strengths, strict=True):
        item = _ITEMS[indicator.code]
        aim = quality[indicator.dimension] + item.offset + strength[:, None]
        # What is built or hired stays; the rest comes and goes.
        aim = np.maximum.accumulate(aim, 1) if item.source == "stock" else aim + _drift(part.count, 1.0, 0.6, rng)
        values, scores = np.array(sorted(indicator.curve, key=lambda anchor: anchor[1])).T
        truth[indicator.code] = np.interp(aim, scores, values)
    return truth


def _quality(part: _Communities, rng: np.random.Generator) -> list[Numbers]:
    """The score aimed at: for each dimension, per community and quarter."""
    own = rng.normal(0, 5.0, (part.count, 1)) + _drift(part.count, 0.4, 0.85, rng)
    common = np.interp(part.level + own, _QUALITY, _AIM) + _moves(part.count, rng)
    lean = part.lean + rng.normal(0, 0.7, part.lean.shape)
    return [
        common + np.interp(common, [55, 65], [below, above]) + lean[:, [position]] + _drift(part.count, 0.5, 0.6, rng)
        for position, (above, below) in enumerate(_DIMENSIONS.values())
    ]


def _drift(count: int, deviation: float, persistence: float, rng: np.random.Generator) -> Numbers:
    """A stationary AR(1) course over the quarters, one per community."""
    course = rng.normal(0, deviation, (count, len(_QUARTERS)))
    for quarter in range(1, len(_QUARTERS)):
        course[:, quarter] = persistence * course[:, quarter - 1] + (1 - persistence**2) ** 0.5 * course[:, quarter]
    return course


def _moves(count: int, rng: np.random.Generator) -> Numbers:
    """The courses, in points, of the few that really move: a sharp rise that stays or a fall over several quarters."""
    quarter, last = np.arange(len(_QUARTERS)), len(_QUARTERS) - 1
    rise_from = rng.choice([*range(_LEAD + 1, last), last - 1, last, last, last], (count, 1))
    rise: Numbers = rng.uniform(9, 17, (count, 1)) * (quarter >= rise_from)
    fall_from, fall_for = rng.choice([last - 7, last - 2], (count, 1)), rng.integers(3, 6, (count, 1))
    fall: Numbers = rng.uniform(2.5, 4.5, (count, 1)) * np.clip(quarter - fall_from + 1, 0, fall_for)
    return rise * _chance(0.06, (count, 1), rng) - fall * _chance(0.02, (count, 1), rng)


def _chance(share: float, shape: tuple[int, ...], rng: np.random.Generator) -> Flags:
    """True in about this share of places."""
    return rng.random(shape) < share


# What is measured of it


class _Figures(NamedTuple):
    """The measured columns of one indicator, per community and quarter; NaN is empty."""

    value: Numbers
    numerator: Numbers
    denominator: Numbers
    sample_size: Numbers
    population_size: Numbers
    standard_error: Numbers


_STATES = ["value", "not_applicable", "unreported"]
_VALUE, _NOT_APPLICABLE, _UNREPORTED, _NO_ROW = range(4)
_ASKED = ("survey", "score")  # sources that ask residents, in the first and third quarter only


class _Bases(NamedTuple):
    """What shares are shares of, per community and quarter."""

    compounds: Whole
    households: Whole
    residents: Whole
    tickets: Whole


def _measurement_table(
    part: _Communities, truth: dict[str, Numbers], standard: Standard, rng: np.random.Generator
) -> pa.Table:
    """Rows per community, period and item, in this order."""
    reported = [indicator for indicator in standard.indicator if indicator.computed is None]
    figures: dict[str, _Figures] = {}
    bases = _bases(part, rng)
    for indicator in reported:
        figures[indicator.code] = _measured(indicator, truth[indicator.code], bases, figures, rng)
    columns = [np.stack(np.broadcast_arrays(*figures[one.code]), -1) for one in reported]
    columns += [np.ones_like(columns[0])] * len(standard.veto)
    codes = [one.code for one in reported] + [one.code for one in standard.veto]
    is_survey = np.array([code in _ITEMS and _ITEMS[code].source in _ASKED for code in codes])
    sheet = np.stack(columns, 2)  # community, quarter, item, column
    for quarter in np.flatnonzero(_IS_CARRIED).tolist():
        sheet[:, quarter, is_survey] = sheet[:, quarter - 1, is_survey]

    state: Whole = np.where(sheet[..., _Figures._fields.index("denominator")] == 0, _NOT_APPLICABLE, _VALUE)
    _lose_reports(state, part, standard, is_survey, rng)
    state[:, :, len(reported) :] = _vetoes(part, len(standard.veto), rng)
    state[~part.stands | (np.arange(len(_QUARTERS)) < _LEAD)] = _NO_ROW

    rows = np.nonzero(state != _NO_ROW)
    community, at, item = rows
    has_value = state[rows] == _VALUE
    figures_of_rows = np.where(has_value[:, None], sheet[rows], np.nan)
    return _table(
        "measurements",
        community_code=_repeated(part.code, community),
        period=_repeated(_QUARTERS, at),
        indicator_code=_repeated(codes, item),
        state=_repeated(_STATES, state[rows]),
        is_carried_forward=_IS_CARRIED[at] & is_survey[item] & has_value,
        **dict(zip(_Figures._fields, figures_of_rows.T, strict=True)),
    )


def _bases(part: _Communities, rng: np.random.Generator) -> _Bases:
    kind, share = _WITHOUT_COMPOUNDS
    shape = (part.count, len(_QUARTERS))
    households = np.broadcast_to(part.households[:, None], shape)
    compounds = np.maximum(1, np.round(part.households / 320 * rng.lognormal(0, 0.4, part.count))).astype(np.int64)
    compounds[(part.kind == kind) & _chance(share, (part.count,), rng)] = 0
    tickets = rng.poisson(households * 0.045 * rng.lognormal(0, 0.45, (part.count, 1))) * ~_chance(0.045, shape, rng)
    residents = np.round(households * rng.normal(2.55, 0.15, (part.count, 1))).astype(np.int64)
    return _Bases(np.broadcast_to(compounds[:, None], shape), households, residents, tickets)


def _measured(
    indicator: Indicator, truth: Numbers, bases: _Bases, figures: dict[str, _Figures], rng: np.random.Generator
) -> _Figures:
    """What is found when an indicator whose true value is known is measured the way it is measured."""
    match _ITEMS[indicator.code].source:
        case "stock" | "flow":
            return _counted(indicator, truth, bases, figures, rng)
        case "places":
            return _inspected(truth, bases, rng)
        case "score":
            return _scored(truth, rng)
        case "tickets":
            return _share(rng.binomial(bases.tickets, truth / 100), bases.tickets)
        case "callback":
            sample = np.minimum(bases.tickets, 1 + rng.binomial(bases.tickets, 0.8))
        case "checks":
            sample = rng.integers(60, 401, (len(truth), 1))
        case "survey":
            sample = _asked(len(truth), rng)
    return _share(rng.binomial(sample, truth / 100), sample, sample_size=sample)


def _share(
    found: Whole, of: Whole, sample_size: npt.ArrayLike = np.nan, population_size: npt.ArrayLike = np.nan
) -> _Figures:
    value = np.divide(100.0 * found, of, out=np.full(found.shape, np.nan), where=of > 0)
    return _Figures(value, *map(np.asarray, (found, of, sample_size, population_size, np.nan)))


def _counted(
    indicator: Indicator, truth: Numbers, bases: _Bases, figures: dict[str, _Figures], rng: np.random.Generator
) -> _Figures:
    """A full count: whole things out of the base that the indicator names."""
    nothing = np.asarray(np.nan)
    base: Numbers | None
    match indicator.code:
        case "E4" | "P3":
            base = bases.compounds.astype(float)
        case "O2":  # hundreds of e-bikes
            base = np.round(bases.households * 0.95) / 100
        case "V1":
            base = bases.households / 100
        case "V2":
            base = figures["V1"].numerator
        case "V5":
            base = bases.residents / 10_000
        case "P1":
            base = bases.residents.astype(float)
        case "P2":
            base = figures["P1"].numerator
        case "A3":
            base = bases.households.astype(float)
        case _:  # hours, items
            base = None
    factor = 100 if indicator.unit.startswith("%") else 1
    odd = rng.random((len(truth), 1))  # one and the same rounding at all times: nothing comes and goes by it
    if base is None:
        found = np.floor(truth + odd)
        return _Figures(found, found, *[nothing] * 4)
    found = np.floor(truth / factor * base + odd)
    value = np.divide(factor * found, base, out=np.full(found.shape, np.nan), where=base > 0)
    return _Figures(value, found, base, *[nothing] * 3)


def _inspected(truth: Numbers, bases: _Bases, rng: np.random.Generator) -> _Figures:
    """Some of the places that exist, drawn without replacement; in a few communities very few."""
    count = len(truth)
    exist = 10 + np.round(bases.households[:, :1] / 60 * rng.uniform(0.5, 1.2, (count, 1))).astype(np.int64)
    few = _chance(0.08, (count, 1), rng)
    wanted = np.where(few, rng.integers(5, 9, (count, 1)), rng.integers(18, 41, (count, 1)))
    inspected = np.minimum(wanted, exist)
    passing = np.minimum(np.floor(truth / 100 * exist + rng.random((count, 1))), exist).astype(np.int64)
    found = rng.hypergeometric(passing, exist - passing, inspected)
    return _share(found, inspected, sample_size=inspected, population_size=exist)


def _asked(count: int, rng: np.random.Generator) -> Whole:
    """How many residents answer: 20 to 400, in some communities 3 to 30, in a few of them so few that none is listed."""
    many = np.clip(rng.lognormal(np.log(180), 0.6, (count, 1)), 20, 400)
    is_small = _chance(0.1, (count, 1), rng)
    few = rng.integers(5, 31, (count, 1))
    return np.where(is_small, few - 2 * (few < 7), many).astype(np.int64)  # noqa: PLR2004 - 5 and 6 become 3 and 4


def _scored(truth: Numbers, rng: np.random.Generator) -> _Figures:
    """A mean of answers on a scale of 0-100; a few reports leave its standard error out."""
    asked = np.broadcast_to(_asked(len(truth), rng), truth.shape)
    deviation = rng.normal(15, 1.5, truth.shape)
    total = np.round(np.clip(truth + rng.normal(0, deviation / np.sqrt(asked)), 0, 100) * asked)
    error = np.where(_chance(0.03, truth.shape, rng), np.nan, np.round(deviation / np.sqrt(asked), 3))
    return _Figures(total / asked, total, asked.astype(float), asked.astype(float), np.asarray(np.nan), error)


def _lose_reports(
    state: Whole, part: _Communities, standard: Standard, is_survey: Flags, rng: np.random.Generator
) -> None:
    """Take reports away: whole dimensions from a few communities, one to three items from some more.

    A lost item is either marked as unreported or has no row. Single items are chosen so that coverage stays sufficient.
    """
    reported = [indicator for indicator in standard.indicator if indicator.computed is None]
    weight = np.array([one.weight for one in reported])
    dimension = np.array([one.dimension for one in reported])
    computed = {
        code: sum(one.weight for one in standard.indicator if one.computed and one.dimension == code)
        for code in _DIMENSIONS
    }
    habit = np.log(part.gaps) + 0.5 * rng.gumbel(size=part.count)
    for quarter in range(_LEAD, len(_QUARTERS)):
        if _IS_CARRIED[quarter]:
            was_lost = (state[:, quarter - 1] >= _UNREPORTED) & is_survey
            state[:, quarter][was_lost] = state[:, quarter - 1][was_lost]
        order = np.argsort(-(habit + rng.gumbel(size=part.count)) + 99.0 * ~part.stands[:, quarter])
        silent, sparing = np.round(part.count * np.cumsum([0.015, 0.055])).astype(int)
        for community in order[:silent]:
            lost = np.flatnonzero(dimension == rng.choice(list(_DIMENSIONS)))
            state[community, quarter, lost] = _NO_ROW
        for community in order[silent:sparing]:
            for code in rng.permutation(list(_DIMENSIONS))[: rng.integers(1, 4)]:
                present = np.flatnonzero((dimension == code) & (state[community, quarter, : len(reported)] == _VALUE))
                dispensable = present[3 * weight[present] <= weight[present].sum() + computed[code]]
                if dispensable.size:
                    state[community, quarter, rng.choice(dispensable)] = rng.choice([_UNREPORTED, _NO_ROW])


def _vetoes(part: _Communities, veto_count: int, rng: np.random.Generator) -> Whole:
    """States of the vetoes: a row only where one occurred, in two to four communities of a thousand a quarter."""
    state = np.full((part.count, len(_QUARTERS), veto_count), _NO_ROW)
    for quarter in range(len(_QUARTERS)):
        struck = rng.choice(np.flatnonzero(part.stands[:, quarter]), max(2, round(0.0035 * part.count)), replace=False)
        state[struck, quarter, rng.integers(0, veto_count, struck.size)] = _VALUE
    return state


# Activities


def _activity_table(part: _Communities, truth: dict[str, Numbers], first: int, rng: np.random.Generator) -> pa.Table:
    """One row per activity, by community, quarter and category; numbered from ``first``."""
    categories = list(_CATEGORIES.values())
    calendar = np.stack([_calendar(category) for category in categories])
    edges = (_STARTS - _STARTS[0]).astype(int)
    volunteering = np.floor(truth["A2"] + rng.random((part.count, 1))).astype(np.int64)
    volunteering *= ~_chance(0.03, (part.count, 1), rng)  # some never call for volunteers
    counts = _activity_counts(part, truth["A1"], volunteering > 0, np.diff(calendar[:, edges]).T, rng)

    group = np.repeat(np.arange(counts.size), counts.ravel())
    community, quarter, category = np.unravel_index(group, counts.shape)
    size = (part.households / 1450) ** 0.2
    day, hour, kind = (np.empty(group.size, np.int64) for _ in range(3))
    participants = rng.lognormal(0, 0.45, group.size) * size[community]
    offset = 0
    for position, one in enumerate(categories):
        rows = np.flatnonzero(category == position)
        begin, end = calendar[position, edges[quarter[rows]]], calendar[position, edges[quarter[rows] + 1]]
        day[rows] = np.searchsorted(calendar[position], begin + (end - begin) * rng.random(rows.size), "right") - 1
        hour[rows] = rng.choice(one.hours, rows.size)
        participants[rows] *= one.participants
        kind[rows] = offset + (rng.random(rows.size) ** 1.5 * len(one.kinds)).astype(np.int64)
        if position == list(_CATEGORIES).index(_VOLUNTEERING):  # each of its kinds in turn
            favourites = rng.permuted(np.tile(np.arange(len(one.kinds)), (part.count, 1)), axis=1)
            turn = np.arange(rows.size) - np.searchsorted(group[rows], group[rows])
            turn %= volunteering[community[rows], quarter[rows]]
            kind[rows] = offset + favourites[community[rows], turn]
        offset += len(one.kinds)
    present = np.maximum(3, np.round(participants)).astype(np.int64)
    minutes = 60 * hour + 30 * rng.integers(0, 2, group.size)
    number = pc.utf8_lpad(pa.array(np.arange(first + 1, first + 1 + group.size)).cast(_TEXT), 8, "0")
    return _table(
        "activities",
        activity_code=pc.binary_join_element_wise("H", number, ""),
        community_code=_repeated(part.code, community),
        held_at=_STARTS[0].astype("M8[s]") + (86_400 * day + 60 * minutes).astype("m8[s]"),
        dimension_code=_repeated([one.dimension for one in categories], category),
        category=_repeated(list(_CATEGORIES), category),
        kind=_repeated([kind for one in categories for kind in one.kinds], kind),
        participants=present,
        households=np.ceil(present * rng.uniform(0.45, 0.9, group.size)),
    )


def _activity_counts(
    part: _Communities, culture_per_year: Numbers, has_volunteers: Flags, season: Numbers, rng: np.random.Generator
) -> Whole:
    """How many activities per community, quarter and category; now and then a community has none at all."""
    zest = (part.households / 1450) ** 0.25 * rng.lognormal(0, 0.25, part.count)
    expected = zest[:, None, None] * [one.events for one in _CATEGORIES.values()] * np.ones((len(_QUARTERS), 1))
    names = list(_CATEGORIES)
    expected[:, :, names.index(_CULTURE)] = culture_per_year / 4
    expected[:, :, names.index(_VOLUNTEERING)] *= has_volunteers
    expected *= season / season.mean(axis=0)
    held = part.stands & ~_chance(0.01, part.stands.shape, rng)
    return np.floor(expected + rng.random(expected.shape)).astype(np.int64) * held[:, :, None]


def _calendar(category: _Category) -> Numbers:
    """Cumulated pull of each day of the span on activities of a category, beginning with 0."""
    days = np.arange(_STARTS[0], _STARTS[-1])
    month = days.astype("M8[M]").astype(int) % 12 + 1
    is_weekend = ~np.is_busday(days)
    pull = np.where(np.isin(month, category.busy_months), 1.4, np.where(month == _QUIET_MONTH, 0.6, 1.0))
    return np.append(0.0, np.cumsum(pull * np.where(is_weekend, category.weekend, 1.0)))
