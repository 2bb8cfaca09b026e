"""The small city of small_city.py, on disk to be spoilt, and its submissions."""

from pathlib import Path

import pytest

from data.collecting.collection import Collection
from data.collecting.submitting import submit
from data.versions.manifest import Manifest
from data.versions.publishing import publish_batches
from data.versions.store import Store
from tests.conftest import MadeOnce, copied
from tests.data.small_city import Folder, small_city
from tests.data.submissions import measurement_file


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small city on disk, free to be spoilt."""
    return small_city(tmp_path / "city")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


@pytest.fixture
def collection(published: tuple[Store, Manifest], tmp_path: Path) -> Collection:
    """The submissions of a store that has the small city as version 1."""
    return Collection(copied(published[0], tmp_path / "collected"))


@pytest.fixture(scope="session")
def waiting(published: tuple[Store, Manifest], made_once: MadeOnce) -> Store:
    """The store of :func:`handed_in`, to be copied."""

    def hand_in(folder: Path) -> None:
        store = copied(published[0], folder / "store")
        submit(store, [measurement_file(folder)], by="李四", reason="四季度")

    return Store(made_once("waiting", hand_in) / "store")


@pytest.fixture
def handed_in(waiting: Store, tmp_path: Path) -> Collection:
    """The small city as version 1 and, not reviewed, what one of its units measured in the next quarter as batch 1."""
    return Collection(copied(waiting, tmp_path / "handed-in"))


@pytest.fixture(scope="session")
def grown(waiting: Store, made_once: MadeOnce) -> Store:
    """The store of :func:`added`, to be copied."""

    def publish(folder: Path) -> None:
        publish_batches(copied(waiting, folder / "store"), by="市", includes_unreviewed=True)

    return Store(made_once("grown", publish) / "store")


@pytest.fixture
def added(grown: Store, tmp_path: Path) -> Collection:
    """The store of :func:`handed_in` once its batch is published as version 2."""
    return Collection(copied(grown, tmp_path / "added"))
