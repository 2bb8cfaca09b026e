"""Addresses, filters, sizes, downloads and faults, as a person with a browser meets them."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, ready

PATHS = ("/", "/map", "/league", "/comparison", "/community", "/activities", "/rules", "/guide")
LARGEST_RERUN = 50_000


@pytest.mark.parametrize("path", PATHS)
def test_nothing_leaves_the_machine_and_the_console_is_clean(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    expect(page.locator(".watermark")).to_have_text("演示数据 非真实评分")


def test_a_cold_deep_link_opens_its_page_with_its_filters(cold_link: dict[str, str]) -> None:
    assert cold_link["title"].startswith("鄞州区")
    assert cold_link["unit"] == "鄞州区"
    assert cold_link["dialogs"] == "0"
    assert "not found" not in cold_link["body"].lower()


def test_filters_survive_page_switch_reload_and_going_back(open_page: OpenPage) -> None:
    page = open_page("/map")
    page.get_by_role("combobox", name="时期").click()
    page.get_by_role("option", name="2026年第一季度").click()
    ready(page)
    page.get_by_role("combobox", name="单位").click()
    page.get_by_role("option", name="宁海县").click()
    expect(page.locator("h1").first).to_contain_text("宁海县")
    page.get_by_role("link", name="排行榜").click()
    expect(page.locator("h1").first).to_contain_text("个社区有评分")
    for _ in range(2):
        expect(page.get_by_role("combobox", name="时期")).to_have_value("2026年第一季度")
        expect(page.get_by_role("combobox", name="单位")).to_have_value("宁海县")
        assert "unit=宁海县" in unquote(page.url)
        page.reload()
        ready(page)
    page.go_back()
    expect(page.locator(".stDeckGlJsonChart")).to_be_visible()
    expect(page.get_by_role("combobox", name="单位")).to_have_value("宁海县")


def test_the_filters_of_a_page_are_in_its_address(open_page: OpenPage) -> None:
    page = open_page("/league")
    page.locator(".st-key-order").get_by_text("进步榜", exact=True).click()
    expect(page.locator("h1").filter(has_text="明显进步")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.locator("h1").filter(has_text="明显进步")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280, 1920, 3840])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, width=width, height=1080)
    spill = """() => ['html', '[data-testid=stMain]'].map(name => document.querySelector(name))
        .map(element => element.scrollWidth - element.clientWidth)"""
    assert max(page.evaluate(spill)) <= 0


@pytest.mark.parametrize("width", [1280, 1920, 3840])
def test_charts_stay_inside_their_cards(open_page: OpenPage, width: int) -> None:
    page = open_page("/", width=width, height=1080)
    page.locator(".st-key-chart-trend .main-svg").first.wait_for()
    spill = """() => [...document.querySelectorAll('[class*=st-key-card-] .main-svg')].map(svg => {
        const chart = svg.getBoundingClientRect(), card = svg.closest('[class*=st-key-card-]').getBoundingClientRect();
        return Math.max(card.left - chart.left, chart.right - card.right, card.top - chart.top, chart.bottom - card.bottom)
    })"""
    assert max(page.evaluate(spill)) <= 1


def test_large_screens_show_the_same_larger(open_page: OpenPage) -> None:
    sizes = {}
    for width in (1280, 1920, 3840):
        page = open_page("/", width=width, height=width * 9 // 16)
        page.locator(".st-key-chart-dimensions .main-svg").first.wait_for()
        measured = "name => document.querySelector(name).getBoundingClientRect().height"
        sizes[width] = [page.evaluate(measured, name) for name in ("h1", ".st-key-chart-dimensions .main-svg")]
    assert sizes[3840][0] == pytest.approx(2 * sizes[1920][0], rel=0.05)
    assert sizes[3840][1] == pytest.approx(2 * sizes[1920][1], rel=0.05)
    assert sizes[1920][1] > sizes[1280][1]


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/guide"])  # whose commands are English
def test_no_word_of_the_interface_is_english(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    shown = page.locator(".stMain").inner_text() + " ".join(
        page.locator("input").evaluate_all("inputs => inputs.map(input => input.placeholder)")
    )
    names = {"CSV", "dcsq", "frykit", "data", "CGCS"}
    icons = {"chevron", "left", "right", "expand", "more", "keyboard", "arrow", "down"}  # drawn as arrows by a font
    assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= names | icons


@pytest.mark.parametrize("path", PATHS)
def test_dark_screens_are_dark(open_page: OpenPage, path: str) -> None:
    page = open_page(path, scheme="dark")
    ground, ink = page.evaluate(
        "() => [getComputedStyle(document.querySelector('.stApp')).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
    )
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 60
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 200


def test_the_watermark_hinders_no_click(open_page: OpenPage) -> None:
    page = open_page("/")
    under = page.evaluate("() => document.elementFromPoint(innerWidth / 2, innerHeight / 2).className")
    assert "watermark" not in str(under)


def test_the_export_downloads_under_a_chinese_name(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/league?unit=330212")
    page.get_by_role("button", name="导出").click()
    link = page.get_by_role("link", name="CSV", exact=True).first
    before = page.url
    with page.expect_download() as downloading:
        link.click()
    assert page.url == before, "a download leaves the page where it is"
    assert downloading.value.suggested_filename == "排行榜_演示_2026Q3_鄞州区.csv"
    file = tmp_path / "rows.csv"
    downloading.value.save_as(file)
    header, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert "全市名次" in header
    assert rows
    assert all("鄞州区" in row for row in rows)


def test_a_damaged_store_shows_the_repair_and_recovers(open_page: OpenPage, pointer: Path) -> None:
    pointer.write_text("9", encoding="utf-8")
    page = open_page("/map")
    expect(page.locator("h1").first).to_have_text("数据暂时无法打开")
    expect(page.get_by_text("uv run python -m data history")).to_be_visible()
    pointer.write_text("1", encoding="utf-8")
    page.reload()
    expect(page.locator(".stDeckGlJsonChart")).to_be_visible()


def test_an_unknown_value_in_a_link_is_named(open_page: OpenPage) -> None:
    page = open_page("/?period=foo")
    expect(page.get_by_role("alert")).to_contain_text("foo")
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2026年第三季度")


def received(page: Page) -> list[int]:
    """The sizes of what the server sends, from here on."""
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.reload()
    ready(page)
    sizes.clear()
    return sizes


@pytest.mark.parametrize("path", PATHS)
def test_a_rerun_stays_small(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    sizes = received(page)
    coverage = page.get_by_text(re.compile("· 覆盖 "))
    whole_city = coverage.inner_text()
    page.get_by_role("combobox", name="单位").click()
    page.get_by_role("option", name="鄞州区").click()
    expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")
    expect(coverage).not_to_have_text(whole_city)
    ready(page)
    assert 0 < sum(sizes) < LARGEST_RERUN
