"""五维对标: the radar, the dots and the page."""

import pandas as pd
import pytest

import queries
from data.versions.store import Store
from pages.comparison import charts, tables
from pages.shared.formats import number
from pages.shared.radar import DASHES, MOST_PROFILES, SYMBOLS, score_radar
from pages.shared.theme import DARK, LIGHT
from queries.database import Database, open_database
from tests.pages.conftest import Answered, Open, exports

pytestmark = pytest.mark.usefixtures("shown")

ASKED = {"period": "2026Q3", "standard": "example-2026"}
DIMENSIONS = ["社区环境", "社区秩序", "社区阵地", "居民参与", "社区活动"]


def profiles(**scores: list[float | None]) -> pd.DataFrame:
    rows = [
        (name, dimension, score)
        for name, all_of in scores.items()
        for dimension, score in zip(DIMENSIONS, all_of, strict=True)
    ]
    return pd.DataFrame(rows, columns=["name", "dimension_name", "score"])


def indicators(**changes: object) -> pd.DataFrame:
    row = {
        "name": "全市",
        "indicator_code": "E1",
        "indicator_name": "投放<准确>率",
        "score": 61.0,
        "state": "value",
        "measured_value": 80.25,
        "unit_text": "%",
        "decimals": 1,
        "line_value": 80.0,
        "full_value": 95.0,
        "basis": "sourced",
        "citation": "某部门《办法》",
        "is_reprint": True,
        "note": "抽样",
        "is_carried_forward": False,
    }
    return pd.DataFrame(
        [row, {**row, "name": "鄞州区", "score": None, "measured_value": None, "state": "unreported", **changes}]
    )


def test_the_radar_is_always_from_0_to_100_with_a_ring_at_the_line() -> None:
    for scores in ([99.0] * 5, [1.0, 2.0, 3.0, 4.0, 5.0]):
        figure = score_radar(profiles(甲=scores), 60, LIGHT)
        assert tuple(figure.layout.polar.radialaxis.range) == (0, 100)
        ring = figure.data[0]
        assert set(ring.r) == {60}
        assert ring.theta[0] == ring.theta[-1]


def test_polygons_are_closed_and_differ_by_stroke_and_mark_too() -> None:
    figure = score_radar(
        profiles(甲=[50] * 5, 乙=[60] * 5, 丙=[70] * 5, 丁=[80] * 5, 戊=[90] * 5, 己=[95] * 5), 60, DARK
    )
    polygons = figure.data[1:]
    assert len(polygons) == MOST_PROFILES
    assert {polygon.line.dash for polygon in polygons} == set(DASHES)
    assert {polygon.marker.symbol for polygon in polygons} == set(SYMBOLS)
    assert figure.data[0].line.dash not in {polygon.line.dash for polygon in polygons}
    assert all(polygon.r[0] == polygon.r[-1] for polygon in polygons)
    assert polygons[-1].name == "甲", "the first is drawn last: nothing covers it"


def test_a_dimension_without_data_is_a_gap_and_said_in_words() -> None:
    figure = score_radar(profiles(甲=[50, None, 70, 80, 90]), 60, LIGHT)
    assert figure.data[1].r[1] is None
    assert figure.data[1].connectgaps is False
    assert "数据不足" in figure.layout.polar.angularaxis.ticktext[1]


def test_the_radar_prints_the_scores_of_the_first_as_everywhere() -> None:
    figure = score_radar(profiles(甲=[59.995, 1, 2, 3, 4], 乙=[9] * 5), 60, LIGHT)
    assert "60.00" in figure.layout.polar.angularaxis.ticktext[0]


def test_a_name_is_never_read_as_markup() -> None:
    figure = score_radar(profiles(**{"<b>=1+1</b>": [1] * 5, "长" * 40: [2] * 5}), 60, LIGHT)
    assert [polygon.name for polygon in figure.data[1:]] == ["长" * 15 + "…", "&lt;b&gt;=1+1&lt;/b&gt;"]
    table = tables.profile_table(profiles(**{"<script>": [1] * 5}), ["<script>"], 60, LIGHT)
    assert "<script>" not in table


def test_the_table_prints_scores_and_their_distance_to_the_line() -> None:
    table = tables.profile_table(profiles(甲=[59.995, 40, None, 60, 100]), ["甲"], 60, LIGHT)
    for text in ("60.00", "<small>0.00</small>", "−20.00", "+40.00", "数据不足"):
        assert text in table


def test_the_dots_stand_on_0_to_100_and_what_has_no_score_is_said() -> None:
    figure = charts.indicator_dots(indicators(), ["全市", "鄞州区"], 60, LIGHT)
    assert tuple(figure.layout.xaxis.range) == (0, 100)
    assert [list(trace.x) for trace in figure.data] == [[], [61.0]]
    words = " ".join(annotation.text for annotation in figure.layout.annotations)
    for text in ("达标 80.0% · 满分 95.0% · 有据", "鄞州区 未报", "投放&lt;准确&gt;率", "达标线 60"):
        assert text in words
    strokes = {shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1}
    assert strokes == {60, 100}


