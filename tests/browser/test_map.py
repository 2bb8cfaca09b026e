"""What only a browser shows: that the map is drawn, and that a click on it goes down, across and up."""

import io
import json
import math
from collections.abc import Callable
from itertools import product
from urllib.parse import unquote

import pandas as pd
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import shape

import queries
from data.versions.store import Store
from pages.map.charts.clicks import MAP_HEIGHT
from pages.map.charts.districts import CITY
from pages.map.charts.points import View, fitted
from pages.shared.theme import CLASS_COLOURS, rgb
from queries.database import open_database
from queries.reports.maps import shown_bounds
from tests.browser.conftest import OpenPage, ready

YINZHOU = (121.62, 29.76)
ASKED = {"period": "2026Q3", "standard": "example-2026"}
_FRAMES = 600
_FRAMES_TO_SETTLE = 40
_STEPS = 60
_CLEAR = 40  # pixels about a place that is nothing but ground


def spot(canvas: Locator, place: tuple[float, float], view: View | None = None) -> tuple[float, float]:
    """Where a place of the earth lies on the screen."""
    box = canvas.bounding_box()
    assert box
    x, y = (view or View(**CITY)).pixels(*place)
    scale = box["height"] / MAP_HEIGHT
    return box["x"] + box["width"] / 2 + x * scale, box["y"] + box["height"] / 2 + y * scale


def click(page: Page, x: float, y: float) -> None:
    """Point and click as a hand does: what is pointed at first is drawn for picking then, and a click at once is lost."""
    page.mouse.move(x, y)
    for _ in range(_FRAMES_TO_SETTLE):
        page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.click(x, y)


def asked(city: Store, **given: object) -> pd.DataFrame:
    return queries.area_measure(open_database(city, 1), **ASKED, **given)  # type: ignore[arg-type]


def polygons(city: Store) -> dict[str, object]:
    content: dict[str, object] = json.loads((city.folder(1) / "districts.geojson").read_text(encoding="utf-8"))
    return content


def districts(city: Store) -> dict[str, shapely.Geometry]:
    return {item["properties"]["code"]: shape(item["geometry"]) for item in polygons(city)["features"]}  # type: ignore[attr-defined]


def ground(view: View, is_right: Callable[[shapely.Point], bool], points: pd.DataFrame) -> tuple[float, float]:
    """A place in view where all around is as asked and no mark is near."""
    marks = [view.pixels(*place) for place in zip(points["longitude"], points["latitude"], strict=True)]
    degrees = 360 / 512 / 2**view.zoom
    for right, up in product(range(-_STEPS // 2, _STEPS // 2), repeat=2):
        place = view.longitude + right * 7 * degrees, view.latitude + up * 7 * degrees
        x, y = view.pixels(*place)
        near = shapely.Point(place).buffer(12 * degrees)
        is_clear = all(math.dist((x, y), mark) > _CLEAR for mark in marks)
        if abs(x) < 200 and abs(y) < 270 and is_clear and is_right(near):
            return place
    pytest.fail("no such place in view")


def colours(page: Page, canvas: Locator) -> set[tuple[int, ...]]:
    """The colours that cover some part of the canvas, as the screen shows them."""
    box = canvas.bounding_box()
    assert box
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")  # type: ignore[arg-type]
    counted = picture.resize((200, 200), Image.Resampling.NEAREST).getcolors(40_000) or []
    return {colour for count, colour in counted if count > 60}  # type: ignore[misc]


def drawn(page: Page) -> Locator:
    """The canvas of the map once it shows more than its ground; frames are waited for, not time."""
    canvas = page.locator(".stDeckGlJsonChart canvas").first
    canvas.wait_for()
    # Playwright's own way waits for two frames within half a minute, which software may not draw on the largest screen.
    canvas.evaluate("canvas => canvas.scrollIntoView({block: 'nearest'})")
    for _ in range(_FRAMES):
        page.evaluate("() => new Promise(requestAnimationFrame)")
        if len(colours(page, canvas)) >= 3:
            for _ in range(_FRAMES_TO_SETTLE):  # the layer that is clicked comes last
                page.evaluate("() => new Promise(requestAnimationFrame)")
            return canvas
    pytest.fail("the map stayed blank")


def part(page: Page, code: str) -> Locator:
    """A part of the map as it is drawn first: a district, or a point."""
    return page.locator(f'.st-key-districts [data-code="{code}"]:visible')


def click_name(page: Page, name: str) -> None:
    """Click a district where its name stands."""
    label = page.locator(".st-key-districts text:visible").get_by_text(name, exact=True)
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1920, "dark"), (3840, "light")])
def test_clicks_lead_from_the_city_in_the_colours_of_the_legend_to_a_street_and_back(
    open_page: OpenPage, city: Store, width: int, scheme: str
) -> None:
    page = open_page("/map", width=width, height=2160 if width > 3000 else 1080, scheme=scheme)
    unit, street = page.get_by_role("combobox", name="单位"), page.get_by_role("combobox", name="街道")

    fill = "shape => getComputedStyle(shape).fill"
    legend = {f"rgb({red}, {green}, {blue})" for red, green, blue, _ in map(rgb, CLASS_COLOURS)}
    shapes = page.locator(".st-key-districts .unit > .ground:visible")
    expect(shapes).to_have_count(10)
    assert {shape.evaluate(fill) for shape in shapes.all()} <= legend
    assert page.locator(".stDeckGlJsonChart").count() == 0

    click_name(page, "鄞州")
    expect(unit).to_have_value("鄞州区")
    expect(page.locator("h1").first).to_contain_text("鄞州区")
    expect(page.locator("h3").filter(has_text="鄞州区的")).to_be_visible()
    assert "unit=鄞州区" in unquote(page.url)
    ready(page)

    first = asked(city, area_kind="street", units=("330212",)).iloc[0]
    part(page, first["area_code"]).click()
    expect(street).to_have_value(first["area_name"])
    expect(page.locator("h1").first).to_contain_text(first["area_name"])
    expect(page.locator("h3").filter(has_text=f"{first['area_name']}的")).to_be_visible()
    assert f"street={first['area_name']}" in unquote(page.url)
    ready(page)

    part(page, "330212").press("Enter")  # the ground leads up, by keyboard too
    expect(street).to_have_value("全部街道")
    expect(unit).to_have_value("鄞州区")
    ready(page)
    part(page, "330212").press(" ")
    expect(unit).to_have_value("全市")
    assert "unit=" not in page.url


