from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

import queries
from data import acts
from data.versions.store import Store, StoreError
from queries.catalogue import EXPORTS, UnknownQuestion
from queries.database import Database, DuckDBDatabase
from queries.parameters import BadParameter, NotAllowed, read_filters, restrict
from queries.reports.opening import export_address, export_name, open_export, read_version
from queries.reports.rows.answers import Answer
from queries.reports.rows.separated import csv_pieces
from tests.queries.ledgers import OF_LARGE_CITIES


def _bytes(database: Database, question: str, given: dict[str, list[str]] | None = None) -> bytes:
    return b"".join(csv_pieces(Answer(database, question, read_filters(database, EXPORTS[question], given or {}))))


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_league_table_as_excel_reads_it(city: Database) -> None:
    content = _bytes(city, "league_table", {"units": ["330203"]})
    assert content.decode() == (
        '\ufeff"数据性质","标准","期","筛选","层级","代码","名称","单位代码","单位","街道","类型","状态",'
        '"全市名次","单位内名次","名次区间（最前）","名次区间（最后）","与下一名难分高下","得分","得分下限（未报按0分）",'
        '"与达标线之差","较上季变化（百分点）","参评变动（两季得分之差减较上季变化，后者为同口径）",'
        '"进退","名次变化",'
        '"把握","等次","等次符号","数据覆盖率（%）","未报项数","社区数","参评社区数","达标社区数","户数","社区环境得分",'
        '"社区秩序得分"\r\n'
        '"演示数据","新标准（示例细则）","2026Q3","海曙区","社区","330203001001","鼓楼社区","330203","海曙区","鼓楼街道",'
        '"老旧小区","参评",4,1,,,,59.50,59.50,-0.50,-2.50,0.00,"明显退步",-1,"待复核","培育","◐",100.00,0,1,1,0,800,70.00,43.75\r\n'
        '"演示数据","新标准（示例细则）","2026Q3","海曙区","社区","330203001002","秀水社区","330203","海曙区","鼓楼街道",'
        '"老旧小区","数据不足",,,,,,,20.00,,,,,,,"数据不足","○",50.00,1,1,0,0,300,59.99,\r\n'
    )


def test_every_file_begins_with_one_bom_describes_its_columns_and_says_on_every_row_what_it_is(city: Database) -> None:
    for name, question in EXPORTS.items():
        content = _bytes(city, name)
        assert content.startswith(b"\xef\xbb\xbf"), name
        assert content.count(b"\xef\xbb\xbf") == 1, name
        headers = content.decode("utf-8-sig").splitlines()[0]
        assert not any(letter.isascii() and letter.islower() for letter in headers), name
        rows = _rows(content)
        assert rows or name in OF_LARGE_CITIES, name
        period = "2026Q3" if question.takes("period") else "不分期"
        standard = "新标准（示例细则）" if question.takes("standard") else "不涉及"
        for row in rows:
            assert list(row)[:4] == ["数据性质", "标准", "期", "筛选"], name
            assert (row["数据性质"], row["标准"], row["期"]) == ("演示数据", standard, period), name
            assert None not in row, name


def test_a_file_without_rows_still_has_its_headers(city: Database) -> None:
    content = _bytes(city, "league_table", {"search": ["无此社区"]})
    assert content.startswith('\ufeff"数据性质",'.encode())
    assert content.endswith(b"\r\n")
    assert _rows(content) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_looks_like_a_formula_is_guarded(city: DuckDBDatabase, start: str) -> None:
    city.connection.execute("update area set area_name = ? || '1+1'", [start])
    assert {row["名称"] for row in _rows(_bytes(city, "league_table"))} == {f"'{start}1+1"}


def test_a_search_that_looks_like_a_formula_is_guarded(city: DuckDBDatabase) -> None:
    city.connection.execute("update community set kind = '=1'; update area set kind = '=1' where kind is not null")
    assert {row["筛选"] for row in _rows(_bytes(city, "league_table", {"kinds": ["=1"]}))} == {"'=1"}


