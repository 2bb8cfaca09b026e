from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import queries
from data.store import PROJECT, Store
from pages.community import charts
from pages.shared.formats import number
from pages.shared.jump import community_labels
from pages.shared.theme import LIGHT
from queries.database import Database, open_database
from tests.pages.conftest import Open

ASKED = {"period": "2026Q3", "standard": "example-2026"}
PAGE = "community/page.py"


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def codes(database: Database) -> list[str]:
    return queries.community_names(database)["community_code"].tolist()


def html(app: object) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))  # type: ignore[attr-defined]


def test_without_a_code_the_page_asks_for_a_community(shown: Store, open_page: Open) -> None:  # noqa: ARG001
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "请选择一个社区"
    assert app.selectbox(key="find").value is None


def test_an_unknown_code_is_said_to_be_unknown(shown: Store, open_page: Open) -> None:  # noqa: ARG001
    app = open_page(PAGE, code="<b>*1*")
    assert not app.exception
    assert app.title[0].value == "没有这个社区"


def test_a_link_opens_every_community_and_prints_the_published_score(database: Database, open_page: Open) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community").set_index("area_code")
    statuses = league.groupby("status").head(2)
    for code, row in statuses.iterrows():
        app = open_page(PAGE, code=str(code))
        assert not app.exception, code
        title = app.title[0].value.replace("\\", "")
        assert title.startswith(str(row["area_name"]))
        assert ("数据不足" in title) == (row["status"] == "数据不足")
        if row["status"] != "数据不足":
            assert number(row["score"]) in title


def test_the_steps_are_sentences_in_the_indicators_unit(database: Database, open_page: Open) -> None:
    steps = queries.one_step_away(database, **ASKED)
    if steps.empty:
        pytest.skip("no community of this small city is one step away")
    row = steps.iloc[0]
    text = html(open_page(PAGE, code=row["community_code"]))
    assert f"把{row['indicator_name']}从" in text
    assert f"可增 <b>{number(row['gain'])}</b> 分" in text


def test_both_standards_and_the_first_period_open(database: Database, open_page: Open) -> None:
    code = codes(database)[0]
    for period, standard in (("2023Q4", "example-2026"), ("2026Q3", "example-2025")):
        app = open_page(PAGE, code=code, period=period, standard=standard)
        assert not app.exception
        assert app.title[0].value


def test_the_jump_box_stands_on_every_page_and_opens_the_community(database: Database, open_page: Open) -> None:
    code = codes(database)[3]
    app = open_page("league/page.py")
    app.selectbox(key="jump").set_value(code).run()
    assert not app.exception
    assert app.query_params["code"] in (code, [code])


def test_the_exports_carry_the_community(database: Database, open_page: Open) -> None:
    code = codes(database)[0]
    links = [element.proto.url for element in open_page(PAGE, code=code).get("link_button")]
    assert sum(f"community={code}" in link for link in links) >= 5


def test_a_tiny_hand_written_city_opens_for_every_community(city_store: Store, open_page: Open) -> None:
    city = open_database(city_store, 1)
    for code in queries.community_names(city)["community_code"]:
        for period in ("2026Q2", "2026Q3"):
            app = open_page(PAGE, code=code, period=period, standard="example-2026")
            assert not app.exception, (code, period)
            assert app.title[0].value


ODD = (
    (
        "all 未报",
        "update indicator_score set state = 'unreported', value = null, score = null, effective_weight = null",
    ),
    (
        "all 不适用",
        "update indicator_score set state = 'not_applicable', value = null, score = null, effective_weight = null",
    ),
    ("long, rare and formula-like names", "update community set community_name = '=1+1<b>𠮷*_' || repeat('长', 40)"),
    ("no score at all", "delete from index_score"),
)


