"""What the shipped demonstration promises, on the whole city as the first start publishes it."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data.versions.store import DATABASE, Store


@pytest.fixture(scope="module")
def city(sample_city: Callable[[float], Store]) -> Path:
    return sample_city(1).folder(1) / DATABASE


def ask(city: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(city, read_only=True) as connection:
        return connection.execute(sql).fetchall()


LATEST = "standard_version = 'example-2026' and period = '2026Q3'"


def test_it_has_twelve_quarters_fourteen_units_and_a_believable_size(city: Path) -> None:
    assert ask(city, "select count(*), min(period), max(period) from period") == [(12, "2023Q4", "2026Q3")]
    ((units, streets, communities, activities),) = ask(
        city,
        "select (select count(*) from unit), (select count(distinct street_code) from community), "
        "(select count(*) from community), (select count(*) from activity)",
    )
    assert (units, communities) == (14, 861)
    assert 140 <= int(str(streets)) <= 160
    assert 380_000 <= int(str(activities)) <= 420_000


def test_its_level_is_believable_and_every_band_occurs(city: Path) -> None:
    ((score,),) = ask(city, f"select score from index_score where area_kind = 'city' and {LATEST}")
    assert 60 <= float(str(score)) <= 65
    bands = dict(
        ask(
            city, f"select band_code, count(*) from index_score where area_kind = 'community' and {LATEST} group by all"
        )
    )
    assert {"exemplary", "passing", "developing", "remedial", None} == set(bands)
    ((vetoed,),) = ask(city, f"select count(*) from index_score where is_vetoed and {LATEST}")
    assert 1 <= int(str(vetoed)) <= 6


def test_no_unit_is_ever_in_the_last_band(city: Path) -> None:
    assert ask(city, "select min(score) >= 50 from index_score where area_kind = 'unit'") == [(True,)]


def test_some_changes_are_real_and_most_are_within_the_error(city: Path) -> None:
    labels = dict(
        ask(city, f"select progress, count(*) from index_score where area_kind = 'community' and {LATEST} group by all")
    )
    assert 0 < int(str(labels["明显退步"])) < int(str(labels["明显进步"])) < int(str(labels["在抽样误差内"]))
