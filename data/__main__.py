"""The command line: ``python -m data`` with one of the commands below.

What commands do is imported when one runs, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import errno
import io
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

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
    from data.commands import COMMANDS
    from data.reading.boundaries import BoundaryError
    from data.reading.problems import Refused
    from data.reading.standards import StandardError
    from data.versions.building import CheckFailed
    from data.versions.store import StoreError

    act_as(Actor(getattr(options, "by", None) or account(), Door.COMMAND, account=account()))
    try:
        COMMANDS[options.command](options)
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
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    for name, text in (
        ("import", "体检文件，通过后收为一批报送（已报）"),
        ("check", "只体检，不保存"),
    ):
        taken = command(name, text)
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

    status = command("status", "报送进度、催报名单与待发布的批次")
    status.add_argument("--period", help="时期，如 2026Q3；默认为最近一期")
    review = command("review", "审核通过一批报送")
    review.add_argument("batch", type=int, metavar="批号")
    review.add_argument("--by", default=None, help="审核人")
    give_back = command("return", "退回一批报送")
    give_back.add_argument("batch", type=int, metavar="批号")
    give_back.add_argument("--by", default=None, help="审核人")
    give_back.add_argument("--reason", required=True, help="原因")

    _add_settling_commands(command)

    publish = command("publish", "发布：不给文件夹时发布已报、已审的各批；给文件夹时检查并整体发布")
    publish.add_argument("folder", type=Path, nargs="?", help="数据文件夹（整体替换现行数据）")
    publish.add_argument("--period", help="只发布这一时期的各批")
    _add_who(publish, "发布人")
    _add_version_commands(command)

    template = command("template", "写出填报模板")
    template.add_argument(
        "table", metavar="表", help="表的名称，如 communities、measurements、activities、boundaries、standard"
    )
    template.add_argument("-o", "--out", type=Path, default=None, help="写到哪个文件，默认按表取名")
    template.add_argument("--unit", help="报送单位的代码或名称")
    template.add_argument("--period", help="时期，如 2026Q3")
    template.add_argument("--register", action="store_true", help="用随附的真实名册，不用现行版本（如演示数据）的名册")
    export = command("export-all", "把现行版本的全部数据导出为 Parquet 与 CSV")
    export.add_argument("folder", type=Path, help="新的或空的文件夹")

    score = command("score", "按任一标准给长表数据评分")
    score.add_argument("--standard", type=Path, required=True, help="标准（TOML）")
    score.add_argument("--values", type=Path, required=True, help="数据（CSV：unit, period, indicator, value …）")
    score.add_argument("--out", type=Path, required=True, help="结果（CSV）")
    sample = command("sample", "写出演示数据文件夹")
    sample.add_argument("folder", type=Path, help="写到哪个文件夹")
    sample.add_argument("--scale", type=_scale, default=1.0, help="规模，1 约为 860 个社区、40 万条活动")
    sample.add_argument("--seed", type=_seed, default=None, help="随机种子")
    sample.add_argument("--format", choices=("csv", "parquet"), default="csv", help="文件格式")
    return parser


def _add_settling_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands by which a month's problems and tickets are contested and settled."""
    contest = command("contest", "对一个问题或一件工单提出异议")
    contest.add_argument("code", metavar="编号", help="问题编号或工单编号")
    contest.add_argument("ground", choices=("非本辖区", "重复", "已整改", "其他"), help="理由")
    contest.add_argument("words", metavar="说明", help="一句话说明")
    answer = command("answer", "复核一件异议")
    answer.add_argument("number", type=int, metavar="件号")
    answer.add_argument("--adopt", action=argparse.BooleanOptionalAction, required=True, help="采纳或不采纳")
    answer.add_argument("--reason", default="", help="理由；不采纳时必须写明")
    settle = command("settle", "定稿；给出 --until 则只定核对到哪一天")
    settle.add_argument("span", type=_span, metavar="时段", help="月或季度，如 2026-09、2026Q3")
    settle.add_argument("--until", type=date.fromisoformat, metavar="日期", help="核对的最后一天，如 2026-10-20")
    for taken in (contest, answer, settle):
        taken.add_argument("--by", default=None, help="经办人，默认为登录名")


def _span(text: str) -> str:
    if not re.fullmatch(r"20\d\d(Q[1-4]|-(0[1-9]|1[0-2]))", text):
        raise argparse.ArgumentTypeError("写成 2026-09 或 2026Q3 的样子")
    return text


def _add_version_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands about whole versions."""
    command("history", "列出各版本与其文件")
    rollback = command("rollback", "回到某一版")
    rollback.add_argument("version", type=int, metavar="版本号")
    rollback.add_argument("--by", default=None, help="谁回退，默认为登录名")
    command("verify", "核对各版本与各批报送是否完好、有没有被改动过")
    rebuild = command("rebuild", "程序更新后，用现在的程序重新生成现行版本（数据不变）")
    rebuild.add_argument("--by", default=None, help="发布人")
    mirror = command("mirror", "把一个版本复制到设置所指的 ClickHouse（发布时会自动复制）")
    mirror.add_argument("version", type=int, nargs="?", metavar="版本号", help="默认为现行版本")
    mirror.add_argument("--prune", action="store_true", help="并删去那里除现行版本以外的各版")
    pruned = command("prune", "按设置的规则清理旧版本的数据（发布后会自动清理），清单都留下")
    pruned.add_argument("--dry-run", action="store_true", help="只列出哪些留、为什么，哪些清理")
    pruned.add_argument("--by", default=None, help="谁清理，默认为登录名")
    photos = command("prune-photos", "清理保存满设置所定天数的照片（DASHBOARD_PHOTO_DAYS）")
    photos.add_argument("--dry-run", action="store_true", help="只说要清理多少")
    photos.add_argument("--by", default=None, help="谁清理，默认为登录名")
    diff = command("diff", "两个版本的差别")
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


if __name__ == "__main__":
    sys.exit(main())
