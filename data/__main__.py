"""The command line: ``python -m data`` with one of the commands below.

What a command needs is imported when it runs, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.checking.inspection import Inspection
    from data.collecting.collection import Collection
    from data.reading.problems import Problem
    from data.versions.store import Manifest, Store

_BAR = 24
_REASONS = {
    errno.ENOENT: "找不到",
    errno.EACCES: "没有权限",
    errno.EROFS: "所在的磁盘只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EEXIST: "已有同名的文件",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 when it could not, with the reason in Chinese on stderr."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Chinese Windows console has no ▶
    from duckdb import Error as DatabaseError

    from data.acts import Actor, Door, account, act_as
    from data.boundaries import BoundaryError
    from data.reading.problems import Refused
    from data.standard import StandardError
    from data.versions.building import CheckFailed
    from data.versions.store import StoreError

    act_as(Actor(getattr(options, "by", None) or account(), Door.COMMAND, account=account()))
    try:
        options.run(options)
    except (BoundaryError, CheckFailed, Refused, StandardError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    except DatabaseError as error:  # no space left, out of memory, or a fault of ours: never a traceback
        print(f"数据库出错，没有发布任何内容：{error}", file=sys.stderr)
        return 2
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or error
        print(f"{error.filename or '文件'}：无法读写（{reason}）", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="数据：报送、审核、发布、回退、模板、导出、评分、演示数据"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    for name, run, text in (
        ("import", _import, "体检文件，通过后收为一批报送（已报）"),
        ("check", _check, "只体检，不保存"),
    ):
        taken = command(name, run, text)
        taken.add_argument(
            "files", nargs="+", type=Path, metavar="文件", help="Excel、CSV、ZIP、GeoJSON 或 TOML，可多个"
        )
        taken.add_argument("--period", help="时期，如 2026Q3；文件里没有写明时期时必须给出")
        taken.add_argument("--unit", help="报送单位的代码或名称")
        if name == "import":
            taken.add_argument("--dry-run", action="store_true", help="只体检，不保存")
            taken.add_argument(
                "--add",
                action="store_true",
                help="补充：并入同一单位、时期、内容的上一次报送，不替换它（如分街道报送）",
            )
            taken.add_argument(
                "--correct", action="store_true", help="更正：台账里同一编号的社区或时间有变时，以这次的为准"
            )
            _add_who(taken, "经办人")
        else:
            taken.add_argument("-o", "--out", type=Path, help="另存标注了问题的工作簿（.xlsx，多个文件为 .zip）")

    status = command("status", _status, "报送进度、催报名单与待发布的批次")
    status.add_argument("--period", help="时期，如 2026Q3；默认为最近一期")
    review = command("review", _review, "审核通过一批报送")
    review.add_argument("batch", type=int, metavar="批号")
    review.add_argument("--by", default=None, help="审核人")
    give_back = command("return", _return, "退回一批报送")
    give_back.add_argument("batch", type=int, metavar="批号")
    give_back.add_argument("--by", default=None, help="审核人")
    give_back.add_argument("--reason", required=True, help="原因")

    publish = command("publish", _publish, "发布：不给文件夹时发布已报、已审的各批；给文件夹时检查并整体发布")
    publish.add_argument("folder", type=Path, nargs="?", help="数据文件夹（整体替换现行数据）")
    publish.add_argument("--period", help="只发布这一时期的各批")
    _add_who(publish, "发布人")
    _add_version_commands(command)

    template = command("template", _template, "写出填报模板")
    template.add_argument(
        "table", metavar="表", help="表的名称，如 communities、measurements、activities、boundaries、standard"
    )
    template.add_argument("-o", "--out", type=Path, default=None, help="写到哪个文件，默认按表取名")
    template.add_argument("--unit", help="报送单位的代码或名称")
    template.add_argument("--period", help="时期，如 2026Q3")
    template.add_argument("--register", action="store_true", help="用随附的真实名册，不用现行版本（如演示数据）的名册")
    export = command("export-all", _export_all, "把现行版本的全部数据导出为 Parquet 与 CSV")
    export.add_argument("folder", type=Path, help="新的或空的文件夹")

    score = command("score", _score, "按任一标准给长表数据评分")
    score.add_argument("--standard", type=Path, required=True, help="标准（TOML）")
    score.add_argument("--values", type=Path, required=True, help="数据（CSV：unit, period, indicator, value …）")
    score.add_argument("--out", type=Path, required=True, help="结果（CSV）")
    sample = command("sample", _sample, "写出演示数据文件夹")
    sample.add_argument("folder", type=Path, help="写到哪个文件夹")
    sample.add_argument("--scale", type=_scale, default=1.0, help="规模，1 约为 860 个社区、40 万条活动")
    sample.add_argument("--seed", type=_seed, default=None, help="随机种子")
    sample.add_argument("--format", choices=("csv", "parquet"), default="csv", help="文件格式")
    return parser


def _add_version_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands about whole versions."""
    command("history", _history, "列出各版本与其文件")
    rollback = command("rollback", _rollback, "回到某一版")
    rollback.add_argument("version", type=int, metavar="版本号")
    rollback.add_argument("--by", default=None, help="谁回退，默认为登录名")
    command("verify", _verify, "核对各版本与各批报送是否完好、有没有被改动过")
    rebuild = command("rebuild", _rebuild, "程序更新后，用现在的程序重新生成现行版本（数据不变）")
    rebuild.add_argument("--by", default=None, help="发布人")
    mirror = command("mirror", _mirror, "把一个版本复制到设置所指的 ClickHouse（发布时会自动复制）")
    mirror.add_argument("version", type=int, nargs="?", metavar="版本号", help="默认为现行版本")
    mirror.add_argument("--prune", action="store_true", help="并删去那里除现行版本以外的各版")
    diff = command("diff", _diff, "两个版本的差别")
    diff.add_argument("earlier", type=int, metavar="前一版")
    diff.add_argument("later", type=int, metavar="后一版")


