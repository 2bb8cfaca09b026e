"""What each command of ``python -m data`` does; what it says goes to the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from data.acts import account
from data.checking.inspection import Inspection
from data.clock import moment
from data.collecting.batches import Asked
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State
from data.collecting.forms import form_of, marked
from data.collecting.progress import known_periods, progress_of, reminders
from data.collecting.settling import answer, contest, last_day, set_last_day, settle, state_of
from data.collecting.submitting import inspect, submit
from data.guarding import guarded_texts
from data.periods import in_words
from data.reading.problems import Problem, Refused
from data.reports import batch_line, differences_lines, inspection_lines, progress_lines, version_lines
from data.sample import write_sample
from data.scoring.values import score_values
from data.templates.forms import NoTemplate
from data.versions import clickhouse
from data.versions.differences import Differences, differences
from data.versions.exporting import export_all
from data.versions.manifest import Manifest
from data.versions.photographs import prune_photographs
from data.versions.pruning import Fate, fates, prune
from data.versions.publishing import mirror, publish_batches, publish_folder, rebuild, roll_back
from data.versions.store import Store, StoreError, default_store
from data.versions.verifying import verify

_BAR = 24


def _score(options: argparse.Namespace) -> None:
    scores = score_values(options.standard, options.values, _tell)
    guarded_texts(scores).to_csv(options.out, index=False, lineterminator="\n")
    print(f"已写出 {len(scores)} 行到 {options.out}")


def _sample(options: argparse.Namespace) -> None:
    seed = {} if options.seed is None else {"seed": options.seed}
    write_sample(options.folder, scale=options.scale, file_format=options.format, progress=_report, **seed)
    print(f"演示数据已写到 {options.folder}")


def _import(options: argparse.Namespace) -> None:
    collection = _collection()
    asked = Asked(options.period, options.unit, options.add, options.correct)
    if options.dry_run:
        _inspected(inspect(collection.store, options.files, asked, _report))
        print("体检通过，没有保存")
        return
    submission = submit(
        collection.store, options.files, asked, by=_who(options), reason=options.reason, progress=_report
    )
    _inspected(submission.inspection)
    if submission.duplicate_of is not None:
        state = collection.state(collection.batch(submission.duplicate_of))
        print(f"与第 {submission.duplicate_of} 批（{state}）完全相同，没有任何改变")
    elif submission.batch is not None:
        print(f"已收下：{batch_line(submission.batch, collection.state(submission.batch))}")


def _check(options: argparse.Namespace) -> None:
    store = _store()
    inspection = inspect(store, options.files, Asked(options.period, options.unit), _report)
    if options.out:
        options.out.write_bytes(marked(store, options.files, inspection))
        print(f"标注的工作簿已写到 {options.out}")
    _inspected(inspection)
    print("体检通过")


def _inspected(inspection: Inspection) -> None:
    """Print what an inspection found, or raise what it refuses."""
    for line in inspection_lines(inspection):
        print(line)
    if not inspection.is_accepted:
        nothing = Problem("文件", None, None, None, "没有可以导入的内容", "核对文件，或用 template 命令取模板填写")
        raise Refused(inspection.problems or [nothing])


def _status(options: argparse.Namespace) -> None:
    collection = _collection()
    known = known_periods(collection.store)
    period = options.period or known[max(0, len(known) - 2)]  # the last one is only to come
    print(f"{in_words(period)}报送进度")
    for line in progress_lines(progress_of(collection.store, period)):
        print(line)
    print(f"\n{reminders(collection.store, period)}")
    states = collection.states()
    waiting = [batch for batch in collection.batches() if states[batch.number] not in {State.PUBLISHED, State.REPLACED}]
    if waiting:
        print("\n尚未发布的批次")
    for batch in waiting:
        print(f"  {batch_line(batch, states[batch.number])}")
    print("\n时间均为北京时间")


def _review(options: argparse.Namespace) -> None:
    batch = _collection().review(options.batch, by=_who(options))
    print(f"第 {batch.number} 批已审，可以发布")


def _return(options: argparse.Namespace) -> None:
    batch = _collection().give_back(options.batch, by=_who(options), reason=options.reason)
    print(f"第 {batch.number} 批已退回：{batch.events[-1].reason}")


def _contest(options: argparse.Namespace) -> None:
    made = contest(_store(), options.code, options.ground, options.words, by=_who(options))
    print(f"第 {made.number} 件异议：{made.code}（{made.month}）{made.ground}，{made.words}")


def _answer(options: argparse.Namespace) -> None:
    answer(_store(), options.number, is_adopted=options.adopt, reason=options.reason, by=_who(options))
    print(f"第 {options.number} 件异议：{'采纳' if options.adopt else '不采纳'}")


def _settle(options: argparse.Namespace) -> None:
    store = _store()
    if options.until:
        set_last_day(store, options.span, options.until, by=_who(options))
    else:
        settle(store, options.span, by=_who(options))
    print(f"{options.span} {state_of(store, options.span)}，核对到 {last_day(store, options.span)}")


def _publish(options: argparse.Namespace) -> None:
    if options.folder and options.period:
        raise CollectionError("发布文件夹是整体替换，不能再用 --period 选择时期")
    if options.folder:
        manifest = publish_folder(
            _store(), options.folder, published_by=_who(options), reason=options.reason, progress=_report, tell=_tell
        )
    else:
        manifest = _publish_batches(options)
    kind = "（演示数据）" if manifest.is_demonstration else ""
    print(f"已发布第 {manifest.version} 版{kind}：{manifest.community_count} 个社区，{len(manifest.periods)} 期")


def _publish_batches(options: argparse.Namespace) -> Manifest:
    """Publish what is ready; whoever runs this on the machine of the city reviews by publishing."""
    collection, who = _collection(), _who(options)
    states = collection.states()
    for batch in collection.ready(period=options.period, includes_unreviewed=True):
        reviews = f"  （由{who}在发布时一并审核）" if states[batch.number] == State.SUBMITTED else ""
        print(f"{batch_line(batch, states[batch.number])}{reviews}")

    def announce(found: Differences) -> None:
        print("将有以下变化：")
        for line in differences_lines(found):
            print(f"  {line}")

    return publish_batches(
        collection.store,
        by=who,
        reason=options.reason,
        period=options.period,
        includes_unreviewed=True,
        progress=_report,
        announce=announce,
    )


def _history(_options: argparse.Namespace) -> None:
    collection = _collection()
    current = collection.store.current()
    batches = {batch.number: batch for batch in collection.batches()}
    for manifest in collection.store.history():
        for line in version_lines(manifest, batches, is_in_force=manifest.version == current):
            print(line)
    print("还没有发布过任何版本" if current is None else "时间均为北京时间")


def _rollback(options: argparse.Namespace) -> None:
    manifest = roll_back(_store(), options.version, by=_who(options))
    print(f"现在使用第 {manifest.version} 版")


def _verify(_options: argparse.Namespace) -> None:
    damaged = 0
    for finding in verify(_store()):
        print(f"{'  ' if finding.is_whole else '✗ '}{finding.thing}：{finding.says}")
        damaged += not finding.is_whole
    if damaged:
        raise StoreError(f"有 {damaged} 处不完好。请从备份恢复，或回到完好的一版（rollback）")
    print("全部完好")


def _rebuild(options: argparse.Namespace) -> None:
    manifest = rebuild(_store(), by=_who(options), progress=_report)
    print(f"已重新生成为第 {manifest.version} 版：{manifest.community_count} 个社区，{len(manifest.periods)} 期")


def _mirror(options: argparse.Namespace) -> None:
    store = _store()
    current = store.current()
    version = options.version or current
    if version is None:
        raise StoreError("还没有发布过任何版本")
    if not clickhouse.is_used():
        raise StoreError("没有设置 ClickHouse 的地址，请设环境变量 DASHBOARD_CLICKHOUSE")
    print(f"第 {version} 版已复制到 ClickHouse，共 {mirror(store, version):,} 行")
    if options.prune:
        removed = clickhouse.remove_versions({version, current or version})
        print(f"删去 {len(removed)} 个旧版本")


def _prune(options: argparse.Namespace) -> None:
    store = _store()
    found = fates(store) if options.dry_run else [Fate(manifest, ()) for manifest in prune(store, by=_who(options))]
    for fate in found:
        why = f"留：{'、'.join(fate.reasons)}" if fate.reasons else f"清理，{_megabytes([fate.manifest])} MB"
        print(f"第 {fate.manifest.version} 版  {moment(fate.manifest.published_at)}  {why}")
    going = [fate.manifest for fate in found if not fate.reasons]
    done = "将清理" if options.dry_run else "已清理"
    print(f"{done} {len(going)} 版的数据，共 {_megabytes(going)} MB；清单都留下" if going else "没有要清理的版本")


def _megabytes(manifests: Sequence[Manifest]) -> int:
    return round(sum(manifest.database_bytes for manifest in manifests) / 1e6)


def _prune_photos(options: argparse.Namespace) -> None:
    photos, files = prune_photographs(_store(), by=_who(options), is_trial=options.dry_run)
    print(f"{'将清理' if options.dry_run else '已清理'} {photos} 张满期的照片，删去 {files} 个文件")


def _diff(options: argparse.Namespace) -> None:
    print(f"第 {options.earlier} 版 → 第 {options.later} 版")
    for line in differences_lines(differences(_store(), options.earlier, options.later)):
        print(line)


def _template(options: argparse.Namespace) -> None:
    try:
        name, content = form_of(
            _store(), options.table, unit=options.unit, period=options.period, from_register=options.register
        )
    except NoTemplate as error:
        raise CollectionError(str(error)) from None
    out = options.out or Path(name)
    out.write_bytes(content)
    print(f"模板已写到 {out}")


def _export_all(options: argparse.Namespace) -> None:
    version = export_all(_store(), options.folder, _report)
    print(f"第 {version} 版已导出到 {options.folder}")


def _store() -> Store:
    """The store of the settings, without what an earlier run left behind when it was stopped."""
    store = default_store()
    store.clean_up()
    return store


def _collection() -> Collection:
    return Collection(_store())


def _who(options: argparse.Namespace) -> str:
    return options.by or account()


def _tell(warning: Problem) -> None:
    print(f"提示 {warning}", file=sys.stderr)


def _report(fraction: float, text: str) -> None:
    """A bar on the terminal; nothing where the output goes into a file."""
    if sys.stderr.isatty():
        bar = "█" * int(fraction * _BAR)
        print(
            f"\r{bar:·<{_BAR}} {fraction:4.0%} {text}\033[K",
            end="" if fraction < 1 else "\n",
            file=sys.stderr,
            flush=True,
        )


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "import": _import,
    "check": _check,
    "status": _status,
    "review": _review,
    "return": _return,
    "contest": _contest,
    "answer": _answer,
    "settle": _settle,
    "publish": _publish,
    "history": _history,
    "rollback": _rollback,
    "verify": _verify,
    "rebuild": _rebuild,
    "mirror": _mirror,
    "prune": _prune,
    "prune-photos": _prune_photos,
    "diff": _diff,
    "template": _template,
    "export-all": _export_all,
    "score": _score,
    "sample": _sample,
}
"""By the name of a command, what it does with its options."""
