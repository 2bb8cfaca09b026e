"""The command line of the questions: ``python -m queries export league_table --unit 330212 -o x.xlsx``.

It gives the bytes that the address of the same question gives. Everything that takes time is imported late.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

_ONE = {
    "period": "期，如 2026Q3；缺省为最新一期",
    "standard": "标准的版本；缺省为该期末有效的标准",
    "area-kind": "层级：community、street、unit（总览另有 city）",
    "area-code": "区域代码",
    "measure": "地图的指标，如 index、dimension:E",
    "search": "名称、代码或拼音首字母的一部分",
    "order": "排序：score 按得分，change 进步榜；汇报材料的演示顺序，如 forum",
    "ranked": "给出前多少名的名次，缺省 50，0 为全部；其余按等次列出",
    "community": "社区代码",
    "earlier": "与哪一版标准比",
    "version": "发布的版本号；缺省为当前版本",
}
_SEVERAL = {
    "unit": ("units", "报送单位代码，可重复"),
    "street": ("streets", "街道代码，可重复"),
    "kind": ("kinds", "社区类型，可重复"),
    "band": ("bands", "等次代码，none 为数据不足，可重复"),
    "weak-dimension": ("weak_dimensions", "薄弱维度代码，可重复"),
    "area": ("areas", "并列的对象，如 unit:330212 或 unit:330212@2025Q3，可重复"),
    "dimension": ("dimensions", "维度代码，可重复"),
    "section": ("sections", "汇报材料的部分，如 map，可重复；缺省为全部"),
    "status": ("statuses", "状态：参评、待补报、数据不足，可重复"),
}

_OUTPUT = (
    "写到哪个文件，- 为标准输出；缺省为当前文件夹中的中文文件名。格式看结尾：.csv（缺省）、.xlsx、.parquet、.geojson"
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令有误：{message}\n{self.format_usage()}")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with a Chinese message on stderr when it cannot be."""
    parser = _Parser(prog="python -m queries", description="查询已发布的版本")
    export = parser.add_subparsers(dest="command", required=True).add_parser(
        "export", help="导出为 CSV、Excel、Parquet 或 GeoJSON"
    )
    documents = "workbook 为整套看板（.xlsx），slides 为汇报材料（.html、.pptx），brief 为一页简报（.docx、.html）"
    export.add_argument("question", help=f"问题，如 league_table；{documents}")
    for name, text in _ONE.items():
        export.add_argument(f"--{name}", action="append", default=[], help=text)
    for name, (parameter, text) in _SEVERAL.items():
        export.add_argument(f"--{name}", action="append", default=[], dest=parameter, help=text)
    export.add_argument(
        "-o",
        "--output",
        help=_OUTPUT,
    )
    given = vars(parser.parse_args(arguments))
    given.pop("command")
    question, output = given.pop("question"), given.pop("output")
    return _export(question, {name: values for name, values in given.items() if values}, output)


def _export(question: str, given: dict[str, list[str]], output: str | None) -> int:
    from data.acts import Actor, Door, account, act_as
    from data.store import StoreError, default_store
    from queries.briefing import NothingToSay, OrdersError
    from queries.export import UnknownFormat, UnknownQuestion, open_export
    from queries.parameters import BadParameter, NotAllowed

    act_as(Actor(account(), Door.COMMAND, account=account()))
    try:
        ending = _ending(question, output)
        export = open_export(default_store(), question, given, who=account(), ending=ending)
        if output == "-":
            for chunk in export.chunks:
                sys.stdout.buffer.write(chunk)
            return 0
        with Path(output or export.name).open("wb") as file:
            file.writelines(export.chunks)
    except (BadParameter, NotAllowed, StoreError) as error:
        return _refuse(str(error))
    except (UnknownQuestion, UnknownFormat, NothingToSay, OrdersError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"无法写入 {error.filename}：{error.strerror}")
    print(output or export.name)
    return 0


def _ending(question: str, output: str | None) -> str:
    """The format: the file's ending; without one the first of what is asked for, else CSV."""
    from queries.export import formats

    named = "" if output in (None, "-") else Path(str(output)).suffix.removeprefix(".").lower()
    try:
        return named or formats(question)[0]
    except LookupError:
        return "csv"


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
