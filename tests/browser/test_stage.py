"""The stage in a browser: keys and clicker, the black screen, by itself, what a reload finds, and that nothing is cut."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.versions.store import Store
from tests.browser.conftest import OpenPage, ready, settled

ORDERS = ("forum", "meeting", "report")
# What is smaller than 24 pixels of a stage of 1920, and what sticks out of its slide or its drawing.
FAULTS = """() => {
  const found = [], scale = document.querySelector(".stage").clientWidth / 1920;
  document.querySelectorAll(".slide").forEach((slide, place) => {
    const note = (...words) => found.push([place + 1, ...words].join(" "));
    const frame = slide.getBoundingClientRect(), foot = slide.querySelector("footer").getBoundingClientRect();
    if (slide.scrollWidth > slide.clientWidth + 1 || slide.scrollHeight > slide.clientHeight + 1) note("scrolls");
    slide.querySelectorAll("header, footer, .body, .card, .face, td, th, li").forEach((part) => {
      if (part.scrollWidth > part.clientWidth + 2 || part.scrollHeight > part.clientHeight + 2)
        note("cut", part.className, part.textContent.slice(0, 20));
    });
    slide.querySelectorAll(".body *").forEach((part) => {
      const box = part.getBoundingClientRect();
      if (box.bottom > foot.top + 1 && !part.closest("svg")) note("over the footer", part.tagName);
    });
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode, parent = text.parentElement;
      if (!text.data.trim() || parent.closest(".watermark")) continue;
      const drawing = parent.closest("svg");
      const zoom = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
      const size = parseFloat(getComputedStyle(parent).fontSize) * zoom / scale;
      if (size < 23.9) note("small", size.toFixed(1), text.data.slice(0, 20));
      if (!drawing) continue;
      const box = parent.getBoundingClientRect(), around = drawing.getBoundingClientRect(), room = 12 * scale;
      if (box.left < around.left - room || box.right > around.right + room) note("beside its drawing", text.data);
      if (box.top < around.top - room || box.bottom > around.bottom + room) note("above or below its drawing", text.data);
      if (box.left < frame.left || box.right > frame.right || box.bottom > foot.top + room) note("outside", text.data.slice(0, 20));
    }
  });
  return found;
}"""


def staged(page: Page) -> Page:
    """The page when a slide is shown."""
    page.locator(".slide.shown").wait_for()
    return page


def number(page: Page) -> str:
    return page.locator(".slide.shown .place").inner_text()


def test_keys_and_a_clicker_change_the_slide_and_the_address(open_page: OpenPage) -> None:
    page = open_page("/stage?order=forum", wait=staged)
    assert re.search(r"/stage\?order=forum&version=1#1$", page.url)
    count = page.locator(".slide").count()
    shown = page.locator(".slide.shown .place")
    for key, place in (
        ("PageDown", 2),
        ("ArrowRight", 3),
        ("Space", 4),
        ("ArrowDown", 5),
        ("PageUp", 4),
        ("ArrowLeft", 3),
        ("Shift+Space", 2),
        ("End", count),
        ("PageDown", count),
        ("Home", 1),
        ("ArrowUp", 1),
    ):
        page.keyboard.press(key)
        expect(shown).to_have_text(f"{place} / {count}")
        assert page.url.endswith(f"#{place}")
    page.keyboard.type("7")
    expect(page.locator(".typed")).to_have_text("第 7 页 ↵")
    page.keyboard.press("Enter")
    expect(shown).to_have_text(f"7 / {count}")
    expect(page.locator(".typed")).to_be_hidden()
    assert page.locator(".said").inner_text().startswith(f"第 7 页，共 {count} 页：")
    page.mouse.click(1200, 300)
    expect(shown).to_have_text(f"8 / {count}")
    page.mouse.click(100, 300)
    expect(shown).to_have_text(f"7 / {count}")
    expect(page.locator(".slide:visible")).to_have_count(1)


def test_a_reload_returns_to_the_same_slide_in_the_same_dress(open_page: OpenPage) -> None:
    page = open_page("/stage?order=meeting&theme=light", wait=staged)
    page.keyboard.press("PageDown")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    staged(page)
    assert number(page).startswith("2 /")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_lost_server_does_not_stop_the_show(open_page: OpenPage) -> None:
    page = open_page("/stage", wait=staged)
    page.context.set_offline(offline=True)
    for place in range(2, page.locator(".slide").count() + 1):
        page.keyboard.press("PageDown")
        assert number(page).startswith(f"{place} /")
    page.context.set_offline(offline=False)


def test_b_makes_the_screen_black_and_any_key_brings_the_slide_back(open_page: OpenPage) -> None:
    page = open_page("/stage", wait=staged)
    page.keyboard.press("b")
    expect(page.locator(".black")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator(".black")).to_be_hidden()
    assert number(page).startswith("1 /")


def test_slides_turn_by_themselves_and_pause_visibly(open_page: OpenPage) -> None:
    page = open_page("/stage?seconds=1&sections=cover&sections=league&sections=sources", wait=staged)
    state = page.locator(".state")
    expect(state).to_have_text("▶ 自动播放")
    page.wait_for_url("**#2", wait_until="commit")
    page.keyboard.press("p")
    expect(state).to_have_text("‖ 已暂停，按 P 继续")
    stood = page.url
    page.wait_for_timeout(1500)  # longer than a slide stands: nothing may happen
    assert page.url == stood
    page.keyboard.press("p")
    page.wait_for_url(lambda url: url != stood, wait_until="commit")
    page.keyboard.press("r")
    expect(state).to_be_hidden()


def test_a_map_plays_its_quarters_and_pauses(open_page: OpenPage) -> None:
    page = open_page("/stage?order=forum&sections=map", wait=staged)
    moment = page.locator(".moment")
    unit = page.locator(".unit[data-classes] .value").first
    expect(moment).to_have_text("2023年第四季度")
    first = unit.text_content()
    expect(moment).to_have_text("2024年第二季度", timeout=10_000)
    page.keyboard.press("p")
    expect(page.locator(".state")).to_have_text("‖ 已暂停，按 P 继续")
    stood = moment.text_content() or ""
    page.wait_for_timeout(2200)  # longer than a quarter stands: nothing may happen
    assert moment.text_content() == stood
    assert unit.text_content() != first
    at, titles = page.evaluate(
        "(() => { const title = document.querySelector('.shown h1'); return [+document.querySelector('svg[data-periods]')"
        ".dataset.at, JSON.parse(title.dataset.titles).map((words) => words === title.textContent)]; })()"
    )
    assert titles[at]
    assert not all(titles)
    page.keyboard.press("p")
    expect(moment).not_to_have_text(stood, timeout=5_000)


def test_the_way_in_and_out_keeps_the_page(open_page: OpenPage) -> None:
    page = open_page("/league?unit=330212&period=2026Q2")
    page.get_by_role("button", name="投影").click()
    staged(page)
    assert "period=2026Q2" in page.url
    assert "unit=330212" in page.url
    assert "鄞州区" in page.locator(".slide.shown").inner_text()
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    page.wait_for_url("**/league?**")
    ready(page)
    expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")
    expect(page.get_by_role("button", name="投影")).to_be_enabled()
    page.keyboard.press("f")
    staged(page)


def test_without_a_page_before_escape_leads_to_the_dashboard(open_page: OpenPage) -> None:
    page = open_page("/stage?unit=330212&version=1", wait=staged)
    page.keyboard.press("Escape")
    ready(page)
    expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")


def test_help_and_buttons_are_there_for_those_without_a_clicker(open_page: OpenPage) -> None:
    page = open_page("/stage", wait=staged)
    page.keyboard.press("h")
    expect(page.get_by_role("dialog", name="按键说明")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="按键说明")).to_be_hidden()
    page.get_by_role("button", name="下一页").focus()
    page.keyboard.press("Enter")
    assert number(page).startswith("2 /")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("unit", ["", "&unit=330212"])
def test_nothing_is_cut_nor_too_small_for_the_back_row(open_page: OpenPage, order: str, unit: str) -> None:
    page = open_page(f"/stage?order={order}{unit}", wait=staged)
    for width, height in ((1920, 1080), (1280, 720), (3840, 2160), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        assert page.evaluate(FAULTS) == [], f"{width} x {height}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_reading_it(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/stage?order=report", scheme=scheme, width=1920, height=1080, wait=staged)
    for _ in range(page.locator(".slide").count()):
        found = Axe().run(page).response["violations"]
        serious = [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}]
        assert serious == [], number(page)
        page.keyboard.press("PageDown")


def test_the_file_shows_the_same_without_a_server(
    open_page: OpenPage, address: str, city: Store, tmp_path: Path
) -> None:
    assert city.current() == 1
    page = open_page("/stage", wait=staged)
    content = page.request.get(f"{address}/export/slides.html").body()
    file = tmp_path / "slides.html"
    file.write_bytes(content)
    other = page.context.browser.new_page() if page.context.browser else page
    other.goto(file.as_uri())
    staged(other)
    other.keyboard.press("PageDown")
    assert number(other).startswith("2 /")
    other.close()
