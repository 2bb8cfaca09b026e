"""The store: numbers, immutability, the pointer, and what survives stops and damage."""

import os
import re
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from data.__main__ import main
from data.settings import PROJECT
from data.versions.files import replace_text
from data.versions.publishing import publish_first, publish_folder
from data.versions.store import DATABASE, Store, StoreError, default_store
from queries.database import open_database
from tests.data.small_city import Folder, snapshot

FIELDS: dict[str, Any] = {
    "published_by": "测试",
    "reason": "",
    "is_demonstration": False,
    "periods": ("2026Q3",),
    "standards": ("example-2026",),
    "community_count": 1,
    "sources": (),
}


def build(folder: Path, number: int) -> dict[str, Any]:
    """A version of three small files."""
    (folder / DATABASE).write_bytes(b"database %d" % number)
    (folder / "districts.geojson").write_text("{}")
    (folder / "standard").mkdir()
    (folder / "standard" / "a.toml").write_text("")
    return FIELDS


def filled(store: Store, count: int) -> Store:
    for _ in range(count):
        store.publish(build)
    return store


def command_in(error: StoreError) -> list[str]:
    """The arguments of the command that a message tells to run."""
    found = re.search(r"uv run python -m data (\w+) (\S+)", str(error))
    assert found, error
    return [*found.groups()]


def test_an_empty_store_has_no_version(store: Store) -> None:
    assert store.current() is None
    assert store.history() == []
    with pytest.raises(StoreError, match="没有第 1 版"):
        store.folder(1)


def test_versions_count_up_and_the_newest_is_in_force(store: Store) -> None:
    filled(store, 3)
    assert store.current() == 3
    assert [manifest.version for manifest in store.history()] == [3, 2, 1]
    assert (store.folder(2) / DATABASE).read_bytes() == b"database 2"


def test_rolling_back_points_elsewhere_and_rebuilds_nothing(store: Store) -> None:
    filled(store, 2)
    before = snapshot(store.versions)
    assert store.roll_back(1).version == 1
    assert store.current() == 1
    assert store.roll_back(2).version == 2
    assert snapshot(store.versions) == before
    assert len(store.history()) == 2


def test_what_a_roll_back_leaves_behind_is_withdrawn_and_what_is_followed_upon_is_not(store: Store) -> None:
    filled(store, 3)
    assert store.withdrawn() == set()
    store.roll_back(2)
    assert store.withdrawn() == {3}
    assert store.publish(build).version == 4
    assert store.withdrawn() == {3}  # 2 was followed upon
    store.roll_back(3)
    assert store.withdrawn() == {4}


def test_numbers_are_never_reused(store: Store) -> None:
    filled(store, 2).roll_back(1)
    assert store.publish(build).version == 3
    (store.versions / "3" / DATABASE).unlink()
    assert store.publish(build).version == 4
    shutil.rmtree(store.versions / "4")  # and the pointer still names it
    assert store.publish(build).version == 5


def test_files_of_a_version_are_read_only(store: Store) -> None:
    filled(store, 1)
    files = [path for path in store.folder(1).rglob("*") if path.is_file()]
    assert len(files) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o400}


def test_a_manifest_outlives_its_pruned_database_and_such_a_version_cannot_be_put_in_force(store: Store) -> None:
    filled(store, 2)
    (store.versions / "1" / DATABASE).unlink()
    assert [manifest.version for manifest in store.history()] == [2, 1]
    with pytest.raises(StoreError, match=f"第 1 版缺少文件：{DATABASE}") as caught:
        store.roll_back(1)
    assert command_in(caught.value) == ["rollback", "2"]
    assert store.current() == 2


def test_rolling_back_to_a_version_that_never_was_changes_nothing(store: Store) -> None:
    filled(store, 2)
    for number in (0, -1, 3):
        with pytest.raises(StoreError, match=f"没有第 {number} 版"):
            store.roll_back(number)
    assert store.current() == 2


def test_a_build_that_fails_leaves_nothing(store: Store) -> None:
    filled(store, 1)
    before = snapshot(store.root)

    def fails(folder: Path, number: int) -> dict[str, Any]:
        build(folder, number)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.publish(fails)
    assert snapshot(store.root) == before


def test_what_a_stopped_publication_left_is_cleared_away_by_the_next(store: Store) -> None:
    left = [store.root / name for name in (".building-1-abc", ".receiving-3-def")]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / DATABASE).write_bytes(b"half")
    filled(store, 1)
    assert not any(folder.exists() for folder in left)
    assert store.current() == 1


