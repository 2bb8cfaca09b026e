"""重点关注: not 达标 and really falling, with the dimension responsible; by name only where names are released."""

from __future__ import annotations

from queries import formats
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import NAMED, Cell, by_unit, columns_of, place_words, short, tables

_RULE = "未达标，且连续两季以上下滑、两季合计的下滑超出误差"
_NOTE = f"{_RULE}；黑榜只列“确定未达标”，其余待复核"


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows = subject.focus.to_dict("records")
    if not rows:
        return Part({}, (), _RULE)
    fields = {"count": str(len(rows)), "first": subject.blamed([str(rows[0]["community_name"])], "community")}
    if not subject.names_the_worst:
        counted = by_unit(
            subject.focus.assign(area_name="", area_code=subject.focus["community_code"]), are_named=False
        )
        return Part(fields, counted, f"{_RULE}；不点名，按单位计数", (f"重点关注 {len(rows)} 个社区。",))
    why = subject.why(span=2)
    columns = columns_of(
        {"社区": 16, "单位 · 街道": 20, "得分": 9, "两季变化": 11, "主要失分维度": 15, "原因": 44, "把握": 13},
        numbers=("得分", "两季变化"),
    )
    cells: list[list[Cell]] = [
        [
            str(row["community_name"]),
            (place_words(row), "muted"),
            (formats.number(row["score"]), "below"),
            (formats.arrow(row["two_period_change"]), "below"),
            str(row["dimension_name"]),
            (why.get(row["community_code"], formats.MISSING), "muted"),
            (str(row["verdict"]), "plain" if row["verdict"] == "确定未达标" else "muted"),
        ]
        for row in rows
    ]
    talk = tuple(
        f"{row['community_name']}（{row['unit_name']}）{formats.number(row['score'])}，两季"
        f"{formats.arrow(row['two_period_change'])}，主要在{row['dimension_name']}。"
        for row in rows[:NAMED]
    )
    return Part(fields, tables(columns, cells), _NOTE, talk)


def _sentence(subject: Subject) -> str:
    rows = subject.focus.to_dict("records")
    if not rows:
        return "没有未达标且连续下滑的社区。"
    named = "；".join(
        f"{short(row['community_name'])}（{short(row['unit_name'])}）{formats.number(row['score'])}，"
        f"两季 {formats.arrow(row['two_period_change'])}，{row['verdict']}"
        for row in rows[:NAMED]
    )
    return f"未达标且连续下滑的社区 {len(rows)} 个{'，如' if len(rows) > NAMED else ''}：{named}。"


SECTION = Section("重点关注", _part, ("count", "first"), _sentence)
