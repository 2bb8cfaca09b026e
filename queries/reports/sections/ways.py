"""最短路径: the items that would lift most communities over the line."""

from __future__ import annotations

from queries import formats
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import NAMED, ROWS, Cell, columns_of, short, tables

_NOTE = "按最短路径：补这一项能帮助多少个未达标社区达标"


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows = subject.levers.head(ROWS).to_dict("records")
    if not rows:
        return Part({}, (), _NOTE)
    columns = columns_of(
        {"要补的项": 40, "维度": 18, "可助达标社区": 16, "只差这一项": 14, "每社区可提分": 16},
        numbers=("可助达标社区", "只差这一项", "每社区可提分"),
    )
    cells: list[list[Cell]] = [
        [
            str(row["indicator_name"]),
            (str(row["dimension_name"]), "muted"),
            (str(int(row["community_count"])), "above"),
            str(int(row["alone_count"])),
            formats.signed(row["median_gain"]),
        ]
        for row in rows
    ]
    first = rows[0]
    fields = {
        "item": str(first["indicator_name"]),
        "count": str(int(first["community_count"])),
        "alone": str(int(first["alone_count"])),
    }
    talk = tuple(
        f"{row['indicator_name']}：可助 {int(row['community_count'])} 个社区达标，其中 {int(row['alone_count'])} 个只差这一项。"
        for row in rows[:NAMED]
    )
    return Part(fields, tables(columns, cells), _NOTE, talk)


def _sentence(subject: Subject) -> str:
    said = [
        f"{short(row['indicator_name'])}，可助 {int(row['community_count'])} 个社区达标（{int(row['alone_count'])} 个只差这一项）"
        for row in subject.levers.head(NAMED).to_dict("records")
    ]
    return f"先抓{'；再抓'.join(said)}。" if said else "没有靠补短板即可达标的社区。"


SECTION = Section("最短路径", _part, ("item", "count", "alone"), _sentence)
