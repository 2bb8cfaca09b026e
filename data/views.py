"""Views that people saved for themselves: a name and the link of a page; ``log/views.jsonl`` of the store.

Lines are only ever appended: the last line of a viewer and a name holds, and one without a link takes the view away.
"""

from __future__ import annotations

import re

from filelock import Timeout

from data.lines import append, records
from data.versions.store import Store, StoreError

MOST = 30
LONGEST_NAME = 30  # characters
_LONGEST_LINK = 2000
_LINK = re.compile(r"/[a-z]*(\?[^\s#\\]*)?")
_FILE = "views.jsonl"


class ViewError(ValueError):
    """A view that cannot be saved; the message says in Chinese what to do instead."""


def views_of(store: Store, who: str) -> dict[str, str]:
    """Name → link of what a viewer saved, in the order in which it was; lines that cannot be read are left out."""
    found: dict[str, str] = {}
    for line in records(store.root / "log" / _FILE):
        match line:
            case {"who": str(owner), "name": str(name), "link": str(link)} if owner == who and _LINK.fullmatch(link):
                found[name] = link
            case {"who": str(owner), "name": str(name), "link": None} if owner == who:
                found.pop(name, None)
    return found


def save_view(store: Store, who: str, name: str, link: str) -> None:
    """Keep a link to a page of the dashboard under a name; what had the name before is replaced.

    Raises:
        ViewError: the name or the link is not one, or the viewer has too many.
        StoreError: it cannot be written.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ViewError(f"请给视图起一个名字，至多 {LONGEST_NAME} 个字")
    if not _LINK.fullmatch(link) or len(link) > _LONGEST_LINK:
        raise ViewError("这个视图的条件太多，无法保存。请减少条件")
    known = views_of(store, who)
    if name not in known and len(known) >= MOST:
        raise ViewError(f"至多保存 {MOST} 个视图，请先删除不用的")
    _write(store, who, name, link)


def remove_view(store: Store, who: str, name: str) -> None:
    """Take a view away; one that is not there is let be.

    Raises:
        StoreError: it cannot be written.
    """
    if name in views_of(store, who):
        _write(store, who, name, None)


def _write(store: Store, who: str, name: str, link: str | None) -> None:
    try:
        append(store, _FILE, {"who": who, "name": name, "link": link}, may_use_reserve=False)
    except (OSError, Timeout) as error:
        raise StoreError("视图无法写入，没有保存，请稍后再试") from error
