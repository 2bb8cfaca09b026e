"""Of which quarter of which version the worst may be named inside (点名): ``log/names.jsonl`` of the store.

Nothing is named until a person who publishes releases it. Lines are only ever appended; the last one of a version and a
quarter holds. A version is meant by its digest, for its number may be given again after a backup came back.
"""

from __future__ import annotations

from filelock import Timeout

from data.acts import Kind, act, acting
from data.lines import append, records
from data.periods import in_words
from data.versions.store import Store, StoreError

_FILE = "names.jsonl"


def are_released(store: Store, digest: str, period: str) -> bool:
    """Whether the names of a quarter of a version are released; lines that cannot be read are left out."""
    is_released = False
    for line in records(store.root / "log" / _FILE):
        match line:
            case {"version": str(of), "period": str(quarter), "is_released": bool(said)} if (of, quarter) == (
                digest,
                period,
            ):
                is_released = said
    return is_released


def release(store: Store, digest: str, period: str, *, is_released: bool) -> None:
    """Release the names of a quarter of a version, or take them back; the log of acts says who did.

    Raises:
        StoreError: it cannot be written.
    """
    with act(store, Kind.NAME if is_released else Kind.UNNAME, in_words(period)):
        line = {"version": digest, "period": period, "is_released": is_released, "who": acting().who}
        try:
            append(store, _FILE, line, may_use_reserve=False)
        except (OSError, Timeout) as error:
            raise StoreError("点名的选择无法写入，没有改变，请稍后再试") from error
