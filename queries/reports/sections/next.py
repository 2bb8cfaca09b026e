"""下季重点: the levers, the focus, the pace and what is not reported yet, as sentences."""

from __future__ import annotations

import queries
from data.periods import in_words
from queries.changes import lifted_words
from queries.rates import beside, hidden_failure, percent
from queries.reports.bodies.points import Points
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import NAMED, names_words, pace_words

_LONG = 30  # days


def _part(subject: Subject, _rule: SlideRule) -> Part:
    levers, focus = subject.levers.head(NAMED).to_dict("records"), subject.focus["community_name"].tolist()
    points = [*_of_ledgers(subject), *(f"抓{row['indicator_name']}：{lifted_words(row)}" for row in levers)]
    if focus:
        names = f"：{names_words(focus)}" if subject.names_the_worst else ""
        points.append(f"盯重点关注社区 {len(focus)} 个{names}")
    if subject.pace is not None:
        points.append(f"{subject.name}进度：{pace_words(subject.pace)}")
    waiting = int(queries.unit_reporting(subject.database, **subject.within)["waiting_count"].sum())
    if waiting:
        points.append(f"补报：{waiting} 个社区还有指标未报，补报前至多为培育")
    if not points:
        return Part({}, ())
    fields = {"item": str(levers[0]["indicator_name"]) if levers else "", "count": str(len(focus))}
    return Part(fields, ((Points(tuple(points)),),), in_words(subject.period), tuple(points))


def _of_ledgers(subject: Subject) -> list[str]:
    """What comes first next month: what is overdue, and the category of problems that is certainly put right least."""
    if subject.told is None:
        return []
    period, problems = subject.told["span"], subject.handed_in("problems").asked
    points = []
    late = queries.overdue_findings(subject.database, period=period, **problems)["overdue_days"]
    if len(late):
        points.append(f"下月先改超期问题 {len(late):,} 个，其中超过 30 天的 {int((late > _LONG).sum()):,} 个")
    found = queries.finding_rates(subject.database, period=period, area_kind="city", by="category", **problems)
    if found["due_count"].sum():
        whole = found["rectified_count"].sum() / found["due_count"].sum()
        worst = hidden_failure(beside(found, "rectified_count", "due_count", whole), whole, least=0)
        if worst is not None:
            points.append(
                f"下月抓“{worst['category']}”整改：整改率 {percent(worst['rate'])}，明显低于全部 {percent(whole)}"
            )
    open_ones = subject.handed_in("appeals").asked
    appeals = queries.appeal_rates(subject.database, period=period, area_kind="city", **open_ones)[
        "overdue_count"
    ].sum()
    if appeals:
        points.append(f"下月办结超期诉求 {appeals:,} 件")
    return points


SECTION = Section("下季重点", _part, ("item", "count"))
