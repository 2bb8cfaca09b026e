"""整改: what the page says is what the ledgers hold, and what is built into the demonstration is found."""

from __future__ import annotations

import pandas as pd
import pytest

import queries
from data.sample.stories import sample_stories
from data.versions.store import Store
from pages.rectification.finding import finding
from pages.shared.formats import number
from queries.database import Database, open_database
from queries.rates import LOWER, beside, by_age, percent
from tests.pages.conftest import Open, exports, tables


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_the_title_and_the_cards_say_what_the_ledger_holds(database: Database, open_page: Open) -> None:
    (city,) = queries.finding_rates(database, period="2026Q3", area_kind="city").to_dict("records")
    app = open_page("rectification/page.py")
    assert not app.exception
    assert app.title[0].value.replace("\\", "").startswith(f"全市整改率 {percent(city['rectified_rate'])}")
    drawn = " ".join(element.proto.body for element in app.get("html"))
    for hits, cases in (("rectified_count", "due_count"), ("truly_closed_count", "items_rechecked")):
        assert f"{number(city[hits], 0)}/{number(city[cases], 0)}" in drawn


def test_what_is_overdue_adds_up_and_the_longest_stands_first(database: Database, open_page: Open) -> None:
    app = open_page("rectification/page.py")
    (city,) = queries.finding_rates(database, period="2026Q3", area_kind="city").to_dict("records")
    rows = queries.open_findings(database)
    late = rows[rows["overdue_days"].notna()]
    assert by_age(late["overdue_days"])["count"].sum() == len(late) == city["overdue_count"]
    assert tables(app)[0]["超期天数"].iloc[0] == late["overdue_days"].max()
    assert any(link.startswith("/export/open_findings.xlsx?") for link in exports(app))


def test_a_street_that_lags_is_told_for_certain(database: Database) -> None:
    streets = queries.finding_rates(database, period="2026", area_kind="street")
    whole = streets["rectified_count"].sum() / streets["due_count"].sum()
    judged = beside(streets, "rectified_count", "due_count", whole)
    assert judged["rate"].is_monotonic_decreasing
    lagging = sample_stories(0.1).laggard_street
    assert judged.set_index("area_code")["verdict"][lagging] == LOWER


ROW = {"rectified_rate": 0.9, "rectified_rate_low": 0.88, "rectified_rate_high": 0.92, "found_count": 900}
BEFORE = {"rectified_rate": 0.8, "rectified_rate_low": 0.78, "rectified_rate_high": 0.82}


@pytest.mark.parametrize(
    ("row", "before", "counts", "sentence"),
    [
        (ROW, None, (90, 100), "全市整改率 90.0%；没有单位明显低于全体"),
        (ROW, BEFORE, (90, 100), "全市整改率 90.0%，较上一时段明显提高 10.0 个百分点；没有单位明显低于全体"),
        (BEFORE, ROW, (80, 100), "全市整改率 80.0%，较上一时段明显下降 10.0 个百分点；没有单位明显低于全体"),
        (ROW, ROW, (90, 100), "全市整改率 90.0%，较上一时段变化在误差内；没有单位明显低于全体"),
        (ROW, None, (40, 100), "全市整改率 90.0%；“飞线”只有 40.0%，被总数掩盖；1 个单位明显低于全体"),
        (ROW, None, (1, 9), "全市整改率 90.0%；没有单位明显低于全体"),
        ({**ROW, "rectified_rate": float("nan")}, None, (90, 100), "全市发现问题 900 个，这一时段没有到期的"),
    ],
)
def test_the_sentence_claims_what_its_numbers_say(
    row: dict[str, float], before: dict[str, float] | None, counts: tuple[int, int], sentence: str
) -> None:
    parts = pd.DataFrame({"category": ["飞线"], "hits": [counts[0]], "cases": [counts[1]]})
    judged = beside(parts, "hits", "cases", row["rectified_rate"])
    earlier = {} if before is None else {"previous": before}
    assert finding("全市", row, earlier, judged, judged, "单位") == sentence


@pytest.mark.usefixtures("shown")
def test_a_quarter_without_a_ledger_says_so(open_page: Open) -> None:
    app = open_page("rectification/page.py", period="2024Q1")
    assert not app.exception
    assert app.title[0].value == "全市2024年第一季度没有整改台账"
