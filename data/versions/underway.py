"""The publication under way, or else the last one: how far it is and how it ended, for all who publish.

``.store/publication.json`` is written by whoever holds ``publication.lock``, in whichever process: where a record has no end
and nobody holds the lock, the program was stopped in between.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from data import clock
from data.versions.files import replace_text
from data.versions.manifest import Manifest
from data.versions.store import BUSY, PATIENCE_SECONDS, Store, StoreError
from data.working import Progress

_RECORD, _LOCK = "publication.json", "publication.lock"
_SECONDS = 0.5  # between two records of how far it is
_LONGEST = 2000  # characters of a fault


class Publication(BaseModel):
    """One publication: what of, by whom, since when (UTC), how far (0–1) and at what.

    ``ended_at`` is None as long as it goes on; then ``version`` was put in force, or ``fault`` says why none was.
    """

    model_config = ConfigDict(frozen=True)

    thing: str
    by: str
    began_at: datetime
    fraction: float = 0.0
    text: str = ""
    ended_at: datetime | None = None
    version: int | None = None
    fault: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None


class Recording:
    """What the publication that is recorded says of itself."""

    def __init__(self, store: Store, publication: Publication) -> None:
        self._store = store
        self._publication = publication
        self._written_at = 0.0

    def report(self, fraction: float, text: str) -> None:
        """How far it is."""
        self._publication = self._publication.model_copy(update={"fraction": fraction, "text": text})
        if time.monotonic() - self._written_at > _SECONDS:
            with suppress(OSError):
                self.write()

    def end(self, *, version: int | None = None, fault: str = "") -> None:
        """How it ended."""
        ended = {"ended_at": clock.now(), "version": version, "fault": fault}
        self._publication = self._publication.model_copy(update=ended)
        with suppress(OSError):  # it is done, or undone, whatever can be said of it
            self.write()

    def write(self) -> None:
        """Put down what is known now."""
        self._written_at = time.monotonic()
        replace_text(self._store.root / _RECORD, self._publication.model_dump_json())


@contextmanager
def recorded(
    store: Store, thing: str, by: str, progress: Progress
) -> Iterator[tuple[Progress, Callable[[Manifest], None]]]:
    """The right to publish, for one at a time, and two functions that record how far it is and what came of it.

    What is reported goes to ``progress`` too.

    Raises:
        StoreError: another publication is under way, or the store cannot be written.
    """
    recording = Recording(store, Publication(thing=thing, by=by, began_at=clock.now()))

    def report(fraction: float, text: str) -> None:
        recording.report(fraction, text)
        progress(fraction, text)

    with store.writing():
        try:
            with FileLock(store.root / _LOCK, timeout=PATIENCE_SECONDS, mode=0o600):
                recording.write()
                try:
                    yield report, lambda manifest: recording.end(version=manifest.version)
                except BaseException as error:
                    recording.end(fault=str(error)[:_LONGEST] or type(error).__name__)
                    raise
        except Timeout:
            raise StoreError(BUSY) from None


def last_publication(store: Store) -> Publication | None:
    """The publication under way, or else the last one; None where none is known of."""
    file = store.root / _RECORD
    try:
        found = Publication.model_validate_json(file.read_bytes())
        if found.is_under_way:
            with FileLock(store.root / _LOCK, timeout=0, mode=0o600):
                found = Publication.model_validate_json(file.read_bytes())
    except Timeout:
        return found
    except (OSError, ValidationError):
        return None
    if found.is_under_way:
        return found.model_copy(update={"ended_at": found.began_at, "fault": "程序在途中停止，是否生效以版本历史为准"})
    return found