def test_a_start_clears_away_what_was_left_unless_somebody_is_at_work(store: Store) -> None:
    left = store.root / ".receiving-1-abc"
    left.mkdir(parents=True)
    with FileLock(store.root / "lock"):
        store.clean_up()
        assert left.exists()
    store.clean_up()
    assert not left.exists()


def test_a_stop_before_the_pointer_moves_leaves_the_old_version_in_force(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, 1)

    def full(file: Path, text: str) -> None:
        if file == store.pointer:
            raise OSError(28, "No space left on device")
        replace_text(file, text)

    with monkeypatch.context() as patch:
        patch.setattr("data.versions.store.replace_text", full)
        with pytest.raises(StoreError, match="磁盘空间不足，没有写入任何内容"):
            store.publish(build)
    assert store.current() == 1
    assert store.publish(build).version == 3
    assert store.current() == 3


def test_the_pointer_is_replaced_again_while_a_reader_holds_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store, 1)
    replace, refusals = Path.replace, iter([PermissionError(), PermissionError()])

    def held(path: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    assert store.publish(build).version == 2
    assert store.current() == 2


def test_the_pointer_never_reads_as_anything_but_a_version(store: Store) -> None:
    filled(store, 2)
    seen: set[int | None] = set()
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.is_set():
            seen.add(store.current())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in [1, 2] * 50:
        store.roll_back(number)
    is_over.set()
    watcher.join()
    assert seen <= {1, 2}


def test_a_second_publication_is_turned_away_while_one_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store, 1)
    monkeypatch.setattr("data.versions.store.PATIENCE_SECONDS", 0)
    for attempt in (lambda: store.publish(build), lambda: store.roll_back(1)):
        with FileLock(store.root / "lock"), pytest.raises(StoreError, match="另一次导入或发布正在进行"):
            attempt()
    assert store.publish(build).version == 2


def test_no_read_fails_over_fifty_publications(city_store: Store) -> None:
    first = city_store.folder(1)
    reads: list[int] = []
    failures: list[Exception] = []
    is_over = threading.Event()

    def copy(folder: Path, _number: int) -> dict[str, Any]:
        shutil.copytree(first / "standard", folder / "standard")
        for name in (DATABASE, "districts.geojson"):
            shutil.copyfile(first / name, folder / name)
        return FIELDS

    def read() -> None:
        while not is_over.is_set():
            try:
                version = city_store.current()
                assert version is not None
                found = open_database(city_store, version).frame("select count(*) as count from community", {})
                reads.append(int(found["count"].iloc[0]))
            except Exception as error:  # noqa: BLE001 — whatever it is, it is what must not happen
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        city_store.publish(copy)
    is_over.set()
    reader.join()
    assert failures == []
    assert set(reads) == {6}
    assert city_store.current() == 51


def delete_pointer(store: Store) -> None:
    store.pointer.unlink()


def blank_pointer(store: Store) -> None:
    store.pointer.write_text("")


def binary_pointer(store: Store) -> None:
    store.pointer.write_bytes(b"\xff\xfe")


def pointer_to_nowhere(store: Store) -> None:
    store.pointer.write_text("9")


def folder_for_a_manifest(store: Store) -> None:
    delete_manifest(store)
    (store.versions / "2" / "manifest.json").mkdir()


def delete_version(store: Store) -> None:
    shutil.rmtree(store.versions / "2")


def delete_database(store: Store) -> None:
    (store.versions / "2" / DATABASE).unlink()


def cut_database(store: Store) -> None:
    database = store.versions / "2" / DATABASE
    database.chmod(0o644)
    database.write_bytes(database.read_bytes()[:-1])


def delete_boundaries(store: Store) -> None:
    (store.versions / "2" / "districts.geojson").unlink()


def delete_manifest(store: Store) -> None:
    (store.versions / "2" / "manifest.json").unlink()


def cut_manifest(store: Store) -> None:
    manifest = store.versions / "2" / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_bytes(manifest.read_bytes()[:50])


DAMAGES = (
    delete_pointer,
    blank_pointer,
    binary_pointer,
    pointer_to_nowhere,
    folder_for_a_manifest,
    delete_version,
    delete_database,
    cut_database,
    delete_boundaries,
    delete_manifest,
    cut_manifest,
)


def open_current(store: Store) -> Path:
    version = store.current()
    assert version is not None
    return store.folder(version)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_command_named_after_damage_really_repairs(
    damage: Callable[[Store], None], capsys: pytest.CaptureFixture[str]
) -> None:
    store = filled(default_store(), 2)
    damage(store)
    with pytest.raises(StoreError) as caught:
        open_current(store)
    command = command_in(caught.value)
    assert command[0] == "rollback"
    assert main(command) == 0
    assert capsys.readouterr().out.startswith("现在使用第")
    assert open_current(store).name == command[1]
    store.publish(build)
    assert open_current(store).name == str(store.current())


