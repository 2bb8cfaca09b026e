"""总览, run without a browser: on the demonstration city and on small and odd ones."""

from __future__ import annotations

import re
from html import escape

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.settings import PROJECT
from data.versions.schema import schema
from data.versions.store import Store
from pages.shared.formats import number, signed
from queries.database import Database, open_database
from tests.pages.conftest import Open, choose, drawings, exports, tables
from tests.resealed import change, reseal

ASKED = {"period": "2026Q3", "standard": "example-2026"}
PAGE = "overview/page.py"


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def test_the_title_is_the_finding(database: Database, open_page: Open) -> None:
    city = queries.area_score(database, **ASKED, area_kind="city", area_code="city").iloc[0]
    assert open_page(PAGE).title[0].value.startswith(f"全市得分率 {number(city['score'])}，较上季")


def test_the_finding_follows_the_unit(database: Database, open_page: Open) -> None:
    unit = queries.area_score(database, **ASKED, area_kind="unit", area_code="330212").iloc[0]
    assert open_page(PAGE, unit="330212").title[0].value.startswith(f"鄞州区得分率 {number(unit['score'])}")


@pytest.mark.usefixtures("shown")
def test_the_first_period_has_no_change_and_says_so(open_page: Open) -> None:
    app = open_page(PAGE, period="2023Q4")
    assert not app.exception
    assert "较上季" not in app.title[0].value
    assert "无上季可比" in html(app)
    assert not [button for button in app.button if button.key == "play-button"], "one quarter does not play"


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("period", ["2024Q1", "2025Q2", "2026Q1"])
@pytest.mark.parametrize("standard", ["example-2025", "example-2026"])
def test_every_period_and_standard_is_shown(open_page: Open, period: str, standard: str) -> None:
    assert not open_page(PAGE, period=period, standard=standard).exception


def test_the_counts_of_the_cards_are_those_of_their_lists(database: Database, open_page: Open) -> None:
    moves = queries.band_moves(database, **ASKED)["direction"].value_counts()
    app = open_page(PAGE)
    assert f'<span class="above">{moves.get("rose", 0)}</span>' in html(app)
    assert f'<span class="below">{moves.get("fell", 0)}</span>' in html(app)
    assert f'<div class="figure">{len(queries.one_step_away(database, **ASKED))}</div>' in html(app)


