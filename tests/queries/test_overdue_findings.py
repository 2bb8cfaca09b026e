"""What is past its limit: of the span and of those before it."""

from __future__ import annotations

import random
from datetime import date

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import UNTIL, fill, problems, visits

COMMON = {"community_code": "330203001001", "category": "堆物", "extended_to": None, "verified_on": None}
KNOWN = [
    {**COMMON, "finding_code": "of the span", "found_on": date(2026, 8, 1), "due_on": date(2026, 8, 9)},
    {**COMMON, "finding_code": "of before", "found_on": date(2026, 6, 1), "due_on": date(2026, 6, 9)},
    {**COMMON, "finding_code": "of after", "found_on": date(2026, 8, 1), "due_on": date(2026, 9, 9)},
    {
        **COMMON,
        "finding_code": "extended into the span",
        "found_on": date(2026, 6, 1),
        "due_on": date(2026, 6, 9),
        "extended_to": date(2026, 8, 20),
    },
    {
        **COMMON,
        "finding_code": "verified",
        "found_on": date(2026, 6, 1),
        "due_on": date(2026, 6, 9),
        "verified_on": date(2026, 9, 1),
    },
]
CODES = ["330203001001", "330203001002", "330212001001", "330212001002", "330212099001"]


def test_those_of_the_span_are_told_from_those_of_before(city: DuckDBDatabase) -> None:
    fill(city.connection, "problem", KNOWN)
    rows = queries.overdue_findings(city, period="2026-08")
    assert rows[["finding_code", "overdue_days", "is_new"]].to_numpy().tolist() == [
        ["of before", 113, False],
        ["of the span", 52, True],
        ["extended into the span", 41, True],
    ]
    assert queries.overdue_findings(city, period="2026-08", units=("330212",)).empty


def test_there_are_as_many_as_the_rates_count(city: DuckDBDatabase) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    inspections = visits(chance, 60)
    fill(city.connection, "problem", problems(chance, inspections, 400))
    late = queries.overdue_findings(city, period="2026Q3")
    counts = queries.finding_rates(city, period="2026Q3").set_index("unit_code")["overdue_count"]
    assert late["unit_code"].value_counts().to_dict() == counts[counts > 0].to_dict()
    open_ones = queries.open_findings(city)
    assert late["finding_code"].tolist() == open_ones[open_ones["overdue_days"].notna()]["finding_code"].tolist()
    assert (late["limit_on"].dt.date < UNTIL).all()


def test_open_problems_are_those_of_a_street_where_it_is_named(city: DuckDBDatabase) -> None:
    fill(city.connection, "problem", [{**row, "community_code": code} for row, code in zip(KNOWN, CODES, strict=True)])
    every = queries.open_findings(city)
    street = "330212001"
    own = queries.open_findings(city, streets=(street,))
    assert 0 < len(own) < len(every)
    assert set(own["community_code"]) <= {code for code in CODES if code.startswith(street)}
    assert queries.open_findings(city, streets=()).empty