def _add_who(parser: argparse.ArgumentParser, who: str) -> None:
    parser.add_argument("--by", default=None, help=f"{who}，默认为登录名")
    parser.add_argument("--reason", default="", help="原因；更正已发布的数据时必须写明")


def _scale(text: str) -> float:
    scale = float(text)
    if not 0 < scale <= 1000:  # noqa: PLR2004 - a hundred provinces
        raise argparse.ArgumentTypeError("规模须大于 0，不超过 1000")
    return scale


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError("随机种子须为非负整数")
    return seed


def _score(options: argparse.Namespace) -> None:
    from data.guarding import guarded_texts
    from data.scoring.values import score_values

    scores = score_values(options.standard, options.values, _tell)
    guarded_texts(scores).to_csv(options.out, index=False, lineterminator="\n")
    print(f"已写出 {len(scores)} 行到 {options.out}")


def _sample(options: argparse.Namespace) -> None:
    from data.sample import write_sample

    seed = {} if options.seed is None else {"seed": options.seed}
    write_sample(options.folder, scale=options.scale, file_format=options.format, progress=_report, **seed)
    print(f"演示数据已写到 {options.folder}")


def _import(options: argparse.Namespace) -> None:
    from data.collecting.submitting import inspect, submit
    from data.reports import batch_line

    collection = _collection()
    asked = {
        "period": options.period,
        "unit": options.unit,
        "is_addition": options.add,
        "is_correction": options.correct,
        "progress": _report,
    }
    if options.dry_run:
        _inspected(inspect(collection.store, options.files, **asked))
        print("体检通过，没有保存")
        return
    submission = submit(collection.store, options.files, by=_who(options), reason=options.reason, **asked)
    _inspected(submission.inspection)
    if submission.duplicate_of is not None:
        state = collection.state(collection.batch(submission.duplicate_of))
        print(f"与第 {submission.duplicate_of} 批（{state}）完全相同，没有任何改变")
    elif submission.batch is not None:
        print(f"已收下：{batch_line(submission.batch, collection.state(submission.batch))}")