def test_negative_numbers_stay_numbers(city: Database) -> None:
    content = _bytes(city, "area_measure", {"measure": ["change"]}).decode()
    assert '"海曙区",,,-2.50,0.00,-2.50,1,2' in content


def test_scores_are_rounded_half_up_to_two_digits(city: Database) -> None:
    rows = {row["名称"]: row for row in _rows(_bytes(city, "league_table"))}
    assert rows["新晖社区"]["得分"] == "88.01"
    assert rows["新晖社区"]["社区秩序得分"] == "85.01"
    assert rows["秀水社区"]["社区环境得分"] == "59.99"


def test_quotes_commas_and_line_breaks_in_a_text_do_not_break_the_file(city: DuckDBDatabase) -> None:
    city.connection.execute("update area set area_name = '东\"城\",\r\n社区'")
    assert {row["名称"] for row in _rows(_bytes(city, "league_table"))} == {'东"城",\r\n社区'}


def test_real_data_says_so(city: DuckDBDatabase) -> None:
    city.connection.execute("update publication set is_demonstration = false")
    assert {row["数据性质"] for row in _rows(_bytes(city, "band_counts"))} == {"正式数据"}
    filters = read_filters(city, EXPORTS["band_counts"], {})
    assert export_name(city, "band_counts", filters) == "总览等次_2026Q3.csv"


def test_an_example_standard_says_so_even_if_its_name_does_not(city: Database) -> None:
    rows = _rows(_bytes(city, "band_counts", {"standard": ["example-2025"]}))
    assert {row["标准"] for row in rows} == {"旧标准（示例细则）"}


def test_a_file_of_many_batches_is_the_file_of_one(city: DuckDBDatabase) -> None:
    whole = _bytes(city, "league_table")

    class _ByOne(DuckDBDatabase):
        def batches(self, sql: str, parameters: Any) -> Any:
            import pyarrow as pa

            table = super().batches(sql, parameters).read_all()
            return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=1))

    by_one = _ByOne(city.connection, 7)
    filters = read_filters(by_one, EXPORTS["league_table"], {})
    chunks = list(csv_pieces(Answer(by_one, "league_table", filters)))
    assert len(chunks) > 1
    assert b"".join(chunks) == whole


@pytest.mark.parametrize(
    ("question", "given", "name"),
    [
        ("league_table", {}, "排行榜_演示_2026Q3.csv"),
        ("league_table", {"units": ["330212"]}, "排行榜_演示_2026Q3_鄞州区.csv"),
        ("league_table", {"period": ["2026Q2"], "area_kind": ["street"]}, "排行榜_演示_2026Q2_街道_example-2026.csv"),
        ("league_table", {"search": ['a/b\\c:"*?<>|\n']}, "排行榜_演示_2026Q3_搜索a-b-c-.csv"),
        ("area_measure", {}, "地图_演示_2026Q3_得分率.csv"),
        ("dimension_summary", {"area_kind": ["unit"], "area_code": ["330212"]}, "总览五维_演示_2026Q3_鄞州区.csv"),
        ("area_score", {}, "总览总分_演示_2026Q3.csv"),
    ],
)
def test_a_file_is_named_by_page_period_and_filters(
    city: Database, question: str, given: dict[str, list[str]], name: str
) -> None:
    assert export_name(city, question, read_filters(city, EXPORTS[question], given)) == name


def test_a_long_name_fits_the_file_system(city: Database) -> None:
    filters = read_filters(city, EXPORTS["league_table"], {"search": ["很长" * 200]})
    name = export_name(city, "league_table", filters)
    assert name.endswith(".csv")
    assert len(name.encode()) <= 255


def test_an_address_carries_version_and_filters(city: Database) -> None:
    filters = read_filters(city, EXPORTS["league_table"], {"units": ["330212", "3302GX"], "search": ["东 城"]})
    assert export_address("league_table", filters, 7) == (
        "/export/league_table.csv?version=7&period=2026Q3&standard=example-2026&area_kind=community"
        "&units=330212&units=3302GX&search=%E4%B8%9C+%E5%9F%8E&order=score&ranked=50"
    )


