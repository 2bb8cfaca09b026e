"""最短路径: the items that would lift most communities over the line."""

from __future__ import annotations

from queries import formats
from queries.changes import lifted_words
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import NAMED, ROWS, Cell, columns_of, short, tables

_NOTE = "按未达标社区的最短路径：补上这一项即达标的，与还要补别的项的一起"


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows = subject.levers.head(ROWS).to_dict("records")
    if not rows:
        return Part({}, (), _NOTE)
    columns = columns_of(
        {"要补的项": 40, "维度": 18, "单独可助社区": 16, "与其他项一起": 16, "每社区可提分": 16},
        numbers=("单独可助社区", "与其他项一起", "每社区可提分"),
    )
    cells: list[list[Cell]] = [
        [
            str(row["indicator_name"]),
            (str(row["dimension_name"]), "muted"),
            (str(int(row["alone_count"])), "above"),
            str(int(row["community_count"])),
            formats.signed(row["median_gain"]),
        ]
        for row in rows
    ]
    first = rows[0]
    fields = {
        "item": str(first["indicator_name"]),
        "count": str(int(first["community_count"])),
        "alone": str(int(first["alone_count"])),
        "lifted": lifted_words(first),
    }
    talk = tuple(f"{row['indicator_name']}：{lifted_words(row)}。" for row in rows[:NAMED])
    return Part(fields, tables(columns, cells), _NOTE, talk)


def _sentence(subject: Subject) -> str:
    said = [
        f"{short(row['indicator_name'])}，{lifted_words(row)}" for row in subject.levers.head(NAMED).to_dict("records")
    ]
    return f"先抓{'；再抓'.join(said)}。" if said else "没有靠补短板即可达标的社区。"


SECTION = Section("最短路径", _part, ("item", "count", "alone", "lifted"), _sentence)