def _check(options: argparse.Namespace) -> None:
    from data.collecting.forms import marked
    from data.collecting.submitting import inspect

    store = _store()
    inspection = inspect(store, options.files, period=options.period, unit=options.unit, progress=_report)
    if options.out:
        options.out.write_bytes(marked(store, options.files, inspection))
        print(f"标注的工作簿已写到 {options.out}")
    _inspected(inspection)
    print("体检通过")


def _inspected(inspection: Inspection) -> None:
    """Print what an inspection found, or raise what it refuses."""
    from data.reading.problems import Problem, Refused
    from data.reports import inspection_lines

    for line in inspection_lines(inspection):
        print(line)
    if not inspection.is_accepted:
        nothing = Problem("文件", None, None, None, "没有可以导入的内容", "核对文件，或用 template 命令取模板填写")
        raise Refused(inspection.problems or [nothing])


def _status(options: argparse.Namespace) -> None:
    from data.collecting.batches import State
    from data.collecting.progress import known_periods, progress_of, reminders
    from data.periods import in_words
    from data.reports import batch_line, progress_lines

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


def _publish(options: argparse.Namespace) -> None:
    from data.collecting.batches import CollectionError
    from data.versions.publishing import publish_folder

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
    from data.collecting.batches import State
    from data.reports import batch_line, differences_lines
    from data.versions.differences import Differences
    from data.versions.publishing import publish_batches

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
    from data.reports import version_lines

    collection = _collection()
    current = collection.store.current()
    batches = {batch.number: batch for batch in collection.batches()}
    for manifest in collection.store.history():
        for line in version_lines(manifest, batches, is_in_force=manifest.version == current):
            print(line)
    print("还没有发布过任何版本" if current is None else "时间均为北京时间")


def _rollback(options: argparse.Namespace) -> None:
    from data.versions.publishing import roll_back

    manifest = roll_back(_store(), options.version, by=_who(options))
    print(f"现在使用第 {manifest.version} 版")


def _verify(_options: argparse.Namespace) -> None:
    from data.versions.store import StoreError
    from data.versions.verifying import verify

    damaged = 0
    for finding in verify(_store()):
        print(f"{'  ' if finding.is_whole else '✗ '}{finding.thing}：{finding.says}")
        damaged += not finding.is_whole
    if damaged:
        raise StoreError(f"有 {damaged} 处不完好。请从备份恢复，或回到完好的一版（rollback）")
    print("全部完好")


def _rebuild(options: argparse.Namespace) -> None:
    from data.versions.publishing import rebuild

    manifest = rebuild(_store(), by=_who(options), progress=_report)
    print(f"已重新生成为第 {manifest.version} 版：{manifest.community_count} 个社区，{len(manifest.periods)} 期")


def _mirror(options: argparse.Namespace) -> None:
    from data.versions import clickhouse
    from data.versions.publishing import mirror
    from data.versions.store import StoreError

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


def _diff(options: argparse.Namespace) -> None:
    from data.reports import differences_lines
    from data.versions.differences import differences

    print(f"第 {options.earlier} 版 → 第 {options.later} 版")
    for line in differences_lines(differences(_store(), options.earlier, options.later)):
        print(line)


def _template(options: argparse.Namespace) -> None:
    from data.collecting.batches import CollectionError
    from data.collecting.forms import form_of
    from data.templates.forms import NoTemplate

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
    from data.versions.exporting import export_all

    version = export_all(_store(), options.folder, _report)
    print(f"第 {version} 版已导出到 {options.folder}")


def _store() -> Store:
    """The store of the settings, without what an earlier run left behind when it was stopped."""
    from data.versions.store import default_store

    store = default_store()
    store.clean_up()
    return store


def _collection() -> Collection:
    from data.collecting.collection import Collection

    return Collection(_store())


def _who(options: argparse.Namespace) -> str:
    from data.acts import account

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


if __name__ == "__main__":
    sys.exit(main())
