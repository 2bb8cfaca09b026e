"""The command line: ``python -m data score | sample | publish | history | rollback``.

What a command needs is imported when it runs, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import getpass
import io
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 when it could not, with the reason in Chinese on stderr."""
    parser = argparse.ArgumentParser(prog="python -m data", description="数据：评分、演示数据、发布、历史、回退")
    commands = parser.add_subparsers(required=True, metavar="命令")

    score = commands.add_parser("score", help="按任一标准给长表数据评分")
    score.add_argument("--standard", type=Path, required=True, help="标准（TOML）")
    score.add_argument("--values", type=Path, required=True, help="数据（CSV：unit, period, indicator, value …）")
    score.add_argument("--out", type=Path, required=True, help="结果（CSV）")
    score.set_defaults(run=_score)

    sample = commands.add_parser("sample", help="写出演示数据文件夹")
    sample.add_argument("folder", type=Path, help="写到哪个文件夹")
    sample.add_argument("--scale", type=_scale, default=1.0, help="规模，1 约为 860 个社区、40 万条活动")
    sample.add_argument("--seed", type=_seed, default=None, help="随机种子")
    sample.add_argument("--format", choices=("csv", "parquet"), default="csv", help="文件格式")
    sample.set_defaults(run=_sample)

    publish = commands.add_parser("publish", help="检查并发布一个数据文件夹")
    publish.add_argument("folder", type=Path, help="数据文件夹")
    publish.add_argument("--by", default=None, help="发布人")
    publish.add_argument("--reason", default="", help="原因")
    publish.set_defaults(run=_publish)

    history = commands.add_parser("history", help="列出各版本")
    history.set_defaults(run=_history)

    rollback = commands.add_parser("rollback", help="回到某一版")
    rollback.add_argument("version", type=int, help="版本号")
    rollback.set_defaults(run=_rollback)

    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Chinese Windows console has no ▶
    from duckdb import Error as DatabaseError

    from data.boundaries import BoundaryError
    from data.importing import Refused
    from data.publishing import CheckFailed
    from data.standard import StandardError
    from data.store import StoreError

    try:
        options.run(options)
    except (BoundaryError, CheckFailed, Refused, StandardError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    except DatabaseError as error:  # no space left, out of memory, or a fault of ours: never a traceback
        print(f"数据库出错，没有发布任何内容：{error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or '文件'}：无法读写（{error.strerror or error}）", file=sys.stderr)
        return 2
    return 0


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
    from data.scoring.values import score_values

    scores = score_values(options.standard, options.values)
    scores.to_csv(options.out, index=False, lineterminator="\n")
    print(f"已写出 {len(scores)} 行到 {options.out}")


def _sample(options: argparse.Namespace) -> None:
    from data.sample import write_sample

    seed = {} if options.seed is None else {"seed": options.seed}
    write_sample(options.folder, scale=options.scale, file_format=options.format, progress=_report, **seed)
    print(f"演示数据已写到 {options.folder}")


def _publish(options: argparse.Namespace) -> None:
    from data.publishing import publish_folder
    from data.store import default_store

    manifest = publish_folder(
        default_store(),
        options.folder,
        published_by=options.by or getpass.getuser(),
        reason=options.reason,
        progress=_report,
    )
    kind = "（演示数据）" if manifest.is_demonstration else ""
    print(f"已发布第 {manifest.version} 版{kind}：{manifest.community_count} 个社区，{len(manifest.periods)} 期")


def _history(_options: argparse.Namespace) -> None:
    from data.store import default_store

    store = default_store()
    current = store.current()
    for manifest in store.history():
        mark = "▶" if manifest.version == current else " "
        when = manifest.published_at.astimezone().strftime("%Y-%m-%d %H:%M")
        kind = "演示" if manifest.is_demonstration else "正式"
        print(
            f"{mark} 第 {manifest.version} 版  {when}  {kind}  {manifest.community_count} 个社区  "
            f"{manifest.periods[0]}–{manifest.periods[-1]}  {manifest.published_by}  {manifest.reason}".rstrip()
        )
    if current is None:
        print("还没有发布过任何版本")


def _rollback(options: argparse.Namespace) -> None:
    from data.store import default_store

    manifest = default_store().roll_back(options.version)
    print(f"现在使用第 {manifest.version} 版")


def _report(fraction: float, text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{fraction:4.0%} {text}\033[K", end="" if fraction < 1 else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
