from __future__ import annotations

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_steps_are_in_the_unit_of_the_indicator(city: Database) -> None:
    frame = queries.improvement_steps(city, **ASKED, community="330203001001")
    columns = ["step", "indicator_name", "from_value", "to_value", "unit_text", "gain"]
    assert frame[columns].to_numpy().tolist() == [[1, "车辆停放有序率", 56.25, 40.0, "%", 6.5]]


def test_another_standard_has_its_own_steps(city: Database) -> None:
    assert queries.improvement_steps(city, period="2026Q3", standard="example-2025", community="330203001001").empty
