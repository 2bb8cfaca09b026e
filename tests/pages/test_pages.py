import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.versions.store import Store
from pages.shared.formats import number, rounded
from queries.database import Database, open_database
from tests.pages.conftest import Answered, Open, choose, drawings, exports, tables

pytestmark = pytest.mark.usefixtures("shown")

ASKED = {"period": "2026Q3", "standard": "example-2026"}


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_map_league_and_overview_print_the_same_score(database: Database, open_page: Open) -> None:
    measure = queries.area_measure(database, **ASKED, measure="index").set_index("unit_code")
    printed = number(measure.loc["330226", "value"])
    assert printed in open_page("map/page.py", unit="330226").title[0].value
    assert printed in open_page("overview/page.py", unit="330226").title[0].value
    table = tables(open_page("league/page.py", area="unit"))[0].set_index("单位")
    assert number(table.loc["宁海县", "得分率"]) == printed


def test_every_measure_of_the_map_is_drawn(database: Database, open_page: Open) -> None:
    app = open_page("map/page.py")
    for measure in queries.measures(database, standard="example-2026")["measure"]:
        app.selectbox(key="measure").set_value(measure).run()
        assert not app.exception, measure
        assert app.title[0].value


def test_hosted_units_are_tiles_that_choose_and_give_back(open_page: Open) -> None:
    app = open_page("map/page.py")
    hosted = drawings(app)["hosted"]
    assert len(set(re.findall(r'data-code="(\w+)"', hosted))) == 4
    assert "高新区 · 属鄞州区" in hosted
    choose(app, "hosted", "3302GX")
    assert app.selectbox(key="unit").value == "3302GX"
    assert app.title[0].value.startswith("高新区 ")
    next(button for button in app.button if button.label == "全市").click().run()
    assert app.selectbox(key="unit").value == ""


def test_the_map_names_its_source_and_leaves_room_for_the_approval_number(open_page: Open) -> None:
    captions = [caption.value for caption in open_page("map/page.py").caption]
    assert any("边界：" in caption and "审图号：待填" in caption for caption in captions)


def league(app: AppTest) -> pd.DataFrame:
    frame: pd.DataFrame = tables(app)[0]
    return frame


def test_filters_do_not_renumber(open_page: Open) -> None:
    whole = league(open_page("league/page.py", full="true")).set_index(["社区", "街道"])["全市"]
    part = open_page("league/page.py", full="true", unit="330212")
    own = league(part).set_index(["社区", "街道"])["全市"]
    shared = own.index.intersection(whole.index)
    assert len(shared)
    assert own[shared].equals(whole[shared])


def test_a_search_without_result_says_what_to_change(open_page: Open) -> None:
    app = open_page("league/page.py", search="没有这个社区")
    assert not app.exception
    assert app.title[0].value == "没有符合条件的社区"
    assert "请放宽条件" in app.info[0].value
    assert "示例细则" in app.caption[-1].value, "the footer stands on every screen"
    app.button(key="clear-search").click().run()
    assert app.title[0].value != "没有符合条件的社区"
    assert not app.text_input(key="search").value


def test_initials_find_communities(open_page: Open) -> None:
    names = league(open_page("league/page.py", search="yssq"))["社区"]
    assert names.str.startswith("演示社区").all()


def test_those_waiting_and_those_without_data_stand_apart(database: Database, open_page: Open) -> None:
    statuses = set(queries.league_table(database, **ASKED, area_kind="community")["status"])
    headings = " ".join(heading.value for heading in open_page("league/page.py").subheader)
    for status in statuses - {"参评"}:
        assert status in headings


def test_progress_lists_real_movers_only_the_largest_first(database: Database, open_page: Open) -> None:
    rated = queries.league_table(database, **ASKED, statuses=("参评",))
    counts = {word: int((rated["progress"] == word).sum()) for word in ("明显进步", "明显退步", "在抽样误差内")}
    app = open_page("league/page.py", order="change")
    assert app.title[0].value == f"全市 {counts['明显进步']} 个社区明显进步，{counts['明显退步']} 个明显退步"
    assert f"{counts['在抽样误差内']} 个变化在抽样误差内" in app.caption[1].value
    assert "在抽样误差内的变化不作结论" in app.caption[1].value
    words = [word for word in ("明显进步", "明显退步") if counts[word]]
    assert [set(table["进退"]) for table in tables(app)] == [{word} for word in words]
    for table in tables(app):
        assert table["较上季"].abs().is_monotonic_decreasing


