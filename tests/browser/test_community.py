"""What only a browser shows of 社区档案: the box that finds one, and the sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

import queries
from data.versions.store import Store
from queries.database import open_database
from tests.browser.conftest import OpenPage, ready


@pytest.fixture
def codes(city: Store) -> list[str]:
    rows = queries.league_table(open_database(city, 1), period="2026Q3", standard="example-2026", area_kind="community")
    return rows["area_code"].tolist()


def test_initials_open_a_community_and_its_link_opens_it_again(open_page: OpenPage, city: Store) -> None:
    row = queries.community_names(open_database(city, 1)).iloc[0]
    page = open_page("/league?unit=330212")
    page.get_by_role("searchbox", name="跳到社区").press_sequentially(row["pinyin_initials"].lower())
    page.locator(".st-key-found-jump").get_by_role("button", name=row["community_name"]).first.click()
    expect(page).to_have_url(re.compile(r"/community\?.*code=99\d{10}"), timeout=10_000)
    expect(page.locator("h1").first).to_contain_text(row["community_name"], timeout=10_000)
    title = page.locator("h1").first.inner_text()
    page.reload()
    assert ready(page).locator("h1").first.inner_text() == title


def test_a_community_is_found_from_any_page_by_the_keys_alone(open_page: OpenPage, city: Store) -> None:
    rows = queries.community_names(open_database(city, 1))
    page = open_page("/rules")
    box = page.get_by_role("searchbox", name="跳到社区")
    for _ in range(10):  # a page that is still being drawn takes the focus away
        page.locator("h1").first.click()
        page.keyboard.press("/")
        page.wait_for_timeout(500)
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    page.keyboard.type(rows["community_code"].iloc[0])
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).to_contain_text(rows["community_name"].iloc[0], timeout=15_000)
    page.keyboard.press("/")
    page.keyboard.type("演示社区")
    found = page.locator(".st-key-found-jump").get_by_role("button")
    expect(found.nth(1)).to_be_visible(timeout=10_000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    second = found.nth(1).inner_text().split(" · ")[0]
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).to_contain_text(second, timeout=15_000)


def test_a_community_is_one_page_of_a4(open_page: OpenPage, codes: list[str]) -> None:
    page = open_page(f"/community?code={codes[0]}")
    page.locator(".st-key-radar svg:visible").first.wait_for()
    page.locator(".st-key-card-sheet .sheet").wait_for()
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_a_phone_needs_no_sideways_scroll(open_page: OpenPage, codes: list[str]) -> None:
    page = open_page(f"/community?code={codes[-1]}", width=390, height=800)
    page.locator(".st-key-card-sheet .sheet").wait_for()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
