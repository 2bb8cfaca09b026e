"""The photographs of findings: each content once beside the versions, and what people decided about each photo.

``.store/photos/<sha256>.jpg`` holds what is seen, ``.store/photos.json``, replaced as a whole, what was decided. A version
is immutable, so its table ``photo`` names a photo for good by its content as it came; what stands in its place since
parts of it were made unrecognisable is decided here, for this version and all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from data import clock
from data.acts import Kind, act
from data.reading.photographs import Area, Photograph, masked
from data.settings import current_settings
from data.versions.files import FOLDER_MODE, digest_of, read_file, replace_bytes, replace_text
from data.versions.store import DATABASE, Store, StoreError
from data.versions.upgrading import attached

_FOLDER, _DECISIONS = "photos", "photos.json"


class Photo(NamedTuple):
    """A photo of a finding, as a version and a submission name it: by its unit, its finding and its content as it came."""

    unit_code: str
    finding_code: str
    content: str

    def __str__(self) -> str:
        """The photo for the log: its finding and the first letters of its content."""
        return f"{self.finding_code} 的照片 {self.content[:8]}"

    @property
    def key(self) -> str:
        """What it is called in the file of decisions."""
        return "/".join(self)


class Decision(BaseModel):
    """What was decided about a photo.

    ``content``: what stands in its place, empty where nothing was made unrecognisable. ``released_at``, ``released_by``:
    that it may leave in slides and files, None where it may not. ``is_pruned``: it was kept as long as it had to be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str = ""
    released_at: datetime | None = None
    released_by: str = ""
    is_pruned: bool = False


class _Decisions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    photos: dict[str, Decision] = {}


_NOTHING = Decision()


class Decided:
    """What was decided about the photos of a store, as it is now."""

    def __init__(self, store: Store) -> None:
        """Read it.

        Raises:
            StoreError: the file is damaged.
        """
        self._store = store
        self._by_key = _read(store)

    def about(self, photo: Photo) -> Decision:
        """What was decided about a photo."""
        return self._by_key.get(photo.key, _NOTHING)

    def content(self, photo: Photo) -> str:
        """The content that is shown of a photo, empty where it was pruned."""
        decision = self.about(photo)
        return "" if decision.is_pruned else decision.content or photo.content

    def read(self, photo: Photo) -> bytes | None:
        """What is shown of a photo as JPEG; None where it was pruned or is missing."""
        content = self.content(photo)
        try:
            return read_file(_file(self._store, content)) if content else None
        except OSError:
            return None

    def is_released(self, photo: Photo) -> bool:
        """Whether a photo may leave in slides and files."""
        decision = self.about(photo)
        return decision.released_at is not None and not decision.is_pruned


def keep_photographs(store: Store, connection: duckdb.DuckDBPyConnection) -> None:
    """Put the contents of the staged photos into the store, but for those that something else stands in place of."""
    if not connection.execute("select 1 from duckdb_tables() where temporary and table_name = 'photograph'").fetchone():
        return
    decided = Decided(store)
    rows = connection.execute("select distinct unit_code, finding_code, content from staged_photos").fetchall()
    for content in sorted(
        {photo.content for photo in map(Photo._make, rows) if decided.content(photo) == photo.content}
    ):
        (found,) = connection.execute(
            "select any_value(content) from photograph where name = $name", {"name": content}
        ).fetchone() or (None,)
        if found is not None:
            _write(store, content, found)


def mask(store: Store, photo: Photo, areas: Sequence[Area], *, by: str) -> None:
    """Make areas of a photo unrecognisable for good: what was there is gone from the store unless another photo is the same.

    A release is over with it: what is seen now has to be released anew.

    Raises:
        StoreError: the photo is not there, another writer is at work, or the log of acts cannot be written.
    """
    with _deciding(store, Kind.MASK, photo, by) as decided:
        seen = decided.read(photo)
        if seen is None:
            raise StoreError("这张照片已经不在数据文件夹里")
        new: Photograph = masked(seen, areas)
        _write(store, new.name, new.content)
        before = decided.content(photo)
        _decide(store, photo, Decision(content=new.name))
        if before not in _held(store, {before}):
            _file(store, before).unlink(missing_ok=True)


def release(store: Store, photo: Photo, *, by: str) -> None:
    """Let a photo leave in slides and files.

    Raises:
        StoreError: the photo is not there, another writer is at work, or the log of acts cannot be written.
    """
    with _deciding(store, Kind.RELEASE, photo, by) as decided:
        if decided.read(photo) is None:
            raise StoreError("这张照片已经不在数据文件夹里")
        update = {"released_at": clock.now(), "released_by": by}
        _decide(store, photo, decided.about(photo).model_copy(update=update))


def withdraw(store: Store, photo: Photo, *, by: str) -> None:
    """Let a photo leave no more.

    Raises:
        StoreError: another writer is at work, or the log of acts cannot be written.
    """
    with _deciding(store, Kind.WITHDRAW, photo, by) as decided:
        _decide(store, photo, decided.about(photo).model_copy(update={"released_at": None, "released_by": ""}))