def test_an_export_is_logged_before_its_first_byte_and_measured_after_its_last(city_store: Store) -> None:
    export = open_export(city_store, "league_table", {"units": ["330212"]}, who="张三")
    (begun,) = acts.read(city_store)
    assert (begun.who, begun.kind, begun.result) == ("张三", "导出", "未写明结果")
    content = b"".join(export.chunks)
    (entry,) = acts.read(city_store)
    assert (entry.result, entry.thing) == ("完成", "排行榜_演示_2026Q3_鄞州区.csv")
    assert entry.details == {
        "version": 1,
        "question": "league_table",
        "format": "csv",
        "filters": {
            "period": "2026Q3",
            "standard": "example-2026",
            "area_kind": "community",
            "units": ["330212"],
            "order": "score",
            "ranked": 50,
        },
        "rows": 3,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_an_export_broken_off_is_logged_as_such(city_store: Store) -> None:
    export = open_export(city_store, "league_table", {}, who="张三")
    next(export.chunks)
    export.chunks.close()  # type: ignore[attr-defined]
    (entry,) = acts.read(city_store)
    assert (entry.result, entry.details["bytes"] > 0) == ("中断", True)


def test_nothing_leaves_where_the_log_cannot_be_written(city_store: Store) -> None:
    (city_store.root / "log").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="操作记录无法写入"):
        open_export(city_store, "band_counts", {}, who="张三")


def test_nobody_and_no_clock_is_in_a_file(city_store: Store) -> None:
    first = b"".join(open_export(city_store, "league_table", {}, who="张三").chunks)
    assert first == b"".join(open_export(city_store, "league_table", {}, who="李四").chunks)


def test_a_viewer_takes_away_their_units_only(city_store: Store) -> None:
    export = open_export(city_store, "league_table", {}, who="张三", units=("330203",))
    assert {row["单位"] for row in _rows(b"".join(export.chunks))} == {"海曙区"}
    with pytest.raises(NotAllowed):
        open_export(city_store, "league_table", {"units": ["330212"]}, who="张三", units=("330203",))


def test_an_unknown_question_names_the_known_ones(city_store: Store) -> None:
    with pytest.raises(UnknownQuestion, match="没有可导出的“periods”，可选：area_score、dimension_summary"):
        open_export(city_store, "periods", {}, who="张三")


def test_the_version_is_the_current_one_unless_given(city_store: Store, tmp_path: Path) -> None:
    assert read_version(city_store, []) == 1
    assert read_version(city_store, ["7"]) == 7
    with pytest.raises(BadParameter, match="“x”不是版本号"):
        read_version(city_store, ["x"])
    with pytest.raises(StoreError, match="尚未发布任何版本"):
        read_version(Store(tmp_path / "empty"), [])


def test_what_if_is_never_taken_away_without_its_mark(city: Database) -> None:
    for question in ("reweighted", "weight_sensitivities"):
        assert "推演（不作评价依据）" in EXPORTS[question].title.replace("名次区间", "")
        for row in _rows(_bytes(city, question)):
            assert list(row)[4] == "性质"
            assert row["性质"] == "推演，不作评价依据"


def test_weights_are_read_refused_and_said_in_words(city: Database) -> None:
    rows = _rows(_bytes(city, "reweighted", {"weights": ["O=70", "E=30"]}))
    assert {row["筛选"] for row in rows} == {"社区环境权重30、社区秩序权重70"}
    for wrong in (["E=101"], ["E=030"], ["X=5"], ["E"], ["E=1", "E=2"], ["E=-1"]):
        with pytest.raises(BadParameter, match="weights"):
            read_filters(city, queries.reweighted, {"weights": wrong})


def test_a_pair_is_only_shown_to_who_may_see_both(city: Database) -> None:
    asked = read_filters(city, queries.compositions, {})
    assert len(queries.compositions(city, **asked)) == 3
    seen = restrict(city, queries.compositions, asked, ("330203", "330212"))
    assert queries.compositions(city, **seen)[["unit_code", "other_code"]].to_numpy().tolist() == [["330203", "330212"]]
    assert queries.compositions(city, **restrict(city, queries.compositions, asked, ("330203",))).empty
