"""汇报材料: the choices are in the address, the links carry them, the preview says what the files hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pages.briefing.preview import minutes, slide_list
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.bodies.points import Points
from queries.reports.bodies.table import Column, Table
from queries.reports.briefing import Slide
from queries.reports.subject import NothingToSay
from tests.pages.conftest import Open

pytestmark = pytest.mark.usefixtures("shown")
PAGE = "briefing/page.py"


def links(app: Any) -> dict[str, str]:
    return {element.proto.label: element.proto.url for element in app.get("link_button")}


def html(app: Any) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def test_the_title_is_the_finding_and_both_kinds_of_files_can_be_taken(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert "全市得分率" in app.title[0].value
    found = links(app)
    assert found["下载 PPTX"].startswith(
        "/export/slides.pptx?version=1&period=2026Q3&standard=example-2026&order=report"
    )
    assert found["下载网页版"].startswith("/export/slides.html?version=1&period=2026Q3")
    assert found["简报 Word"] == "/export/brief.docx?version=1&period=2026Q3&standard=example-2026"
    assert found["简报 打印版"] == "/export/brief.html?version=1&period=2026Q3&standard=example-2026"
    assert found["投影"] == "/stage?period=2026Q3&standard=example-2026&order=report&version=1"


def test_order_parts_and_unit_of_a_link_are_shown_and_carried_on(open_page: Open) -> None:
    app = open_page(PAGE, unit="330212", deck="meeting", section="problems")
    assert not app.exception
    assert app.selectbox(key="deck").value == "meeting"
    assert app.multiselect(key="section").value == ["problems"]
    found = links(app)
    assert found["下载 PPTX"].endswith("units=330212&order=meeting&sections=problems")
    assert found["投影"].endswith("unit=330212&order=meeting&sections=problems&version=1")
    assert "units=330212" in found["简报 Word"]
    assert any(heading.value.startswith("讲评会：") for heading in app.subheader)
    assert "鄞州区文明典范社区创建简报" in html(app)


def test_parts_that_another_order_does_not_have_are_dropped(open_page: Open) -> None:
    app = open_page(PAGE, deck="meeting", section="problems")
    app.selectbox(key="deck").set_value("forum").run()
    assert not app.exception
    assert app.multiselect(key="section").value == []
    assert "sections=" not in links(app)["下载 PPTX"]


def test_a_link_to_an_order_that_does_not_exist_says_so(open_page: Open) -> None:
    app = open_page(PAGE, deck="nothing")
    assert "演示顺序“nothing”不存在" in app.warning[0].value
    assert app.selectbox(key="deck").value == "report"


def test_orders_of_the_office_are_offered(open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "顺序.toml"
    file.write_text(
        '[[order]]\ncode = "ours"\nname = "本办"\n[[order.slide]]\nsection = "cover"\ntitle = "{area}情况"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("DASHBOARD_RUNNING_ORDERS", str(file))
    app = open_page(PAGE)
    assert app.selectbox(key="deck").value == "ours"
    assert "全市情况" in html(app)
    assert "本办：1 张" in app.subheader[0].value


def test_a_faulty_file_of_orders_is_said_and_the_brief_stays(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "顺序.toml"
    file.write_text("[[order]]\ncode = 1\n", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_RUNNING_ORDERS", str(file))
    app = open_page(PAGE)
    assert not app.exception
    assert "演示顺序文件有误" in app.error[0].value
    assert set(links(app)) >= {"简报 Word", "简报 打印版"}
    assert "下载 PPTX" not in links(app)


def test_the_office_is_told_how_to_change_order_and_sentences(open_page: Open) -> None:
    app = open_page(PAGE)
    assert any("DASHBOARD_RUNNING_ORDERS" in text.value for text in app.markdown)
    assert [expander.label for expander in app.expander] == ["怎样改顺序和句子", "计算说明"]


def test_the_list_says_title_section_and_what_a_slide_holds() -> None:
    slides = (
        Slide("cover", "<b>标题", "", (), seconds=15),
        Slide("overview", "总览", "", (Figures((Figure("得分率", "60.00"),)), Points(("一", "二"))), seconds=75),
        Slide("league", "排行", "", (Table((Column("名", 1),), (("甲",),), (("plain",),)),)),
    )
    shown = slide_list(slides)
    assert "<b>&lt;b&gt;标题</b><small>封面 · 标题页</small>" in shown
    assert "1 个数字、2 条要点" in shown
    assert minutes(slides) == 2
    assert minutes(()) == 1


@pytest.mark.usefixtures("nothing_remembered")
def test_an_area_without_scores_says_what_to_change(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: object) -> None:
        raise NothingToSay("所选范围没有评分，无法生成材料。请换一个时期或单位")

    monkeypatch.setattr("pages.briefing.material.build_brief", nothing)
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "全市本季没有可以汇报的评分"
    assert "请换一个时期或单位" in app.info[0].value
