"""The command line of the questions: ``python -m queries export league_table --unit 330212 -o x.xlsx``.

It gives the bytes that the address of the same question gives. Everything that takes time is imported late.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from queries.catalogue import DOCUMENTS, EXPORTS
from queries.definitions import parameters

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
    documents = (
        "workbook 为整套看板（.xlsx），finding_sheet 为问题清单（.xlsx），slides 为汇报材料（.html、.pptx），"
        "brief、community_brief 为一页简报（.docx、.html）"
    )
    export.add_argument("question", help=f"问题，如 league_table；{documents}")
    takeable = {name for asked in (*EXPORTS.values(), *DOCUMENTS.values()) for name in asked.parameters}
    for parameter in (part for name, part in parameters().items() if name in takeable):
        help_text = f"{parameter.help}，可重复" if parameter.takes_several else parameter.help
        option = "--" + (parameter.option or parameter.name.replace("_", "-"))
        export.add_argument(option, action="append", default=[], dest=parameter.name, help=help_text)
    export.add_argument("--version", action="append", default=[], help="发布的版本号；缺省为当前版本")
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
    from data.versions.store import StoreError, default_store
    from queries.catalogue import UnknownFormat, UnknownQuestion
    from queries.parameters import BadParameter, NotAllowed
    from queries.reports.opening import open_export
    from queries.reports.orders import OrdersError
    from queries.reports.subject import NothingToSay

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
    from queries.catalogue import formats

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
