"""Every question has its counterpart or a reason, and the counterparts give its answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.versions.store import Store
from queries.catalogue import EXPORTS, QUESTIONS
from queries.database import Database
from tests.benchmarks import cities
from tests.benchmarks.answers import same_answer
from tests.benchmarks.asking import counted_first
from tests.benchmarks.counterparts import COUNTERPARTS, REASONS
from tests.benchmarks.counterparts.activities import computed_measurements
from tests.benchmarks.counterparts.reading import Read, read_with_pandas, read_with_polars
from tests.benchmarks.listening import default_arguments
from tests.benchmarks.relational import NOT_PORTABLE, SQLite

SCALE = 0.1  # the city that the tests of pages publish too
# One question a page; all of them, which take minutes, where the run is thorough and in the benchmark itself.
_FIRST = {EXPORTS[name].page: name for name in reversed(EXPORTS) if name in COUNTERPARTS and name not in NOT_PORTABLE}
COMPARED = sorted(COUNTERPARTS) if os.environ.get("DASHBOARD_THOROUGH") else sorted(_FIRST.values())
# Beside what a question asks by default, what pages ask of it.
ALSO: dict[str, list[dict[str, Any]]] = {
    "area_measure": [{"measure": measure} for measure in ("change", "share_passing", "coverage", "dimension:E")]
    + [{"measure": "activities", "area_kind": kind} for kind in ("unit", "street", "community")],
    "band_counts": [{"units": ("330212",)}],
    "band_moves": [{"area_kind": kind} for kind in ("unit", "street", "city")],
    "contributions": [{"area_kind": "unit", "area_code": "330212"}],
    "dimension_profile": [{"areas": ("city:city", "unit:330212@2025Q3", "unit:330212")}],
    "indicator_profile": [{"areas": ("city:city", "unit:330212"), "dimensions": ("E",)}],
    "inactive_communities": [{"dimensions": ("A",)}, {"period": "2024Q1"}],
    "league_counts": [{"area_kind": kind, "ranked": 0} for kind in ("unit", "street", "community")],
    "league_table": [{"statuses": ("参评",)}]
    + [{"area_kind": kind, "ranked": 0} for kind in ("unit", "street", "community")],
    "pace": [{"area_kind": "unit"}, {"area_kind": "community"}],
    "unit_spread": [{"units": ("330212", "330203")}],
    "weight_sensitivities": [{"area_kind": "community"}],
} | {name: [{"units": ("330212",)}, {"dimensions": ("P",)}] for name in ("activity_hours", "activity_months")}


@pytest.fixture(scope="module")
def city(sample_city: Callable[[float], Store]) -> Database:
    return cities.opened(sample_city(SCALE))


@pytest.fixture(scope="module")
def parquet(city: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cities.exported(city, tmp_path_factory.mktemp("parquet"))


@pytest.fixture(scope="module")
def sqlite(parquet: Path) -> Iterator[SQLite]:
    with SQLite.of(parquet, ":memory:") as database:
        yield database


def arguments(city: Database, name: str) -> Iterator[dict[str, Any]]:
    """What a question is asked with: its defaults, then what pages ask besides."""
    base = default_arguments(city, name)
    yield base
    for other in ALSO.get(name, []):
        yield base | other


def test_every_question_has_a_counterpart_or_a_reason() -> None:
    assert {*COUNTERPARTS} | {*REASONS} == {*QUESTIONS}
    assert not {*COUNTERPARTS} & {*REASONS}
    assert {*NOT_PORTABLE} < {*QUESTIONS}


@pytest.mark.parametrize("reads", [read_with_pandas, read_with_polars])
@pytest.mark.parametrize("name", COMPARED)
def test_the_counterpart_gives_the_answer(
    name: str, reads: Callable[[Path], Read], city: Database, parquet: Path
) -> None:
    for asked in arguments(city, name):
        found = COUNTERPARTS[name](reads(parquet), **asked).collect().to_pandas()
        same_answer(found, QUESTIONS[name](city, **asked), f"{name} {asked}")


@pytest.mark.parametrize("reads", [read_with_pandas, read_with_polars])
def test_counting_the_ledger_gives_what_publication_computed(
    reads: Callable[[Path], Read], city: Database, parquet: Path
) -> None:
    asked = counted_first(city)
    computed = city.frame(
        "select period, community_code, indicator_code, value from measurement "
        "where list_contains($periods, period) and origin = 'computed' and state = 'value' and indicator_code in "
        "(select indicator_code from indicator where starts_with(measured_by, 'activity')) "
        "order by period, indicator_code, community_code",
        {"periods": [*asked["periods"]]},
    )
    assert {*computed["period"]} == {*asked["periods"]}
    assert len({*computed["value"]}) > 1
    same_answer(computed_measurements(reads(parquet), **asked).collect().to_pandas(), computed, "computed")


@pytest.mark.parametrize("name", [name for name in COMPARED if name not in NOT_PORTABLE])
def test_sqlite_gives_the_answer(name: str, city: Database, sqlite: SQLite) -> None:
    question = QUESTIONS[name]
    for asked in arguments(city, name):
        same_answer(question(sqlite, **asked), question(city, **asked), f"{name} {asked}")


def test_another_number_is_another_answer() -> None:
    frame = pd.DataFrame({"score": [1.0, 2.0]})
    same_answer(frame.copy(), frame, "the same")
    with pytest.raises(AssertionError):
        same_answer(frame[::-1], frame, "another order")
    with pytest.raises(AssertionError):
        same_answer(frame + 1e-6, frame, "another number")
