"""Addresses, filters, sizes, downloads and faults, as a person with a browser meets them."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, ready


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
    expect(page.locator(".st-key-districts svg:visible").first).to_be_visible()
    expect(page.get_by_role("combobox", name="单位")).to_have_value("宁海县")


def test_the_filters_of_a_page_are_in_its_address(open_page: OpenPage) -> None:
    page = open_page("/league")
    page.locator(".st-key-order").get_by_text("进步榜", exact=True).click()
    expect(page.locator("h1").filter(has_text="明显进步")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.locator("h1").filter(has_text="明显进步")).to_be_visible()


def test_turning_a_sheet_draws_the_table_alone(open_page: OpenPage) -> None:
    received: list[int] = []
    page = open_page("/league?area=street&full=true", sizes=received)
    place = page.locator(".st-key-sheet-rows tbody td").first
    expect(place).to_have_text("1")
    whole = sum(received)
    received.clear()
    page.locator(".st-key-sheet").get_by_role("button", name="Page 2", exact=True).click()
    expect(place).not_to_have_text("1")
    second = place.inner_text()
    assert 0 < sum(received) < min(40_000, whole * 4 / 5)
    assert "sheet=2" in page.url
    page.reload()
    ready(page)
    expect(place).to_have_text(second)


def test_large_screens_show_the_same_larger_and_every_chart_inside_its_card(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator(".st-key-dimensions svg:visible").first.wait_for()
    spill = """(() => Math.max(...[...document.querySelectorAll('[class*=st-key-card-] .fit > svg')].map(svg => {
        const chart = svg.getBoundingClientRect(), card = svg.closest('[class*=st-key-card-]').getBoundingClientRect();
        if (!chart.width) return 0;
        return Math.max(card.left - chart.left, chart.right - card.right, card.top - chart.top, chart.bottom - card.bottom)
    })))()"""
    measured = "name => document.querySelector(name).getBoundingClientRect().height"
    sizes = {}
    for width in (1280, 1920, 3840):
        page.set_viewport_size({"width": width, "height": width * 9 // 16})
        page.wait_for_function(f"() => {spill} <= 1")
        sizes[width] = [page.evaluate(measured, name) for name in ("h1", ".st-key-dimensions .drawing")]
    assert sizes[3840][0] == pytest.approx(2 * sizes[1920][0], rel=0.05)
    assert sizes[3840][1] == pytest.approx(2 * sizes[1920][1], rel=0.05)
    assert sizes[1920][1] > sizes[1280][1]


def test_tables_are_as_much_larger_as_the_type_around_them(open_page: OpenPage) -> None:
    heights = {}
    for width in (1920, 3840):
        page = open_page("/league?area=unit", width=width, height=width * 9 // 16)
        heights[width] = page.locator(".st-key-sheet-rows table").bounding_box()["height"]  # type: ignore[index]
    assert heights[3840] == pytest.approx(2 * heights[1920], rel=0.02)


def test_the_watermark_hinders_no_click(open_page: OpenPage) -> None:
    page = open_page("/league")
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
    page = open_page("/league")
    expect(page.locator("h1").first).to_have_text("数据暂时无法打开")
    expect(page.get_by_text("uv run python -m data history")).to_be_visible()
    pointer.write_text("1", encoding="utf-8")
    page.reload()
    expect(page.locator(".rows").first).to_be_visible()


def test_an_unknown_value_in_a_link_is_named(open_page: OpenPage) -> None:
    page = open_page("/league?period=foo")
    expect(page.get_by_role("alert")).to_contain_text("foo")
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2026年第三季度")


def test_a_view_is_saved_and_opens_again_and_its_link_is_copied(open_page: OpenPage) -> None:
    page = open_page("/league?unit=鄞州区&search=zzz")
    page.get_by_role("button", name="视图").click()
    page.get_by_label("名称", exact=True).fill("我的区")
    page.get_by_role("button", name="保存视图").click()
    saved = page.get_by_role("link", name="我的区")
    expect(saved).to_have_attribute("href", re.compile(r"^/league\?period=2026Q3&unit=330212&standard=.*&search=zzz$"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_alt_text("这个视图的二维码")).to_be_visible()
    page.goto(copied)
    ready(page)
    expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")
    page.get_by_role("button", name="清空条件").click()
    expect(page.locator(".st-key-sheet-rows table")).to_be_visible()
    assert "search" not in page.url
