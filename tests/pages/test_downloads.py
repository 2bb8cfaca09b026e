"""导出记录: rows and page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from data.store import Store
from pages.downloads.rows import log_rows
from pages.shared.viewer import Role, Viewer
from queries.export import open_export, taken
from tests.pages.conftest import Open, exports

PAGE = "downloads/page.py"


@pytest.fixture
def log(shown: Store) -> Iterator[Store]:
    """The small city, from which two people took three files."""
    for question, given, who, ending in (
        ("league_table", {"units": ["330212"], "bands": ["passing"]}, "张三", "csv"),
        ("area_measure", {}, "李四", "geojson"),
        ("workbook", {"units": ["330203"]}, "张三", "xlsx"),
    ):
        for _ in open_export(shown, question, given, who=who, ending=ending).chunks:
            pass
    yield shown
    (shown.root / "log" / "exports.jsonl").unlink()


def test_the_log_is_read_newest_first_without_damaged_lines(log: Store) -> None:
    log.append_log("exports", {"who": "王五"})
    with (log.root / "log" / "exports.jsonl").open("a", encoding="utf-8") as file:
        file.write("half a li\n")
    assert [(entry.who, entry.format) for entry in taken(log)] == [
        ("张三", "xlsx"),
        ("李四", "geojson"),
        ("张三", "csv"),
    ]


def test_a_line_of_before_formats_and_rows_is_still_read(log: Store) -> None:
    file = log.root / "log" / "exports.jsonl"
    old = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    del old["format"], old["rows"]
    file.write_text(json.dumps(old, ensure_ascii=False) + "\n", encoding="utf-8")
    entry = taken(log)[0]
    assert (entry.format, entry.rows) == ("csv", None)


def test_rows_say_who_took_what_with_which_filters(log: Store) -> None:
    rows = log_rows(taken(log), {"330212": "鄞州区", "330203": "海曙区"})
    last = rows.iloc[2]
    assert (last["谁"], last["内容"], last["格式"], last["时期"]) == ("张三", "排行榜", "CSV", "2026年第三季度")
    assert (last["单位"], last["版本"], last["完整"]) == ("鄞州区", 1, "是")
    assert "等次 passing" in last["其他筛选"]
    assert rows["内容"].tolist() == ["整套看板", "地图", "排行榜"]
    assert rows["行"].min() > 0


@pytest.mark.usefixtures("log")
def test_the_page_lists_everything_for_the_city(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value.startswith("导出 3 次，共 ")
    assert app.dataframe[0].value["内容"].tolist() == ["整套看板", "地图", "排行榜"]
    assert exports(app)[0].startswith("/export/workbook.xlsx?version=1&period=2026Q3")
    chosen = open_page(PAGE, who="张三", what="排行榜")
    assert chosen.title[0].value.startswith("所选导出 1 次")
    assert chosen.dataframe[0].value["格式"].tolist() == ["CSV"]


@pytest.mark.usefixtures("log")
def test_a_district_sees_its_own_only(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.shared.viewer.viewer", lambda _: Viewer("李四", ("330203",), Role.DISTRICT))
    for module in ("filters", "ask"):
        monkeypatch.setattr(
            f"pages.shared.{module}.viewer", lambda _: Viewer("李四", ("330203",), Role.DISTRICT), raising=False
        )
    app = open_page(PAGE)
    assert not app.exception
    assert app.dataframe[0].value["谁"].tolist() == ["李四"]


@pytest.mark.usefixtures("shown")
def test_without_a_line_the_page_says_what_will_stand_here(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "还没有导出记录"
    assert "谁、何时" in app.info[0].value
