"""The ledgers of the demonstration are as large and as good as real ones, and what is built in is there to be found."""

from pathlib import Path

import duckdb
import pytest

from data.sample import write_sample
from data.sample.stories import FAILING_CATEGORY, REPEATED_MATTER, Stories, sample_stories

SCALE = 0.3


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder: Path = tmp_path_factory.mktemp("ledgers")
    write_sample(folder, scale=SCALE)
    connection = duckdb.connect()
    for table in ("communities", "appeals", "visits", "findings", "supervisions"):
        connection.execute(f"create view {table} as from '{folder / table}.parquet'")
    return connection


@pytest.fixture(scope="module")
def stories() -> Stories:
    return sample_stories(SCALE)


def ask(ledgers: duckdb.DuckDBPyConnection, sql: str) -> list[float]:
    return [float(number) for number in ledgers.execute(sql).fetchall()[0]]


def test_they_are_of_a_believable_size_and_end_with_the_last_quarter(ledgers: duckdb.DuckDBPyConnection) -> None:
    appeals, findings = ask(ledgers, "select (select count(*) from appeals), (select count(*) from findings)")
    assert 55_000 < appeals / SCALE < 75_000
    assert 17_000 < findings / SCALE < 23_000
    days = ledgers.execute(
        "select min(least(received_at, found_on)), max(greatest(received_at, closed_at, callback_at, reopened_at, "
        "found_on, rectified_on, verified_on)) from appeals full join findings on false"
    ).fetchall()
    assert [str(day)[:10] for day in days[0]] == ["2026-01-01", "2026-09-30"]


def test_appeals_have_believable_levels(ledgers: duckdb.DuckDBPyConnection) -> None:
    on_time, reached, contacted, solved, satisfied = ask(
        ledgers,
        "select count(*) filter (closed_at <= due_at) / count(*) filter (due_at < timestamp '2026-10-01'), "
        "count(*) filter (is_reached) / count(is_reached), avg(is_contacted::int), avg(is_solved::int), "
        "avg((satisfaction = '满意')::int) from appeals where exclusion is null",
    )
    assert 0.88 < on_time < 0.97
    assert 0.60 < reached < 0.75
    assert contacted > 0.95
    assert 0.85 < solved < 0.96
    assert 0.85 < satisfied < 0.95


def test_repeats_are_less_satisfied(ledgers: duckdb.DuckDBPyConnection) -> None:
    again, else_ = ask(
        ledgers,
        "select avg((satisfaction = '满意')::int) filter (is_again), "
        "avg((satisfaction = '满意')::int) filter (not is_again) from (select *, coalesce(received_at - lag(received_at) "
        "over (partition by community_code, matter order by received_at) <= interval 90 day, false) as is_again "
        "from appeals)",
    )
    assert 0.08 < else_ - again < 0.25


def test_findings_have_believable_levels(ledgers: duckdb.DuckDBPyConnection) -> None:
    rectified, rework, extended, deferred, forced, filed = ask(
        ledgers,
        "select count(verified_on) / count(*), avg((rework_count > 0)::int), count(extended_to) / count(*), "
        "count(deferred_to) / count(*), count(is_forced) / count(*), count(filed_on) / count(*) from findings "
        "where due_on <= date '2026-09-30'",
    )
    assert 0.90 < rectified < 0.97
    assert 0.005 < rework < 0.03
    assert 0.002 < extended < 0.01
    assert 0.002 < deferred < 0.015
    assert 0 < forced < 0.01
    assert filed > 0.98
    found, again = ask(
        ledgers,
        "select avg(found) filter (kind = '初查'), avg(found / items_checked) filter (kind = '复查') from (select visits.*, "
        "(select count(*) from findings where findings.visit_code = visits.visit_code) as found from visits)",
    )
    assert 10 < found < 14
    assert 0.04 < again < 0.14


def test_a_street_rectifies_late(ledgers: duckdb.DuckDBPyConnection, stories: Stories) -> None:
    worst = ledgers.execute(
        "select left(community_code, 9) from findings where due_on <= date '2026-09-30' group by 1 having count(*) > 30 "
        "order by count(verified_on) / count(*) limit 1"
    ).fetchall()
    assert worst == [(stories.laggard_street,)]


def test_a_community_is_silent(ledgers: duckdb.DuckDBPyConnection, stories: Stories) -> None:
    tickets = ledgers.execute("select community_code from appeals group by 1 order by count(*) limit 1").fetchall()
    problems = ledgers.execute(
        "select visits.community_code from visits inner join findings using (visit_code) where kind = '初查' "
        "group by visits.community_code order by count(*) / sum(distinct items_checked) desc limit 3"
    ).fetchall()
    assert tickets == [(stories.silent_community,)]
    assert (stories.silent_community,) in problems


def test_one_matter_comes_again_and_again(ledgers: duckdb.DuckDBPyConnection, stories: Stories) -> None:
    most = ledgers.execute(
        "select community_code, matter from appeals group by all order by count(*) desc limit 1"
    ).fetchall()
    assert most == [(stories.loud_community, REPEATED_MATTER)]


def test_one_category_fails_while_the_total_looks_fine(ledgers: duckdb.DuckDBPyConnection) -> None:
    worst = ledgers.execute(
        "select category, avg(is_solved::int) from appeals group by 1 order by 2 limit 1"
    ).fetchall()
    ((name, solved),) = worst
    assert name == FAILING_CATEGORY
    assert solved < 0.5


def test_what_is_built_in_is_in_different_districts(ledgers: duckdb.DuckDBPyConnection, stories: Stories) -> None:
    units = ledgers.execute(
        "select distinct unit_code from communities where street_code = $1 or community_code in ($2, $3)", [*stories]
    ).fetchall()
    assert len(units) == 3
