from __future__ import annotations

import random

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import COMMUNITIES, fill, problems, visits


def test_every_problem_found_in_the_span_is_a_row(city: DuckDBDatabase) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    ledger = problems(chance, visits(chance, 60), 300)
    city.connection.execute("delete from problem")
    fill(city.connection, "problem", ledger)
    rows = queries.finding_rows(city, period="2026-08")
    expected = sorted(
        (row for row in ledger if row["found_on"].month == 8), key=lambda row: (row["found_on"], row["finding_code"])
    )
    assert rows["finding_code"].tolist() == [row["finding_code"] for row in expected]
    assert rows["verified_on"].notna().tolist() == [row["verified_on"] is not None for row in expected]
    own = queries.finding_rows(city, period="2026Q3", units=("330212", "3302GX"))
    assert set(own["community_code"]) == {code for code, unit in COMMUNITIES.items() if unit != "330203"}
    assert queries.finding_rows(city, period="2026Q3", units=()).empty
