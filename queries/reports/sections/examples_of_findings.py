"""整改前后: places before they were put right and after, of photos that somebody has released."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import queries
from data.periods import months_of
from queries import formats
from queries.reports.bodies.photographs import Photographs, Shot
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject

if TYPE_CHECKING:
    import pandas as pd

_STAGES = {"前": "整改前", "后": "整改后", "复查": "复查"}
_PAIR = {"前", "后"}


def _part(subject: Subject, rule: SlideRule) -> Part:
    rows = queries.finding_photos(subject.database, units=subject.units)
    day = rows["verified_on"].fillna(rows["rectified_on"])
    rows = rows[day.dt.strftime("%Y-%m").isin(months_of(subject.period))]
    found = [*_examples(subject, rows)]
    shown = found[: rule.most or None]
    rest = f"，放映 {len(shown)} 处" if len(shown) < len(found) else ""
    subtitle = f"照片均经放行，共 {len(found)} 处{rest}"
    return Part({"count": str(len(found))}, tuple((body,) for body in shown), subtitle if found else "")


def _examples(subject: Subject, rows: pd.DataFrame) -> Iterator[Photographs]:
    """The problems with a released photo before and one after, the first of each stage."""
    for _, of_one in rows.groupby(["unit_code", "finding_code"], sort=False):
        shots = {}
        for row in of_one.to_dict("records"):
            if row["photo_stage"] not in shots and (content := subject.released(row)):
                shots[row["photo_stage"]] = Shot(_STAGES[row["photo_stage"]], content, row["width"], row["height"])
        if shots.keys() >= _PAIR:
            yield Photographs(tuple(shots.values()), _told(of_one.iloc[0].to_dict()))


def _told(row: dict[Any, Any]) -> str:
    """Where it is, what was asked for, and when it was found and put right."""
    place = " ".join(text for name in ("community_name", "place") if not formats.is_missing(text := row[name]))
    demand = "" if formats.is_missing(row["demand"]) else str(row["demand"])
    days = "，".join(
        f"{formats.day(row[name])}{word}"
        for name, word in (("found_on", "发现"), ("rectified_on", "整改"))
        if str(row[name]) != "NaT"
    )
    return "；".join(filter(None, (place, str(row["category"]), demand, days)))


SECTION = Section("整改前后", _part, ("count",))