def test_a_count_opens_its_list_and_the_address_remembers(database: Database, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not tables(app)
    app.button(key="open-moves").click().run()
    assert app.query_params["list"] in ("moves", ["moves"])
    names = {name for table in tables(app) for name in table["社区"]}
    assert names
    assert names <= set(queries.band_moves(database, **ASKED)["area_name"])
    linked = open_page(PAGE, list="moves")
    assert tables(linked)[0].equals(tables(app)[0])


def test_the_list_of_single_steps_says_which_item_and_how_much(database: Database, open_page: Open) -> None:
    steps = queries.one_step_away(database, **ASKED)
    if steps.empty:
        pytest.skip("the small city has no such community")
    table = tables(open_page(PAGE, list="steps"))[0]
    assert table["补哪一项"].iloc[0] == steps["indicator_name"].iloc[0]
    assert "→" in table["提到"].iloc[0]


def test_who_keeps_falling_is_counted_shown_and_listed(database: Database, open_page: Open) -> None:
    focus = queries.focus_list(database, **ASKED)
    app = open_page(PAGE)
    heading = next(heading.value for heading in app.subheader if heading.value.startswith("重点关注"))
    if focus.empty:
        assert heading == "重点关注（未达标且连续下滑）"
        assert any("没有未达标且连续下滑的社区" in caption.value for caption in app.caption)
        return
    assert heading == f"重点关注（未达标且连续下滑）：{len(focus)} 个"
    assert html(app).count("▼") >= min(len(focus), 5)
    table = tables(open_page(PAGE, list="focus"))[0]
    assert table["社区"].tolist() == focus["community_name"].tolist()[:15]
    assert set(table["把握"]) <= {"确定未达标", "待复核"}


@pytest.mark.usefixtures("city_store")
def test_a_fall_in_the_small_city_is_shown_and_an_empty_list_said(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "重点关注（未达标且连续下滑）：1 个" in [heading.value for heading in app.subheader]
    (fallen,) = re.findall(
        r'data-code="(\d+)"[^>]*>(?:<title>)(鼓楼社区 59.50 ▼ 3.50 海曙区 [^<]*)', drawings(app)["focus"]
    )[:1]
    assert choose(app, "focus", fallen[0]).query_params["code"] == fallen[0], "its row opens the community"
    other = open_page(PAGE, unit="330212")
    assert any("看不出连续下滑" in caption.value for caption in other.caption), "there are two quarters only"


def test_the_pace_of_the_city_stands_in_the_heading_and_that_of_the_units_in_a_list(
    database: Database, open_page: Open
) -> None:
    pace = queries.pace(database, **ASKED).iloc[0]
    app = open_page(PAGE)
    heading = next(heading.value for heading in app.subheader if heading.value.startswith("创建进度："))
    assert pace["verdict"] in heading
    assert f"每季需 {signed(pace['needed'])}" in heading or pace["verdict"] == "已达"
    app.button(key="open-pace").click().run()
    table = tables(app)[0]
    assert table["单位"].tolist() == queries.pace(database, **ASKED, area_kind="unit")["area_name"].tolist()


@pytest.mark.usefixtures("shown")
def test_below_four_quarters_nothing_is_said_of_the_pace(open_page: Open) -> None:
    headings = [heading.value for heading in open_page(PAGE, period="2024Q2").subheader]
    assert any("不足四个季度，不判断快慢" in heading for heading in headings)


def test_the_item_that_helps_most_communities_is_named(database: Database, open_page: Open) -> None:
    levers = queries.levers(database, **ASKED)
    app = open_page(PAGE)
    heading = next(heading.value for heading in app.subheader if heading.value.startswith("最能拉动的项"))
    assert f"单独可助 {levers['alone_count'].iloc[0]} 个社区达标" in heading
    assert all(escape(name) in drawings(app)["levers"] for name in levers["indicator_name"].head(8))


@pytest.mark.usefixtures("shown")
def test_an_unknown_list_in_a_link_opens_nothing(open_page: Open) -> None:
    app = open_page(PAGE, list="nonsense")
    assert not app.exception
    assert not tables(app)


@pytest.mark.usefixtures("shown")
def test_the_weakest_dimension_and_the_target_are_named(open_page: Open) -> None:
    headings = [heading.value for heading in open_page(PAGE).subheader]
    assert any("各维度达标社区占比：" in heading and "最低，" in heading for heading in headings)
    assert any(heading.startswith("创建进度：") for heading in headings)


def test_the_reporting_of_the_units_is_shown(database: Database, open_page: Open) -> None:
    text = html(open_page(PAGE))
    for unit in queries.unit_reporting(database, **ASKED).to_dict("records"):
        assert f">{unit['unit_name']}</a></span><b>{unit['rated_count']}/{unit['community_count']}</b>" in text


@pytest.mark.usefixtures("shown")
def test_the_map_plays_from_the_first_quarter_and_pauses(open_page: Open) -> None:
    app = open_page(PAGE)
    assert ">2026年第三季度</text>" in drawings(app)["districts"]
    app.button(key="play-button").click().run()
    assert ">2023年第四季度</text>" in drawings(app)["districts"]
    assert app.button(key="play-button").label == "‖ 暂停"
    app.run()
    assert ">2024年第一季度</text>" in drawings(app)["districts"], "each run shows the next quarter"
    app.button(key="play-button").click().run()
    assert ">2024年第一季度</text>" in drawings(app)["districts"]
    app.run()
    assert ">2024年第一季度</text>" in drawings(app)["districts"], "a paused map stands still"


@pytest.mark.usefixtures("shown")
def test_the_map_stops_at_the_last_quarter(open_page: Open) -> None:
    app = open_page(PAGE, play="1", at="2026Q2")
    assert ">2026年第三季度</text>" in drawings(app)["districts"]
    app.run()
    assert "播放" in app.button(key="play-button").label
    assert "play" not in app.query_params


@pytest.mark.usefixtures("shown")
def test_another_period_is_another_one_on_the_map(open_page: Open) -> None:
    app = open_page(PAGE)
    app.selectbox(key="period").set_value("2025Q4").run()
    assert not app.exception
    assert ">2025年第四季度</text>" in drawings(app)["districts"]


@pytest.mark.usefixtures("shown")
def test_each_part_is_exported_with_its_filters(open_page: Open) -> None:
    links = exports(open_page(PAGE, unit="330212"))
    questions = {link.split("/")[2].split(".")[0] for link in links}
    assert questions == {
        "area_score",
        "band_counts",
        "band_moves",
        "one_step_away",
        "area_measure",
        "dimension_summary",
        "unit_reporting",
        "focus_list",
        "levers",
        "pace",
    }
    assert all("330212" in link for link in links if "area_measure" not in link)


# Small and odd cities: statements that make one of the hand-written city.
ODD = {
    "as it is": "",
    "one unit": "delete from index_score where area_kind in ('unit', 'community') and unit_code != '330203'",
    "one community": "delete from index_score where area_kind = 'community' and area_code != '330212001001'",
    "one period": "delete from index_score where period = '2026Q2'; delete from period where period = '2026Q2'; "
    "update period set previous_period = null; update index_score set change = null, progress = null",
    "nothing reported": "update index_score set score = null, status = '数据不足', band_code = null, rated_count = 0; "
    "update dimension_score set score = null, rated_count = 0, passing_count = 0",
    "no dimension over": "update dimension_score set passing_count = 0, rated_count = 0",
    "no rules, no targets": "delete from finding; delete from target",
    "no units": "delete from index_score where area_kind in ('unit', 'street')",
}

NAMES = {"long": "长" * 40, "rare": "𠮷㙦区", "formula": "=1+1", "markup": "<b>区*_[x](y)"}


@pytest.mark.parametrize("name", ODD)
def test_odd_cities_are_shown_or_said_to_lack_data(city_store: Store, open_page: Open, name: str) -> None:
    change(city_store, 1, ODD[name] or "select 1")
    links: list[dict[str, str]] = [{}, {"unit": "330203"}, {"unit": "330226"}]
    for link in links:
        app = open_page(PAGE, **link)
        assert not app.exception, link
        assert app.title[0].value, link
        if "没有可用的评分" in app.title[0].value:
            assert app.info, link


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_odd_names_are_shown_as_they_are(city_store: Store, open_page: Open, name: str) -> None:
    script = (PROJECT / "tests" / "city.sql").read_text(encoding="utf-8")
    folder = city_store.folder(1)
    (folder / "city.duckdb").unlink()
    with duckdb.connect(str(folder / "city.duckdb")) as connection:
        connection.execute(schema())
        connection.execute(script.replace("海曙区", name).replace("秀水社区", name).replace("鼓楼社区", name))
    reseal(city_store, 1)
    for link in ({}, {"unit": "330203"}, {"list": "moves"}):
        app = open_page(PAGE, **link)
        assert not app.exception
    assert escape(name) in html(app)
    assert name in tables(app)[-1]["社区"].tolist()


@pytest.mark.usefixtures("shown")
def test_a_quarter_of_the_trend_is_chosen_and_a_dimension_opens_who_is_below_the_line(open_page: Open) -> None:
    app = choose(open_page(PAGE), "trend", "2026Q1")
    assert app.selectbox(key="period").value == "2026Q1"
    assert app.title[0].value != open_page(PAGE).title[0].value
    app = choose(open_page(PAGE), "dimensions", "E")
    assert app.multiselect(key="weak").value == ["E"]
    assert app.title[0].value.startswith("所选")


def test_an_item_opens_the_communities_that_it_helps(database: Database, open_page: Open) -> None:
    lever = queries.levers(database, **ASKED).iloc[0]
    app = choose(open_page(PAGE), "levers", lever["indicator_code"])
    assert not app.exception
    assert (app.query_params["list"], app.query_params["lever"]) == ("lever", lever["indicator_code"])
    told = [caption.value for caption in app.caption if lever["indicator_name"] in caption.value]
    assert any(f"{lever['community_count']} 个社区" in words for words in told)
    helped = queries.lever_communities(database, **ASKED, indicator=lever["indicator_code"])
    assert tables(app)[0]["社区"].tolist() == helped["community_name"].head(15).tolist()
    assert any("lever_communities" in address for address in exports(app))


@pytest.mark.usefixtures("shown")
def test_a_list_that_there_is_not_takes_nothing_from_the_address(open_page: Open) -> None:
    app = open_page(PAGE, list="unit", unit="330212")
    assert not app.exception
    assert "list" not in app.query_params
    assert app.selectbox(key="unit").value == "330212"
    assert "unit" in app.query_params
