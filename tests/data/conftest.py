"""The small city of small_city.py, on disk to be spoilt, and published to be looked at."""

from pathlib import Path

import pytest

from data.versions.manifest import Manifest
from data.versions.publishing import publish_folder
from data.versions.store import Store
from tests.data.small_city import Folder, small_city


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small city on disk, free to be spoilt."""
    return small_city(tmp_path / "city")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Manifest]:
    """The small city as version 1 of a store that tests only read or copy."""
    root = tmp_path_factory.mktemp("published")
    store = Store(root / "store")
    return store, publish_folder(store, small_city(root / "city").path, published_by="测试", reason="第一版")
