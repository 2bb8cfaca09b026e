"""使用说明: every section is shown, every blank filled, every term explained."""

import pytest

from data.versions.store import Store
from tests.pages.conftest import Open

pytestmark = pytest.mark.usefixtures("shown")
SECTIONS = ("数字怎么看", "分析怎么看", "怎么用", "数据与发布", "安全", "来源与许可", "还没有的")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_shown_with_its_blanks_filled(open_page: Open, section: str) -> None:
    app = open_page("guide/page.py", part=section)
    assert not app.exception
    assert [tab.label for tab in app.tabs] == list(SECTIONS)
    (text,) = [element.value for element in app.markdown]
    assert "{" not in text
    assert "}" not in text


def test_every_term_of_the_screen_is_explained(open_page: Open) -> None:
    text = open_page("guide/page.py").markdown[0].value
    for term in (
        "得分率",
        "达标线",
        "等次",
        "覆盖率",
        "待补报",
        "数据不足",
        "把握",
        "明显进步",
        "在抽样误差内",
        "名次",
    ):
        assert f"**{term}" in text
    assert "60 分" in text
    assert "66.7%" in text


def test_every_term_of_the_analyses_is_explained_in_short(open_page: Open) -> None:
    text = open_page("guide/page.py", part="分析怎么看").markdown[0].value
    rows = dict(row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| **"))
    terms = [
        "名次区间",
        "难分",
        "进步榜",
        "同类",
        "构成效应",
        "漏斗图",
        "小样本",
        "权重推演",
        "目标进度",
        "重点关注",
    ]
    assert [term.strip("*") for term in rows] == terms
    assert all(len(words) <= 90 for words in rows.values()), "three lines at most"
    assert "少于 10 人" in rows["**小样本**"]
    assert "少于 5 人" in rows["**小样本**"]


def test_sources_name_the_version_and_the_missing_approval_number(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    text = open_page("guide/page.py", part="来源与许可").markdown[0].value
    assert "第 1 版，演示数据" in text
    assert "审图号：待填" in text
    assert "CC BY 4.0" in text


def test_the_commands_are_those_of_the_command_lines(open_page: Open) -> None:
    text = open_page("guide/page.py", part="数据与发布").markdown[0].value
    for command in ("data publish", "data history", "data rollback", "data sample", "data score", "queries export"):
        assert f"uv run python -m {command}" in text
