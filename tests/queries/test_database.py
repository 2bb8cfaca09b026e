from __future__ import annotations

import gc
import random
import shutil
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data.settings import PROJECT
from data.versions.store import Store, StoreError
from queries.database import DuckDBDatabase, open_database
from tests.resealed import reseal

THREADS = 8
QUESTIONS_PER_THREAD = 50


def test_a_published_version_answers(city_store: Store) -> None:
    database = open_database(city_store, 1)
    assert database.version == 1
    assert queries.periods(database)["period"].tolist() == ["2026Q3", "2026Q2"]


def test_a_version_is_opened_once(city_store: Store) -> None:
    assert open_database(city_store, 1) is open_database(city_store, 1)


def test_a_version_published_again_after_a_backup_came_back_gives_its_own_answers(
    city_store: Store, tmp_path: Path
) -> None:
    def publish(name: str) -> None:
        noted = f"update publication set register_note = '{name}'"
        city_store.publish(lambda folder, _: _copy_of(city_store, folder, noted))

    shutil.copytree(city_store.root, tmp_path / "backup")
    publish("甲区")
    first = open_database(city_store, 2)
    assert queries.publication(first)["register_note"].iloc[0] == "甲区"
    shutil.rmtree(city_store.root)
    (tmp_path / "backup").rename(city_store.root)
    publish("乙区")
    second = open_database(city_store, 2)
    assert queries.publication(second)["register_note"].iloc[0] == "乙区"
    assert queries.publication(first)["register_note"].iloc[0] == "甲区"
    assert (first.version, second.version) == (2, 2)
    assert first.digest != second.digest


def test_a_reader_keeps_its_version_while_others_are_opened(city_store: Store, tmp_path: Path) -> None:
    held = open_database(city_store, 1)
    for number in range(5):
        other = Store(tmp_path / str(number))
        other.publish(lambda folder, _: _copy_of(city_store, folder))
        assert not queries.units(open_database(other, 1)).empty
    assert len(queries.units(held)) == 4


def test_a_version_is_closed_when_its_last_reader_lets_go(city_store: Store, tmp_path: Path) -> None:
    gone = weakref.ref(open_database(city_store, 1))
    for number in range(4):
        other = Store(tmp_path / str(number))
        other.publish(lambda folder, _: _copy_of(city_store, folder))
        open_database(other, 1)
    gc.collect()
    assert gone() is None


def _copy_of(store: Store, folder: Path, statement: str = "") -> dict[str, object]:
    for name in ("city.duckdb", "districts.geojson"):
        (folder / name).write_bytes((store.folder(1) / name).read_bytes())
    if statement:
        with duckdb.connect(str(folder / "city.duckdb")) as connection:
            connection.execute(statement)
    (folder / "standard").mkdir()
    left_out = {"version", "published_at", "database_bytes", "database_sha256", "digests"}
    return store.manifest(1).model_dump(exclude=left_out)


def test_readers_take_no_more_memory_than_the_setting_says(
    city_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_MEMORY_MB", "200")
    own = Store(tmp_path)
    own.publish(lambda folder, _: _copy_of(city_store, folder))
    limit = open_database(own, 1).frame("select current_setting('memory_limit') as of", {})
    assert limit["of"].tolist() == ["190.7 MiB"]


def test_an_unknown_version_is_said_in_chinese(city_store: Store) -> None:
    with pytest.raises(StoreError, match="没有第 99 版"):
        open_database(city_store, 99)


def test_a_truncated_database_is_said_in_chinese(city_store: Store) -> None:
    file = city_store.folder(1) / "city.duckdb"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(StoreError, match="不完整"):
        open_database(city_store, 1)


def test_a_damaged_database_of_the_right_size_is_said_in_chinese(city_store: Store) -> None:
    file = city_store.folder(1) / "city.duckdb"
    file.chmod(0o644)
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(StoreError, match="第 1 版的文件在发布之后被改动过"):
        open_database(city_store, 1)
    reseal(city_store, 1)
    with pytest.raises(StoreError, match="第 1 版的数据库无法打开，文件可能已损坏"):
        open_database(city_store, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/hostname')",
        "copy unit to '/tmp/unit.csv'",
        "attach '/tmp/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "set enable_external_access = true",
        "delete from unit",
        "create table more as select 1 as one",
    ],
)
def test_a_published_version_reaches_nothing_else_and_cannot_be_changed(city_store: Store, statement: str) -> None:
    database = open_database(city_store, 1)
    assert isinstance(database, DuckDBDatabase)
    with pytest.raises(duckdb.Error):
        database.connection.cursor().execute(statement)


def test_a_variable_of_the_program_is_not_a_table(city_store: Store) -> None:
    local = queries.units(open_database(city_store, 1))
    assert len(local) == 4
    with pytest.raises(StoreError, match="第 1 版由较早的程序发布"):  # as far as a version can tell
        open_database(city_store, 1).frame("select count(*) as rows from local", {})


def test_an_unfinished_stream_keeps_nobody_waiting(city_store: Store) -> None:
    database = open_database(city_store, 1)
    reader = database.batches("select range as number from range(1000000)", {})
    assert reader.read_next_batch().num_rows > 0
    assert len(queries.units(database)) == 4
    reader.close()
    assert len(queries.units(database)) == 4


def test_eight_threads_get_their_own_answers(city_store: Store) -> None:
    database = open_database(city_store, 1)
    this = {"period": "2026Q3", "standard": "example-2026"}
    asked = [
        (20, queries.bands, {"standard": "example-2026"}),
        (20, queries.bands, {"standard": "example-2025"}),
        (20, queries.dimensions, {"standard": "example-2026"}),
        (20, queries.streets, {"units": ("330212",)}),
        (20, queries.streets, {"units": ("330203", "3302GX")}),
        (20, queries.kinds, {}),
        (5, queries.band_counts, {**this, "units": ("330203",)}),
        (5, queries.score_trend, {"standard": "example-2026", "area_kind": "unit", "area_code": "330212"}),
        (1, queries.league_table, {**this, "units": ("330212",)}),
        (1, queries.area_measure, {**this, "measure": "change"}),
    ]

    def answer(number: int) -> pd.DataFrame:
        _, question, parameters = asked[number]
        return question(database, **parameters).drop(columns=["dimension_scores", "trend"], errors="ignore")

    expected = [answer(number) for number in range(len(asked))]

    def count_right(seed: int) -> int:
        order = random.Random(seed)  # noqa: S311 - only a mixture
        weights = [weight for weight, *_ in asked]
        numbers = order.choices(range(len(asked)), weights, k=QUESTIONS_PER_THREAD)
        return sum(answer(number).equals(expected[number]) for number in numbers)

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(count_right, range(THREADS))) == [QUESTIONS_PER_THREAD] * THREADS


def test_the_real_store_is_out_of_reach_of_tests() -> None:
    with pytest.raises(pytest.fail.Exception, match="real store"):
        duckdb.connect(str(PROJECT / ".store" / "versions" / "1" / "city.duckdb"))
