"""Publishing: a folder of plain files, or the submissions that are ready, become a version in force."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from data.acts import Kind, act
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError
from data.reading.problems import Problem
from data.sample import write_sample
from data.versions import clickhouse
from data.versions.building import build_version
from data.versions.differences import Differences, compare
from data.versions.folders import FolderContents
from data.versions.manifest import Manifest
from data.versions.merging import BatchContents
from data.versions.photographs import keep_photographs
from data.versions.previews import drop_preview, key_of, previewing, take_preview
from data.versions.pruning import prune
from data.versions.store import Store, StoreError
from data.versions.underway import recorded
from data.working import Progress, silent


def publish_sample(store: Store, progress: Progress = silent, *, scale: float = 1.0) -> Manifest:
    """Write the demonstration city to a temporary folder and publish it, as any real folder would be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder, scale=scale, progress=lambda done, text: progress(0.4 * done, text))
        return publish_folder(
            store,
            folder,
            published_by="首次启动",
            reason="演示数据",
            thing="演示数据",
            progress=lambda done, text: progress(0.4 + 0.6 * done, text),
        )


def publish_first(store: Store, progress: Progress = silent, *, scale: float = 1.0) -> None:
    """Publish the demonstration city where nothing was ever published.

    Whoever comes while another one is at it, in this process or the next, waits for that city.
    """
    with store.beginning():
        if store.current() is None:
            publish_sample(store, progress, scale=scale)


def publish_folder(
    store: Store,
    folder: Path,
    *,
    published_by: str = "",
    reason: str = "",
    thing: str = "",
    progress: Progress = silent,
    tell: Callable[[Problem], None] = lambda _problem: None,
) -> Manifest:
    """Check a folder in the schema's own layout, score it and put it in force as a new version.

    Args:
        store: where to publish.
        folder: communities and measurements, and optionally activities, streets, about.toml, standard/*.toml and
            districts.geojson; tables as CSV, Parquet or Excel. What is absent comes from data/reference.
        published_by: who publishes, for the history.
        reason: why, for the history.
        thing: what the log of acts calls it; by default the folder by its name.
        progress: called with the fraction done and what is being done, in Chinese.
        tell: called with what passes and should be known, such as rows that are left out.

    Raises:
        Refused: rows or files break a rule; every fault is named.
        StandardError, BoundaryError: a standard or the boundaries cannot be used.
        CheckFailed: the built version breaks an invariant.
        StoreError: another writer is at work, or the store cannot be written.
    """

    def build(target: Path, number: int, report: Progress) -> dict[str, Any]:
        contents = FolderContents(folder, tell, partial(keep_photographs, store))
        fields = build_version(target, number, contents, report)
        return {**fields, "published_by": published_by, "reason": reason, "sources": contents.sources()}

    return _put_in_force(store, Kind.PUBLISH, thing or f"文件夹 {folder.name}", published_by, reason, build, progress)


def publish_batches(
    store: Store,
    *,
    by: str,
    reason: str = "",
    period: str | None = None,
    includes_unreviewed: bool = False,
    progress: Progress = silent,
    announce: Callable[[Differences], None] | None = None,
) -> Manifest:
    """Merge the batches that are ready into what is in force, score it and put it in force as a new version.

    Args:
        store: where to publish, and where the batches are.
        by: who publishes, for the history.
        reason: why, for the history; empty takes the reasons that the batches were submitted with.
        period: leave out batches about other periods.
        includes_unreviewed: take also what is 已报; who publishes it answers for the review.
        progress: called with the fraction done and what is being done, in Chinese.
        announce: called with what will change, just before the version is put in force; raising stops it.

    Raises:
        CollectionError: nothing is ready, or demonstration and real data would be mixed.
        Refused: the batches do not go together.
        StandardError, BoundaryError: a standard or the boundaries cannot be used.
        CheckFailed: the built version breaks an invariant.
        StoreError: another writer is at work, or the store cannot be written or is damaged.
    """

    def build(target: Path, number: int, report: Progress) -> dict[str, Any]:
        contents = _ready(store, period, includes_unreviewed=includes_unreviewed)
        fields = take_preview(store, key_of(store, number, contents), target)
        if fields is None:
            fields = build_version(target, number, contents, report)
        report(0.97, "正在发布")
        if announce:
            announce(compare(store.in_force(), target))
        reasons = dict.fromkeys(batch.reason for batch in contents.batches if batch.reason)
        return {**fields, **contents.fields(), "published_by": by, "reason": reason or "；".join(reasons)}

    return _put_in_force(store, Kind.PUBLISH, "各批报送", by, reason, build, progress)


