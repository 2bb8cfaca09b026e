from __future__ import annotations

import queries
from queries.database import Database


def test_rules_come_in_the_order_of_the_standard(city: Database) -> None:
    rules = queries.findings(city, standard="example-2026")
    assert rules["position"].tolist() == [1, 2]
    assert rules["kind"].tolist() == ["part_fell", "level"]
    assert rules["text"].iloc[1] == "{area} {score}{moved}；{weakest}相对最低"


def test_a_standard_without_rules_has_none(city: Database) -> None:
    assert queries.findings(city, standard="example-2025").empty
