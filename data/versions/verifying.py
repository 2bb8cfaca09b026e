"""Whether a store is whole: every version, every submission and what people decided, against the digests kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.collecting.batches import ORIGINALS, Batch, read_batches, table_file
from data.collecting.decisions import read_ledger
from data.versions.files import digest_of
from data.versions.manifest import Manifest
from data.versions.photographs import missing_photographs
from data.versions.store import Store, StoreError


@dataclass(frozen=True)
class Finding:
    """What one thing of a store is: ``is_whole`` also where it was pruned and nothing asks for it."""

    thing: str
    says: str
    is_whole: bool


def verify(store: Store) -> Iterator[Finding]:
    """The pointer, then every version, newest first, then every submission and the file of their states.

    Raises:
        StoreError: nothing was ever published or submitted here.
    """
    versions = store.numbers()
    if not versions and not store.batches.is_dir():
        raise StoreError(store.lost() or "还没有发布过任何版本，也没有收到过报送")
    current: int | None = None
    try:
        current = store.current()
    except StoreError as error:
        yield Finding("发布指针", str(error), is_whole=False)
    if current is not None and current not in versions:
        yield Finding("发布指针", f"指向第 {current} 版，但没有这一版", is_whole=False)
    for number in reversed(versions):
        yield _version(store, number, is_in_force=number == current)
    if current in versions:
        yield from _photographs(store, store.versions / str(current))
    yield from _batches(store)


def _photographs(store: Store, version: Path) -> Iterator[Finding]:
    """The photos of the version in force, where it has any."""
    try:
        count, wrong = missing_photographs(store, version)
    except (StoreError, duckdb.Error) as error:
        yield Finding("照片", str(error), is_whole=False)
        return
    if count:
        fault = f"缺少或被改动过 {len(wrong)} 个文件：{'、'.join(wrong[:3])}" if wrong else ""
        yield Finding("照片", fault or f"{count} 张，完好", is_whole=not wrong)


def _version(store: Store, number: int, *, is_in_force: bool) -> Finding:
    thing = f"第 {number} 版"
    try:
        manifest: Manifest = store.manifest(number)
    except StoreError as error:
        return Finding(thing, str(error), is_whole=False)
    if not is_in_force and not store.has_files(number):
        return Finding(thing, "数据库已清理，只留清单", is_whole=True)
    fault = store.fault(manifest)
    return Finding(thing, fault.removeprefix("的") or "完好", is_whole=not fault)


def _batches(store: Store) -> Iterator[Finding]:
    try:
        batches = read_batches(store)
        read_ledger(store)
    except StoreError as error:
        yield Finding("报送", str(error), is_whole=False)
        return
    for batch in batches:
        fault = _batch_fault(store, batch)
        yield Finding(f"第 {batch.number} 批报送", fault or "完好", is_whole=not fault)


def _batch_fault(store: Store, batch: Batch) -> str:
    """What is wrong with a submission: files that came and are not as they came, tables that cannot be read."""
    folder = store.batches / str(batch.number)
    for file in (file for file in batch.files if file.is_kept):
        kept = folder / ORIGINALS / file.name
        if not kept.exists():
            return f"缺少原文件：{file.name}"
        if digest_of(kept) != file.sha256:
            return f"原文件被改动过：{file.name}"
    for table in batch.tables:
        rows = table_file(store, batch, table)
        if rows.exists():
            try:
                with duckdb.connect() as connection:
                    connection.execute("select count(*) from read_parquet($file)", {"file": str(rows)}).fetchone()
            except duckdb.Error:
                return f"数据表无法读取：{rows.name}"
    return ""
