from __future__ import annotations

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_scores_of_full_place_are_counted_as_printed_without_ones_own(city: Database) -> None:
    frame = queries.other_scores(city, **ASKED, community="330203001001")
    assert frame.to_numpy().tolist() == [[88.01, 1], [72.25, 2]]
    assert queries.other_scores(city, **ASKED, community="330212001001")["score"].tolist() == [88.01, 72.25, 59.5]