def prune_photographs(store: Store, *, by: str = "", is_trial: bool = False) -> tuple[int, int]:
    """Remove the photos of findings that were closed longer ago than a setting says, and contents that nothing holds.

    Args:
        store: where they are.
        by: who does it, for the log.
        is_trial: only count.

    Returns:
        How many photos are too old, and how many files go.

    Raises:
        StoreError: the version in force is damaged, another writer is at work, or the log of acts cannot be written.
    """
    if is_trial:
        old, files = _outdated(store)
        return len(old), len(files)
    days = current_settings().photo_days
    with act(store, Kind.PRUNE_PHOTOS, f"保存满 {days} 天的照片", who=by) as doing, store.locked():
        old, files = _outdated(store)
        decisions = _read(store)
        pruned = {photo.key: decisions.get(photo.key, _NOTHING).model_copy(update={"is_pruned": True}) for photo in old}
        _write_decisions(store, {**decisions, **pruned})
        for file in files:
            file.unlink(missing_ok=True)
        doing.details |= {"photos": len(old), "files": len(files)}
    return len(old), len(files)


def missing_photographs(store: Store, version: Path) -> tuple[int, list[str]]:
    """How many photos a version has, and the files that are missing or not as they were written."""
    decided, photos = Decided(store), _photos_of(version)
    contents = sorted({content for photo in photos if (content := decided.content(photo))})
    files = {content: _file(store, content) for content in contents}
    wrong = [file.name for name, file in files.items() if not file.exists() or digest_of(file) != name]
    return len(photos), wrong


def copy_photographs(store: Store, version: Path, folder: Path) -> None:
    """Write what is shown of the photos of a version into a new folder, named by their content as it came."""
    decided = Decided(store)
    shown = {photo: content for photo in sorted(_photos_of(version)) if (content := decided.read(photo))}
    if shown:
        folder.mkdir()
    for photo, content in shown.items():
        (folder / f"{photo.content}.jpg").write_bytes(content)


def _read(store: Store) -> dict[str, Decision]:
    try:
        return _Decisions.model_validate_json(read_file(store.root / _DECISIONS)).photos
    except FileNotFoundError:
        return {}
    except (ValidationError, OSError):
        raise StoreError(f"照片的放行记录已损坏（{_DECISIONS}）。请从备份恢复") from None


def _write_decisions(store: Store, decisions: Mapping[str, Decision]) -> None:
    text = _Decisions(photos=dict(decisions)).model_dump_json(indent=1, exclude_defaults=True)
    replace_text(store.root / _DECISIONS, text)


@contextmanager
def _deciding(store: Store, kind: Kind, photo: Photo, by: str) -> Iterator[Decided]:
    """An act about a photo, by one at a time."""
    with act(store, kind, str(photo), who=by, unit=photo.unit_code, content=photo.content), store.locked():
        yield Decided(store)


def _decide(store: Store, photo: Photo, decision: Decision) -> None:
    _write_decisions(store, {**_read(store), photo.key: decision})


def _file(store: Store, content: str) -> Path:
    return store.root / _FOLDER / f"{content}.jpg"


def _write(store: Store, content: str, found: bytes) -> None:
    file = _file(store, content)
    if not file.exists():
        file.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        replace_bytes(file, found)


def _photos_of(version: Path) -> set[Photo]:
    return {*_select(version, "select unit_code, finding_code, content from base.photo where unit_code is not null")}


def _select(version: Path, query: str, parameters: Mapping[str, Any] | None = None) -> list[Photo]:
    with duckdb.connect() as connection, attached(connection, version / DATABASE, "base", {"photo", "problem", "area"}):
        return [*map(Photo._make, connection.execute(query, dict(parameters or {})).fetchall())]


def _everywhere(store: Store) -> set[Photo]:
    """The photos of every version that is still there, and of every submission."""
    folders = [store.versions / str(number) for number in store.numbers()]
    photos = {photo for folder in folders if (folder / DATABASE).exists() for photo in _photos_of(folder)}
    query = "select unit_code, finding_code, content from read_parquet($file)"
    with duckdb.connect() as connection:
        for file in store.batches.glob("*/photos.parquet"):
            photos.update(map(Photo._make, connection.execute(query, {"file": str(file)}).fetchall()))
    return photos


def _held(store: Store, contents: Iterable[str]) -> set[str]:
    """Which contents some photo is shown by."""
    decided = Decided(store)
    return {decided.content(photo) for photo in _everywhere(store)}.intersection(contents)


def _outdated(store: Store) -> tuple[set[Photo], list[Path]]:
    """The photos that were kept as long as they had to be, and the files that none of the others is shown by."""
    version = store.in_force()
    decided, last_day = Decided(store), clock.today() - timedelta(days=current_settings().photo_days)
    query = (
        "select photo.unit_code, photo.finding_code, photo.content from base.photo as photo "
        "inner join base.problem as problem on photo.finding_code = problem.finding_code "
        "inner join base.area as area on area.area_kind = 'community' and area.area_code = problem.community_code "
        "and area.unit_code = photo.unit_code "
        "where (problem.verified_on is not null or problem.is_forced) "
        "and greatest(problem.found_on, problem.due_on, problem.rectified_on, problem.verified_on) < $last_day"
    )
    closed = {*(_select(version, query, {"last_day": last_day}) if version else ())}
    old = {photo for photo in closed if not decided.about(photo).is_pruned}
    held = {decided.content(photo) for photo in _everywhere(store) - closed}
    files = (store.root / _FOLDER).glob("*.jpg")
    return old, sorted(file for file in files if file.stem not in held)
