"""核对定稿: both sides of the desk, each for its own; the word stands on pages, slides and the brief."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import docx
import pandas as pd
import pytest

import queries
from data import clock
from data.collecting.settling import OPEN, SETTLED, contest, contests, set_last_day, settle, state_of
from data.versions.store import Store
from pages.shared.viewer import Role, Viewer
from pages.submission.settling import finding
from queries.database import open_database
from queries.reports.opening import open_export
from tests.conftest import copied
from tests.pages.conftest import Asking, Open

MONTH, QUARTER = "2026-09", "2026Q3"


@pytest.fixture
def own(shown: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of the demonstration, to write into."""
    store = copied(shown, tmp_path / "own")
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    return store


def a_finding(store: Store) -> tuple[str, str]:
    """The unit and the number of a problem of the month that is still open."""
    rows = queries.open_findings(open_database(store, 1))
    row = rows[rows["found_on"].dt.strftime("%Y-%m") == MONTH].iloc[0]
    return row["unit_code"], row["finding_code"]


def test_a_district_contests_on_the_page_and_the_city_answers_and_settles(
    own: Store, open_page: Open, asking: Asking
) -> None:
    set_last_day(own, MONTH, clock.today() + timedelta(days=1), by="市")
    unit, code = a_finding(own)
    asking(Viewer("区里", (unit,), Role.DISTRICT))
    app = open_page("submission/page.py", view="核对定稿", settled=MONTH)
    assert not app.exception
    assert not {"settle", "adopt", "save_day"} & {button.key for button in app.button}
    app.text_input("contested").set_value(code).run()
    app.text_input("contest_words").set_value("与上月同一处").run()
    app.button("contest").click().run()
    assert [*contests(own)["code"]] == [code]
    asking(Viewer("市里"))
    app = open_page("submission/page.py", view="核对定稿", settled=MONTH)
    assert app.title[0].value.endswith("核对中，异议 1 件：待复核 1")
    app.button("settle").click().run()
    assert "还有 1 件异议没有复核" in app.error[0].value
    app.text_input("answer_reason").set_value("不是同一处").run()
    app.button("not_adopt").click().run()
    assert contests(own)[["outcome", "reason"]].to_numpy().tolist() == [["不采纳", "不是同一处"]]
    app.button("settle").click().run()
    assert state_of(own, MONTH) == SETTLED


def test_another_districts_contests_are_not_shown(own: Store, open_page: Open, asking: Asking) -> None:
    set_last_day(own, MONTH, clock.today(), by="市")
    unit, code = a_finding(own)
    contest(own, code, "其他", "说明在此", by="区", allowed=(unit,))
    other = next(one for one in queries.units(open_database(own, 1))["unit_code"] if one != unit)
    asking(Viewer("邻区", (other,), Role.DISTRICT))
    app = open_page("submission/page.py", view="核对定稿", settled=MONTH)
    assert app.title[0].value.endswith("核对中，异议 0 件")
    assert "这一时段没有异议。" in [said.value for said in app.info]


def test_pages_slides_and_brief_say_whether_the_data_are_settled(own: Store, open_page: Open) -> None:
    def said() -> tuple[bool, bool, bool]:
        app = open_page("rectification/page.py")
        word = state_of(own, QUARTER)
        slides = b"".join(open_export(own, "slides", {}, who="", ending="html").chunks).decode()
        brief = docx.Document(io.BytesIO(b"".join(open_export(own, "brief", {}, who="", ending="docx").chunks)))
        texts = [paragraph.text for paragraph in brief.paragraphs]
        return (
            any(f"{word} · 第 1 版" in caption.value for caption in app.caption),
            f"第 1 版（诉求和整改{word}）" in slides,
            any(f"第 1 版（诉求和整改{word}）" in text for text in texts),
        )

    before = b"".join(open_export(own, "brief", {}, who="", ending="docx").chunks)
    set_last_day(own, QUARTER, clock.today(), by="市")
    assert state_of(own, QUARTER) == OPEN
    assert said() == (True, True, True)
    settle(own, QUARTER, by="市")
    assert said() == (True, True, True)
    (own.root / "settling.json").unlink()
    assert b"".join(open_export(own, "brief", {}, who="", ending="docx").chunks) == before


def test_the_title_counts_what_waits_and_what_was_answered() -> None:
    rows = pd.DataFrame({"outcome": ["待复核", "采纳", "待复核"]})
    assert finding(OPEN, rows) == "核对中，异议 3 件：待复核 2、采纳 1"
    assert finding("", pd.DataFrame()) == "尚未开始核对，异议 0 件"
