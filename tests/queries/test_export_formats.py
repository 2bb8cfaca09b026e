"""The formats besides CSV, opened as their readers open them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

import queries
from data import acts
from data.settings import PROJECT
from data.versions.building import AREAS
from data.versions.store import Store
from queries.catalogue import EXPORTS, UnknownFormat, formats
from queries.database import open_database
from queries.parameters import NotAllowed, read_filters
from queries.reports.facts import facts
from queries.reports.opening import open_export
from queries.reports.rows.answers import Answer
from queries.reports.rows.sheets import single_workbook
from tests.queries.ledgers import OF_LARGE_CITIES
from tests.resealed import change as change_database
from tests.resealed import reseal

Change = Callable[[str], Store]


def _bytes(
    store: Store, question: str, ending: str, given: Mapping[str, Sequence[str]] | None = None, **options: object
) -> bytes:
    return b"".join(open_export(store, question, given or {}, who="测试", ending=ending, **options).chunks)  # type: ignore[arg-type]


def _book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _says(content: bytes) -> dict[str, str]:
    """What the sheet 说明 says, by label."""
    return {str(label): str(text) for label, text in _book(content)["说明"].iter_rows(values_only=True, min_row=3)}


@pytest.fixture
def changed(city_store: Store) -> Change:
    """The hand-written city as version 1, after a statement."""

    def change(statement: str) -> Store:
        change_database(city_store, 1, statement)
        return city_store

    return change


@pytest.mark.parametrize("name", ["http://a.cn/x", "internal:'排行榜'!A1|到这一页", "mailto:a@b.cn", "a@b.cn"])
def test_an_address_in_the_name_of_a_community_stays_text(changed: Change, name: str) -> None:
    quoted = name.replace("'", "''")
    store = changed(f"update area set area_name = '{quoted}', short_name = '{quoted}' where area_code = '330203001001'")
    book = _book(_bytes(store, "league_table", "xlsx", {"units": ["330203"], "search": ["330203001001"]}))
    assert name in {cell.value for row in book["排行榜"].iter_rows() for cell in row}
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [link.target.startswith("http://127.0.0.1:8501/league") for link in links] == [True]
    profile = _book(_bytes(store, "community_indicators", "xlsx", {"community": ["330203001001"]}))["说明"]
    targets = [cell.hyperlink.target for row in profile.iter_rows() for cell in row if cell.hyperlink]
    assert all(target.startswith("http://127.0.0.1:8501/community") for target in targets)


def test_a_workbook_holds_numbers_as_numbers_and_codes_as_texts(city_store: Store) -> None:
    sheet = _book(_bytes(city_store, "league_table", "xlsx", {"units": ["330203"]}))["排行榜"]
    headers = [cell.value for cell in sheet[1]]
    row = dict(zip(headers, sheet[2], strict=True))
    assert row["代码"].value == "330203001001"
    assert (row["代码"].data_type, row["代码"].number_format) == ("s", "@")
    assert (row["得分"].value, row["得分"].data_type, row["得分"].number_format) == (59.5, "n", "0.00")
    assert (row["与达标线之差"].value, row["较上季变化（百分点）"].value) == (-0.5, -2.5)
    assert (row["户数"].value, row["户数"].number_format) == (800, "#,##0")
    assert row["名称"].font.name == "Microsoft YaHei"
    assert (row["等次"].value, row["等次"].fill.start_color.rgb) == ("培育", "FFDFC27D")
    assert dict(zip(headers, sheet[3], strict=True))["得分"].value is None
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref


def test_a_sheet_is_ready_for_paper(city_store: Store) -> None:
    sheet = _book(_bytes(city_store, "league_table", "xlsx"))["排行榜"]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert "演示数据" in sheet.oddHeader.left.text
    assert "2026Q3" in sheet.oddHeader.right.text


def test_the_explanation_says_what_the_rows_are(city_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_BASE_URL", "https://wenming.example/")
    given = {"units": ["330212"], "bands": ["passing"], "ranked": ["0"]}
    says = _says(_bytes(city_store, "league_table", "xlsx", given))
    assert says["页面"] == "排行榜"
    assert says["数据性质"].startswith("演示数据")
    assert says["时期"] == "2026年第三季度（2026-07-01 至 2026-09-30）"
    assert says["筛选"] == "鄞州区、达标、全部名次"
    assert says["标准"] == "新标准（示例细则）（example-2026）"
    assert says["标准说明"] == "示例细则"
    assert says["数据截至"] == "2026-09-30"
    assert says["覆盖"] == "评分社区 3 / 3 个"
    assert says["发布版本"].startswith("第 1 版，")
    assert says["行数"] == "2 行"
    assert says["摘要 SHA-256"] == hashlib.sha256(_bytes(city_store, "league_table", "csv", given)).hexdigest()
    assert says["看板页面"] == (
        "https://wenming.example/league?period=2026Q3&unit=330212&standard=example-2026"
        "&area=community&order=score&band=passing&full=true"
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "geojson"])
def test_the_only_time_inside_is_the_version_s(city_store: Store, ending: str) -> None:
    content = _bytes(city_store, "league_table", ending)
    assert content == _bytes(city_store, "league_table", ending)
    if ending == "xlsx":
        published = city_store.manifest(1).published_at
        assert _book(content).properties.created == published.astimezone(UTC).replace(tzinfo=None)
        with ZipFile(io.BytesIO(content)) as members:
            assert {member.date_time[0] for member in members.infolist()} == {1980}


def test_every_question_is_a_workbook_and_a_parquet_file(city_store: Store) -> None:
    for question in EXPORTS:
        book = _book(_bytes(city_store, question, "xlsx"))
        assert book.sheetnames[-1] == "说明", question
        table = pq.read_table(io.BytesIO(_bytes(city_store, question, "parquet")))
        assert table.num_rows or question in OF_LARGE_CITIES, question
        assert max(table.num_rows, 1) == book.worksheets[0].max_row - 1, question  # an empty one says so in a row
        assert all(name.isascii() for name in table.column_names), question


@pytest.mark.parametrize(
    "names", [("=1+1", "@SUM(A1)", "-2+3", "https://a.example"), ("🏘️𠮷田社区", "长" * 40, "a\x01b")]
)
def test_any_name_is_a_text_cell_and_nothing_else(changed: Change, names: tuple[str, ...]) -> None:
    given = ", ".join(f"'{name}'" for name in names)
    store = changed(f"update area set area_name = [{given}][1 + rowid % {len(names)}]")
    content = _bytes(store, "league_table", "xlsx")
    sheet = _book(content)["排行榜"]
    assert {cell.value for cell in sheet["C"][1:]} == {name.replace("\x01", "_x0001_") for name in names}
    assert {cell.data_type for cell in sheet["C"][1:]} == {"s"}
    assert {cell.hyperlink for cell in sheet["C"]} == {None}
    with ZipFile(io.BytesIO(content)) as members:
        assert b"<f>" not in members.read("xl/worksheets/sheet1.xml")


def test_an_empty_answer_is_a_file_that_says_so(city_store: Store) -> None:
    given = {"search": ["无此&社区"]}
    content = _bytes(city_store, "league_table", "xlsx", given)
    assert _book(content)["排行榜"]["A2"].value == "没有符合条件的行。"
    assert _says(content)["行数"] == "0 行：没有符合条件的行。"
    file = pq.ParquetFile(io.BytesIO(_bytes(city_store, "league_table", "parquet", given)))
    assert (file.metadata.num_rows, file.metadata.metadata[b"rows"]) == (0, b"0")
    shapes = json.loads(_bytes(city_store, "league_table", "geojson", given))
    assert (shapes["features"], shapes["rows"]) == ([], 0)


def test_a_full_sheet_is_continued_on_the_next(city_store: Store) -> None:
    database = open_database(city_store, 1)
    filters = read_filters(database, queries.league_table, {})
    about = facts(database, "league_table", filters, city_store.manifest(1))
    book = _book(b"".join(single_workbook(Answer(database, "league_table", filters), about, most_rows=3)))
    assert book.sheetnames == ["排行榜", "排行榜（2）", "排行榜（3）", "说明"]
    assert [sheet.max_row for sheet in book.worksheets[:3]] == [3, 3, 3]
    assert {sheet["A1"].value for sheet in book.worksheets[:3]} == {"层级"}
    lines = dict(book["说明"].iter_rows(values_only=True, min_row=3))
    assert lines["行数"] == "6 行，超出一张工作表的行数，分在 3 张"


def test_parquet_keeps_types_and_digits_and_says_what_it_is(city_store: Store) -> None:
    file = pq.ParquetFile(io.BytesIO(_bytes(city_store, "league_table", "parquet")))
    table = file.read()
    frame = queries.league_table(open_database(city_store, 1), period="2026Q3", standard="example-2026")
    assert table.column_names == list(frame.columns)
    assert table.schema.field("score").type == pa.float64()
    assert table.schema.field("area_code").type == pa.string()
    assert pa.types.is_list(table.schema.field("dimension_scores").type)
    assert table.column("score").to_pylist()[0] == 88.005
    assert table.schema.metadata[b"data_nature"].decode() == "演示数据"
    about = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
    assert about["data_nature"] == "演示数据"
    assert about["standard_version"] == "example-2026"
    assert datetime.fromisoformat(about["published_at"]) == city_store.manifest(1).published_at
    assert about["csv_sha256"] == hashlib.sha256(_bytes(city_store, "league_table", "csv")).hexdigest()


def test_every_unit_is_a_feature_and_hosted_ones_have_no_polygon(changed: Change) -> None:
    store = changed(
        "delete from unit where unit_code not in (select unit_code from street); insert into unit by name "
        "select unit_code, unit_name, short_name, nullif(host_code, '') as host_code, 100 + position as position "
        f"from read_csv('{PROJECT}/data/reference/units.csv', all_varchar = true, types = {{'position': 'integer'}}) "
        "where unit_code not in (select unit_code from unit); delete from area; " + AREAS.read_text(encoding="utf-8")
    )
    boundaries = store.folder(1) / "districts.geojson"
    boundaries.chmod(0o600)
    boundaries.write_bytes((PROJECT / "data" / "reference" / "districts.geojson").read_bytes())
    reseal(store, 1)
    shapes = json.loads(_bytes(store, "area_measure", "geojson"))
    assert len(shapes["features"]) == 14
    without = {one["properties"]["area_name"] for one in shapes["features"] if one["geometry"] is None}
    assert without == {"高新区", "东钱湖", "大榭", "前湾新区"}
    yinzhou = next(one for one in shapes["features"] if one["id"] == "330212")
    assert yinzhou["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert yinzhou["properties"]["value"] == 77.32
    assert shapes["source"]
    assert shapes["map_approval_number"] == ""
    assert shapes["data_nature"] == "演示数据"


def test_streets_are_points_of_a_said_quality(city_store: Store) -> None:
    for question in ("area_measure", "league_table"):
        shapes = json.loads(_bytes(city_store, question, "geojson", {"area_kind": ["street"]}))
        found = {one["id"]: one for one in shapes["features"]}
        assert found["330212099"]["geometry"] == {"type": "Point", "coordinates": [121.62, 29.88]}
        assert found["330212099"]["properties"]["position_quality"] == "schematic"


@pytest.mark.parametrize(
    ("question", "ending", "message"),
    [
        ("band_counts", "doc", "“总览等次”不能导出为 .doc，可选：.csv、.xlsx、.parquet"),
        ("band_counts", "geojson", "“总览等次”不能导出为 .geojson，可选：.csv、.xlsx、.parquet"),
        ("area_measure", "", "可选：.csv、.xlsx、.parquet、.geojson"),
        ("workbook", "csv", "“整套看板”不能导出为 .csv，可选：.xlsx"),
    ],
)
def test_an_unknown_format_names_the_known_ones(city_store: Store, question: str, ending: str, message: str) -> None:
    with pytest.raises(UnknownFormat) as refused:
        _bytes(city_store, question, ending)
    assert message in str(refused.value)


def test_formats_are_offered_where_they_make_sense() -> None:
    assert formats("league_table") == ("csv", "xlsx", "parquet", "geojson")
    assert formats("indicators") == ("csv", "xlsx", "parquet")
    assert formats("workbook") == ("xlsx",)


def test_the_whole_dashboard_is_one_workbook_a_sheet_a_page(city_store: Store) -> None:
    content = _bytes(city_store, "workbook", "xlsx")
    assert content == _bytes(city_store, "workbook", "xlsx")
    book = _book(content)
    assert book.sheetnames == [
        "说明",
        "总览",
        "地图",
        "排行榜",
        "五维对标",
        "更多分析",
        "活动",
        "诉求",
        "整改",
        "标准细则",
    ]
    texts = [str(cell.value) for row in book["排行榜"].iter_rows(max_col=1) for cell in row if cell.value]
    assert [text for text in texts if text.startswith("排行榜 ·")] == [
        "排行榜 · 单位",
        "排行榜 · 街道",
        "排行榜 · 社区",
    ]
    says = [str(text) for _, text in book["说明"].iter_rows(values_only=True, min_row=3)]
    digest = hashlib.sha256(_bytes(city_store, "league_table", "csv")).hexdigest()
    assert f"排行榜 · 社区：6 行，摘要 SHA-256 {digest}" in says
    assert any("社区档案" in text and "单独导出" in text for text in says)


def test_the_workbook_of_a_unit_holds_that_unit_only(city_store: Store) -> None:
    content = _bytes(city_store, "workbook", "xlsx", units=("330203",))
    values = {str(cell.value) for sheet in _book(content) for row in sheet.iter_rows() for cell in row}
    assert "海曙区" in values
    assert "鄞州区" not in values
    assert "全市" not in values
    with pytest.raises(NotAllowed):
        _bytes(city_store, "workbook", "xlsx", {"units": ["330212"]}, units=("330203",))


def test_the_log_says_format_and_rows(city_store: Store) -> None:
    content = _bytes(city_store, "league_table", "parquet")
    (entry,) = acts.read(city_store)
    details = entry.details
    assert (details["format"], details["rows"], details["bytes"]) == ("parquet", 6, len(content))
    assert details["sha256"] == hashlib.sha256(content).hexdigest()
    assert entry.thing == "排行榜_演示_2026Q3.parquet"
