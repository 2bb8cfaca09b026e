"""A small demonstration city twice: in its own file, and on the embedded engine of ClickHouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from data.versions import clickhouse
from data.versions.store import Store
from queries.clickhouse import ClickHouseDatabase, open_clickhouse
from queries.database import Database, open_database

# The engine comes with: uv run --group clickhouse
collect_ignore_glob = [] if find_spec("chdb") else ["test_*.py"]
ADDRESS = "chdb://memory"


@pytest.fixture(scope="session")
def demonstration(sample_city: Callable[[float], Store]) -> Store:
    """A tenth of the demonstration city as version 1."""
    return sample_city(0.1)


@pytest.fixture(scope="session")
def duck(demonstration: Store) -> Database:
    """The version in its own file."""
    return open_database(demonstration, 1)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting names the engine inside this process."""
    monkeypatch.setenv("DASHBOARD_CLICKHOUSE", ADDRESS)


@pytest.fixture(scope="session")
def mirrored(demonstration: Store) -> Iterator[Store]:
    """The version on the engine, copied once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_CLICKHOUSE", ADDRESS)
        clickhouse.mirror_version(demonstration, 1)
    yield demonstration
    clickhouse.forget_client()


@pytest.fixture
def house(mirrored: Store, server: None) -> ClickHouseDatabase:  # noqa: ARG001 - it comes first
    """The same version on the engine."""
    return open_clickhouse(1, mirrored.manifest(1).digest)


@pytest.fixture
def folder(mirrored: Store) -> Path:
    """The folder of the version."""
    return mirrored.folder(1)
