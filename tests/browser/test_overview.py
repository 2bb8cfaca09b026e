"""总览 in a browser: the map plays in small steps, pauses where it stands, and the lists open and close with the address."""

from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, ready

LARGEST_STEP = 50_000


def test_the_map_plays_in_small_steps_and_pauses_in_the_address(open_page: OpenPage) -> None:
    sizes: list[int] = []
    page = open_page("/", sizes=sizes)
    moment = page.locator(".moment:visible")
    expect(moment).to_have_text("2026年第三季度")
    page.get_by_text("播放 12 个季度").click()
    expect(moment).to_have_text("2023年第四季度")
    expect(moment).to_have_text("2024年第一季度", timeout=10_000)
    sizes.clear()
    expect(moment).to_have_text("2024年第三季度", timeout=15_000)
    assert 0 < sum(sizes) < 3 * LARGEST_STEP
    assert "play=1" in page.url
    page.get_by_text("暂停").click()
    expect(page.get_by_text("播放 12 个季度")).to_be_visible()
    assert "play=" not in page.url
    shown = moment.text_content() or ""
    assert f"at={shown}" in unquote(page.url)
    page.reload()
    ready(page)
    expect(moment).to_have_text(shown)


def test_a_list_opens_on_click_and_its_link_opens_it_again(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_text("看名单 ›").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("新达标").first).to_be_visible()
    expect(dialog.locator(".rows").first).to_be_visible()
    assert "list=moves" in page.url
    page.reload()
    ready(page)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.wait_for_url(lambda url: "list=" not in url)
