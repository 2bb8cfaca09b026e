"""What holds for every page: nothing leaves the machine, nothing is English, cut or heavy, and everybody can read it."""

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import LARGEST_RERUN, OpenPage, ready, settled, sideways

VIEWS = tuple(f"/analysis?view={quote(view)}" for view in ("漏斗图", "小样本", "构成效应", "权重推演"))
FILTERED = ("/", "/map", "/league", "/comparison", "/community", "/activities", "/rules", "/guide")
PATHS = (*FILTERED, *VIEWS, "/briefing", "/submission", "/downloads")
_ENGLISH = ("/guide", "/downloads", "/submission")  # whose commands, formats and icons are
_NAMES = {"CSV", "dcsq", "frykit", "data", "CGCS", "PPTX", "PowerPoint", "WPS", "Word", "SVG", "PNG"}
_ICONS = {
    "chevron",
    "left",
    "right",
    "expand",
    "more",
    "keyboard",
    "arrow",
    "down",
    "search",
}  # drawn as arrows by a font
_OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {
        "list": {"enabled": False},  # Streamlit wraps the entries of its own navigation in more than list items
        "listitem": {"enabled": False},
    },
}


def faults(page: Page) -> list[str]:
    """What breaks a serious rule of axe-core for contrast, names, roles and order."""
    # The watermark is decoration that lies over everything; what it says stands in the banner, too.
    answer = Axe().run(page, context={"exclude": [[".watermark"]]}, options=_OPTIONS).response
    return [
        f"{rule['id']} {node['html'][:120]}"
        for rule in answer["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def choose_a_unit(page: Page) -> None:
    """Choose a unit above the page, and wait for its answer."""
    coverage = page.get_by_text(re.compile("· 覆盖 "))
    whole_city = coverage.inner_text()
    page.get_by_role("combobox", name="单位").click()
    page.get_by_role("option", name="鄞州区").click()
    expect(page.get_by_role("combobox", name="单位")).to_have_value("鄞州区")
    expect(coverage).not_to_have_text(whole_city)
    ready(page)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_chinese_readable_never_wider_than_its_screen_and_light_to_run_again(
    open_page: OpenPage, path: str
) -> None:
    sizes: list[int] = []
    page = open_page(path, sizes=sizes)
    expect(page.locator(".watermark")).to_have_text("演示数据 非真实评分")
    shown = page.locator(".stMain").inner_text() + " ".join(
        page.locator("input").evaluate_all("inputs => inputs.map(input => input.placeholder)")
    )
    assert path in _ENGLISH or set(re.findall(r"[A-Za-z]{3,}", shown)) <= _NAMES | _ICONS
    assert faults(page) == []
    for width in (1280, 1920, 3840):
        page.set_viewport_size({"width": width, "height": 1080})
        assert sideways(settled(page)) <= 0, width
        middles = page.locator(".st-key-filters > *:visible").evaluate_all(
            "parts => parts.map(part => part.getBoundingClientRect()).map(box => box.top + box.height / 2)"
        )
        assert max(middles) - min(middles) < 10, f"the boxes and 投影 stand in one line on {width} pixels"
    if path in FILTERED:
        sizes.clear()
        choose_a_unit(page)
        assert 0 < sum(sizes) < LARGEST_RERUN


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_dark_where_screens_are_and_fits_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, scheme="dark")
    ground, ink = page.evaluate(
        "() => [getComputedStyle(document.querySelector('.stApp')).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
    )
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 60
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 200
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert sideways(settled(page)) <= 0
