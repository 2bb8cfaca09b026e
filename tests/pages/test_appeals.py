"""诉求: what the page says is what the ledger holds, and what is built into the demonstration is found."""

from __future__ import annotations

import re

import pytest

import queries
from data.sample.stories import FAILING_CATEGORY, REPEATED_MATTER, sample_stories
from data.versions.store import Store
from pages.shared.formats import number
from queries.database import Database, open_database
from queries.rates import percent
from tests.pages.conftest import Open, drawings, exports, tables


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_the_title_says_the_rate_and_what_the_total_hides(database: Database, open_page: Open) -> None:
    (city,) = queries.appeal_rates(database, period="2026Q3", area_kind="city").to_dict("records")
    app = open_page("appeals/page.py")
    assert not app.exception
    title = app.title[0].value.replace("\\", "")
    assert title.startswith(f"全市诉求按期办结 {percent(city['on_time_rate'])}")
    assert f"“{FAILING_CATEGORY}”按期只有" in title
    assert drawings(app)["categories"].count("circle") >= 5


def test_a_repeated_matter_stands_first(database: Database, open_page: Open) -> None:
    app = open_page("appeals/page.py")
    again = tables(app)[-1]
    assert again["事由"].iloc[0] == REPEATED_MATTER
    assert again["重复件数"].iloc[0] == queries.repeated_matters(database, period="2026Q3")["repeat_count"].max()


def test_a_month_and_a_unit_are_followed(database: Database, open_page: Open) -> None:
    app = open_page("appeals/page.py", unit="330212", span="month2")
    (own,) = queries.appeal_rates(database, period="2026-08", area_kind="city", units=("330212",)).to_dict("records")
    drawn = " ".join(element.proto.body for element in app.get("html"))
    assert f"{number(own['on_time_count'], 0)}/{number(own['due_count'], 0)}" in drawn
    assert all("units=330212" in link for link in exports(app))
    assert any("period=2026-08" in link for link in exports(app))
    names = re.findall(r"<text[^>]*>(演示街道\d+)<", drawings(app)["parts"])
    assert names


@pytest.mark.usefixtures("shown")
def test_a_quarter_without_a_ledger_says_so(open_page: Open) -> None:
    app = open_page("appeals/page.py", period="2024Q1")
    assert not app.exception
    assert app.title[0].value == "全市2024年第一季度没有诉求工单"
    assert any("报送" in info.value for info in app.info)


def test_silence_is_found_where_it_is_built_in(database: Database, open_page: Open) -> None:
    stories = sample_stories(0.1)
    silent = queries.silent_communities(database, period="2026")
    assert stories.silent_community in silent["community_code"].tolist()
    app = open_page("appeals/page.py", span="year")
    heading = next(element.value for element in app.subheader if element.value.startswith("民意覆盖不足"))
    assert heading.startswith(f"民意覆盖不足 {len(silent)} 个社区")
