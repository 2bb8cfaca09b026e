"""A store that the program of 0.4.0 published, as an office has it: every later program opens, browses and exports it.

``stores/0.4.0`` was made by that program from the small city: version 1 a folder of three quarters; version 2 with two
submissions of 海曙 for the next quarter; of 鄞州 one submission given back, and the one that replaced it, waiting. Tests work on a copy.
"""

import shutil
from pathlib import Path

import pytest

from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.settings import PROJECT
from data.versions.differences import compare
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from queries.__main__ import main as queries_main

EARLIER = PROJECT / "tests" / "data" / "stores" / "0.4.0"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A copy of the earlier store, where the settings of a test look for one."""
    return Store(Path(shutil.copytree(EARLIER, tmp_path / "store", dirs_exist_ok=True)))


def test_versions_and_submissions_of_an_earlier_program_are_known(store: Store) -> None:
    collection = Collection(store)
    assert store.current() == 2
    assert [manifest.version for manifest in store.history()] == [2, 1]
    assert (store.folder(2) / DATABASE).exists()
    states = [collection.state(batch) for batch in sorted(collection.batches(), key=lambda batch: batch.number)]
    assert states == [State.PUBLISHED, State.PUBLISHED, State.REPLACED, State.SUBMITTED]


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_version_of_an_earlier_program_is_exported(store: Store, tmp_path: Path, version: str) -> None:
    out = tmp_path / "league.csv"
    assert queries_main(["export", "league_table", "--version", version, "--period", "2026Q3", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8-sig")
    assert text.count("\n") == 7, text
    assert "甲社区" in text
    assert store.current() == 2


def test_comparing_across_the_change_of_errors_names_rebuild(store: Store, published: tuple[Store, Manifest]) -> None:
    later, _ = published
    found = compare(store.folder(1), later.folder(1))
    assert found.has_other_errors
    assert "请先运行 rebuild" in found.summary()[-1]
    for one, other in ((store.folder(1), store.folder(2)), (later.folder(1), later.folder(1)), (None, later.folder(1))):
        assert not compare(one, other).has_other_errors


@pytest.mark.parametrize("kind", ["brief", "slides"])
def test_the_word_of_an_earlier_program_for_a_change_is_shown_as_it_is(store: Store, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"{kind}.html"
    assert queries_main(["export", kind, "--version", "2", "--period", "2026Q2", "-o", str(out)]) == 0
    if kind == "brief":
        assert "个百分点，在误差内（同口径" in out.read_text(encoding="utf-8")
    assert store.current() == 2
