"""报送 in a browser: nothing English, nothing cut, and a form that goes out and comes back in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, ready, settled, sideways

# Drawn as pictures by a font.
_ICONS = {"keyboard", "arrow", "down", "right", "upload", "add", "icon", "search", "expand", "more"}
VIEWS = ("报送进度", "上传体检", "审核发布", "核对定稿", "版本历史")


@pytest.mark.parametrize("width", [390, 1920])
def test_no_view_is_english_or_wider_than_the_screen(open_page: OpenPage, width: int) -> None:
    page = open_page("/submission", width=width, height=900)
    for view in VIEWS:
        page.get_by_role("radio", name=view).click()
        ready(page)
        expect(page.get_by_role("radio", name=view)).to_be_checked()
        assert sideways(settled(page)) <= 0, view
        shown = re.sub(
            r"\b[0-9a-f]{8,}\b|[\w-]+\.(csv|xlsx|parquet|toml|geojson)", "", page.locator(".stMain").inner_text()
        )
        assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= _ICONS | {"SHA"}, view  # what digests and files are called


def test_a_form_goes_out_and_comes_back_in(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/submission?view=上传体检&for_unit=330212&for_period=2026Q4")
    link = page.get_by_role("link", name="指标数据")
    link.evaluate("link => link.removeAttribute('target')")
    with page.expect_download() as downloading:
        link.click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    assert file.suffix == ".xlsx"
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("h1").first).to_contain_text("体检通过：1 个文件")
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_enabled()