def test_a_point_of_a_community_opens_its_page(open_page: OpenPage, city: Store) -> None:
    street = asked(city, area_kind="street", units=("330212",)).iloc[0]
    community = asked(city, area_kind="community", streets=(street["area_code"],)).iloc[0]
    page = open_page(f"/map?unit=330212&street={street['area_code']}")
    part(page, community["area_code"]).press("Enter")
    expect(page.locator("h1").first).to_contain_text(community["area_name"], timeout=10_000)
    assert f"code={community['area_code']}" in page.url


def test_the_path_leads_back_a_link_opens_the_same_street_and_a_click_goes_across(
    open_page: OpenPage, city: Store
) -> None:
    street = asked(city, area_kind="street", units=("330212",)).iloc[0]
    page = open_page(f"/map?unit=330212&street={street['area_code']}", height=1080)
    expect(page.locator("h1").first).to_contain_text(street["area_name"])
    page.reload()
    ready(page)
    expect(page.get_by_role("combobox", name="街道")).to_have_value(street["area_name"])
    path = page.locator(".st-key-path")
    path.get_by_role("button", name="鄞州区").click()
    expect(page.get_by_role("combobox", name="街道")).to_have_value("全部街道")
    ready(page)
    part(page, "330213").press("Enter")
    expect(page.get_by_role("combobox", name="单位")).to_have_value("奉化区")
    expect(page.locator("h1").first).to_contain_text("奉化区")
    ready(page)
    path.get_by_role("button", name="全市").click()
    expect(page.get_by_role("combobox", name="单位")).to_have_value("全市")


def test_the_enlarged_map_is_drawn_in_the_colours_of_the_legend_and_leads_down_and_up(
    open_page: OpenPage, city: Store
) -> None:
    page = open_page("/map", height=1080)
    unit, street = page.get_by_role("combobox", name="单位"), page.get_by_role("combobox", name="街道")
    page.get_by_text("放大", exact=True).click()
    shown = colours(page, drawn(page))
    legend = [tuple(rgb(colour)[:3]) for colour in CLASS_COLOURS]
    assert len([colour for colour in legend if any(math.dist(colour, seen) < 4 for seen in shown)]) >= 2
    click(page, *spot(drawn(page), YINZHOU))
    expect(unit).to_have_value("鄞州区")
    ready(page)

    streets = asked(city, area_kind="street", units=("330212",))
    district, first = fitted(shown_bounds(streets, polygons(city), "330212")), streets.iloc[0]
    click(page, *spot(drawn(page), (first["longitude"], first["latitude"]), district))
    expect(street).to_have_value(first["area_name"])
    ready(page)
    communities = asked(city, area_kind="community", streets=(first["area_code"],))
    points, own = fitted(shown_bounds(communities, polygons(city), "")), districts(city)["330212"]
    click(page, *spot(drawn(page), ground(points, own.contains, communities), points))
    expect(street).to_have_value("全部街道")
    expect(unit).to_have_value("鄞州区")
    assert "large=true" in page.url


def test_the_street_of_the_map_and_the_streets_of_the_league_keep_apart(open_page: OpenPage, city: Store) -> None:
    street = asked(city, area_kind="street", units=("330212",)).iloc[0]
    page = open_page(f"/map?unit=330212&street={street['area_code']}")
    for _ in range(2):
        page.get_by_role("link", name="排行榜").click()
        expect(page.locator("h1").first).to_contain_text("个社区有评分")
        page.get_by_role("link", name="地图").click()
        expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")
        expect(page.locator("h3").filter(has_text="按等次与得分")).to_be_visible()


def test_relief_is_clicked_like_the_flat_map(open_page: OpenPage) -> None:
    page = open_page("/map?large=true&relief=true", height=1080)
    expect(page.get_by_role("switch", name="立体").or_(page.get_by_role("checkbox", name="立体"))).to_be_checked()
    box = drawn(page).bounding_box()
    assert box
    click(page, box["x"] + box["width"] * 0.36, box["y"] + box["height"] * 0.68)
    expect(page.get_by_role("combobox", name="单位")).to_have_value("宁海县")


def test_the_sea_changes_nothing_and_tiles_and_the_select_box_move_the_choice(open_page: OpenPage) -> None:
    page = open_page("/map", height=1080)
    box = page.get_by_role("combobox", name="单位")
    picture = page.locator(".st-key-districts svg:visible").first.bounding_box()
    assert picture
    page.mouse.click(picture["x"] + picture["width"] - 4, picture["y"] + 4)
    ready(page)
    expect(box).to_have_value("全市")
    for _ in range(2):  # the same place again after the box has moved away
        click_name(page, "鄞州")
        expect(box).to_have_value("鄞州区")
        box.click()
        page.get_by_role("option", name="全市").click()
        expect(page.locator("h1").first).to_contain_text("个单位")
        ready(page)
    page.get_by_role("button", name="东钱湖").click()  # a unit without a polygon
    expect(box).to_have_value("东钱湖")
    expect(page.locator("h1").first).to_contain_text("东钱湖")
