"""Which versions stay, by a rule of the settings, and the end of the others: their files go, their manifests stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data import acts, clock
from data.acts import Kind, act
from data.periods import in_words, period_of
from data.settings import current_settings
from data.versions.manifest import Manifest
from data.versions.store import Store

_YEAR = timedelta(days=365)
_TAKEN = {Kind.EXPORT, Kind.EXPORT_ALL, Kind.STAGE}  # acts whose files and links say of which version they are


@dataclass(frozen=True)
class Fate:
    """What becomes of a version whose files are there: it stays for what ``reasons`` say in Chinese, without any it goes."""

    manifest: Manifest
    reasons: tuple[str, ...]


def fates(store: Store) -> list[Fate]:
    """What becomes of each version that still has its files, newest first.

    It stays that is in force, the last before it, what the last ``kept_days`` days brought, the last of each of
    ``kept_months`` months and of each quarter, and what files and links name that were taken away within a year. A
    version that a roll-back left behind is the last of nothing.

    Raises:
        StoreError: the pointer is lost.
    """
    found = [manifest for manifest in store.history() if store.has_files(manifest.version)]
    reasons: dict[int, list[str]] = {manifest.version: [] for manifest in found}
    for version, reason in _kept(store, found):
        if version in reasons and reason not in reasons[version]:
            reasons[version].append(reason)
    return [Fate(manifest, tuple(reasons[manifest.version])) for manifest in found]


def prune(store: Store, *, by: str = "") -> list[Manifest]:
    """Remove the files of the versions that the rule does not keep; their manifests, newest first.

    Args:
        store: where the versions are.
        by: who does it, for the log; by default who acts.

    Raises:
        StoreError: another writer is at work, or the log of acts cannot be written; then nothing is removed.
    """
    with store.locked():
        going = [fate.manifest for fate in fates(store) if not fate.reasons]
        if going:
            numbers = [manifest.version for manifest in going]
            with act(store, Kind.PRUNE, "旧版本", who=by, versions=sorted(numbers)):
                for number in numbers:
                    store.remove_files(number)
        return going


def _kept(store: Store, versions: Sequence[Manifest]) -> Iterator[tuple[int, str]]:
    """Numbers of versions that stay, each with a reason."""
    settings, today, current = current_settings(), clock.today(), store.current()
    if current is None:
        return
    yield current, "现行版本"
    yield max((one.version for one in versions if one.version < current), default=current), "现行版本的上一版"
    for manifest in versions:
        if today - _day(manifest) <= timedelta(days=settings.kept_days):
            yield manifest.version, f"最近 {settings.kept_days} 天发布"
    withdrawn, months, quarters = store.withdrawn(), set[int](), set[str]()
    for manifest in versions:  # newest first
        day = _day(manifest)
        month, quarter = 12 * day.year + day.month, period_of(day)
        if manifest.version in withdrawn:
            continue
        if month not in months and 12 * today.year + today.month - month <= settings.kept_months:
            yield manifest.version, f"{day.year}年{day.month}月最后一版"
        if quarter not in quarters:
            yield manifest.version, f"{in_words(quarter)}最后一版"
        months.add(month)
        quarters.add(quarter)
    for entry in acts.read(store):
        version = entry.details.get("version")
        if entry.kind in _TAKEN and isinstance(version, int) and clock.now() - entry.at <= _YEAR:
            yield version, f"一年内{entry.kind}过"


def _day(manifest: Manifest) -> date:
    return manifest.published_at.astimezone(clock.BEIJING).date()