def preview(
    store: Store, *, period: str | None = None, includes_unreviewed: bool = False, progress: Progress = silent
) -> Differences:
    """What :func:`publish_batches` would change; nothing is put in force.

    The version is built aside, and kept for a publication that would build the same.

    Raises:
        The same as :func:`publish_batches`, but no writer is waited for.
    """
    contents = _ready(store, period, includes_unreviewed=includes_unreviewed)
    number = store.last_number() + 1
    key = key_of(store, number, contents)
    with previewing(store, key, lambda folder: build_version(folder, number, contents, progress)) as folder:
        return compare(store.in_force(), folder)


def rebuild(store: Store, *, by: str, progress: Progress = silent) -> Manifest:
    """Score the facts in force anew by the present program, and put them in force as a new version.

    For a version that an earlier program published: the same facts, standards and boundaries, in the tables of now.

    Args:
        store: where the version is.
        by: who does it, for the history.
        progress: called with the fraction done and what is being done, in Chinese.

    Raises:
        StoreError: nothing was ever published, another writer is at work, or the store cannot be written or is damaged.
        Refused, StandardError, CheckFailed: what was published before breaks a rule of the present program.
    """

    def build(target: Path, number: int, report: Progress) -> dict[str, Any]:
        current = store.current()
        if current is None:
            raise StoreError("还没有发布过任何版本")
        contents = BatchContents(store, ())
        fields = build_version(target, number, contents, report)
        return {**fields, **contents.fields(), "published_by": by, "reason": f"用现在的程序重新生成第 {current} 版"}

    return _put_in_force(store, Kind.REBUILD, "现行版本", by, "", build, progress)


def roll_back(store: Store, version: int, *, by: str = "") -> Manifest:
    """Put an earlier (or later) version in force again; nothing is rebuilt.

    Args:
        store: where the versions are.
        version: its number.
        by: who does it, for the log; by default who acts.

    Raises:
        StoreError: there is no such version, it is not whole, or the log of acts cannot be written.
    """
    with act(store, Kind.ROLL_BACK, f"第 {version} 版", who=by, may_use_reserve=True):
        if clickhouse.is_used() and not clickhouse.has_version(version, store.manifest(version).digest):
            clickhouse.mirror_version(store, version)
        manifest = store.roll_back(version)
        drop_preview(store)
        return manifest


def mirror(store: Store, version: int) -> int:
    """Copy a version to the server of ClickHouse; the number of rows copied.

    Raises:
        StoreError: there is no such version, or the server cannot take it.
    """
    with act(store, Kind.MIRROR, f"第 {version} 版"):
        return clickhouse.mirror_version(store, version)


def _put_in_force(
    store: Store,
    kind: Kind,
    thing: str,
    by: str,
    reason: str,
    build: Callable[[Path, int, Progress], dict[str, Any]],
    progress: Progress,
) -> Manifest:
    """Build a version, copy it to the server that a setting names, if one does, and put it in force."""
    with act(store, kind, thing, who=by, reason=reason) as doing, recorded(store, thing, by, progress) as (report, end):

        def copy(folder: Path, manifest: Manifest) -> None:
            if clickhouse.is_used():
                report(0.98, "正在复制到 ClickHouse")
                clickhouse.mirror(folder, manifest.version, manifest.digest)

        manifest = store.publish(lambda target, number: build(target, number, report), copy)
        drop_preview(store)
        end(manifest)
        doing.details |= {"version": manifest.version, "batches": [*manifest.batches]}
    with suppress(StoreError):  # published is published; what is too much goes the next time
        prune(store, by=by)
    return manifest


def _ready(store: Store, period: str | None, *, includes_unreviewed: bool) -> BatchContents:
    batches = Collection(store).ready(period=period, includes_unreviewed=includes_unreviewed)
    if not batches:
        raise CollectionError("没有可以发布的报送：先导入（import），审核通过（review）后再发布")
    return BatchContents(store, batches)
