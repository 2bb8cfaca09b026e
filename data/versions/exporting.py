"""The way out: a version as plain files that any other program can read, so that nobody is locked in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from data.acts import Kind, act
from data.guarding import guarded
from data.versions.photographs import copy_photographs
from data.versions.schema import schema
from data.versions.store import DATABASE, Store, StoreError
from data.versions.upgrading import attach, tables
from data.working import Progress, silent


def export_all(store: Store, folder: Path, progress: Progress = silent) -> int:
    """Write the version in force into a new or empty folder and return its number.

    Every table as ``parquet/<table>.parquet`` and ``csv/<table>.csv`` (UTF-8, full precision, lists in brackets, texts that
    a spreadsheet would take for a formula behind an apostrophe), what
    they mean as ``schema.sql``, what is shown of the photos as ``photos/<content>.jpg``, and the version's own
    ``standard/``, ``districts.geojson`` and ``manifest.json``.

    Raises:
        StoreError: nothing was published yet, the version is damaged, or the folder has something in it.
    """
    current = store.current()
    if current is None:
        raise StoreError("还没有发布过任何版本，没有可以导出的内容")
    with act(store, Kind.EXPORT_ALL, f"第 {current} 版", version=current, folder=str(folder)):
        _write_all(store, current, folder, progress)
    return current


def _write_all(store: Store, current: int, folder: Path, progress: Progress) -> None:
    version = store.folder(current)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} 里已有内容，请给出新的或空的文件夹")
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        attach(connection, version / DATABASE, "city")
        connection.create_function("guarded", _guarded, ["varchar"], "varchar", type=PythonUDFType.ARROW)
        found = tables(connection, "city")
        for done, table in enumerate(found):
            progress(done / len(found), f"正在导出 {table}")
            for kind, options, rows in (
                ("parquet", "format parquet", f"from city.{table}"),
                ("csv", "format csv, header", _guarded_rows(connection, table)),
            ):
                target = {"file": str(folder / kind / f"{table}.{kind}")}
                connection.execute(f"copy ({rows}) to $file ({options})", target)
    (folder / "schema.sql").write_text(schema(), encoding="utf-8", newline="\n")
    for name in ("districts.geojson", "manifest.json"):
        shutil.copyfile(version / name, folder / name)
    shutil.copytree(version / "standard", folder / "standard", copy_function=shutil.copyfile)
    copy_photographs(store, version, folder / "photos")
    progress(1, "完成")


def _guarded_rows(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The rows of a table for a text file, as a statement."""
    columns = connection.execute(
        "select column_name, data_type from information_schema.columns "
        "where table_catalog = 'city' and table_name = $table order by ordinal_position",
        {"table": table},
    ).fetchall()
    shown = (f'guarded("{name}") as "{name}"' if kind == "VARCHAR" else f'"{name}"' for name, kind in columns)
    return f"select {', '.join(shown)} from city.{table}"


def _guarded(texts: Any) -> pa.Array:  # noqa: ANN401 - one piece or several
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return guarded(whole.cast(pa.string()))
