"""What people decide about submissions, and by when they are due: ``.store/collection.json``, replaced as a whole."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from data.versions.files import replace_text
from data.versions.store import Store, StoreError

_LEDGER = "collection.json"


class CollectionError(StoreError):
    """A step that the state of things does not allow; the message says in Chinese what to do instead."""


class State(StrEnum):
    """Where a unit's data for a period stand; the value is what is shown."""

    DUE = "待报"
    SUBMITTED = "已报"
    RETURNED = "退回"
    REVIEWED = "已审"
    PUBLISHED = "已发布"
    REPLACED = "已替换"


class Record(BaseModel):
    """What is written down stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Record):
    """One step of a batch: when, by whom, to which state, and why where a reason was given.

    ``after``: the number of the last version when it was taken, 0 before the first, None in stores of 0.4.0: with it steps
    and publications stand in the order in which they came, whatever the clock said.
    """

    at: datetime
    by: str
    state: State
    reason: str = ""
    after: int | None = None


class Deadline(Record):
    """By when a period has to be submitted, and who said so."""

    on: date
    at: datetime
    by: str


class Ledger(Record):
    """What people decided: the events of each batch after its submission, and deadlines other than the usual ones."""

    events: dict[int, tuple[Event, ...]] = {}
    deadlines: dict[str, Deadline] = {}


def read_ledger(store: Store) -> Ledger:
    """What people decided so far.

    Raises:
        StoreError: the file is damaged.
    """
    try:
        return Ledger.model_validate_json((store.root / _LEDGER).read_bytes())
    except FileNotFoundError:
        return Ledger()
    except (ValidationError, OSError):
        raise StoreError(f"报送状态文件已损坏（{_LEDGER}）。请从备份恢复；删去它则各批回到已报，须重新审核") from None


def write_ledger(store: Store, ledger: Ledger) -> None:
    """Put a new ledger in the place of the one before; under the store's lock."""
    replace_text(store.root / _LEDGER, ledger.model_dump_json(indent=2))
