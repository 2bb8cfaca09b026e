"""地图 below the unit: streets, communities and the way back."""

import re

import pytest

import queries
from data.versions.store import Store
from pages.shared.formats import number
from queries.database import Database, open_database
from tests.pages.conftest import Open, exports

pytestmark = pytest.mark.usefixtures("shown")

ASKED = {"period": "2026Q3", "standard": "example-2026"}
UNIT = "330212"


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def tiles(app: object) -> list[str]:
    return [button.label for button in app.button if "演示街道" in button.label and "**" in button.label]  # type: ignore[attr-defined]


def written(app: object) -> str:
    return " ".join(str(html.proto.body) for html in app.get("html"))  # type: ignore[attr-defined]


def test_a_unit_shows_its_streets_and_a_street_its_communities(database: Database, open_page: Open) -> None:
    app = open_page("map/page.py", unit=UNIT)
    streets = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))
    assert len(tiles(app)) == len(streets)
    first = streets.dropna(subset=["value"]).iloc[0]
    next(button for button in app.button if first["area_name"] in button.label).click().run()
    assert not app.exception
    assert app.selectbox(key="street").value == first["area_code"]
    assert app.title[0].value.startswith(f"{first['area_name']} {number(first['value'])}，")
    communities = queries.area_measure(database, **ASKED, area_kind="community", streets=(first["area_code"],))
    shown = written(app)
    assert all(name in shown for name in communities["area_name"])
    assert set(app.dataframe[0].value["社区"]) == set(communities["area_name"])


def test_the_way_back_is_on_the_page(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    app = open_page("map/page.py", unit=UNIT, street=street)
    assert app.selectbox(key="street").value == street
    next(button for button in app.button if button.label == "鄞州区").click().run()
    assert (app.selectbox(key="unit").value, app.selectbox(key="street").value) == (UNIT, "")
    next(button for button in app.button if button.label == "全市").click().run()
    assert app.selectbox(key="unit").value == ""
    assert tiles(app) == []


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
    assert re.search(r'class="schematic"></em><span>示意位置，不是实际坐标</span><b>\d+</b>', written(app))
    assert "实测位置" not in written(app)


def test_every_measure_is_drawn_for_streets_and_communities(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    for given in ({"unit": UNIT}, {"unit": UNIT, "street": street}):
        for measure in ("dimension:E", "share_passing", "change", "coverage", "activities"):
            app = open_page("map/page.py", measure=measure, **given)
            assert not app.exception, (given, measure)


def test_relief_is_a_switch_of_the_city_kept_in_the_address(open_page: Open) -> None:
    app = open_page("map/page.py")
    assert not app.toggle(key="relief").value
    assert open_page("map/page.py", relief="true").toggle(key="relief").value
    assert open_page("map/page.py", unit=UNIT).toggle(key="relief").disabled


def test_the_export_is_what_the_map_shows(database: Database, open_page: Open) -> None:
    street = queries.area_measure(database, **ASKED, area_kind="street", units=(UNIT,))["area_code"].iloc[0]
    for given, parts in (
        ({"unit": UNIT}, ("area_kind=street", f"units={UNIT}")),
        ({"unit": UNIT, "street": street}, ("area_kind=community", f"streets={street}")),
    ):
        link = exports(open_page("map/page.py", **given))[0]
        assert link.startswith("/export/area_measure.csv?")
        assert all(part in link for part in parts)
