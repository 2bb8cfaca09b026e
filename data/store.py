"""The store: immutable folders of published versions and of submissions, and a pointer to the version in force.

``.store/current`` holds a number, ``.store/versions/<n>/`` a version, ``.store/batches/<n>/`` a submission. A folder is
built in ``.building-*`` or ``.receiving-*``, made durable, renamed into place and, a version, only then pointed to: a
stop at any moment leaves everything as it was, and the next writer removes what is left of it.
Numbers are never reused; manifests outlive pruned databases and are the history.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from data.settings import PROJECT, current_settings

__all__ = ["DATABASE", "PROJECT", "Manifest", "Source", "Store", "StoreError", "default_store"]

DATABASE = "city.duckdb"
_CONTENTS = (DATABASE, "districts.geojson", "standard")
BUILDING, RECEIVING = ".building", ".receiving"
PATIENCE_SECONDS = 5.0  # how long a writer waits for another one
_REPLACE_ATTEMPTS = 20
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)


class StoreError(Exception):
    """A store that cannot be used as asked; the message says in Chinese what is wrong and which command repairs it."""


class Source(BaseModel):
    """One imported file; ``batch`` is the number of the submission it came with, None for a published folder."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    rows: int
    batch: int | None = None


class Manifest(BaseModel):
    """What a version is made of; one JSON file a version, kept for good.

    ``batches``: numbers of all submissions whose rows are in it, oldest first, also those taken over from the version
    before; ``sources``: the files that are new in it. ``base``: the version whose facts it took over, None for a
    folder, which replaces everything.
    """

    model_config = ConfigDict(frozen=True)

    version: int
    published_at: datetime
    published_by: str
    reason: str
    is_demonstration: bool
    periods: tuple[str, ...]
    standards: tuple[str, ...]
    community_count: int
    sources: tuple[Source, ...]
    batches: tuple[int, ...] = ()
    base: int | None = None
    database_bytes: int
    database_sha256: str


