"""The small city of small_city.py, on disk to be spoilt, and its submissions."""

from pathlib import Path

import pytest

from data.collecting.collection import Collection
from data.versions.manifest import Manifest
from data.versions.store import Store
from tests.conftest import copied
from tests.data.small_city import Folder, small_city


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
