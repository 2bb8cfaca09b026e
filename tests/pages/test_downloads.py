"""操作记录: rows and page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from data import acts
from data.acts import Actor, Door, Kind, Result, act_as, note
from data.versions.store import Store
from pages.downloads.rows import ACT_SHAPE, EXPORT_SHAPE, act_rows, export_rows
from pages.shared.cells import written
from pages.shared.viewer import Role, Viewer
from queries.reports.opening import open_export
from tests.conftest import MadeOnce
from tests.pages.conftest import Asking, Open, exports, tables

PAGE = "downloads/page.py"
UNITS = {"330212": "鄞州区", "330203": "海曙区"}


def unlogged(store: Store, folder: Path) -> Store:
    """A copy of a store in a folder, without a line in its log."""
    return Store(shutil.copytree(store.root, folder, ignore=shutil.ignore_patterns("log"), dirs_exist_ok=True))


@pytest.fixture
def empty(demonstration: Store, tmp_path: Path) -> Store:
    """The small city as the default store, without a line in its log."""
    return unlogged(demonstration, tmp_path / "store")


@pytest.fixture(scope="module")
def taken(made_once: MadeOnce, demonstration: Store) -> Path:
    """What is written where two people took three files, and one was refused."""
    return made_once("taken", lambda folder: take_away(unlogged(demonstration, folder)))


@pytest.fixture
def log(empty: Store, taken: Path) -> Store:
    """The small city, with that in its log."""
    shutil.copytree(taken / "log", empty.root / "log")
    return empty


def take_away(store: Store) -> None:
    act_as(Actor("未登录", Door.PAGE, "10.1.2.3"))
    for question, given, who, ending in (
        ("league_table", {"units": ["330212"], "bands": ["passing"]}, "张三", "csv"),
        ("area_measure", {}, "李四", "geojson"),
        ("workbook", {"units": ["330203"]}, "张三", "xlsx"),
    ):
        for _ in open_export(store, question, given, who=who, ending=ending).chunks:
            pass
    note(store, Kind.REFUSAL, "/template/measurements.xlsx", Result.REFUSED, reason="限本单位")


def test_rows_say_who_took_what_with_which_filters(log: Store) -> None:
    rows = written(export_rows(acts.read(log)[1:], UNITS), EXPORT_SHAPE)
    last = rows.iloc[2]
    assert (last["谁"], last["内容"], last["格式"], last["时期"]) == ("张三", "排行榜", "CSV", "2026年第三季度")
    assert (last["单位"], last["版本"], last["完整"], last["从哪里"]) == ("鄞州区", 1, "是", "网页 10.1.2.3")
    assert "等次 passing" in last["其他筛选"]
    assert rows["内容"].tolist() == ["整套看板", "地图", "排行榜"]
    assert rows["行"].min() > 0


def test_rows_of_all_acts_say_what_came_of_them(log: Store) -> None:
    rows = written(act_rows(acts.read(log), UNITS), ACT_SHAPE)
    assert rows["操作"].tolist() == ["越权被拒", "导出", "导出", "导出"]
    assert rows["结果"].tolist() == ["未通过", "完成", "完成", "完成"]
    assert rows["编号"].tolist()[0] > rows["编号"].tolist()[3]
    assert rows["说明"].iloc[0] == "原因 限本单位"
    assert rows["说明"].iloc[3].startswith("csv，")


def test_a_line_of_before_formats_and_rows_is_still_shown(empty: Store) -> None:
    (empty.root / "log").mkdir()
    old = {
        "at": "2026-10-01T18:00:00+00:00",
        "who": "张三",
        "version": 1,
        "question": "league_table",
        "filters": {"period": "2026Q3"},
        "name": "排行榜.csv",
        "bytes": 2048,
        "sha256": "ab",
        "is_complete": True,
    }
    (empty.root / "log" / "exports.jsonl").write_text(json.dumps(old, ensure_ascii=False) + "\n", encoding="utf-8")
    (row,) = written(export_rows(acts.read(empty), UNITS), EXPORT_SHAPE).to_dict("records")
    assert (row["时间（北京时间）"], row["格式"], row["大小"]) == ("2026-10-02 02:00", "CSV", "2.0 KB")


@pytest.mark.usefixtures("log")
def test_the_page_lists_everything_for_the_city_and_filters_by_act(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value.startswith("操作 4 次；最近一次 ")
    assert tables(app)[0]["操作"].tolist() == ["越权被拒", "导出", "导出", "导出"]
    assert exports(app)[0].startswith("/export/workbook.xlsx?version=1&period=2026Q3")
    chosen = open_page(PAGE, act="导出", who="张三", what="排行榜")
    assert chosen.title[0].value.startswith("所选导出 1 次")
    assert tables(chosen)[0]["格式"].tolist() == ["CSV"]


@pytest.mark.usefixtures("log")
def test_a_district_sees_its_own_only(open_page: Open, asking: Asking) -> None:
    asking(Viewer("李四", ("330203",), Role.DISTRICT))
    app = open_page(PAGE)
    assert not app.exception
    assert tables(app)[0]["谁"].tolist() == ["李四"]


@pytest.mark.usefixtures("empty")
def test_without_a_line_the_page_says_what_will_stand_here(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "还没有操作记录"
    assert "谁、何时" in app.info[0].value