class Store:
    """A folder of published versions and of the submissions they are made of."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions = root / "versions"
        self.batches = root / "batches"
        self.pointer = root / "current"

    def current(self) -> int | None:
        """The number of the version in force; None when nothing was ever published here.

        Raises:
            StoreError: the pointer is missing or unreadable although versions exist.
        """
        try:
            return int(_read(self.pointer))
        except FileNotFoundError:
            if self._numbers():
                raise StoreError(f"发布指针丢失（{self.pointer.name}）。{self.remedy()}") from None
            return None
        except (ValueError, OSError):
            raise StoreError(f"发布指针已损坏（{self.pointer.name}）。{self.remedy()}") from None

    def folder(self, version: int) -> Path:
        """The folder of a version whose files are whole.

        Raises:
            StoreError: no such version, or its files are missing or cut short.
        """
        folder = self.versions / str(version)
        manifest = self.manifest(version)
        missing = [name for name in _CONTENTS if not (folder / name).exists()]
        if missing:
            raise StoreError(f"第 {version} 版缺少文件：{'、'.join(missing)}。{self.remedy(version)}")
        size = (folder / DATABASE).stat().st_size
        if size != manifest.database_bytes:
            raise StoreError(
                f"第 {version} 版的数据库不完整（应为 {manifest.database_bytes} 字节，实为 {size} 字节）。{self.remedy(version)}"
            )
        return folder

    def manifest(self, version: int) -> Manifest:
        """The manifest of a version, also of one whose database was pruned.

        Raises:
            StoreError: no such version, or its manifest is damaged.
        """
        file = self.versions / str(version) / "manifest.json"
        try:
            return Manifest.model_validate_json(_read(file))
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"没有第 {version} 版。{self.remedy(version)}") from None
        except (ValidationError, OSError):
            raise StoreError(f"第 {version} 版的清单已损坏（manifest.json）。{self.remedy(version)}") from None

    def history(self) -> list[Manifest]:
        """Every version's manifest, newest first; damaged ones are left out."""
        return [manifest for number in reversed(self._numbers()) if (manifest := self._manifest_or_none(number))]

    def publish(self, build: Callable[[Path, int], dict[str, Any]]) -> Manifest:
        """Build a version in a folder of its own, make it durable and put it in force.

        Args:
            build: called with the empty folder and the new number; writes city.duckdb (closed), districts.geojson and
                standard/, and returns the manifest's fields that only it knows.

        Returns:
            The manifest of the new version.

        Raises:
            StoreError: another writer is at work, the disk is full, or the folder may not be written.
        """
        with self.locked():
            number = self._next_number()
            with self.placing(self.versions / str(number), BUILDING) as folder:
                manifest = self._manifest(number, folder, build(folder, number))
                (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
            self._point_to(number)
            return manifest

    def roll_back(self, version: int) -> Manifest:
        """Put an earlier (or later) version in force again; nothing is rebuilt.

        Raises:
            StoreError: there is no such version, or it is not whole.
        """
        with self.locked():
            self.folder(version)
            self._point_to(version)
            return self.manifest(version)

    def remedy(self, broken: int | None = None) -> str:
        """What to do when a version is broken, as a Chinese sentence with the command: roll back, else publish."""
        whole = next(self._whole(broken), None)
        if whole is not None:
            return f"请在项目文件夹中运行 uv run python -m data rollback {whole} 回到完好的第 {whole} 版"
        return "请在项目文件夹中运行 uv run python -m data publish 数据文件夹 重新发布"

    def append_log(self, name: str, record: dict[str, Any]) -> None:
        """Append one record to ``log/<name>.jsonl``, with the time."""
        folder = self.root / "log"
        folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **record}, ensure_ascii=False)
        with (folder / f"{name}.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def _numbers(self) -> list[int]:
        if not self.versions.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.versions.iterdir() if entry.name.isdecimal())

    def _next_number(self) -> int:
        """One more than any number ever seen, also where the folder of the version in force was deleted."""
        try:
            pointed = self.current() or 0
        except StoreError:
            pointed = 0
        return max(*self._numbers(), pointed, 0) + 1

    def _manifest_or_none(self, number: int) -> Manifest | None:
        try:
            return self.manifest(number)
        except StoreError:
            return None

    def _whole(self, broken: int | None) -> Iterator[int]:
        """Versions that can be put in force, newest first."""
        for number in reversed(self._numbers()):
            manifest = self._manifest_or_none(number) if number != broken else None
            folder = self.versions / str(number)
            if (
                manifest
                and all((folder / name).exists() for name in _CONTENTS)
                and (folder / DATABASE).stat().st_size == manifest.database_bytes
            ):
                yield number

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The right to write, for one at a time; what a stopped writer left behind is gone when it is given.

        Raises:
            StoreError: another writer is at work and was not done within a few seconds, the disk is full, or the
                store may not be written.
        """
        with self._writing():
            try:
                with FileLock(self.root / "lock", timeout=PATIENCE_SECONDS):
                    self._clean()
                    yield
            except Timeout:
                raise StoreError("另一次导入或发布正在进行，请等它结束后再试") from None

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """The right to fill an empty store, for one at a time; whoever comes meanwhile waits, however long it takes.

        Raises:
            StoreError: the disk is full, or the store may not be written.
        """
        with self._writing(), FileLock(self.root / "first.lock"):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            yield
        except Exception as error:
            if reason := self._unwritable(error):
                raise StoreError(reason) from error
            raise

    @contextmanager
    def placing(self, home: Path, prefix: str) -> Iterator[Path]:
        """An empty folder that becomes ``home``, durable and read-only, when the block ends without an error.

        To be used under the lock. An error removes the folder; nothing else has changed.
        """
        folder = self.root / f"{prefix}-{home.name}-{uuid.uuid4().hex[:8]}"
        folder.mkdir()
        try:
            yield folder
            _make_durable(folder)
            home.parent.mkdir(exist_ok=True)
            folder.rename(home)
            _sync(home.parent)
        except BaseException:
            _remove(folder)
            raise

    def clean_up(self) -> None:
        """Remove what a writer that was stopped left behind; does nothing while another one is at work."""
        if any(self._leftovers()):
            with suppress(Timeout, OSError), FileLock(self.root / "lock", timeout=0):
                self._clean()

    def replace_text(self, file: Path, text: str) -> None:
        """Put a small file of the store in the place of the one before, whole or not at all; under the lock."""
        new = file.with_name(f".{file.name}-new")
        with new.open("w", encoding="utf-8") as content:
            content.write(text)
            content.flush()
            os.fsync(content.fileno())
        for attempt in range(_REPLACE_ATTEMPTS):
            try:
                new.replace(file)
                break
            except PermissionError:  # Windows, while a reader holds the file open
                if attempt == _REPLACE_ATTEMPTS - 1:
                    raise
                time.sleep(0.05)
        _sync(file.parent)

    def _leftovers(self) -> Iterator[Path]:
        for prefix in (BUILDING, RECEIVING):
            yield from self.root.glob(f"{prefix}-*")

    def _clean(self) -> None:
        """Remove what a writer that was stopped left behind; safe because the lock is held."""
        for left in self._leftovers():
            _remove(left)

    def _unwritable(self, error: Exception) -> str:
        """Why the store could not be written, as a Chinese sentence; empty when the error is about something else."""
        number = error.errno if isinstance(error, OSError) else None
        if number in _FULL or "No space left" in str(error):  # the database tells in words only
            return f"磁盘空间不足，没有写入任何内容。请清出空间后重试（{self.root}）"
        if number in _FORBIDDEN and str(getattr(error, "filename", "")).startswith(str(self.root)):
            return f"没有写入的权限，没有写入任何内容。请让运行程序的账户可以写这个文件夹（{self.root}）"
        return ""

    def _point_to(self, version: int) -> None:
        self.replace_text(self.pointer, str(version))

    @staticmethod
    def _manifest(number: int, folder: Path, fields: dict[str, Any]) -> Manifest:
        database = folder / DATABASE
        with database.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Manifest(
            version=number,
            published_at=datetime.now(UTC).replace(microsecond=0),
            database_bytes=database.stat().st_size,
            database_sha256=digest,
            **fields,
        )


def _read(file: Path) -> bytes:
    """The content of a file, waiting a moment where Windows is just replacing it."""
    for _ in range(_REPLACE_ATTEMPTS):
        try:
            return file.read_bytes()
        except PermissionError:
            time.sleep(0.05)
    return file.read_bytes()


def _remove(folder: Path) -> None:
    """Remove a folder and its files, which may be read-only: Windows would keep those."""
    for path in folder.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _make_durable(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            path.chmod(0o444)
        else:
            _sync(path)
    _sync(folder)


def _sync(folder: Path) -> None:
    """Flush a folder's entries; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def default_store() -> Store:
    """The store of the settings."""
    return Store(current_settings().store)
