"""Handing files in: they are checked against the version in force and what waits, and kept as a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.acts import Kind, Result, act
from data.checking.earlier import Earlier, Fate
from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.collecting.batches import Asked, Batch, described, keep, read_batches, taken_up_files
from data.collecting.city import standards_in_force, unit_code, units_of
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State, read_ledger
from data.periods import has_begun, in_words, named_period
from data.settings import current_settings
from data.tables import ledgers, read_definition
from data.versions.photographs import keep_photographs
from data.versions.store import DATABASE, RECEIVING, Store
from data.working import Progress, silent, working_connection

_NOTHING = Asked()
_WAITING = {State.SUBMITTED, State.RETURNED, State.REVIEWED}


@dataclass(frozen=True)
class Submission:
    """What came of handing files in.

    ``batch`` is None where nothing was stored: the inspection refused the files, or they are ``duplicate_of`` a batch.
    """

    batch: Batch | None
    inspection: Inspection
    duplicate_of: int | None = None


def inspect(store: Store, files: Sequence[Path], asked: Asked = _NOTHING, progress: Progress = silent) -> Inspection:
    """Check files against the version in force; nothing is stored.

    Args:
        store: where the version in force and the batches are.
        files: workbooks, tables, archives, boundaries, standards, which belong together; names are told apart.
        asked: what is said of them; see also :func:`data.checking.inspecting.inspect_files`.
        progress: called with the fraction done and what is being done, in Chinese.

    Raises:
        StoreError: the version in force is damaged.
        CollectionError: there is no such unit, the period is none, or two files have one name.
    """
    with _inspected(store, files, _known(store, asked), progress) as (_, inspection):
        return inspection


def submit(
    store: Store,
    files: Sequence[Path],
    asked: Asked = _NOTHING,
    *,
    by: str,
    reason: str = "",
    progress: Progress = silent,
) -> Submission:
    """Check files and, when nothing is wrong, keep them as a new batch that is 已报. See :func:`inspect`.

    Files that already stand as they are change nothing: ``duplicate_of`` names their batch.

    Raises:
        StoreError: the store is damaged or cannot be written, or another writer is at work.
        CollectionError: the files correct what is published and no reason is given; see also :func:`inspect`.
    """
    asked = _known(store, asked)
    names = "、".join(file.name for file in files)
    with (
        act(store, Kind.IMPORT, names, who=by, unit=asked.unit, period=asked.period, reason=reason) as doing,
        _inspected(store, files, asked, lambda done, text: progress(0.9 * done, text)) as (rows, inspection),
    ):
        if not inspection.is_accepted:
            doing.result = Result.REFUSED
            doing.details["problem_count"] = inspection.problem_count
            return Submission(None, inspection)
        with store.locked():
            added_to = (
                Collection(store).batch(inspection.replaced[-1].batch)
                if asked.is_addition and inspection.replaced
                else None
            )
            batch = described(_next_number(store), inspection, asked, by=by, reason=reason, added_to=added_to)
            if same := _same(store, batch):
                doing.details["duplicate_of"] = same
                return Submission(None, inspection, duplicate_of=same)
            corrected = corrections(store, inspection)
            if corrected and not reason.strip():
                raise CollectionError(f"{'、'.join(corrected)}已经发布过，更正须写明原因（--reason）")
            progress(0.95, "正在保存")
            keep_photographs(store, rows)
            with store.placing(store.batches / str(batch.number), RECEIVING) as folder:
                keep(folder, batch, files, rows, inspection, taken_up_files(store, added_to))
            doing.details["batch"] = batch.number
    progress(1, "完成")
    return Submission(Collection(store).batch(batch.number), inspection)


def corrections(store: Store, inspection: Inspection) -> list[str]:
    """What an inspection would correct in the version in force: units and periods, in words, in order.

    Submitting it needs a reason. Empty for a first submission.
    """
    version = _published(store, inspection)
    if not version or not any(read_definition(table).is_past for table in inspection.tables):
        return []
    return [
        f"{row.unit_name}{in_words(period)}"
        for period in inspection.periods
        for row in units_of(version, period).itertuples()
        if row.unit_code in inspection.units and row.reported_count
    ]


@contextmanager
def _inspected(
    store: Store, files: Sequence[Path], asked: Asked, progress: Progress
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Inspection]]:
    """An inspection, and the connection that still has the accepted rows as ``staged_<table>``."""
    if twice := [name for name, count in Counter(file.name for file in files).items() if count > 1]:
        raise CollectionError(f"有同名的文件：{'、'.join(twice)}。请改名后一并导入")
    version = store.in_force()
    with working_connection() as connection:
        yield (
            connection,
            inspect_files(
                connection,
                files,
                standards=standards_in_force(version),
                city=version / DATABASE if version else None,
                period=asked.period,
                unit=asked.unit,
                settings=current_settings(),
                earlier=lambda found: _earlier(store, found, asked),
                allowed=asked.allowed,
                is_correction=asked.is_correction,
                progress=progress,
            ),
        )


def _earlier(store: Store, inspection: Inspection, asked: Asked) -> list[Earlier]:
    """What the rows of an inspection come on top of: the version in force, then the batches that wait."""
    collection, new = Collection(store), described(0, inspection, asked)
    states = collection.states()
    found = []
    if version := _published(store, inspection):
        found.append(Earlier("已发布的台账", None, version, tuple(ledgers())))
    for batch in collection.batches():
        state = states[batch.number]
        if state not in _WAITING or batch.is_demonstration != inspection.is_demonstration:
            continue
        is_replaced = state != State.REVIEWED and batch.is_about_the_same(new) and batch.is_within(asked.allowed)
        if state == State.RETURNED and not is_replaced:
            continue
        fate = (Fate.JOINS if asked.is_addition else Fate.GOES) if is_replaced else Fate.STAYS
        place = store.batches / str(batch.number)
        found.append(Earlier(f"第 {batch.number} 批（{state}）", batch.number, place, batch.tables, fate))
    return found


def _published(store: Store, inspection: Inspection) -> Path | None:
    """The version in force, where it is of the same kind as what was inspected: demonstration or real."""
    current = store.current()
    if current is None or store.manifest(current).is_demonstration != inspection.is_demonstration:
        return None
    return store.folder(current)


def _known(store: Store, asked: Asked) -> Asked:
    """What is said of files, the unit by its code."""
    unit = None if asked.unit is None else unit_code(store.in_force(), asked.unit)
    return replace(asked, period=_period(asked.period), unit=unit)


def _period(period: str | None) -> str | None:
    """The quarter that a text names, which has begun."""
    if period is None:
        return None
    named = named_period(period)
    if named is None:
        raise CollectionError(f"没有「{period}」这个时期，写成 2026Q3 的样子")
    if not has_begun(named):
        raise CollectionError(f"{in_words(named)}还没有开始，不会有数据，请核对年份和季度")
    return named


def _next_number(store: Store) -> int:
    """One more than any batch that ever was, also where its folder was deleted."""
    seen = {batch.number for batch in read_batches(store)} | set(read_ledger(store).events)
    seen.update(number for manifest in store.history() for number in manifest.batches)
    return max(seen, default=0) + 1


def _same(store: Store, new: Batch) -> int | None:
    """The batch that has the same files about the same, unless another one came after it."""
    collection = Collection(store)
    states = collection.states()
    rivals = [
        batch
        for batch in collection.batches()
        if states[batch.number] != State.REPLACED and batch.is_about_the_same(new)
    ]
    last = rivals[-1] if rivals else None
    return last.number if last and last.digests == new.digests else None
