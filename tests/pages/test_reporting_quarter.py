"""A quarter of which one community of six has reported: nothing is said of the city, on no page and in no file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import queries
from data import clock
from data.versions.publishing import publish_folder
from data.versions.store import Store
from queries import catalogue
from queries.database import open_database
from queries.reports.opening import open_export
from queries.reports.subject import NothingToSay
from tests.data.small_city import FLAWLESS, small_city
from tests.pages.conftest import Open

SAID = "全市报送中 1/6"


@pytest.fixture
def begun(made_once: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Store:
    """The small city with the first report of a fourth quarter, published in the middle of it, as the store of the pages."""

    def publish(folder: Path) -> None:
        city = small_city(folder / "city")
        rows = city.tables["measurements"]
        asked = {"community_code": FLAWLESS, "period": "2026Q3"}
        rows += [row | {"period": "2026Q4"} for row in rows if asked.items() <= row.items()]
        activity = city.tables["activities"][0] | {"activity_code": "2026-10", "held_at": "2026-10-05 19:00"}
        city.tables["activities"].append(activity)
        city.write()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "_clock", lambda: datetime(2026, 11, 20, 17, tzinfo=UTC))
            publish_folder(Store(folder / "store"), city.path)

    store = Store(made_once("begun", publish) / "store")
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    return store


@pytest.mark.parametrize("page", ["overview", "map", "league", "briefing", "activities"])
def test_the_title_says_how_many_have_reported_and_the_last_full_quarter_is_the_default(
    begun: Store,  # noqa: ARG001 - the store of the pages
    open_page: Open,
    page: str,
) -> None:
    app = open_page(f"{page}/page.py", period="2026Q4")
    assert not app.exception
    assert SAID in app.title[0].value
    app = open_page(f"{page}/page.py")
    assert app.session_state["period"] == "2026Q3"
    assert "报送中" not in app.title[0].value


def test_neither_slides_nor_tables_say_anything_of_the_city(begun: Store) -> None:
    given = {"period": ["2026Q4"]}
    for document in (catalogue.slides.name, catalogue.brief.name):
        with pytest.raises(NothingToSay, match=SAID):
            open_export(begun, document, given, who="测试", ending="html")
    database = open_database(begun, 1)
    asked = {"period": "2026Q4", "standard": "example-2026"}
    total = queries.area_score(database, **asked).iloc[0]
    assert (total["status"], total["rated_count"], total["community_count"]) == ("数据不足", 1, 6)
    assert total[["score", "band_code", "change", "progress"]].isna().all()
    assert queries.area_measure(database, **asked, measure="share_passing")["value"].isna().all()
    rows = b"".join(open_export(begun, "league_table", given | {"area_kind": ["unit"]}, who="测试").chunks)
    assert "数据不足" in rows.decode("utf-8-sig")


def test_who_has_not_reported_has_not_fallen_and_is_counted_as_missing(begun: Store) -> None:
    database = open_database(begun, 1)
    asked = {"period": "2026Q4", "standard": "example-2026"}
    before = queries.area_score(database, **asked | {"period": "2026Q3"}).iloc[0]
    assert before["passing_count"] > 1
    assert not (queries.band_moves(database, **asked)["direction"] == "fell").any()
    assert queries.unit_reporting(database, **asked)["waiting_count"].sum() == 5, "all but one"


def test_data_are_never_of_a_day_to_come(begun: Store) -> None:
    """Published on the 21st in Beijing, while it was still the 20th elsewhere."""
    (row,) = queries.publication(open_database(begun, 1)).to_dict("records")
    assert f"{row['data_until']:%Y-%m-%d}" == "2026-11-21"
