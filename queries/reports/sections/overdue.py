"""超期: what is past its limit and not put right, how long, and of what kind; which ones only where names are released."""

from __future__ import annotations

from typing import Any

import queries
from queries import formats
from queries.rates import by_age
from queries.reports.bodies.body import Body
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.ledgers import largest
from queries.reports.pictures import counts
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import Cell, columns_of, left_out, place_words, tables

_ROWS = 8  # on one slide: what is demanded takes several lines


def _part(subject: Subject, rule: SlideRule) -> Part:
    if subject.told is None:
        return Part({}, ())
    rows = queries.overdue_findings(
        subject.database, period=subject.told["span"], **subject.handed_in("problems").asked
    )
    if rows.empty:
        return Part({}, ())
    longest, new = int(rows["overdue_days"].max()), int(rows["is_new"].sum())
    fields = {"count": f"{len(rows):,}", "longest": str(longest), "new": f"{new:,}"}
    figures = Figures(
        (
            Figure("超期未改", fields["count"], "个"),
            Figure("其中新增", fields["new"], f"期限在{subject.told['span_name']}"),
            Figure("更早的", f"{len(rows) - new:,}", "以前各月累积"),
            Figure("最长", str(longest), "天"),
        )
    )
    by_kind = rows.groupby("category", sort=False).size().rename("count").reset_index()
    pictures = (
        counts(by_age(rows["overdue_days"]), "band", "count", "超期天数", "个"),
        counts(largest(by_kind, "category", "count"), "category", "count", "超期问题分类", "个"),
    )
    note = f"{subject.told['span_name']}及以前到期、到数据截至日还没有核查销号的"
    talk = (f"超期未改 {len(rows):,} 个，最长 {longest} 天，其中新增 {new:,} 个。",)
    named: tuple[tuple[Body, ...], ...] = ()
    if subject.names_the_worst:
        most = rule.most or len(rows)
        named = tables(_COLUMNS, map(_cells, rows.head(most).to_dict("records")), _ROWS)
        note += f"；清单久者在前{left_out(len(rows), most)}"
    return Part(fields, ((figures, *pictures), *named), note, talk)


_COLUMNS = columns_of(
    {"单位 · 街道": 22, "社区": 16, "点位": 14, "类别": 12, "整改要求": 18, "责任单位": 16, "期限": 13, "超期天数": 11},
    numbers=("超期天数",),
)


def _cells(row: dict[Any, Any]) -> list[Cell]:
    texts = (row[name] if isinstance(row[name], str) else formats.MISSING for name in ("place", "category", "demand"))
    responsible = row["responsible"] if isinstance(row["responsible"], str) else formats.MISSING
    return [
        (place_words(row), "muted"),
        str(row["community_name"]),
        *map(str, texts),
        responsible,
        (formats.day(row["limit_on"]), "muted"),
        (f"{row['overdue_days']:.0f}", "below"),
    ]


SECTION = Section("超期", _part, ("count", "longest", "new"))
