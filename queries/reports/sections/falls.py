"""退步: falls beyond their error and as large as the standard asks, and whoever fell out of 达标, which 总览 counts.

In public nobody is named for it: communities are counted by unit, units and streets together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import queries
from data import verdicts
from queries.reports.bodies.points import Points
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.sections.progress import FIELDS, moved
from queries.reports.subject import Subject
from queries.reports.words import KINDS, by_unit

if TYPE_CHECKING:
    import pandas as pd


def _part(subject: Subject, rule: SlideRule) -> Part:
    is_public = subject.audience == "public"
    part = moved(subject, verdicts.FALLEN, rule.most, (subject.part_kind,) if is_public else ())
    out = {kind: _fallen_out(subject, kind) for kind in (subject.part_kind, "community")}
    counts = "、".join(f"{len(rows)} 个{KINDS[kind]}" for kind, rows in out.items() if len(rows))
    real = f"{part.fields['count']} 个{part.fields['kinds']}明显退步" if part.slides else ""
    falls = "，".join(filter(None, (real, f"{counts}跌出达标" if counts else "")))
    if is_public:
        fields = {**part.fields, "falls": falls, "names": real}
        counted = by_unit(out["community"], are_named=False) if len(out["community"]) else ()
        told = counted or (((Points((f"{falls}。",)),),) if falls else ())
        return Part(fields, told, "退步与跌出达标的只计数，不列名；社区按单位计数", (f"{falls}。",) if falls else ())
    slides = part.slides
    for rows in out.values():
        if len(rows):
            slides += by_unit(rows)
    names = real if subject.is_demonstration else part.fields["names"]
    table = f"表中{part.subtitle}" if part.slides else ""
    listed = "跌出达标的按单位列出，不分先后" if counts else ""
    talk = (*part.talk, f"本季跌出达标的有{counts}。") if counts else part.talk
    note = "；".join(filter(None, (table, listed))) or part.subtitle
    return Part({**part.fields, "falls": falls, "names": names}, slides, note, talk)


def _fallen_out(subject: Subject, kind: str) -> pd.DataFrame:
    """Those of a kind that were 达标 the quarter before and are not any more."""
    moves = (
        subject.moves if kind == "community" else queries.band_moves(subject.database, **subject.within, area_kind=kind)
    )
    return moves[moves["direction"] == "fell"]


SECTION = Section("退步", _part, (*FIELDS, "falls"))
