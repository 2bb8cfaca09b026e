"""Lines of JSON that are only ever appended: numbered, whole, and on the disk when they are said to be."""

from __future__ import annotations

import errno
import json
import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any

from filelock import FileLock

from data.versions.files import restrict_file
from data.versions.store import Store

RESERVE_BYTES = 1_000_000
_RESERVE = "reserve"
_MOST_LINES = 40_000  # the last ones, which a page can still show: an act has two
_PATIENCE_SECONDS = 5.0
_TAIL_BYTES = 65_536


def records(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a log that can be read, oldest first."""
    try:
        with file.open(encoding="utf-8", errors="replace") as log:
            lines = deque(log, maxlen=_MOST_LINES)
    except OSError:
        return
    for line in lines:
        with suppress(ValueError):
            record = json.loads(line)
            if isinstance(record, dict):
                yield record


def append(store: Store, name: str, record: Mapping[str, Any], *, may_use_reserve: bool) -> int:
    """Append one whole line to a log of the store, and return its number.

    ``may_use_reserve``: on a full disk the bytes put by for it are given up.

    Raises:
        StoreError: the folder of the store is gone.
        OSError, Timeout: it cannot be written; nothing of it is left in the file.
    """
    store.prepare()
    folder = store.root / "log"
    folder.mkdir(exist_ok=True)
    restrict_file(folder)
    reserve = folder / _RESERVE
    with FileLock(folder / "lock", timeout=_PATIENCE_SECONDS, mode=0o600):
        try:
            number = _write(folder / name, record)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not may_use_reserve or not reserve.exists():
                raise
            reserve.unlink()
            return _write(folder / name, record)
        if not reserve.exists() and not may_use_reserve:
            _keep_reserve(reserve)
    return number


def _write(file: Path, record: Mapping[str, Any]) -> int:
    with file.open("ab+", buffering=0) as log:  # what a full disk refuses must not come later
        restrict_file(file)
        size = log.seek(0, os.SEEK_END)
        log.seek(max(0, size - _TAIL_BYTES))
        tail = log.read()
        number = (_last_number(tail) or _last_number(file.read_bytes())) + 1
        # What a stop cut short must not swallow this line.
        gap = b"" if not tail or tail.endswith(b"\n") else b"\n"
        line = json.dumps({"number": number, **record}, ensure_ascii=False, default=str).encode()
        try:
            _put(log, gap + line + b"\n")
        except OSError:
            with suppress(OSError):
                os.truncate(file, size)
            raise
    return number


def _put(log: FileIO, line: bytes) -> None:
    if log.write(line) < len(line):  # as much as there was room for
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(log.fileno())


def _last_number(tail: bytes) -> int:
    """The number of the last whole line, 0 without one."""
    for line in reversed(tail.split(b"\n")):
        with suppress(ValueError, KeyError, TypeError):
            return int(json.loads(line)["number"])
    return 0


def _keep_reserve(reserve: Path) -> None:
    """Put bytes by for a line on a full disk; where there is no room for them now, later."""
    try:
        with reserve.open("wb") as file:
            file.write(os.urandom(RESERVE_BYTES))  # zeros some disks would not keep
        restrict_file(reserve)
    except OSError:
        with suppress(OSError):
            reserve.unlink()
