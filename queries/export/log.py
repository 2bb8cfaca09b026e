"""The log of what left: who took what, in which format, with which filters, when, and its digest."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.store import Store

LOG = "exports"
_MOST_ENTRIES = 20_000  # the last ones, which a page can still show


@dataclass(frozen=True)
class Taken:
    """One file that left; ``is_complete`` is False where it was broken off."""

    at: datetime
    who: str
    version: int
    question: str
    format: str
    filters: Mapping[str, Any]
    name: str
    rows: int | None
    bytes: int
    sha256: str
    is_complete: bool


def logged(chunks: Iterator[bytes], store: Store, entry: Mapping[str, Any], rows: Callable[[], int]) -> Iterator[bytes]:
    """The same bytes; then a line in the log says who took what when, and whether all of it.

    A log that cannot be written does not keep anybody from their file.
    """
    size, digest, is_complete = 0, hashlib.sha256(), False
    try:
        for chunk in chunks:
            size += len(chunk)
            digest.update(chunk)
            yield chunk
        is_complete = True
    finally:
        try:
            taken = {"rows": rows(), "bytes": size, "sha256": digest.hexdigest(), "is_complete": is_complete}
            store.append_log(LOG, {**entry, **taken})
        except OSError as error:
            logging.getLogger(__name__).warning("导出日志写入失败：%s", error)


def taken(store: Store) -> list[Taken]:
    """What left, newest first; lines that cannot be read are left out."""
    try:
        with (store.root / "log" / f"{LOG}.jsonl").open(encoding="utf-8", errors="replace") as log:
            lines = deque(log, maxlen=_MOST_ENTRIES)
    except OSError:
        return []
    entries = []
    for line in reversed(lines):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            entries.append(_entry(json.loads(line)))
    return entries


def _entry(record: Mapping[str, Any]) -> Taken:
    """A line; those of before there were several formats say neither format nor rows."""
    name = str(record["name"])
    return Taken(
        at=datetime.fromisoformat(record["at"]),
        who=str(record["who"]),
        version=int(record["version"]),
        question=str(record["question"]),
        format=str(record.get("format") or name.rpartition(".")[2]),
        filters=dict(record["filters"]),
        name=name,
        rows=record.get("rows"),
        bytes=int(record["bytes"]),
        sha256=str(record["sha256"]),
        is_complete=bool(record["is_complete"]),
    )
