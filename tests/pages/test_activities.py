"""活动: charts and page."""

import re

import pandas as pd
import pytest

import queries
from data.versions.store import Store
from pages.activities import charts
from pages.shared.formats import number
from queries.database import Database, open_database
from tests.pages.conftest import Answered, Open, exports

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_every_cell_of_the_week_carries_its_number() -> None:
    hours = pd.DataFrame({"weekday": [1, 7], "hour": [9, 19], "activity_count": [3, 1200]})
    table = charts.hour_table(hours)
    assert re.findall(r"<td[^>]*>([^<]+)", table) == ["3", *"······", *"······", "1,200"]
    assert re.findall(r'<th scope="row">(\d+ 时)', table) == ["9 时", "19 时"]
    assert re.findall(r"--share: (\d+%)", table) == ["0%", "100%"]


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_the_title_says_how_much_and_where_none(database: Database, open_page: Open) -> None:
    total = queries.activity_summary(database, **ASKED).iloc[0]
    app = open_page("activities/page.py")
    assert not app.exception
    count, rate = number(total["activity_count"], 0), number(total["activity_rate"])
    assert app.title[0].value.startswith(f"全市本季活动 {count} 场，每千户 {rate} 场；")
    assert any("相关不等于因果" in text.value for text in app.markdown)


@pytest.mark.usefixtures("shown")
def test_a_unit_and_a_dimension_in_the_address_are_followed(open_page: Open) -> None:
    app = open_page("activities/page.py", unit="330212", dimension="A")
    assert not app.exception
    assert app.title[0].value.startswith("鄞州区本季“社区活动”活动 ")
    assert "全市的 " in app.title[0].value
    links = exports(app)
    assert "units=330212" in links[0]
    assert all("dimensions=A" in link for link in links if "summary" not in link)
    assert any(link.startswith("/export/activity_rows.xlsx?") for link in links)


def test_a_quarter_without_any_activity_says_so(database: Database, open_page: Open, answered: Answered) -> None:
    answer = queries.activity_summary(database, **ASKED).assign(
        activity_count=None, activity_rate=None, inactive_count=None
    )
    answer["activity_count"] = answer["activity_count"].astype(float)

    def activity_summary(_database: Database, **_filters: object) -> pd.DataFrame:
        return answer

    answered("activity_summary", activity_summary)
    app = open_page("activities/page.py")
    assert not app.exception
    assert app.title[0].value == "2026年第三季度没有活动台账"
    assert "不等于没有举办" in app.info[0].value


@pytest.mark.usefixtures("shown")
def test_every_period_can_be_opened(open_page: Open) -> None:
    for parameters in ({"period": "2023Q4"}, {"standard": "example-2025", "period": "2024Q1", "unit": "3302GX"}):
        assert not open_page("activities/page.py", **parameters).exception
