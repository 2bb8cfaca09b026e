"""下季重点: the levers, the focus, the pace and what is not reported yet, as sentences."""

from __future__ import annotations

import queries
from data.periods import in_words
from queries.changes import lifted_words
from queries.reports.bodies.points import Points
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import NAMED, names_words, pace_words


def _part(subject: Subject, _rule: SlideRule) -> Part:
    levers, focus = subject.levers.head(NAMED).to_dict("records"), subject.focus["community_name"].tolist()
    points = [f"抓{row['indicator_name']}：{lifted_words(row)}" for row in levers]
    if focus:
        points.append(f"盯重点关注社区 {len(focus)} 个：{names_words(focus)}")
    if subject.pace is not None:
        points.append(f"{subject.name}进度：{pace_words(subject.pace)}")
    waiting = int(queries.unit_reporting(subject.database, **subject.within)["waiting_count"].sum())
    if waiting:
        points.append(f"补报：{waiting} 个社区还有指标未报，补报前至多为培育")
    if not points:
        return Part({}, ())
    fields = {"item": str(levers[0]["indicator_name"]) if levers else "", "count": str(len(focus))}
    return Part(fields, ((Points(tuple(points)),),), in_words(subject.period), tuple(points))


SECTION = Section("下季重点", _part, ("item", "count"))