def test_the_values_stand_in_their_unit_with_the_basis() -> None:
    table = tables.indicator_table(indicators(), ["全市", "鄞州区"], LIGHT)
    for text in ("80.3%", "61.00 分", "未报", "依据：有据", "某部门《办法》（转载）；抽样"):
        assert text in table
    assert "不适用" in tables.indicator_table(indicators(state="not_applicable"), ["全市", "鄞州区"], LIGHT)
    assert "依据：未注明" in tables.indicator_table(
        indicators().assign(basis=None, citation=None, note=None), ["全市"], LIGHT
    )


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_the_city_stands_beside_its_highest_and_lowest_unit(database: Database, open_page: Open) -> None:
    units = queries.league_table(database, **ASKED, area_kind="unit", ranked=0)
    units = units[units["status"] == "参评"]["area_name"]
    app = open_page("comparison/page.py")
    assert not app.exception
    assert app.title[0].value.startswith(f"全市与{units.iloc[0]}相比")
    table = next(str(html.proto.body) for html in app.get("html") if 'class="profiles"' in str(html.proto.body))
    assert units.iloc[-1] in table
    score = queries.area_score(database, **ASKED, area_kind="city", area_code="city")["score"].iloc[0]
    assert number(score) in table


def test_a_link_brings_areas_by_code_best_and_past(database: Database, open_page: Open) -> None:
    community = queries.league_table(database, **ASKED, ranked=0).iloc[-1]
    app = open_page(
        "comparison/page.py",
        **{"with": [f"community:{community['area_code']}", "best", "past:2025Q3", "city:city", "unit:330212"]},
    )  # type: ignore[arg-type]
    assert not app.exception
    assert community["area_name"] in app.title[0].value
    link = exports(app)[0]
    for part in (
        f"areas=community%3A{community['area_code']}",
        "%402025Q3",
        "areas=city%3Acity",
        "areas=unit%3A330212",
    ):
        assert part in link


def test_communities_and_streets_are_found_by_name_and_added_by_a_click(database: Database, open_page: Open) -> None:
    row = queries.league_table(database, **ASKED, ranked=0).iloc[0]
    app = open_page("comparison/page.py")
    app.text_input(key="find-with").set_value(row["area_code"]).run()
    app.button(key=f"with-community:{row['area_code']}").click().run()
    assert not app.exception
    assert app.multiselect(key="with").value == [f"community:{row['area_code']}"]
    assert app.text_input(key="find-with").value == ""
    assert row["area_name"] in app.title[0].value
    app.text_input(key="find-with").set_value("演示街道").run()
    assert sum("street:" in str(button.key) for button in app.button) == 3
    app.text_input(key="find-with").set_value("没有").run()
    assert any("没有找到" in caption.value for caption in app.caption)


def test_a_link_by_the_label_of_a_community_opens_it_again(database: Database, open_page: Open) -> None:
    for row in queries.league_table(database, **ASKED, ranked=0).iloc[[0, -1]].to_dict("records"):
        first = open_page("comparison/page.py", **{"with": f"community:{row['area_code']}"})
        label = first.multiselect(key="with").options[-1]
        assert row["area_name"] in label
        again = open_page("comparison/page.py", **{"with": label})
        assert again.multiselect(key="with").value == [f"community:{row['area_code']}"]
        assert not again.warning


def test_a_sixth_area_is_refused_in_words(open_page: Open) -> None:
    app = open_page(
        "comparison/page.py",
        **{"with": ["city:city", "unit:330203", "unit:330205", "unit:330206", "unit:330211", "unit:330212"]},
    )  # type: ignore[arg-type]
    assert not app.exception
    assert "至多对标 5 个" in app.warning[0].value


def test_a_dimension_chosen_in_the_address_shows_its_indicators(open_page: Open) -> None:
    app = open_page("comparison/page.py", dimension="A", unit="330212")
    assert not app.exception
    assert any(heading.value.startswith("社区活动的各项指标") for heading in app.subheader)


def test_every_period_and_standard_can_be_compared(open_page: Open) -> None:
    for parameters in ({"period": "2023Q4"}, {"standard": "example-2025", "period": "2024Q1", "unit": "3302GX"}):
        assert not open_page("comparison/page.py", **parameters).exception


def test_two_units_whose_order_composition_turns_are_flagged(open_page: Open, answered: Answered) -> None:
    def turned(_database: Database, **asked: object) -> pd.DataFrame:
        row = {"unit_name": "海曙区", "other_name": "鄞州区", "difference": -2.0, "within_kinds": 1.5}
        return pd.DataFrame([row] if asked["units"] == asked["among"] == ("330203", "330212") else [])

    answered("compositions", turned)
    link = {"with": ["330203", "330212"]}
    app = open_page("comparison/page.py")
    assert not any("构成效应" in caption.value for caption in app.caption)
    app.multiselect(key="with").set_value([f"unit:{code}" for code in link["with"]]).run()
    assert not app.exception
    assert any(
        "鄞州区比海曙区高 2\\.00 分，但按相同社区类型比，反而低 1\\.50 分" in caption.value for caption in app.caption
    )
