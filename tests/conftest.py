"""What all tests share: no real store, and a small city written by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from data.settings import PROJECT
from data.versions.manifest import Manifest
from data.versions.publishing import publish_folder, publish_sample
from data.versions.schema import schema
from data.versions.store import Store
from queries.database import DuckDBDatabase
from tests.data.small_city import small_city

MadeOnce = Callable[[str, Callable[[Path], object]], Path]
_CITY = Path(__file__).with_name("city.sql")


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """DuckDB works on one thread: the processes of a run share the cores, and what tests ask is small."""
    connect = duckdb.connect

    def on_one_thread(database: Any = ":memory:", *arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
        return connect(database, *arguments, **options | {"config": {"threads": 1, **(options.get("config") or {})}})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", on_one_thread)
        yield


@pytest.fixture(autouse=True)
def no_real_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening the store of the project fails; the default store is an empty folder of the test."""
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "store"))
    connect = duckdb.connect

    def guarded(database: Any = ":memory:", *arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
        if (PROJECT / ".store") in Path(str(database)).resolve().parents:
            pytest.fail(f"a test opened the real store: {database}")
        return connect(database, *arguments, **options)

    monkeypatch.setattr(duckdb, "connect", guarded)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A folder of a name that a function fills, made once for all processes of a run; tests only read or copy it."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    def once(name: str, fill: Callable[[Path], object]) -> Path:
        folder = root / "once" / name
        folder.parent.mkdir(exist_ok=True)
        with FileLock(folder.with_name(f"{name}.lock")):
            made = folder.with_name(f"{name}.made")
            if not made.exists():
                folder.mkdir()
                fill(folder)
                made.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def sample_city(made_once: MadeOnce) -> Callable[[float], Store]:
    """The demonstration city of a scale as version 1; tests only read it."""

    def published(scale: float) -> Store:
        def publish(folder: Path) -> None:
            publish_sample(Store(folder / "store"), scale=scale)

        return Store(made_once(f"sample-{scale:g}", publish) / "store")

    return published


@pytest.fixture(scope="session")
def published(made_once: MadeOnce) -> tuple[Store, Manifest]:
    """The small city of small_city.py as version 1 of a store that tests only read or copy."""

    def publish(folder: Path) -> None:
        city = small_city(folder / "city").path
        publish_folder(Store(folder / "store"), city, published_by="测试", reason="第一版")

    store = Store(made_once("small", publish) / "store")
    return store, store.manifest(1)


def copied(store: Store, root: Path) -> Store:
    """A store of one's own; what a preview is just building in the shared one is nobody's yet."""
    return Store(shutil.copytree(store.root, root, ignore=shutil.ignore_patterns(".building-*")))


@pytest.fixture
def in_force(published: tuple[Store, Manifest], tmp_path: Path) -> Store:
    """The small city as version 1 of the default store, free to be changed."""
    return copied(published[0], tmp_path / "store")


@pytest.fixture
def empty_city() -> Iterator[DuckDBDatabase]:
    """The tables of a version without a row."""
    with duckdb.connect() as connection:
        connection.execute(schema())
        yield DuckDBDatabase(connection, version=0)


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-written city of tests/city.sql, made once; to be copied."""
    file = tmp_path_factory.mktemp("city") / "city.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(schema())
        connection.execute(_CITY.read_text(encoding="utf-8"))
    return file


@pytest.fixture
def city(city_file: Path, tmp_path: Path) -> Iterator[DuckDBDatabase]:
    """The hand-written city, free to be changed."""
    with duckdb.connect(shutil.copy(city_file, tmp_path / "hand-written.duckdb")) as connection:
        yield DuckDBDatabase(connection, version=7)


@pytest.fixture
def city_store(city_file: Path, tmp_path: Path) -> Store:
    """The default store, with the hand-written city as its version 1."""

    def build(folder: Path, _version: int) -> dict[str, Any]:
        shutil.copy(city_file, folder / "city.duckdb")
        (folder / "districts.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
        (folder / "standard").mkdir()
        return {
            "published_by": "测试",
            "reason": "测试",
            "is_demonstration": True,
            "periods": ("2026Q2", "2026Q3"),
            "standards": ("example-2025", "example-2026"),
            "community_count": 6,
            "sources": (),
        }

    store = Store(tmp_path / "store")
    store.publish(build)
    return store