@pytest.mark.parametrize(("what", "sql"), ODD, ids=[what for what, _ in ODD])
def test_odd_cities_are_shown_without_a_fault(tmp_path: Path, open_page: Open, what: str, sql: str) -> None:
    def build(folder: Path, _version: int) -> dict[str, Any]:
        with duckdb.connect(str(folder / "city.duckdb")) as connection:
            for file in (PROJECT / "data" / "schema.sql", PROJECT / "tests" / "city.sql"):
                connection.execute(file.read_text(encoding="utf-8"))
            connection.execute(sql)
        (folder / "districts.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
        (folder / "standard").mkdir()
        return {
            "published_by": "", "reason": "", "is_demonstration": True, "periods": (), "standards": (), "community_count": 6,
            "sources": (),
        }  # fmt: skip

    Store(tmp_path / "store").publish(build)
    for code in ("330203001001", "330203001002", "330212001003"):
        app = open_page(PAGE, code=code, standard="example-2026")
        assert not app.exception, (what, code)
        assert app.title[0].value


def test_labels_of_the_same_name_differ_and_carry_the_initials() -> None:
    names = pd.DataFrame(
        {
            "community_code": ["1", "2", "3", "4"],
            "community_name": ["东城社区", "东城社区", "东城社区", "华光社区"],
            "pinyin_initials": ["dcsq", "dcsq", "dcsq", "hgsq"],
            "unit_short_name": ["鄞州", "鄞州", "鄞州", "鄞州"],
            "street_name": ["甲街道", "乙街道", "乙街道", "乙街道"],
        }
    )
    labels = community_labels(names)
    assert list(labels.values()) == [
        "东城社区 · 鄞州 · 甲街道 · DCSQ",
        "东城社区 · 鄞州 · 乙街道 · 2 · DCSQ",
        "东城社区 · 鄞州 · 乙街道 · 3 · DCSQ",
        "华光社区 · 鄞州 · HGSQ",
    ]


def contributions(*values: float) -> pd.DataFrame:
    codes = [*(f"K{number}" for number in range(len(values) - 1)), "rest"]
    return pd.DataFrame({"indicator_code": codes, "indicator_name": codes, "contribution": values})


def test_the_bars_sum_exactly_to_the_change() -> None:
    rows = contributions(1.5, -2.25, 0.0, 0.5, 0.25, -0.125, 0.75, 1.0, 0.0625, -0.5)
    parts = charts.moved_parts(rows)
    assert parts["contribution"].sum() == rows["contribution"].sum()
    assert parts["name"].tolist()[-2:] == ["其余 2 项", "rest"]
    figure = charts.contribution_bars(parts, LIGHT)
    assert sum(figure.data[0].x) == rows["contribution"].sum()
    assert "−2.25" in figure.data[0].text


def test_nothing_moved_is_no_bar() -> None:
    assert charts.moved_parts(contributions(0.0, 1e-14)).empty


ROW = {
    "dimension_name": "社区环境", "indicator_name": "<i>=1+1", "state": "value", "measured_value": 62.04, "grade": None,
    "line_value": 80.0, "unit_text": "%", "decimals": 1, "score": 43.0, "standard_error": 2.0, "effective_weight": 0.06,
    "is_carried_forward": False, "sampling": "rate", "sample_size": 50.0, "population_size": float("nan"), "basis": "sourced",
    "citation": "甲", "is_reprint": True,
}  # fmt: skip


def test_the_table_prints_value_line_sample_and_state_and_escapes_names() -> None:
    missing = {
        **ROW,
        "indicator_name": "缺",
        "state": "unreported",
        "measured_value": None,
        "score": None,
        "standard_error": None,
    }
    none = {**missing, "indicator_name": "无", "state": "not_applicable"}
    sheet = charts.indicator_sheet(pd.DataFrame([ROW, missing, none]), 60, LIGHT)
    assert "&lt;i&gt;=1+1" in sheet
    for part in ("62.0%", "80.0%", ">50<", "6.0%", "有据", "未报", "不适用", "（转载）"):
        assert part in sheet


def test_a_falling_item_is_lowered_and_a_grade_is_named() -> None:
    steps = pd.DataFrame(
        [
            {
                "indicator_name": "隐患率",
                "from_value": 9.0,
                "to_value": 5.0,
                "unit_text": "%",
                "decimals": 0,
                "gain": 1.6,
            },
            {"indicator_name": "等级", "from_grade": "C", "to_grade": "B", "unit_text": "", "decimals": 0, "gain": 0.5},
        ]
    )
    text = charts.way_up(steps)
    assert "把隐患率从 <b>9%</b> 降到 <b>5%</b>，可增 <b>1.60</b> 分" in text
    assert "把等级从 <b>C</b> 提到 <b>B</b>" in text
