from __future__ import annotations

import pytest

import queries
from queries.database import DuckDBDatabase

_FROZEN = """
insert into indicator (
    standard_version, indicator_code, indicator_name, dimension_code, position, weight, unit, decimals, sampling,
    is_finite_population, measured_by, window_quarters, activity_categories
) values
('example-2026', 'P4', '按期', 'O', 3, 0, '%', 1, 'full', false, 'appeal_on_time', 1, []),
('example-2026', 'P5', '解决', 'O', 4, 0, '%', 1, 'rate', true, 'appeal_solved', 1, []);
delete from appeal;
insert into appeal by name select * from (values
    ('S1', '330203001001', timestamp '2026-08-01', '电话', '物业', timestamp '2026-08-05', timestamp '2026-08-02', true, true),
    ('S2', '330203001001', timestamp '2026-08-01', '电话', '物业', timestamp '2026-08-05', timestamp '2026-08-09', true, false),
    ('S3', '330203001001', timestamp '2026-09-29', '电话', '物业', timestamp '2026-10-05', null, null, null)
) as given (appeal_code, community_code, received_at, channel, category, due_at, closed_at, is_reached, is_solved);
insert into measurement by name select * from (values
    ('330203001001', '2026Q3', 'P4', 'computed', 'value', 50.0, 1, 2, null, null, false),
    ('330203001001', '2026Q3', 'P5', 'computed', 'value', 50.0, 1, 2, 2, 2, false),
    ('330203001002', '2026Q3', 'P4', 'computed', 'not_applicable', null, null, null, null, null, false),
    ('330212001001', '2026Q3', 'P4', 'reported', 'value', 90.0, null, null, null, null, false)
) as given (
    community_code, period, indicator_code, origin, state, value, numerator, denominator, sample_size, population_size,
    is_carried_forward
)
"""


@pytest.fixture
def frozen(city: DuckDBDatabase) -> DuckDBDatabase:
    city.connection.execute(_FROZEN)
    return city


def _told(database: DuckDBDatabase, area_kind: str = "city") -> dict[str, tuple[int, int, int]]:
    rows = queries.frozen_appeals(database, period="2026Q3", area_kind=area_kind)
    return {code: (*counts,) for code, *counts in rows.drop(columns="area_kind").itertuples(index=False)}


def test_what_stands_as_it_was_counted_has_not_changed(frozen: DuckDBDatabase) -> None:
    assert _told(frozen) == {"city": (2, 1, 0)}
    assert _told(frozen, "unit") == {"330203": (2, 0, 0), "330212": (0, 1, 0)}


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ("update appeal set is_solved = true where appeal_code = 'S2'", 1),
        ("update appeal set closed_at = timestamp '2026-08-04' where appeal_code = 'S2'", 1),
        ("update appeal set exclusion = '重复件' where appeal_code in ('S1', 'S2')", 2),
        ("update appeal set closed_at = timestamp '2026-10-03' where appeal_code = 'S3'", 0),  # of the next quarter
        ("update appeal set community_code = '330203001002' where appeal_code = 'S1'", 2),  # gone here, come there
    ],
)
def test_tickets_that_are_other_ones_now_are_counted(frozen: DuckDBDatabase, change: str, count: int) -> None:
    frozen.connection.execute(change)
    assert _told(frozen)["city"] == (2, 1, count)


def test_a_viewer_of_units_is_told_of_theirs(frozen: DuckDBDatabase) -> None:
    assert queries.frozen_appeals(frozen, period="2026Q3", units=("330212",))["area_code"].tolist() == ["330212"]
