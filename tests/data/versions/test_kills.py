"""SIGKILL at any moment of an import or a publication: what is in force stays whole, and the same import then succeeds.

Four kills by default, a hundred where DASHBOARD_THOROUGH is set (``poe thorough``).
"""

import itertools
import os
import random
import signal
import sys
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from data.collecting.batches import read_batches
from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.collecting.submitting import submit
from data.versions.manifest import Manifest
from data.versions.publishing import publish_batches
from data.versions.store import DATABASE, Store
from tests.conftest import copied
from tests.data.submissions import measurement_file
from tests.data.versions.killed import import_and_publish

KILLS = 100 if os.environ.get("DASHBOARD_THOROUGH") else 4

# A process that has imported everything and forks: a new interpreter for each kill would take most of the time.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.data.versions.killed"])


def run(store: Store, file: Path, *, kill_after: int | None = None) -> tuple[int, bool]:
    """Import and publish in a process of its own, killed after so many moments.

    How many moments there were, and whether the process was killed before it had finished.
    """
    moments = 0
    told, telling = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=import_and_publish, args=(store.root, file, telling))
    process.start()
    telling.close()
    with told, suppress(EOFError):
        while moments != kill_after:
            if failed := told.recv():
                pytest.fail(failed)
            moments += 1
        process.kill()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return moments, process.exitcode != 0


def require_whole(store: Store) -> None:
    """The version in force and every batch can be read, and are what they say."""
    current = store.current()
    assert current is not None
    manifest = store.manifest(current)
    with duckdb.connect(store.folder(current) / DATABASE, read_only=True) as connection:
        assert connection.execute("select count(*) from community").fetchone() == (manifest.community_count,)
        assert connection.execute("select version from publication").fetchone() == (current,)
    states = Collection(store).states()
    assert {number for number, state in states.items() if state == State.PUBLISHED} == set(manifest.batches)
    for batch in read_batches(store):
        rows = duckdb.read_parquet(str(store.batches / str(batch.number) / "measurements.parquet"))
        assert rows.shape[0] == batch.rows


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_an_import_or_a_publication_killed_at_any_moment_harms_nothing_and_then_succeeds(
    published: tuple[Store, Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # a fork runs it first, and it may be a page's
    store = Store(tmp_path / "killed")
    copied(published[0], store.root)
    moments, _ = run(store, measurement_file(tmp_path / "首次", E1=60))
    when = random.Random(2026)  # noqa: S311 — no secret
    killed = 0
    for number in itertools.count():
        file = measurement_file(tmp_path / str(number), E1=61 + number % 39 + number / 1000)
        before = store.current()
        killed += run(store, file, kill_after=when.randint(1, moments))[1]
        assert store.current() in {before, max(manifest.version for manifest in store.history())}
        require_whole(store)
        again = submit(store, [file], by="测试", reason="再次")
        assert again.batch or again.duplicate_of
        require_whole(store)
        if killed == KILLS:
            break
    publish_batches(store, by="测试", reason="最后", includes_unreviewed=True)
    require_whole(store)
    assert not (store.root / "preview").exists()
    assert [
        path.name for path in store.root.iterdir() if path.name.startswith((".building", ".receiving", ".preview"))
    ] == []
    current = store.current()
    assert current is not None
    with duckdb.connect(store.folder(current) / DATABASE, read_only=True) as connection:
        found = connection.execute(
            "select distinct value from measurement where period = '2026Q4' and indicator_code = 'E1'"
        ).fetchall()
    assert [round(value, 3) for (value,) in found] == [round(61 + number % 39 + number / 1000, 3)]
