"""What keeps the other benchmarks from rotting: each part of them that needs neither a browser nor minutes."""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import queries
from data.versions.store import Store
from tests.benchmarks import cities, clicking, moving, profiling
from tests.benchmarks.__main__ import BENCHMARKS
from tests.benchmarks.capacity import Line, report
from tests.benchmarks.listening import PAGES
from tests.benchmarks.measuring import in_process, steady

SCALE = 0.1  # the city that the tests of pages publish too


def test_every_benchmark_can_be_named() -> None:
    folder = Path(__file__).parent
    with_run = {file.stem for file in folder.glob("*.py") if "\ndef run(rounds: int)" in file.read_text("utf-8")}
    assert {*BENCHMARKS} == with_run


def test_a_longer_ledger_is_another_version_with_the_same_scores(sample_city: Callable[[float], Store]) -> None:
    base = sample_city(SCALE)
    own = cities.opened(base).frame("select count(*) as activities from activity", {})["activities"].iloc[0]
    city = cities.with_ledger(base, int(2 * own))
    assert city.activity_count == 2 * own
    score = "select sum(score) as score from index_score"
    assert city.open().frame(score, {}).equals(cities.opened(base).frame(score, {}))
    counted = city.open().frame("select sum(activity_count) as activities from activity_count", {})
    before = cities.opened(base).frame("select sum(activity_count) as activities from activity_count", {})
    assert float(counted["activities"].iloc[0]) == pytest.approx(2 * float(before["activities"].iloc[0]), rel=0.01)
    assert (city.parquet / "activity.parquet").exists()


def test_rounds_whose_control_drifts_are_left_out() -> None:
    assert steady([1.0, 2.0, 3.0], [1.0, 1.1, 2.0]) == [(1.0, 1.0), (2.0, 1.1)]


def test_a_process_of_its_own_is_timed_without_its_imports() -> None:
    taken, memory = in_process("import time\ntime.sleep(0.3)", "time.sleep(0.1)")
    assert 0.1 <= taken < 0.3
    assert memory > 5


@pytest.mark.parametrize("engine", [engine for engine in moving.IMPORTS if engine != "dashboard"])
def test_every_engine_reads_and_writes(engine: str, tmp_path: Path) -> None:
    read, write = moving.IMPORTS[engine], moving.EXPORTS[engine]
    for programs in (read, write):
        for program in programs:
            compile(program, engine, "exec")
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("activity_code,held_at\nH1,2026-07-01 08:00\n", encoding="utf-8")
    assert in_process(*read, str(tmp_path / "bare.duckdb"), str(ledger))[0] > 0


def test_time_goes_to_the_nearest_part_that_is_named() -> None:
    profile = cProfile.Profile()
    names = ["E", "O"] * 20_000
    profile.runcall(queries.round_half_up, 1.005)
    profile.runcall(sorted, names)
    spent = profiling.milliseconds(profile)
    assert spent["questions"] > 0
    assert spent["other"] > 0
    assert spent.total() == pytest.approx(sum(stat.inlinetime for stat in profile.getstats()) * 1000, rel=0.05)


def test_the_paper_follows_the_lines() -> None:
    line = Line.through((100, 2.0), (300, 4.0), activity=0.001)
    assert line.at(500, 1000) == pytest.approx(7.0)
    assert line.reach(11.0, activities_each=10) == pytest.approx(500)
    needs: dict[str, Any] = dict.fromkeys(("rows", "disk", "publication", "memory"), Line(0.0, 1.0))
    paper = report(needs, dict.fromkeys(PAGES, Line(0.1, 1e-9)))
    assert "| memory of a publication | 16 GB | 16,000 communities |" in paper
    assert paper.index("time of a publication") < paper.index("memory of a publication")


def test_a_click_is_judged_by_its_time_and_its_bytes() -> None:
    quick, slow = clicking.Rerun(0.2, 0.1, 0.2, 40_000), clicking.Rerun(0.3, 0.1, 0.2, 40_000)
    assert clicking.result("a page", [quick, quick, slow]).is_reached
    assert clicking.result("a page", [slow, slow, quick]).is_reached is False
    assert clicking.result("a page", [clicking.Rerun(0.2, 0.1, 0.2, 60_000)]).is_reached is False


def test_every_page_has_its_address() -> None:
    assert {clicking.path(page, "990001") for page in PAGES} >= {"/", "/map", "/community?code=990001"}
