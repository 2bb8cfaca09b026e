"""From a folder to a published version, and every way of refusing one without a trace."""

import json
import math
import re
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import acts
from data.reading.boundaries import BoundaryError
from data.reading.problems import Refused
from data.reading.standards import StandardError
from data.settings import REFERENCE
from data.versions import building
from data.versions.building import CheckFailed
from data.versions.manifest import Manifest
from data.versions.publishing import publish_first, publish_folder
from data.versions.schema import schema
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, NEW, ON_THE_LINE, PERIODS, SILENT, Folder, snapshot

SCORES = ("index_score", "dimension_score", "indicator_score", "activity_count")
Spoil = Callable[[Folder], object]


def ask(store: Store, version: int, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(store.folder(version) / DATABASE, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def is_same(one: object, other: object) -> bool:
    """Equal but for the last digits: sums of several threads come in any order."""
    match one, other:
        case float(), float():
            return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        case (list() | tuple(), list() | tuple()):
            return len(one) == len(other) and all(map(is_same, one, other))
        case _:
            return one == other


def test_every_community_gets_the_score_and_band_that_its_values_aim_at(published: tuple[Store, Manifest]) -> None:
    found = ask(
        published[0],
        1,
        "select area_code, status, round(score, 9), band_code, city_place from index_score "
        "where standard_version = 'example-2026' and area_kind = 'community' and period = '2026Q3' order by area_code",
    )
    assert found == [
        (FLAWLESS, "参评", 100, "exemplary", 1),
        (ON_THE_LINE, "参评", 60, "passing", 2),
        (LOW, "参评", 40, "remedial", 4),
        (MISSING_ONE, "待补报", 70, "developing", None),
        (NEW, "参评", 60, "passing", 2),
        (SILENT, "数据不足", None, None, None),
    ]
    assert ask(
        published[0],
        1,
        "select period, round(score, 9), community_count, rated_count, passing_count from index_score "
        "where standard_version = 'example-2026' and area_kind = 'city' order by period",
    ) == [
        ("2026Q1", 62, 5, 4, 2),  # (1·100 + 2·60 + 3·40 + 4·70) / 10
        ("2026Q2", round(920 / 15, 9), 6, 5, 3),
        ("2026Q3", round(920 / 15, 9), 6, 5, 3),
    ]


def test_the_manifest_says_what_the_version_is_made_of(published: tuple[Store, Manifest]) -> None:
    store, manifest = published
    assert (manifest.version, manifest.published_by, manifest.reason) == (1, "测试", "第一版")
    assert (manifest.periods, manifest.community_count) == (PERIODS, 6)
    assert manifest.standards == ("example-2025", "example-2026")
    assert not manifest.is_demonstration
    assert [source.name for source in manifest.sources] == ["communities.csv", "measurements.csv", "activities.csv"]
    assert [source.rows for source in manifest.sources] == [6, 398, 108]
    assert all(re.fullmatch("[0-9a-f]{64}", source.sha256) for source in manifest.sources)
    assert store.manifest(1) == manifest


def test_a_version_holds_the_schema_and_nothing_of_the_building_site(published: tuple[Store, Manifest]) -> None:
    store = published[0]
    declared = re.findall(r"create table (\w+)", schema())
    assert ask(store, 1, "select table_name from duckdb_tables() order by 1") == [(name,) for name in sorted(declared)]
    assert sorted(path.name for path in store.folder(1).iterdir()) == [
        DATABASE,
        "districts.geojson",
        "manifest.json",
        "standard",
    ]
    assert sorted(path.name for path in store.root.iterdir()) == [
        "current",
        "lock",
        "log",
        "preview.lock",
        "publication.json",
        "publication.lock",
        "published",
        "versions",
    ]
    for file in (REFERENCE / "standard").iterdir():
        assert (store.folder(1) / "standard" / file.name).read_bytes() == file.read_bytes()
    assert json.loads((store.folder(1) / "districts.geojson").read_bytes()) == json.loads(
        (REFERENCE / "districts.geojson").read_bytes()
    )


def test_names_get_a_short_form_and_initials_and_may_repeat(published: tuple[Store, Manifest]) -> None:
    found = ask(
        published[0], 1, "select community_name, short_name, pinyin_initials from community order by community_code"
    )
    assert found[0] == ("甲社区居委会", "甲社区", "jsqjwh")
    assert [row[1] for row in found].count("东城社区") == 2


def test_csv_and_parquet_give_the_same_scores(folder: Folder, in_force: Store) -> None:
    for table in folder.tables:
        frame = pd.read_csv(folder.path / f"{table}.csv", dtype=dict.fromkeys(("community_code", "street_code"), str))
        for column in {"established_on", "held_at"} & set(frame):
            frame[column] = pd.to_datetime(frame[column])
        (folder.path / f"{table}.csv").unlink()
        frame.to_parquet(folder.path / f"{table}.parquet")
    manifest = publish_folder(in_force, folder.path)
    assert [source.name for source in manifest.sources] == [
        "communities.parquet",
        "measurements.parquet",
        "activities.parquet",
    ]
    for table in ("community", "measurement", "activity", *SCORES):
        assert is_same(
            ask(in_force, 1, f"from {table} order by all"), ask(in_force, 2, f"from {table} order by all")
        ), table


def test_the_same_folder_gives_the_same_scores_again_and_progress_is_reported_upwards_in_chinese(
    folder: Folder, in_force: Store
) -> None:
    steps: list[tuple[float, str]] = []
    publish_folder(in_force, folder.path, progress=lambda done, text: steps.append((done, text)))
    for table in SCORES:
        assert is_same(
            ask(in_force, 1, f"from {table} order by all"), ask(in_force, 2, f"from {table} order by all")
        ), table
    done = [fraction for fraction, _ in steps]
    assert done == sorted(done)
    assert 0 < done[0] < done[-1] <= 1
    assert all(re.match("正在", text) for _, text in steps)


def test_a_folder_may_bring_its_own_standard_streets_boundaries_and_notes(folder: Folder, store: Store) -> None:
    standard = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    folder.write_text("standard/own.toml", standard.replace('version = "example-2026"', 'version = "2027"'))
    folder.write_text(
        "streets.csv", "street_code,street_name,unit_code\n330203001,甲街道,330203\n330212001,乙街道,330212\n"
    )
    boundaries = json.loads((REFERENCE / "districts.geojson").read_bytes()) | {"map_approval_number": "浙S(2026)1号"}
    folder.write_text("districts.geojson", json.dumps(boundaries, ensure_ascii=False))
    folder.write_text("about.toml", 'register_note = "2026年9月名册"')
    manifest = publish_folder(store, folder.path)
    assert manifest.standards == ("2027",)
    assert "streets.csv" in [source.name for source in manifest.sources]
    assert ask(store, 1, "select street_name from street order by street_code") == [("甲街道",), ("乙街道",)]
    assert ask(store, 1, "select version, is_demonstration, register_note, map_approval_number from publication") == [
        (1, False, "2026年9月名册", "浙S(2026)1号")
    ]
    assert [path.name for path in (store.folder(1) / "standard").iterdir()] == ["own.toml"]


def test_every_unit_stands_in_every_period_even_without_a_community(published: tuple[Store, Manifest]) -> None:
    rows = ask(
        published[0],
        1,
        "select period, count(*), count(*) filter (where status = '数据不足' and community_count = 0) "
        "from index_score where area_kind = 'unit' and standard_version = 'example-2026' group by period",
    )
    assert rows
    assert all(units == 14 and empty == 12 for _, units, empty in rows)


def test_without_a_note_the_register_published_is_counted(published: tuple[Store, Manifest]) -> None:
    ((note,),) = ask(published[0], 1, "select register_note from publication")
    assert str(note).startswith("本次发布的名册共6个社区（参考：2023年统计区划口径861个居委会，其中街道内646个")


def test_a_ledger_begun_within_the_window_is_not_a_year_of_nothing(folder: Folder, store: Store) -> None:
    lines = folder.read_text("activities.csv").splitlines()
    late = [line for line in lines[1:] if line.split(",")[2] >= "2026-01"]
    folder.write_text("activities.csv", "\n".join([lines[0], *late]) + "\n")
    publish_folder(store, folder.path)
    states = "select distinct state from measurement where origin = 'computed' and period = '2026Q1'"
    assert ask(store, 1, states) == [("unreported",)]


def test_without_activities_what_is_counted_from_them_is_unreported(folder: Folder, store: Store) -> None:
    (folder.path / "activities.csv").unlink()
    publish_folder(store, folder.path)
    states = "select area_code, any_value(state) from indicator_score where indicator_code = 'A1' group by area_code"
    assert dict(ask(store, 1, states))[FLAWLESS] == "unreported"


def demonstration(folder: Folder, *, streets: bool = True) -> None:
    """Turn the small city into a masked one."""
    for rows in folder.tables.values():
        for row in rows:
            row["community_code"] = "99" + row["community_code"][2:]
            if streets and "street_code" in row:
                row["street_code"] = "99" + row["street_code"][2:]
    folder.tables["streets"] = [
        {"street_code": f"99{unit[2:]}001", "street_name": f"演示街道{unit}", "unit_code": unit}
        for unit in ("330203", "330212")
    ]
    if not streets:
        del folder.tables["streets"]
    folder.write_text("about.toml", "is_demonstration = true")


def test_a_masked_city_is_published_as_a_demonstration(folder: Folder, store: Store) -> None:
    demonstration(folder)
    assert publish_folder(store, folder.write()).is_demonstration
    assert ask(store, 1, "select is_demonstration from publication") == [(True,)]


def add_copy(table: str) -> Spoil:
    def spoil(folder: Folder) -> None:
        folder.tables[table].append(dict(folder.tables[table][0]))
        folder.write()

    return spoil


def masked_among_real(folder: Folder) -> None:
    folder.tables["communities"].append(folder.tables["communities"][0] | {"community_code": "990203001001"})
    folder.write()


def put(name: str, text: str) -> Spoil:
    return lambda folder: folder.write_text(name, text)


def put_standard(old: str, new: str, count: int = -1) -> Spoil:
    text = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    assert old in text
    return put("standard/own.toml", text.replace(old, new, count))


def weightless(folder: Folder) -> None:
    text = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    folder.write_text("standard/own.toml", re.sub(r"(?m)^weight = .*$", "weight = 0", text))


def two_of_one_version(folder: Folder) -> None:
    for name in ("a", "b"):
        folder.write_text(f"standard/{name}.toml", (REFERENCE / "standard" / "example-2026.toml").read_text("utf-8"))


def two_ways_of_counting(folder: Folder) -> None:
    text = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    folder.write_text("standard/a.toml", text)
    folder.write_text("standard/b.toml", text.replace("example-2026", "b").replace("window = 4", "window = 2"))


def bowtie(folder: Folder) -> None:
    boundaries = json.loads((REFERENCE / "districts.geojson").read_bytes())
    ring = [[121, 29], [122, 30], [122, 29], [121, 30], [121, 29]]
    boundaries["features"][0]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    folder.write_text("districts.geojson", json.dumps(boundaries))


def injected_district(folder: Folder) -> None:
    boundaries = json.loads((REFERENCE / "districts.geojson").read_bytes())
    extra = json.loads(json.dumps(boundaries["features"][0]))
    extra["properties"] = {"code": "330204", "name": "江东区"}
    boundaries["features"].append(extra)
    folder.write_text("districts.geojson", json.dumps(boundaries))


def graded(folder: Folder) -> None:
    """E1 becomes a grade; the values of the small city then lack one, and one has a grade that does not exist."""
    put_standard("anchors = [[50, 0], [80, 60], [95, 100]]", "grades = { A = 100, B = 66 }", 1)(folder)
    path = folder.path / "standard" / "own.toml"
    path.write_text(path.read_text("utf-8").replace('sampling = "rate"', 'sampling = "full"', 1), encoding="utf-8")
    for row in folder.tables["measurements"]:
        if row["indicator_code"] == "E1":
            row |= {"value": "", "grade": "A", "sample_size": ""}
    folder.row("measurements", community_code=LOW, period="2026Q1", indicator_code="E1")["grade"] = "Q"
    folder.write()


# By table and what its key is: cells of the small city, each by its row's key, column and value, and what is said of it.
BAD_CELLS: dict[tuple[str, tuple[str, ...]], dict[str, tuple[tuple[str, ...], str, str, str]]] = {
    ("communities", ("community_code",)): {
        "an unknown unit": (
            (FLAWLESS,),
            "unit_code",
            "330204",
            "「330204」：报送单位里没有这个代码；改为现有报送单位的代码",
        ),
        "a street of another unit": (
            (LOW,),
            "street_code",
            "330212001",
            "「330212001」：街道属于另一个报送单位 330212；改正",
        ),
        "an unknown street": ((ON_THE_LINE,), "street_code", "330203999", "「330203999」：街道名册里没有这个代码；"),
        "a community abolished before it was founded": (
            (NEW,),
            "abolished_on",
            "2026-03-01",
            "「2026-03-01」：撤销日期早于成立日期；",
        ),
    },
    ("measurements", ("community_code", "period", "indicator_code")): {
        "a rate over 100": (
            (FLAWLESS, "2026Q1", "E1"),
            "value",
            "100.5",
            "「100.5」：超出E1的可能范围 0.0 至 100.0 %；核对",
        ),
        "a rate under 0": ((FLAWLESS, "2026Q2", "E1"), "value", "-1", "「-1.0」：超出E1的"),
        "a count over what is possible": ((FLAWLESS, "2026Q1", "V3"), "value", "169", "「169.0」：超出V3的可能范围"),
        "a number too large to sum": ((FLAWLESS, "2026Q1", "V1"), "value", "1e308", "「1e308」：不能大于"),
        "a number that is text": ((FLAWLESS, "2026Q3", "E1"), "value", "八成", "「八成」：须为数字"),
        "a number that is infinite": ((ON_THE_LINE, "2026Q1", "E1"), "value", "1e400", "「1e400」：须为数字"),
        "an unknown indicator": (
            (ON_THE_LINE, "2026Q2", "E1"),
            "indicator_code",
            "Z9",
            "「Z9」：标准里没有这个指标；可用的代码：A1、.*、X3",
        ),
        "an unknown community": (
            (ON_THE_LINE, "2026Q3", "E1"),
            "community_code",
            "330203001099",
            "「330203001099」：社区名册里没有这个代码；",
        ),
        "a value marked as missing": (
            (LOW, "2026Q1", "E1"),
            "state",
            "unreported",
            "「unreported」：写明没有数值，却又填了",
        ),
        "a missing value not marked": ((LOW, "2026Q2", "E1"), "value", "", "：状态为有值，却没有填数值；"),
        "an unknown state": ((LOW, "2026Q3", "E1"), "state", "待定", "「待定」：须为有值（value）、.*之一；"),
        "a sample larger than what there is": (
            (LOW, "2026Q1", "E2"),
            "sample_size",
            "81",
            "「81」：样本量大于总体个数 80；",
        ),
        "a sample of nothing": ((MISSING_ONE, "2026Q1", "E1"), "sample_size", "0", "「0」：不能小于 1"),
        "a quarter that is none": (
            (MISSING_ONE, "2026Q2", "E1"),
            "period",
            "2026Q5",
            "「2026Q5」：格式不符；写成 2026Q3",
        ),
        "a quarter in words": ((NEW, "2026Q2", "E2"), "period", "2026年夏季", "「2026年夏季」：.*写成 2026Q3"),
        "a measurement before the community was founded": (
            (NEW, "2026Q2", "E1"),
            "period",
            "2026Q1",
            "「2026Q1」：社区在这一时期尚未成立或已经撤销；",
        ),
    },
    ("activities", ("activity_code",)): {
        "a negative count": ((f"{FLAWLESS}-2025-05-文化活动-0",), "participants", "-1", "「-1」：不能小于 0"),
        "more households than people": (
            (f"{FLAWLESS}-2025-08-文化活动-0",),
            "households",
            "31",
            "「31」：参加户数大于参加人次 30；",
        ),
        "a count too large to sum": (
            (f"{FLAWLESS}-2025-11-文化活动-0",),
            "participants",
            "2147483647",
            "「2147483647」：不能大于 1000000",
        ),
        "an unknown dimension": (
            (f"{FLAWLESS}-2026-02-文化活动-0",),
            "dimension_code",
            "Q",
            "「Q」：标准里没有这个维度；可用的代码：",
        ),
    },
}

BAD_INPUT: dict[str, tuple[Spoil, type[Exception], str]] = {
    "an unknown unit of a street": (
        put("streets.csv", "street_code,street_name,unit_code\n330203001,甲,330204\n330212001,乙,330212\n"),
        Refused,
        r"streets.csv 第 2 行 unit_code 列「330204」：报送单位里没有这个代码",
    ),
    "a community twice": (
        add_copy("communities"),
        Refused,
        r"communities.csv 第 8 行 community_code 列「330203001001」：与第 2 行重复；",
    ),
    "a measurement twice": (
        add_copy("measurements"),
        Refused,
        r"measurements.csv 第 400 行 community_code、period、indicator_code 列「330203001001 / 2026Q1 / E1」：与第 2 行重复；",
    ),
    "an activity twice": (
        add_copy("activities"),
        Refused,
        r"activities.csv 第 110 行 activity_code 列.*与第 2 行重复；",
    ),
    "a grade that does not exist": (graded, Refused, r"grade 列「Q」：标准里没有这个等级；可用的等级：A、B"),
    "no communities file": (
        lambda folder: (folder.path / "communities.csv").unlink(),
        Refused,
        r"communities.csv：文件夹 city 里没有这个文件",
    ),
    "no measurements file": (
        lambda folder: (folder.path / "measurements.csv").unlink(),
        Refused,
        r"measurements.csv：文件夹 city 里没有这个文件",
    ),
    "only a header": (
        put("measurements.csv", "community_code,period,indicator_code,value\n"),
        Refused,
        r"measurements.csv：没有任何数据行；",
    ),
    "only a header of streets": (
        put("streets.csv", "street_code,street_name,unit_code\n"),
        Refused,
        r"streets.csv：没有任何数据行；",
    ),
    "an empty file": (put("communities.csv", ""), Refused, r"\Acommunities.csv：文件是空的；"),
    "a demonstration code among real ones": (
        masked_among_real,
        Refused,
        r"communities.csv 第 8 行 community_code 列「990203001001」：99 开头的代码是演示数据的保留代码；核对代码",
    ),
    "demonstration data that does not say so": (
        lambda folder: (demonstration(folder), folder.write(), (folder.path / "about.toml").unlink()),
        Refused,
        r"communities.csv 第 2 行 community_code 列「990203001001」：99 开头的代码是演示数据的保留代码；",
    ),
    "real codes in demonstration data": (
        put("about.toml", "is_demonstration = true"),
        Refused,
        r"communities.csv 第 2 行 community_code 列「330203001001」：演示数据只能用 99 开头的保留代码；",
    ),
    "real streets in demonstration data": (
        lambda folder: (demonstration(folder, streets=False), folder.write()),
        Refused,
        r"communities.csv 第 2 行 street_code 列「330203001」：演示数据只能用 99 开头的保留代码；",
    ),
    "an unknown key in about.toml": (
        put("about.toml", "is_demo = true"),
        Refused,
        r"about.toml is_demo 列：无法识别的键或类型不对；可用的键：",
    ),
    "a wrong type in about.toml": (
        put("about.toml", "is_demonstration = 1"),
        Refused,
        r"about.toml is_demonstration 列：无法识别的键或类型不对",
    ),
    "a broken about.toml": (
        put("about.toml", "is_demonstration ="),
        Refused,
        r"about.toml：不是有效的 TOML：文件末尾有语法错误；改正后重试",
    ),
    "a broken standard": (
        put_standard("[coverage]", "[coverage"),
        StandardError,
        r"own.toml：不是有效的 TOML：第 20 行第 10 列附近有语法错误",
    ),
    "anchors that are not monotone": (
        put_standard("[95, 100]]", "[95, 20]]", 1),
        StandardError,
        r"own.toml：指标 E1 的 anchors：锚点不单调：",
    ),
    "weights that are all zero": (weightless, StandardError, r"own.toml：维度 E：没有权重大于 0 的指标，无法汇总"),
    "a negative weight": (
        put_standard("weight = 6", "weight = -6", 1),
        StandardError,
        r"own.toml：指标 E1 的 weight：须 ≥ 0",
    ),
    "a standard without bands": (
        put_standard("[[band]]", "[[target]]"),
        StandardError,
        r"own.toml：",
    ),
    "two standards of one version": (
        two_of_one_version,
        StandardError,
        r"b.toml：版本 example-2026 与 a.toml 重复",
    ),
    "two standards that count differently": (
        two_ways_of_counting,
        StandardError,
        r"b.toml：指标 A1 的计算口径与另一标准不同，请改用新的指标代码",
    ),
    "boundaries that are not JSON": (
        put("districts.geojson", '{"type":'),
        BoundaryError,
        r"districts.geojson：不是有效的 GeoJSON（第 1 行第 9 列有误）",
    ),
    "a polygon that crosses itself": (
        bowtie,
        BoundaryError,
        r"districts.geojson：第 1 个要素「\d{6}」：几何无效（Self-intersection",
    ),
    "an injected district": (
        injected_district,
        BoundaryError,
        r"districts.geojson：第 11 个要素「330204」：不是有边界的行政区",
    ),
}


@pytest.mark.parametrize("tables", [{"communities"}, {"measurements", "activities"}])
def test_every_bad_cell_is_refused_by_its_place_and_the_store_stays_as_it_was(
    tables: set[str], folder: Folder, in_force: Store
) -> None:
    before = snapshot(in_force.root)
    told, places = {}, set()
    for (table, names), cells in BAD_CELLS.items():
        for name, (key, column, value, says) in cells.items() if table in tables else ():
            row = folder.row(table, **dict(zip(names, key, strict=True)))
            number = folder.tables[table].index(row) + 2
            told[name] = f"{table}.csv 第 {number} 行 {column} 列{says}"
            places.add((f"{table}.csv", number))
            row[column] = value
    with pytest.raises(Refused) as caught:
        publish_folder(in_force, folder.write())
    assert [name for name, says in told.items() if not re.search(says, str(caught.value))] == []
    files = {file for file, _ in places}
    assert {(found.file, found.row) for found in caught.value.problems if found.file in files} == places
    assert snapshot(in_force.root) == before


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_refused_by_name_and_leaves_the_store_as_it_was(
    name: str, folder: Folder, in_force: Store
) -> None:
    before = snapshot(in_force.root)
    spoil, refusal, says = BAD_INPUT[name]
    spoil(folder)
    with pytest.raises(refusal, match=says):
        publish_folder(in_force, folder.path)
    assert snapshot(in_force.root) == before


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_refused(kind: str, tmp_path: Path, in_force: Store) -> None:
    path = tmp_path / "city"
    if kind == "file":
        path.touch()
    before = snapshot(in_force.root)
    with pytest.raises(Refused, match="不是文件夹；给出放有数据文件的文件夹"):
        publish_folder(in_force, path)
    assert snapshot(in_force.root) == before


def test_the_cause_comes_before_what_follows_from_it(folder: Folder, store: Store) -> None:
    folder.row("communities", community_code=FLAWLESS)["community_code"] = "33020300100"
    with pytest.raises(Refused) as caught:
        publish_folder(store, folder.write())
    first = caught.value.problems[0]
    assert (first.file, first.row, first.column) == ("communities.csv", 2, "community_code")


def test_a_register_that_cannot_be_read_is_the_only_fault(folder: Folder, store: Store) -> None:
    folder.write_text("communities.csv", folder.read_text("communities.csv").replace("community_code", "号码"))
    with pytest.raises(Refused) as caught:
        publish_folder(store, folder.path)
    assert {problem.file for problem in caught.value.problems} == {"communities.csv"}
    assert not store.versions.exists()


def test_a_version_that_breaks_an_invariant_is_not_published(
    folder: Folder, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = tmp_path / "checks"
    checks.mkdir()
    (checks / "nobody_is_flawless.sql").write_text(
        "-- 不应有满分\n-- One row each.\nselect area_code from index_score where score = 100", encoding="utf-8"
    )
    monkeypatch.setattr(building, "CHECKS", checks)
    with pytest.raises(CheckFailed, match=f"核对 nobody_is_flawless 未通过（不应有满分）：.*{FLAWLESS}"):
        publish_folder(store, folder.path)
    assert store.current() is None
    assert sorted(path.name for path in store.root.iterdir()) == ["lock", "log", "publication.json", "publication.lock"]


def test_an_empty_store_is_filled_once_however_many_come_at_once(store: Store) -> None:
    steps: list[float] = []
    with ThreadPoolExecutor() as visitors:
        for visit in [
            visitors.submit(publish_first, store, lambda done, _text: steps.append(done), scale=0.02) for _ in range(3)
        ]:
            visit.result()
    (manifest,) = store.history()
    assert (manifest.version, manifest.is_demonstration, len(manifest.periods)) == (1, True, 12)
    assert [act.thing for act in acts.read(store)] == ["演示数据"]
    assert steps == sorted(steps)
    codes = ask(store, 1, "select community_code, street_code from community")
    assert all(str(code).startswith("99") for row in codes for code in row)
    assert tomllib.loads((store.folder(1) / "standard" / "example-2026.toml").read_text(encoding="utf-8"))["is_example"]
