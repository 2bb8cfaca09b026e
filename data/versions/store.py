"""The store: immutable folders of published versions and of submissions, and a pointer to the version in force.

``.store/current`` holds a number, ``.store/versions/<n>/`` a version, ``.store/batches/<n>/`` a submission. A folder is
built in ``.building-*`` or ``.receiving-*``, made durable, renamed into place and, a version, only then pointed to: a
stop at any moment leaves everything as it was, and the next writer removes what is left of it.
Numbers are never reused; manifests outlive pruned databases and are the history. ``.store/published`` holds the highest
number: a store that once held versions is repaired, never begun again. Only the account that runs the program reads it.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from data import clock
from data.settings import current_settings
from data.versions.files import (
    FILE_MODE,
    FOLDER_MODE,
    close_to_others,
    digest_of,
    make_durable,
    read_file,
    remove_folder,
    replace_text,
    restrict_file,
    sync_folder,
)
from data.versions.manifest import Manifest

DATABASE = "city.duckdb"
_CONTENTS = (DATABASE, "districts.geojson", "standard")
BUILDING, RECEIVING = ".building", ".receiving"
_WITHDRAWN = "withdrawn"
PATIENCE_SECONDS = 5.0  # how long a writer waits for another one
BUSY = "另一次导入或发布正在进行，请等它结束后再试"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)
_seen: set[Path] = set()  # stores in which this process has seen a version


class StoreError(Exception):
    """A store that cannot be used as asked; the message says in Chinese what is wrong and which command repairs it."""


class Store:
    """A folder of published versions and of the submissions they are made of."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions = root / "versions"
        self.batches = root / "batches"
        self.pointer = root / "current"
        self.marker = root / "published"

    def current(self) -> int | None:
        """The number of the version in force; None when nothing was ever published here.

        Raises:
            StoreError: the pointer is missing or unreadable although there are or were versions, or the whole store is
                gone that this process has read before.
        """
        try:
            number = int(read_file(self.pointer))
        except FileNotFoundError:
            if self.numbers():
                raise StoreError(f"发布指针丢失（{self.pointer.name}）。{self.remedy()}") from None
            if lost := self.lost():
                raise StoreError(lost) from None
            return None
        except (ValueError, OSError):
            raise StoreError(f"发布指针已损坏（{self.pointer.name}）。{self.remedy()}") from None
        _seen.add(self.root)
        return number

    def folder(self, version: int) -> Path:
        """The folder of a version whose files are whole and as they were published.

        Their digests are looked at once a process, and again where a file has changed.

        Raises:
            StoreError: no such version, or its files are missing, cut short or changed.
        """
        manifest = self.manifest(version)
        if fault := self.fault(manifest):
            raise StoreError(f"第 {version} 版{fault}。{self.remedy(version)}")
        return self.versions / str(version)

    def in_force(self) -> Path | None:
        """The folder of the version in force, None before the first publication.

        Raises:
            StoreError: the pointer is lost, or the version is not whole.
        """
        current = self.current()
        return None if current is None else self.folder(current)

    def fault(self, manifest: Manifest) -> str:
        """What is wrong with the files of a version, as the end of a Chinese sentence; empty where they are whole."""
        folder = self.versions / str(manifest.version)
        if missing := [name for name in (*_CONTENTS, *manifest.digests) if not (folder / name).exists()]:
            return f"缺少文件：{'、'.join(dict.fromkeys(missing))}"
        size = (folder / DATABASE).stat().st_size
        if size != manifest.database_bytes:
            return f"的数据库不完整（应为 {manifest.database_bytes} 字节，实为 {size} 字节）"
        expected = {DATABASE: manifest.database_sha256, **manifest.digests}
        changed = [name for name, digest in expected.items() if digest_of(folder / name) != digest]
        return f"的文件在发布之后被改动过：{'、'.join(changed)}" if changed else ""

    def manifest(self, version: int) -> Manifest:
        """The manifest of a version, also of one whose database was pruned.

        Raises:
            StoreError: no such version, or its manifest is damaged.
        """
        file = self.versions / str(version) / "manifest.json"
        try:
            return Manifest.model_validate_json(read_file(file))
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"没有第 {version} 版。{self.remedy(version)}") from None
        except (ValidationError, OSError):
            raise StoreError(f"第 {version} 版的清单已损坏（manifest.json）。{self.remedy(version)}") from None

    def has_files(self, version: int) -> bool:
        """Whether a version still has its database: of a pruned one only the manifest is left."""
        return (self.versions / str(version) / DATABASE).exists()

    def remove_files(self, version: int) -> None:
        """Remove all of a version but its manifest, the database first; under the lock.

        What a reader holds open on Windows stays until the next time.
        """
        folder = self.versions / str(version)
        with suppress(PermissionError):
            for name in (DATABASE, "districts.geojson"):
                (folder / name).chmod(FOLDER_MODE)
                (folder / name).unlink()
            remove_folder(folder / "standard")

    def history(self) -> list[Manifest]:
        """Every version's manifest, newest first; damaged ones are left out."""
        return [manifest for number in reversed(self.numbers()) if (manifest := self._manifest_or_none(number))]

    def publish(
        self,
        build: Callable[[Path, int], dict[str, Any]],
        finish: Callable[[Path, Manifest], None] = lambda _folder, _manifest: None,
    ) -> Manifest:
        """Build a version in a folder of its own, make it durable and put it in force.

        Args:
            build: called with the empty folder and the new number; writes city.duckdb (closed), districts.geojson and
                standard/, and returns the manifest's fields that only it knows.
            finish: called with the folder and the manifest when all is written, before it comes into force.

        Returns:
            The manifest of the new version.

        Raises:
            StoreError: another writer is at work, the disk is full, or the folder may not be written.
        """
        with self.locked():
            number = self.last_number() + 1
            with self.placing(self.versions / str(number), BUILDING) as folder:
                manifest = self._manifest(number, folder, build(folder, number))
                (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
                finish(folder, manifest)
            replace_text(self.marker, str(number))
            replace_text(self.pointer, str(number))
            return manifest

    def roll_back(self, version: int) -> Manifest:
        """Put an earlier (or later) version in force again; nothing is rebuilt.

        Raises:
            StoreError: there is no such version, or it is not whole.
        """
        with self.locked():
            self.folder(version)
            left = self.withdrawn() | {number for number in self.numbers() if number > version}
            replace_text(self.root / _WITHDRAWN, " ".join(map(str, sorted(left - {version}))))
            replace_text(self.pointer, str(version))
            return self.manifest(version)

    def withdrawn(self) -> set[int]:
        """The versions that a roll-back left behind: not those that a later publication followed upon."""
        try:
            return {int(number) for number in read_file(self.root / _WITHDRAWN).split()}
        except (OSError, ValueError):
            return set()

    def remedy(self, broken: int | None = None) -> str:
        """What to do when a version is broken, as a Chinese sentence with the command: roll back, else publish."""
        whole = next(self._whole(broken), None)
        if whole is not None:
            return f"请在项目文件夹中运行 uv run python -m data rollback {whole} 回到完好的第 {whole} 版"
        return "请在项目文件夹中运行 uv run python -m data publish 数据文件夹 重新发布"

    def prepare(self) -> None:
        """Make the folder of the store where there is none yet, closed to other accounts.

        Raises:
            StoreError: it is gone although this process has read versions in it.
        """
        if not self.root.exists() and (lost := self.lost()):
            raise StoreError(lost)
        self.root.mkdir(parents=True, exist_ok=True)
        close_to_others(self.root)

    def lost(self) -> str:
        """That versions were here and are gone, with what to do about it; empty where none ever were."""
        if self.numbers() or not (self.root in _seen or self.marker.exists()):
            return ""
        place = self.root if self.root.exists() else f"{self.root}，整个文件夹不在原处"
        return (
            f"数据文件夹里曾有已发布的版本，现在找不到了（{place}）。请把文件夹放回原处，或从备份恢复，然后刷新本页；"
            "没有备份时，请在项目文件夹中运行 uv run python -m data publish 数据文件夹 重新发布"
        )

    def numbers(self) -> list[int]:
        """The numbers of all versions of which there is a folder, in order."""
        if not self.versions.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.versions.iterdir() if entry.name.isdecimal())

    def last_number(self) -> int:
        """The highest number ever given, also where versions were deleted; 0 before the first."""
        given = [0, *self.numbers()]
        for file in (self.pointer, self.marker):
            with suppress(OSError, ValueError):
                given.append(int(read_file(file)))
        return max(given)

    def _manifest_or_none(self, number: int) -> Manifest | None:
        try:
            return self.manifest(number)
        except StoreError:
            return None

    def _whole(self, broken: int | None) -> Iterator[int]:
        """Versions that can be put in force, newest first."""
        for number in reversed(self.numbers()):
            manifest = self._manifest_or_none(number) if number != broken else None
            if manifest and not self.fault(manifest):
                yield number

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The right to write, for one at a time; what a stopped writer left behind is gone when it is given.

        Raises:
            StoreError: another writer is at work and was not done within a few seconds, the disk is full, or the
                store may not be written.
        """
        with self.writing():
            try:
                with FileLock(self.root / "lock", timeout=PATIENCE_SECONDS, mode=FILE_MODE):
                    self._clean()
                    yield
            except Timeout:
                raise StoreError(BUSY) from None

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """The right to fill an empty store, for one at a time; whoever comes meanwhile waits, however long it takes.

        Raises:
            StoreError: the disk is full, or the store may not be written.
        """
        with self.writing(), FileLock(self.root / "first.lock", mode=FILE_MODE):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Prepare the store, and say what keeps it from being written.

        Raises:
            StoreError: the disk is full, or the store may not be written.
        """
        try:
            self.prepare()
            yield
        except Exception as error:
            if reason := self.why_unwritable(error):
                raise StoreError(reason) from error
            raise

    @contextmanager
    def placing(self, home: Path, prefix: str) -> Iterator[Path]:
        """An empty folder that becomes ``home``, durable and read-only, when the block ends without an error.

        To be used under the lock. An error removes the folder; nothing else has changed.
        """
        folder = self.root / f"{prefix}-{home.name}-{uuid.uuid4().hex[:8]}"
        folder.mkdir(mode=FOLDER_MODE)
        try:
            yield folder
            make_durable(folder)
            home.parent.mkdir(exist_ok=True)
            restrict_file(home.parent)
            folder.rename(home)
            sync_folder(home.parent)
        except BaseException:
            remove_folder(folder)
            raise

    def clean_up(self) -> None:
        """Remove what a writer that was stopped left behind, and close to others what earlier programs left open to them.

        Nothing is removed while another writer is at work.
        """
        if any(self._leftovers()):
            with suppress(Timeout, OSError), FileLock(self.root / "lock", timeout=0, mode=FILE_MODE):
                self._clean()
        if self.pointer.exists():
            close_to_others(self.root)
            self._mark()

    def _leftovers(self) -> Iterator[Path]:
        for prefix in (BUILDING, RECEIVING):
            yield from self.root.glob(f"{prefix}-*")

    def _clean(self) -> None:
        """Remove what a writer that was stopped left behind; safe because the lock is held."""
        for left in self._leftovers():
            remove_folder(left)

    def _mark(self) -> None:
        """Write the marker into a store of a program that had none."""
        if not self.marker.exists():
            with suppress(Timeout, OSError), FileLock(self.root / "lock", timeout=0, mode=FILE_MODE):
                replace_text(self.marker, str(self.last_number()))

    def why_unwritable(self, error: Exception) -> str:
        """Why the store could not be written, as a Chinese sentence; empty when the error is about something else."""
        number = error.errno if isinstance(error, OSError) else None
        if number in _FULL or "No space left" in str(error):  # the database tells in words only
            return f"磁盘空间不足，没有写入任何内容。请清出空间后重试（{self.root}）"
        if number in _FORBIDDEN and str(getattr(error, "filename", "")).startswith(str(self.root)):
            return f"没有写入的权限，没有写入任何内容。请让运行程序的账户可以写这个文件夹（{self.root}）"
        return ""

    @staticmethod
    def _manifest(number: int, folder: Path, fields: dict[str, Any]) -> Manifest:
        database = folder / DATABASE
        others = [folder / "districts.geojson", *sorted((folder / "standard").iterdir())]
        return Manifest(
            version=number,
            published_at=clock.now(),
            database_bytes=database.stat().st_size,
            database_sha256=digest_of(database),
            digests={file.relative_to(folder).as_posix(): digest_of(file) for file in others},
            **fields,
        )


def default_store() -> Store:
    """The store of the settings."""
    return Store(current_settings().store)
