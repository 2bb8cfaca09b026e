"""Coming in by the browser: who acts, from where, and what is not theirs, as the log of acts has it."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from data.acts import Actor, Door, Kind, Result, act_as, note
from data.settings import current_settings
from data.versions.store import default_store
from pages.shared.viewer import EVERYBODY, NOBODY, Viewer

_FORWARDED = "X-Forwarded-For"


def enter(asking: Viewer, headers: Mapping[str, str], address: str | None) -> None:
    """Say who acts from now on in this thread.

    Args:
        asking: the viewer of the request or rerun.
        headers: of the request.
        address: from which it comes; of a proxy on this machine, its last word about that is taken.
    """
    who = NOBODY if asking.name == EVERYBODY else asking.name
    act_as(Actor(who, Door.PAGE, _address(headers, address or "")))


def turn_away(headers: Mapping[str, str], address: str | None, reason: str) -> None:
    """Write down that nobody could be let in."""
    actor = Actor(NOBODY, Door.PAGE, _address(headers, address or ""))
    note(default_store(), Kind.SIGN_IN, "看板", Result.FAILED, actor=actor, reason=reason)


def refuse(thing: str, reason: str) -> None:
    """Write down that something was not this viewer's."""
    note(default_store(), Kind.REFUSAL, thing, Result.REFUSED, reason=reason)


def is_unknown(asking: Viewer) -> bool:
    """Whether a proxy should have said who asks, and did not."""
    return bool(current_settings().viewer_header) and asking.name == NOBODY


def _address(headers: Mapping[str, str], address: str) -> str:
    forwarded = headers.get(_FORWARDED, "").rpartition(",")[2].strip()
    if not forwarded or (address and not _is_here(address)):
        return address
    return forwarded


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
