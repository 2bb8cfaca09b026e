"""The way out: a version as plain files that any other program can read, so that nobody is locked in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from data.schema import SCHEMA
from data.store import DATABASE, Store, StoreError


def export_all(store: Store, folder: Path, progress: Callable[[float, str], None] = lambda _done, _text: None) -> int:
    """Write the version in force into a new or empty folder and return its number.

    Every table as ``parquet/<table>.parquet`` and ``csv/<table>.csv`` (UTF-8, full precision, lists in brackets), what
    they mean as ``schema.sql``, and the version's own ``standard/``, ``districts.geojson`` and ``manifest.json``.

    Raises:
        StoreError: nothing was published yet, the version is damaged, or the folder has something in it.
    """
    current = store.current()
    if current is None:
        raise StoreError("还没有发布过任何版本，没有可以导出的内容")
    version = store.folder(current)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} 里已有内容，请给出新的或空的文件夹")
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("attach $file as city (read_only)", {"file": str(version / DATABASE)})
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'city' order by table_name"
            ).fetchall()
        ]
        for done, table in enumerate(tables):
            progress(done / len(tables), f"正在导出 {table}")
            for kind, options in (("parquet", "format parquet"), ("csv", "format csv, header")):
                target = {"file": str(folder / kind / f"{table}.{kind}")}
                connection.execute(f"copy city.{table} to $file ({options})", target)
    shutil.copyfile(SCHEMA, folder / SCHEMA.name)
    for name in ("districts.geojson", "manifest.json"):
        shutil.copyfile(version / name, folder / name)
    shutil.copytree(version / "standard", folder / "standard", copy_function=shutil.copyfile)
    progress(1, "完成")
    return current
