"""标准细则 and 使用说明 in a browser: curves drawn, a value typed, nothing wider than a phone, reruns small."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LARGEST_RERUN, OpenPage, ready, settled, sideways

PARTS = {
    "/rules": ("指标", "等次与规则", "版本变化", "试一试"),
    "/guide": ("数据与发布", "来源与许可"),
}


def test_every_curve_is_drawn(open_page: OpenPage) -> None:
    page = open_page("/rules")
    pictures = page.locator(".indicator img")
    expect(pictures).to_have_count(25)
    assert pictures.evaluate_all("pictures => pictures.every(picture => picture.complete && picture.naturalWidth > 0)")


@pytest.mark.parametrize("path", PARTS)
def test_no_part_is_wider_than_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=390, height=900)
    for part in PARTS[path]:
        page.get_by_role("tab", name=part).click()
        expect(page.get_by_role("tab", name=part)).to_have_attribute("aria-selected", "true")
        ready(page)
        assert sideways(settled(page)) <= 0, part


def test_a_typed_value_is_scored_and_kept_in_the_address(open_page: OpenPage) -> None:
    page = open_page("/rules")
    page.get_by_role("tab", name="试一试").click()
    value = page.get_by_role("spinbutton", name="数值（%）")
    value.fill("87.5")
    value.press("Enter")
    expect(page.locator(".st-key-card-result .figure")).to_contain_text("80.00")
    assert "value=87.5" in page.url
    assert "part=试一试" in unquote(page.url)
    page.reload()
    ready(page)
    expect(page.locator(".st-key-card-result .figure")).to_contain_text("80.00")


def test_another_standard_is_a_small_rerun(open_page: OpenPage) -> None:
    sizes: list[int] = []
    page = open_page("/rules", sizes=sizes)
    sizes.clear()
    page.get_by_role("combobox", name="标准").click()
    page.get_by_role("option", name="2025").click()
    expect(page.get_by_role("combobox", name="标准")).to_have_value("文明典范社区标准（示例细则 2025）")
    ready(page)
    assert 0 < sum(sizes) < LARGEST_RERUN


def test_the_skeleton_is_gone_when_the_page_stands(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator(".st-key-skeleton")).to_have_count(0)
    page.get_by_role("link", name="使用说明").click()
    expect(page.locator("h1").first).to_contain_text("看懂每个数")
    expect(page.locator(".st-key-skeleton")).to_have_count(0)
