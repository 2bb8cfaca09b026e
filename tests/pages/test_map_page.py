"""地图 below the unit: streets, communities and the way back."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.versions.store import Store
from pages.shared.formats import number
from queries.database import Database, open_database
from tests.pages.conftest import Open, choose, drawings, exports, tables

pytestmark = pytest.mark.usefixtures("shown")

ASKED = {"period": "2026Q3", "standard": "example-2026"}
UNIT = "330212"


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def parts(app: AppTest) -> list[str]:
    """The codes of the parts of what is shown, each of which can be chosen."""
    return list(dict.fromkeys(re.findall(r'data-code="(\d+)"', drawings(app).get("parts", ""))))


def test_a_unit_shows_its_streets_and_a_street_its_communities(database: Database, open_page: Open) -> None:
    app = open_page("map/page.py", unit=UNIT)
    streets = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))
    assert parts(app) == streets["area_code"].tolist()
    first = streets.dropna(subset=["value"]).iloc[0]
    choose(app, "parts", first["area_code"])
    assert not app.exception
    assert app.selectbox(key="street").value == first["area_code"]
    assert app.title[0].value.startswith(f"{first['area_name']} {number(first['value'])}，")
    communities = queries.area_measure(database, **ASKED, area_kind="community", streets=(first["area_code"],))
    assert parts(app) == communities["area_code"].tolist()
    assert set(tables(app)[0]["社区"]) == set(communities["area_name"])
    code = communities["area_code"].iloc[0]
    assert choose(app, "districts", code).query_params["code"] == code, "a point opens the community"


def test_a_click_goes_down_across_and_up_again(database: Database, open_page: Open) -> None:
    app = open_page("map/page.py")
    assert choose(app, "districts", UNIT).selectbox(key="unit").value == UNIT
    street = (
        queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))
        .dropna(subset=["value"])["area_code"]
        .iloc[0]
    )
    assert choose(app, "districts", street).selectbox(key="street").value == street
    assert choose(app, "districts", UNIT).selectbox(key="street").value == "", "the ground leads up"
    assert choose(app, "districts", "330226").selectbox(key="unit").value == "330226", "a neighbour leads there"
    assert choose(app, "districts", "330226").selectbox(key="unit").value == ""


def test_the_map_is_enlarged_with_what_it_shows(open_page: Open) -> None:
    app = open_page("map/page.py", unit=UNIT)
    assert "districts" in drawings(app)
    assert not app.get("deck_gl_json_chart")
    app.toggle(key="large").set_value(True).run()
    assert not app.exception
    assert "districts" not in drawings(app)
    (deck,) = app.get("deck_gl_json_chart")
    assert json.loads(deck.proto.json)["initialViewState"]["zoom"] > 9, "the unit, not the city"


def test_the_way_back_is_on_the_page(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    app = open_page("map/page.py", unit=UNIT, street=street)
    assert app.selectbox(key="street").value == street
    next(button for button in app.button if button.label == "鄞州区").click().run()
    assert (app.selectbox(key="unit").value, app.selectbox(key="street").value) == (UNIT, "")
    next(button for button in app.button if button.label == "全市").click().run()
    assert app.selectbox(key="unit").value == ""
    assert parts(app) == []


def test_another_unit_forgets_the_street(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    app = open_page("map/page.py", unit=UNIT, street=street)
    app.selectbox(key="unit").set_value("330226").run()
    assert not app.exception
    assert app.selectbox(key="street").value == ""
    assert app.title[0].value.startswith("宁海县 ")


def test_a_street_of_another_unit_in_a_link_is_named(open_page: Open) -> None:
    app = open_page("map/page.py", unit=UNIT, street="999999999")
    assert not app.exception
    assert "999999999" in app.warning[0].value


def test_a_hosted_unit_says_whose_polygon_is_shown(open_page: Open) -> None:
    captions = " ".join(caption.value for caption in open_page("map/page.py", unit="3302GX").caption)
    assert "高新区没有单独的边界，图上是所在的鄞州区" in captions


def test_positions_are_said_to_be_schematic(open_page: Open) -> None:
    app = open_page("map/page.py", unit=UNIT)
    assert 'class="position schematic"' in drawings(app)["legend"]
    assert "示意位置" in drawings(app)["legend"]
    assert "实测位置" not in drawings(app)["legend"]


def test_every_measure_is_drawn_for_streets_and_communities(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    for given in ({"unit": UNIT}, {"unit": UNIT, "street": street}):
        for measure in ("dimension:E", "share_passing", "change", "coverage", "activities"):
            app = open_page("map/page.py", measure=measure, **given)
            assert not app.exception, (given, measure)


def test_relief_is_a_switch_of_the_enlarged_city_kept_in_the_address(open_page: Open) -> None:
    def switches(app: AppTest) -> dict[str, bool]:
        return {toggle.key: toggle.value for toggle in app.toggle}

    assert switches(open_page("map/page.py")) == {"large": False}
    assert switches(open_page("map/page.py", large="true")) == {"large": True, "relief": False}
    assert switches(open_page("map/page.py", large="true", relief="true"))["relief"]
    assert "relief" not in switches(open_page("map/page.py", large="true", unit=UNIT))


def test_the_export_is_what_the_map_shows(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    for given, parts in (
        ({"unit": UNIT}, ("area_kind=street", f"units={UNIT}")),
        ({"unit": UNIT, "street": street}, ("area_kind=community", f"streets={street}")),
    ):
        link = exports(open_page("map/page.py", **given))[0]
        assert link.startswith("/export/area_measure.csv?")
        assert all(part in link for part in parts)