@pytest.mark.parametrize(("link", "column"), [("gap", "距线"), ("-居民参与", "居民参与")])
def test_a_link_sorts_the_whole_table_and_not_the_sheet(
    database: Database, open_page: Open, link: str, column: str
) -> None:
    is_rising = not link.startswith("-")
    rated = queries.league_table(database, **ASKED, statuses=("参评",))
    place = queries.dimensions(database, standard=ASKED["standard"])["dimension_name"].tolist().index("居民参与")
    values = rated["gap"] if is_rising else rated["dimension_scores"].map(lambda scores: scores[place])
    app = open_page("league/page.py", **{"sheet-sort": link})
    assert not app.exception
    expected = values.sort_values(ascending=is_rising).head(20).map(rounded)
    assert league(app)[column].tolist() == expected.tolist()
    assert "难分" not in league(app)


def test_a_head_sorts_down_then_up_then_not_at_all(open_page: Open) -> None:
    app = open_page("league/page.py", sheet="2")
    for address, order in (("-gap", "decreasing"), ("gap", "increasing")):
        choose(app, "sheet-rows", "sort gap")
        assert app.query_params["sheet-sort"] == address
        assert getattr(league(app)["距线"], f"is_monotonic_{order}")
    choose(app, "sheet-rows", "sort gap")
    assert "sheet-sort" not in app.query_params
    assert league(app)["全市"].iloc[0] == 1, "sorted anew it begins on its first sheet"


def test_a_name_opens_what_it_names(database: Database, open_page: Open) -> None:
    first = queries.league_table(database, **ASKED).iloc[0]
    app = choose(open_page("league/page.py"), "sheet-rows", f"community_code {first['area_code']}")
    assert first["area_name"] in app.title[0].value
    street = queries.league_table(database, **ASKED, area_kind="street").iloc[0]
    app = choose(open_page("league/page.py", area="street"), "sheet-rows", f"street_code {street['area_code']}")
    assert app.selectbox(key="unit").value == street["unit_code"]
    assert app.title[0].value.startswith(street["area_name"])
    app = choose(open_page("league/page.py", area="unit"), "sheet-rows", "unit_code 330212")
    assert app.selectbox(key="unit").value == "330212"


def test_movers_that_are_sorted_stay_among_their_like(open_page: Open) -> None:
    app = open_page("league/page.py", order="change", area="community", **{"sheet-sort": "score"})
    assert not app.exception
    assert [len(set(table["进退"])) for table in tables(app)] == [1] * len(tables(app))


@pytest.mark.parametrize("order", ["change", "按变化", "进步榜"])
def test_links_to_the_movers_stay_good(open_page: Open, order: str) -> None:
    app = open_page("league/page.py", order=order, area="unit")
    assert not app.warning
    assert "明显进步" in app.title[0].value


def test_units_say_which_neighbours_cannot_be_told_apart(open_page: Open) -> None:
    app = open_page("league/page.py", area="unit")
    rows = league(app)
    if "难分" in rows:
        assert "难分高下" in app.subheader[0].value
        assert set(rows["难分"]) <= {"", "╮", "│", "╯"}
    assert rows["名次区间"].str.fullmatch(r"\d+(–\d+)?").all()


def test_communities_show_certainty_and_leave_the_interval_to_the_profile(open_page: Open) -> None:
    app = open_page("league/page.py")
    columns = list(league(app).columns)
    assert not {"难分", "名次区间"} & set(columns)
    assert columns.index("把握") == columns.index("等次") + 1
    assert any("区间在各社区的社区档案中" in caption.value for caption in app.caption)


def test_both_standards_can_be_asked_of_every_period(open_page: Open) -> None:
    for page in ("overview/page.py", "map/page.py", "league/page.py"):
        app = open_page(page, standard="example-2025", period="2024Q1")
        assert not app.exception
        assert app.selectbox(key="standard").value == "example-2025"


def test_the_export_carries_the_filters_of_the_page(open_page: Open) -> None:
    app = open_page("league/page.py", unit="330212", band="developing", weak="E", search="演示")
    link = exports(app)[0]
    assert link.startswith("/export/league_table.csv?")
    for part in ("version=1", "period=2026Q3", "units=330212", "bands=developing", "weak_dimensions=E"):
        assert part in link


def test_units_whose_order_composition_turns_are_flagged_where_they_are_ordered(
    open_page: Open, answered: Answered
) -> None:
    pair = {"unit_name": "海曙区", "other_name": "鄞州区", "difference": -2.0, "within_kinds": 1.5}
    answered("compositions", lambda _database, **_: pd.DataFrame([pair] * 5))
    captions = [caption.value for caption in open_page("league/page.py", area="unit").caption]
    assert sum("鄞州区比海曙区高 2\\.00 分，但按相同社区类型比，反而低 1\\.50 分" in text for text in captions) == 3
    assert any(text.startswith("共 5 对单位") for text in captions)
    assert not any("构成效应" in caption.value for caption in open_page("league/page.py").caption)