@pytest.mark.parametrize("damage", [delete_pointer, delete_version, cut_database, cut_manifest])
def test_with_nothing_to_roll_back_to_publishing_repairs(damage: Callable[[Store], None], folder: Folder) -> None:
    store = filled(default_store(), 2)
    (store.versions / "1" / "districts.geojson").unlink()
    damage(store)
    if damage is delete_pointer:
        delete_database(store)
    with pytest.raises(StoreError) as caught:
        open_current(store)
    assert command_in(caught.value) == ["publish", "数据文件夹"]
    assert main(["publish", str(folder.path)]) == 0
    assert open_current(store)


def test_a_reader_of_version_1_still_answers_after_version_2_is_published(folder: Folder, in_force: Store) -> None:
    question = "select score from index_score where area_kind = 'city' order by all"
    with duckdb.connect(in_force.folder(1) / DATABASE, read_only=True) as reader:
        before = reader.execute(question).fetchall()
        for row in folder.tables["communities"]:
            row["households"] = "1000"
        publish_folder(in_force, folder.write())
        assert in_force.current() == 2
        assert reader.execute(question).fetchall() == before
        with duckdb.connect(in_force.folder(2) / DATABASE, read_only=True) as newer:
            assert newer.execute(question).fetchall() != before


def test_the_store_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "elsewhere"))
    assert default_store().root == tmp_path / "elsewhere"
    monkeypatch.delenv("DASHBOARD_STORE")
    assert default_store().root == PROJECT / ".store"


def test_a_database_that_was_edited_is_not_served(store: Store) -> None:
    filled(store, 2)
    database = store.folder(2) / DATABASE
    database.chmod(0o600)
    database.write_bytes(b"database X")
    with pytest.raises(StoreError, match=f"第 2 版的文件在发布之后被改动过：{DATABASE}") as caught:
        store.folder(2)
    assert command_in(caught.value) == ["rollback", "1"]
    database.write_bytes(b"database 2")
    assert store.folder(2) == store.versions / "2"


def test_a_standard_that_was_edited_is_not_served(store: Store) -> None:
    filled(store, 1)
    (file,) = (store.folder(1) / "standard").iterdir()
    file.chmod(0o600)
    file.write_text(file.read_text(encoding="utf-8") + "# now", encoding="utf-8")
    with pytest.raises(StoreError, match=f"改动过：standard/{file.name}"):
        store.folder(1)


def test_two_versions_of_one_number_have_two_digests(store: Store, tmp_path: Path) -> None:
    filled(store, 2)
    shutil.copytree(store.root, tmp_path / "backup")
    first = store.publish(build)
    assert store.manifest(3).digest == first.digest
    restored = Store(tmp_path / "backup")
    second = restored.publish(lambda folder, number: build(folder, number) | {"reason": "另一次"})
    assert (first.version, second.version) == (3, 3)
    assert first.digest != second.digest


def test_a_store_that_once_held_versions_is_never_begun_again(store: Store) -> None:
    filled(store, 2)
    assert (store.root / "published").read_text() == "2"
    shutil.rmtree(store.versions)
    store.pointer.unlink()
    with pytest.raises(StoreError, match=r"曾有已发布的版本，现在找不到了.*从备份恢复"):
        store.current()
    assert store.publish(build).version == 3


def test_a_store_moved_away_under_a_running_program_is_missed_and_not_made_anew(store: Store, tmp_path: Path) -> None:
    filled(store, 1)
    store.current()
    store.root.rename(tmp_path / "moved")
    with pytest.raises(StoreError, match="整个文件夹不在原处"):
        store.current()
    with pytest.raises(StoreError, match="整个文件夹不在原处"):
        publish_first(store, scale=0.01)
    with pytest.raises(StoreError, match="整个文件夹不在原处"):
        store.publish(build)
    assert not store.root.exists()
    (tmp_path / "moved").rename(store.root)
    assert store.current() == 1


def test_a_store_of_a_program_without_the_marker_gets_one(store: Store) -> None:
    filled(store, 2)
    store.marker.unlink()
    store.clean_up()
    assert store.marker.read_text() == "2"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other means")
def test_the_store_is_closed_to_other_accounts_whatever_the_umask_and_what_was_open_is_closed(store: Store) -> None:
    old = os.umask(0)
    try:
        filled(store, 1)
        for path in (store.root, *store.root.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) in ({0o700} if path.is_dir() else {0o600, 0o400}), path
        for path in (store.root, *store.root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        store.clean_up()
    finally:
        os.umask(old)
    for path in (store.root, *store.root.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
