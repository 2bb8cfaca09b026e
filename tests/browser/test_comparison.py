"""What only a browser shows of the comparison and the activities: they are drawn, and stay within a phone."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, ready


@pytest.mark.parametrize("path", ["/comparison?with=unit:330212&with=best&with=past:2025Q3", "/activities?dimension=A"])
def test_the_page_is_drawn_and_never_wider_than_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=390, height=844)
    page.locator(".js-plotly-plot, .drawing svg:visible").first.wait_for()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_a_chip_that_is_removed_leaves_radar_and_address(open_page: OpenPage) -> None:
    page = open_page("/comparison?with=unit:330212&with=unit:330203&with=city:city", height=1200)
    heads = page.locator(".profiles").first.locator("thead th")
    expect(heads).to_have_count(4)
    page.get_by_role("button", name="海曙区").first.click()
    expect(heads).to_have_count(3)
    ready(page)
    assert "海曙区" not in unquote(page.url)
