from __future__ import annotations

import pytest

import queries
from queries.database import Database, DuckDBDatabase


@pytest.mark.parametrize(("period", "standard"), [("2026Q2", "example-2025"), ("2026Q3", "example-2026")])
def test_the_standard_is_the_one_in_force_at_the_end_of_the_period(city: Database, period: str, standard: str) -> None:
    assert queries.default_standard(city, period=period)["standard_version"].tolist() == [standard]


def test_before_the_first_standard_the_oldest_applies(city: DuckDBDatabase) -> None:
    city.connection.execute("insert into period values ('2020Q1', date '2020-01-01', date '2020-03-31', null)")
    assert queries.default_standard(city, period="2020Q1")["standard_version"].tolist() == ["example-2025"]


def test_a_standard_without_a_date_is_the_oldest(city: DuckDBDatabase) -> None:
    city.connection.execute("update standard set valid_from = null where standard_version = 'example-2025'")
    assert queries.default_standard(city, period="2026Q2")["standard_version"].tolist() == ["example-2025"]
    assert queries.default_standard(city, period="2026Q3")["standard_version"].tolist() == ["example-2026"]


def test_an_unknown_period_has_no_standard(city: Database) -> None:
    assert queries.default_standard(city, period="1999Q1").empty
