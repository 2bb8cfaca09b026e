"""What a preview built, kept for the publication that would build the same: at most one in a store.

``.store/preview/`` has the files of a version and ``preview.json``: what they were built from, what a manifest says of them,
and the digest of the database. It is written in ``.preview-*`` and renamed; a publication takes it only where it would build
from the same and the file is as it was, so it need not be durable. What is left, also of a stop, the next publication or
preview removes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from data.settings import PROJECT
from data.versions.files import digest_of, remove_folder
from data.versions.merging import BatchContents
from data.versions.store import DATABASE, Store

_PREVIEW, _LOCK, _SAID = "preview", "preview.lock", "preview.json"


def key_of(store: Store, number: int, contents: BatchContents) -> str:
    """What a version is built from, as a digest: its number, the version in force, batches and program."""
    current = store.current()
    said = [
        number,
        None if current is None else store.manifest(current).digest,
        [batch.model_dump_json(exclude={"events"}) for batch in contents.batches],
        _program(),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@contextmanager
def previewing(store: Store, key: str, build: Callable[[Path], dict[str, Any]]) -> Iterator[Path]:
    """The folder of a version as it would be, built unless the last preview built it; kept when the block ends.

    One preview at a time: who comes meanwhile waits.
    """
    with store.writing(), FileLock(store.root / _LOCK, mode=0o600):
        folder = store.root / _PREVIEW
        if _said(folder, key) is None:
            _remove(store)
            new = store.root / f".{_PREVIEW}-{uuid.uuid4().hex[:8]}"
            new.mkdir(mode=0o700)
            try:
                fields = build(new)
                said = {"key": key, "digest": digest_of(new / DATABASE), "fields": fields}
                (new / _SAID).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
                new.rename(folder)
            except BaseException:
                remove_folder(new)
                raise
        yield folder


def take_preview(store: Store, key: str, target: Path) -> dict[str, Any] | None:
    """Let the files of the last preview be those of an empty folder, and return what a manifest says of them.

    To be used under the store's lock. None, and nothing is changed, where it was built from something else or somebody
    is just looking at it.
    """
    folder = store.root / _PREVIEW
    with suppress(Timeout), FileLock(store.root / _LOCK, timeout=0, mode=0o600):
        fields = _said(folder, key)
        if fields is not None:
            (folder / _SAID).unlink()
            for path in list(folder.iterdir()):
                shutil.move(path, target / path.name)
            return fields
    return None


def drop_preview(store: Store) -> None:
    """Remove what was previewed upon another version than is in force now, unless somebody is just at it."""
    with suppress(Timeout, OSError), FileLock(store.root / _LOCK, timeout=0, mode=0o600):
        _remove(store)


def _remove(store: Store) -> None:
    for left in (store.root / _PREVIEW, *store.root.glob(f".{_PREVIEW}-*")):
        remove_folder(left)


def _said(folder: Path, key: str) -> dict[str, Any] | None:
    """What a manifest says of the files that were built from something; None where they are not, or not whole."""
    try:
        said = json.loads((folder / _SAID).read_bytes())
        is_the_same = said["key"] == key and said["digest"] == digest_of(folder / DATABASE)
    except (OSError, ValueError, KeyError):
        return None
    return dict(said["fields"]) if is_the_same else None


@cache
def _program() -> str:
    """What tells this program's way of building from another's: its own files and those of the reference."""
    digest = hashlib.sha256()
    for file in sorted((PROJECT / "data").rglob("*")):
        if file.suffix in {".py", ".sql", ".toml", ".csv", ".geojson"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()
