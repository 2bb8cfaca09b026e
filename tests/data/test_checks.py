"""Every check of data/checks holds on the small city and fails as soon as what it guards is broken."""

from collections.abc import Iterator

import duckdb
import pytest

from data.versions.building import CHECKS
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, SILENT

ONE = "standard_version = 'example-2026' and period = '2026Q3'"
CITY = f"area_kind = 'city' and {ONE}"
UNIT = f"area_kind = 'unit' and area_code = '330203' and {ONE}"
BEST = f"area_kind = 'community' and area_code = '{FLAWLESS}' and {ONE}"
WORST = f"area_kind = 'community' and area_code = '{LOW}' and {ONE}"
POOR = f"area_kind = 'community' and area_code = '{SILENT}' and {ONE}"

BREAKS = {
    "every_value_has_a_score": (f"update indicator_score set score = null where {BEST} and state = 'value'",),
    "scores_are_between_0_and_100": (
        f"update index_score set score = 100.1 where {BEST}",
        f"update index_score set score = -0.1, lower_score = -0.1 where {WORST}",
        f"update index_score set lower_score = score + 0.1 where {CITY}",
        f"update dimension_score set score = 101 where {BEST} and dimension_code = 'E'",
        f"update dimension_score set lower_score = score + 0.1 where {WORST} and dimension_code = 'A'",
    ),
    "city_is_the_mean_of_its_communities": (
        f"update index_score set score = score + 0.001 where {CITY}",
        f"update index_score set score = null where {CITY}",
        f"delete from index_score where {CITY}",
        f"update index_score set score = score - 0.001 where {WORST}",
        f"update community set households = households + 1 where community_code = '{LOW}'",
    ),
    "units_add_up_to_the_city": (
        f"update index_score set community_count = community_count + 1 where {UNIT}",
        f"update index_score set rated_count = rated_count - 1 where {UNIT}",
        f"update index_score set passing_count = passing_count + 1 where {CITY}",
        f"update index_score set households = households + 1 where {UNIT}",
        f"delete from index_score where {UNIT}",
        f"delete from index_score where {CITY}",
    ),
    "every_scored_area_has_a_name": ("delete from area where area_kind = 'street'",),
    "every_community_is_scored_or_said_short_of_data": (
        f"delete from index_score where {BEST}",
        f"delete from index_score where {POOR}",
        (
            "insert into community by name select * replace ('330203001999' as community_code) from community "
            f"where community_code = '{LOW}'"
        ),
    ),
    "improvement_reaches_its_band": (
        "update improvement set gain = gain - 1",
        "update improvement_path set step_count = step_count + 1 where status = '可达'",
        "delete from improvement where position = 1",
    ),
    "rank_intervals_hold_the_place": (
        f"update index_score set rank_low = city_place + 1 where {BEST}",
        f"update index_score set rank_high = city_place - 1 where {WORST}",
        f"update index_score set rank_low = 0 where {BEST}",
        f"update index_score set rank_high = null where {UNIT}",
    ),
    "small_samples_have_no_score": (
        f"update indicator_score set is_small_sample = true where {BEST} and indicator_code = 'E1'",
        (
            "update indicator_score set is_small_sample = true, state = 'unreported', score = null, value = null "
            f"where {BEST} and indicator_code = 'E1'"  # its rate still stands in rate_signal
        ),
    ),
    "differences_are_within_plus_mix": (
        "update composition set mix = mix + 0.001 where period = '2026Q3'",
        "update composition set difference = difference + 1, mix = mix + 1 where period = '2026Q3'",
        "update composition set other_code = 'unknown' where period = '2026Q3'",
    ),
    "activities_add_up": (
        "update activity_month set activity_count = activity_count + 1 where period = '2026Q3'",
        "update activity_month set participants = participants - 1 where period = '2026Q3'",
        "delete from activity_month where period = '2026Q3'",
        "update activity_hour set hour = hour + 1 where period = '2026Q3'",
        "delete from activity_hour where period = '2026Q3'",
        "delete from activity where held_at >= timestamp '2026-07-01'",
    ),
    "effective_weights_sum_to_one": (
        f"update indicator_score set effective_weight = effective_weight * 1.001 where {BEST} and indicator_code = 'E1'",
        f"update indicator_score set effective_weight = null where {BEST}",
        f"delete from indicator_score where {BEST}",
        f"delete from indicator_score where {WORST} and indicator_code = 'E1'",
        f"update indicator_score set score = score + 1 where {WORST} and indicator_code = 'E1'",
        f"update index_score set arithmetic_score = null where {BEST}",
    ),
    "passing_communities_are_over_the_line": (
        f"update index_score set band_code = 'passing' where {WORST}",
        f"update index_score set band_code = 'passing' where {POOR}",
        f"update index_score set score = 84.99 where {BEST}",
        f"update index_score set score = null where {BEST}",
        f"update index_score set minimum_dimension_score = 74.99 where {BEST}",
        f"update index_score set minimum_dimension_score = null where {BEST}",
        f"update index_score set unreported_count = 1 where {BEST}",
        f"update index_score set is_vetoed = true where {BEST}",
    ),
}


@pytest.fixture(scope="module")
def copied(published: tuple[Store, Manifest]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The small city's version, copied into memory."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published[0].folder(1) / DATABASE}' as published (read_only)")
        connection.execute("copy from database published to memory")
        yield connection


@pytest.fixture
def connection(copied: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The small city's version, to be broken and put right again."""
    copied.begin()
    yield copied
    copied.rollback()


def test_every_check_is_broken_here() -> None:
    assert {file.stem for file in CHECKS.glob("*.sql")} == set(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_says_in_chinese_what_must_hold_and_then_its_grain(name: str) -> None:
    says, grain = (CHECKS / f"{name}.sql").read_text(encoding="utf-8").splitlines()[:2]
    assert says.startswith("-- ")
    assert "须" in says
    assert grain.startswith("-- One row per ")


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_holds_on_a_sound_version(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute((CHECKS / f"{name}.sql").read_text(encoding="utf-8")).fetchall() == []


@pytest.mark.parametrize(("name", "broken"), [(name, broken) for name, all_of in BREAKS.items() for broken in all_of])
def test_a_check_finds_what_is_broken(name: str, broken: str, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(broken)
    assert connection.execute((CHECKS / f"{name}.sql").read_text(encoding="utf-8")).fetchall() != []
