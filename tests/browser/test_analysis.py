"""更多分析 in a browser: every view is drawn, stays within the screen and the address, and 推演 is marked on paper too."""

import re
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.conftest import LARGEST_RERUN, OpenPage, ready

VIEWS = ("漏斗图", "小样本", "构成效应", "权重推演")


def test_the_four_views_are_drawn_without_an_error(open_page: OpenPage) -> None:
    page = open_page("/analysis")
    for view in VIEWS:
        page.get_by_role("radio", name=view).click()
        ready(page)
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        expect(page.locator(".stException")).to_have_count(0)
        if view != VIEWS[0]:
            assert f"view={view}" in unquote(page.url)


def test_weights_are_kept_in_the_address_and_come_back(open_page: OpenPage) -> None:
    sizes: list[int] = []
    page = open_page("/analysis?view=权重推演", sizes=sizes)
    sliders = page.get_by_role("slider")
    expect(sliders).to_have_count(5)  # only then the first one is the first
    slider = sliders.first
    sizes.clear()
    slider.press("ArrowRight")
    expect(page.locator(".st-key-weights-sum")).to_contain_text("合计 101 分")
    ready(page)
    assert 0 < sum(sizes) < LARGEST_RERUN
    assert "weights=E25-O20-V18-P22-A16" in page.url
    page.reload()
    ready(page)
    expect(page.locator(".st-key-weights-sum")).to_contain_text("合计 101 分")
    expect(page.locator("h1").first).to_contain_text("推演（不作评价依据）")


def test_the_mark_goes_on_paper(open_page: OpenPage) -> None:
    page = open_page("/analysis?view=权重推演")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.emulate_media(media="print")
    expect(page.locator(".what-if")).to_be_visible()
    fence = page.locator(".st-key-fence")
    assert "url(" in fence.evaluate("element => getComputedStyle(element, '::after').maskImage")
    assert fence.evaluate("element => getComputedStyle(element).printColorAdjust") == "exact"
    assert float(fence.evaluate("element => parseFloat(getComputedStyle(element).borderTopWidth)")) > 0
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
