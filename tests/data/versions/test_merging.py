"""Submissions on top of a version: what comes later wins, nothing else changes, kinds are never mixed."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pandas.testing import assert_frame_equal

import queries
from data import clock
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State
from data.collecting.submitting import submit
from data.reading.problems import Refused
from data.settings import REFERENCE
from data.versions import publishing
from data.versions.differences import compare
from data.versions.manifest import Manifest
from data.versions.merging import BatchContents
from data.versions.publishing import preview, publish_batches, rebuild, roll_back
from data.versions.store import DATABASE, Store, StoreError
from queries.database import open_database
from tests.conftest import MadeOnce, copied
from tests.data.small_city import FLAWLESS, PERIODS, SILENT, snapshot
from tests.data.submissions import (
    DISTRICT,
    LAST_PERIOD,
    NEW_COMMUNITY,
    NEW_PERIOD,
    OTHER_DISTRICT,
    measurement_file,
    measurement_rows,
    register_file,
    write,
)


def ask(store: Store, sql: str) -> list[tuple[object, ...]]:
    version = store.current()
    assert version is not None
    with duckdb.connect(store.folder(version) / DATABASE, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def hand_in(collection: Collection, *files: Path, reason: str = "更正") -> int:
    submission = submit(collection.store, files, by="李四", reason=reason)
    assert submission.batch is not None, submission.inspection.problems
    return submission.batch.number


def publish(collection: Collection, **options: str) -> Manifest:
    return publish_batches(collection.store, by="市", includes_unreviewed=True, **options)


def test_a_new_period_of_one_unit_is_added_and_the_rest_stays(added: Collection) -> None:
    manifest = added.store.manifest(2)
    assert (manifest.version, manifest.base, manifest.batches) == (2, 1, (1,))
    assert (manifest.published_by, manifest.reason, manifest.periods) == ("市", "四季度", (*PERIODS, NEW_PERIOD))
    assert [(source.name, source.rows, source.batch) for source in manifest.sources] == [
        ("measurements.csv", len(measurement_rows()), 1)
    ]
    kept = "from measurement where origin = 'reported' and period != '2026Q4' order by all"
    activities = "from activity order by all"
    after = ask(added.store, kept), ask(added.store, activities)
    new = "select left(community_code, 6), count(*) from measurement where origin = 'reported' and period = '2026Q4' group by 1"
    assert ask(added.store, new) == [(DISTRICT, len(measurement_rows()))]
    added.store.roll_back(1)
    assert (ask(added.store, kept), ask(added.store, activities)) == after


def test_of_two_batches_the_later_wins_key_by_key(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, measurement_file(tmp_path / "一", E1=70))
    collection.review(1, by="市")
    only_one = [row for row in measurement_rows(E1=75) if row["indicator_code"] == "E1"][:1]
    hand_in(collection, write(tmp_path / "二", "measurements.csv", only_one))
    publish(collection)
    values = f"select distinct community_code = '{FLAWLESS}', value from measurement where period = '2026Q4' and indicator_code = 'E1' order by 1"
    assert ask(collection.store, values) == [(False, 70), (True, 75)]


def test_batches_add_up_over_versions(added: Collection, tmp_path: Path) -> None:
    hand_in(added, measurement_file(tmp_path / "二", OTHER_DISTRICT))
    manifest = publish(added)
    assert (manifest.base, manifest.batches, [source.batch for source in manifest.sources]) == (2, (1, 2), [2])
    reported = "select count(distinct community_code) from measurement where period = '2026Q4' and origin = 'reported'"
    assert ask(added.store, reported) == [(6,)]


def test_only_what_was_asked_for_is_published(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: datetime(2027, 1, 5, tzinfo=UTC))
    hand_in(collection, measurement_file(tmp_path / "一"))
    hand_in(collection, measurement_file(tmp_path / "二", OTHER_DISTRICT, "2027Q1"))
    with pytest.raises(CollectionError, match="没有可以发布的报送"):
        publish_batches(collection.store, by="市")
    assert publish(collection, period=NEW_PERIOD).batches == (1,)
    assert collection.states() == {1: State.PUBLISHED, 2: State.SUBMITTED}
    collection.give_back(2, by="市", reason="太早")
    with pytest.raises(CollectionError, match="没有可以发布的报送"):
        publish(collection)


def test_a_register_changes_its_communities_and_adds_new_ones(collection: Collection, tmp_path: Path) -> None:
    rows = [*_rows(register_file(tmp_path, households="888")), NEW_COMMUNITY]
    hand_in(collection, write(tmp_path, "communities.csv", rows))
    publish(collection)
    households = f"select community_code, households from community where unit_code = '{DISTRICT}' order by 1"
    assert ask(collection.store, households)[0] == (FLAWLESS, 888)
    assert ask(collection.store, households)[-1] == ("330203001009", 777)
    assert ask(collection.store, "select count(*) from community") == [(7,)]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_batches_that_do_not_go_together_are_refused_by_number(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, measurement_file(tmp_path / "一", OTHER_DISTRICT))
    rows = [row | {"abolished_on": "2026-10-01"} for row in _rows(register_file(tmp_path, OTHER_DISTRICT))]
    gone = [row for row in rows if row["community_code"] == SILENT]
    hand_in(collection, write(tmp_path / "二", "communities.csv", gone))
    before = snapshot(collection.store.root)
    with pytest.raises(Refused, match=r"第 1 批报送的指标数据 .*「2026Q4」：社区在这一时期尚未成立或已经撤销"):
        publish(collection)
    assert snapshot(collection.store.root) == before


def test_standards_and_boundaries_come_with_a_batch_and_stay(collection: Collection, tmp_path: Path) -> None:
    text = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    standard = tmp_path / "新标准.toml"
    standard.write_text(text.replace('version = "example-2026"', 'version = "office-2027"'), encoding="utf-8")
    boundaries = tmp_path / "边界.geojson"
    collected = json.loads((REFERENCE / "districts.geojson").read_bytes()) | {"map_approval_number": "浙S(2026)1号"}
    boundaries.write_text(json.dumps(collected, ensure_ascii=False), encoding="utf-8")
    hand_in(collection, standard, boundaries)
    manifest = publish(collection)
    assert manifest.standards == ("example-2025", "example-2026", "office-2027")
    assert ask(collection.store, "select map_approval_number from publication") == [("浙S(2026)1号",)]
    hand_in(collection, measurement_file(tmp_path))
    assert publish(collection).standards == ("example-2025", "example-2026", "office-2027")
    assert ask(collection.store, "select map_approval_number from publication") == [("浙S(2026)1号",)]


def test_a_standard_of_the_same_version_replaces_the_one_in_force(collection: Collection, tmp_path: Path) -> None:
    text = (REFERENCE / "standard" / "example-2026.toml").read_text(encoding="utf-8")
    standard = tmp_path / "标准.toml"
    standard.write_text(
        text.replace("[[50, 0], [80, 60], [95, 100]]", "[[50, 0], [85, 60], [95, 100]]", 1), encoding="utf-8"
    )
    hand_in(collection, standard)
    assert publish(collection).standards == ("example-2025", "example-2026")
    anchor = (
        "select from_value from anchor_piece where indicator_code = 'E1' and from_score = 60 order by standard_version"
    )
    assert (85.0,) in ask(collection.store, anchor)


def test_the_first_real_publication_begins_empty_and_the_reference_stands_in(
    sample_city: Callable[[float], Store], tmp_path: Path
) -> None:
    store = Store(shutil.copytree(sample_city(0.02).root, tmp_path / "store"))
    collection = Collection(store)
    hand_in(collection, measurement_file(tmp_path / "一", period=LAST_PERIOD))
    manifest = publish(collection)
    assert not manifest.is_demonstration
    assert (manifest.base, manifest.periods, manifest.community_count) == (None, (LAST_PERIOD,), 861)
    assert ask(store, "select register_note from publication") == [
        ("本次发布的名册共861个社区；户数未报送，按所在区平均估算（861 个社区）",)
    ]
    assert ask(store, "select count(*) from community where starts_with(community_code, '99')") == [(0,)]
    haishu = "select distinct households, kind from community where unit_code = '330203'"
    ((count,),) = ask(store, "select count(*) from community where unit_code = '330203'")
    assert isinstance(count, int)
    assert ask(store, haishu) == [(round(431919 / count), "未分类")]
    hosted = "select count(distinct households) from community where unit_code in ('330212', '3302GX', '3302DQ')"
    assert ask(store, hosted) == [(1,)]


def test_a_register_that_comes_later_takes_the_place_of_what_stood_in(tmp_path: Path) -> None:
    collection = Collection(Store(tmp_path / "store"))
    hand_in(collection, measurement_file(tmp_path / "一", period=LAST_PERIOD))
    publish(collection)
    hand_in(collection, register_file(tmp_path / "二"))
    manifest = publish(collection)
    ((others,),) = ask(collection.store, f"select count(*) from community where unit_code != '{DISTRICT}'")
    assert isinstance(others, int)
    assert manifest.community_count == others + 3
    ((note,),) = ask(collection.store, "select register_note from publication")
    assert str(note).endswith(f"估算（{others} 个社区）")
    hand_in(collection, measurement_file(tmp_path / "三"))  # and what was submitted stays, estimated or not
    assert publish(collection).community_count == others + 3


def test_demonstration_and_real_data_are_never_mixed(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, measurement_file(tmp_path))
    real = collection.batch(1)
    masked = real.model_copy(update={"number": 2, "is_demonstration": True})
    with pytest.raises(CollectionError, match="既有演示数据（第 2 批）又有真实数据（第 1 批），请先退回其中一种"):
        BatchContents(collection.store, [real, masked])
    with pytest.raises(CollectionError, match="第 2 批是演示数据，不能并入正式数据"):
        BatchContents(collection.store, [masked])


def test_register_alone_is_not_enough_to_publish(tmp_path: Path) -> None:
    collection = Collection(Store(tmp_path / "store"))
    hand_in(collection, register_file(tmp_path))
    with pytest.raises(CollectionError, match="还没有任何指标数据"):
        publish(collection)
    assert collection.store.current() is None


def previewed(store: Store) -> list[str]:
    return [path.name for path in store.root.iterdir() if "preview" in path.name and path.is_dir()]


def test_a_publication_takes_what_a_preview_built(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(collection, measurement_file(tmp_path, period=LAST_PERIOD, E1=71))
    before = snapshot(collection.store.root)
    expected = preview(collection.store, includes_unreviewed=True)
    after = snapshot(collection.store.root)
    assert {name: digest for name, digest in after.items() if not name.startswith("preview")} == before
    assert previewed(collection.store) == ["preview"]
    announced = []
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "build_version", lambda *_: pytest.fail("built twice"))
        assert preview(collection.store, includes_unreviewed=True).summary() == expected.summary()
        publish_batches(collection.store, by="市", includes_unreviewed=True, announce=announced.append)
    assert previewed(collection.store) == []
    assert ask(collection.store, "select version from publication") == [(2,)]
    assert not (collection.store.folder(2) / "preview.json").exists()
    (found,) = announced
    assert found.summary() == expected.summary()
    assert found.moves.round(9).equals(expected.moves.round(9))
    assert expected.changed_count > 0


@pytest.fixture(scope="module")
def seen(published: tuple[Store, Manifest], made_once: MadeOnce) -> Store:
    """A correction that waits and whose preview is built, to be copied."""

    def build(folder: Path) -> None:
        store = copied(published[0], folder / "store")
        hand_in(Collection(store), measurement_file(folder, period=LAST_PERIOD, E1=71))
        preview(store, includes_unreviewed=True)

    return Store(made_once("seen", build) / "store")


def test_a_correction_changes_what_was_published_and_a_roll_back_brings_it_back(seen: Store, tmp_path: Path) -> None:
    store = copied(seen, tmp_path / "store")
    question = f"select value from measurement where community_code = '{FLAWLESS}' and period = '2026Q3' and indicator_code = 'E1'"
    ((before,),) = ask(store, question)
    publish(Collection(store))
    assert ask(store, question) == [(71,)]
    store.roll_back(1)
    assert ask(store, question) == [(before,)]
    assert publish(Collection(store)).base == 1
    assert ask(store, question) == [(71,)]


def test_a_preview_of_other_batches_is_not_published(seen: Store, tmp_path: Path) -> None:
    store = copied(seen, tmp_path / "store")
    hand_in(Collection(store), measurement_file(tmp_path, OTHER_DISTRICT, period=LAST_PERIOD, E1=72))
    assert publish(Collection(store)).batches == (1, 2)
    assert previewed(store) == []


def test_a_spoilt_preview_is_not_published(seen: Store, tmp_path: Path) -> None:
    store = copied(seen, tmp_path / "store")
    with (store.root / "preview" / DATABASE).open("ab") as file:
        file.write(b"spoilt")
    publish(Collection(store))
    assert (71.0,) in ask(store, "select value from measurement where period = '2026Q3' and indicator_code = 'E1'")
    store.folder(2)


def test_a_preview_goes_with_the_version_it_is_set_against(seen: Store, tmp_path: Path) -> None:
    store = copied(seen, tmp_path / "store")
    assert previewed(store) == ["preview"]
    roll_back(store, 1)
    assert previewed(store) == []


def test_a_version_of_an_earlier_program_is_made_anew_with_the_same_facts_and_answers(
    added: Collection,
) -> None:
    store = added.store
    whole = store.manifest(2)
    wanted = queries.league_table(open_database(store, whole.version), period=NEW_PERIOD, standard="example-2026")

    def earlier(folder: Path, _number: int) -> dict[str, Any]:
        shutil.copytree(store.folder(whole.version), folder, dirs_exist_ok=True)
        (folder / "manifest.json").unlink()
        (folder / DATABASE).chmod(0o600)
        with duckdb.connect(folder / DATABASE) as connection:
            connection.execute("drop table area; alter table index_score drop column households")
        kept = {"is_demonstration", "periods", "standards", "community_count", "sources", "batches", "base"}
        return {**whole.model_dump(include=kept), "published_by": "市", "reason": "旧程序"}

    old = store.publish(earlier)
    with pytest.raises(StoreError, match=r"由较早的程序发布.*python -m data rebuild"):
        queries.league_table(open_database(store, old.version), period=NEW_PERIOD, standard="example-2026")

    anew = rebuild(store, by="市")
    assert (anew.version, anew.base, anew.batches) == (old.version + 1, old.version, whole.batches)
    answer = queries.league_table(open_database(store, anew.version), period=NEW_PERIOD, standard="example-2026")
    assert_frame_equal(answer, wanted)
    published, made = store.folder(whole.version), store.folder(anew.version)
    assert compare(published, made).summary() == compare(published, published).summary()
    assert set(added.states().values()) == {State.PUBLISHED}


def test_where_nothing_was_published_nothing_is_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还没有发布过任何版本"):
        rebuild(Store(tmp_path / "store"), by="市")
