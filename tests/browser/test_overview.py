"""总览 in a browser: the map plays in small steps, pauses where it stands, and the lists open and close with the address."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_is_taken_away_as_it_looks_and_says_what_it_is(
    open_page: OpenPage, tmp_path: Path, scheme: str
) -> None:
    page = open_page("/", scheme=scheme)
    drawn = page.locator(".st-key-card-dimensions")
    drawn.locator(".drawing").hover()
    files = {}
    for kind in ("SVG", "PNG"):
        with page.expect_download() as downloading:
            drawn.get_by_role("button", name=f"存为 {kind} 图片").click()
        name = downloading.value.suggested_filename
        assert name.startswith("五个维度距达标线")
        assert name.endswith(f"_演示.{kind.lower()}")
        files[kind] = tmp_path / f"drawing.{kind}"
        downloading.value.save_as(files[kind])
    markup = files["SVG"].read_text(encoding="utf-8")
    for words in ("社区环境", "第 1 版", "演示数据", "stroke:rgb"):
        assert words in markup
    assert "var(" not in markup
    assert "light-dark(" not in markup
    with Image.open(files["PNG"]) as picture:
        corner = sum(picture.convert("RGB").getpixel((2, 2)))
    assert corner > 600 if scheme == "light" else corner < 200


def test_the_page_is_one_sheet_of_a4_with_date_and_version_and_without_boxes(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator(".st-key-card-dimensions svg:visible").first.wait_for()
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_have_text(
        re.compile(r"^2026年第三季度 · 全市 · 数据截至 2026-09-30 · 第 1 版$")
    )
    expect(page.locator(".printed")).to_be_visible()
    for chrome in (".stSidebar", ".st-key-filters", ".stPopover", ".image"):
        expect(page.locator(chrome).first).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
