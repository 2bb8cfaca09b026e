"""五维: the dimensions beside the city and the same quarter of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import queries
from data.periods import year_before
from queries import formats
from queries.changes import basis_words
from queries.reports.bodies.radar import Radar, Series
from queries.reports.pictures import dots
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject

if TYPE_CHECKING:
    import pandas as pd


def _part(subject: Subject, _rule: SlideRule) -> Part:
    known = subject.dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
    series = _series(subject)
    if known.empty or not series:
        return Part({}, ())
    low, high = known.iloc[0], known.iloc[-1]
    fields = {
        "weakest": str(low["dimension_name"]),
        "weakest_score": formats.number(low["score"]),
        "strongest": str(high["dimension_name"]),
    }
    highest = f"{high['dimension_name']} {formats.number(high['score'])} 最高"
    talk = (f"{highest}，{low['dimension_name']} {formats.number(low['score'])} 最低。",)
    radar = Radar(tuple(map(str, subject.dimensions["dimension_name"])), series, subject.line)
    return Part(fields, ((radar, dots(subject.dimensions, subject.line)),), f"{subject.name}五个维度得分与达标线", talk)


def _series(subject: Subject) -> tuple[Series, ...]:
    """The area, the city beside a unit, and the area a year before, as far as they have scores."""
    past = year_before(subject.period)
    own = (subject.area["area_kind"], subject.area["area_code"], subject.period)
    city = [("city", "city", subject.period)] if subject.unit and subject.among is None else []
    wanted = [own, *city, (*own[:2], past)]
    codes = tuple(f"{kind}:{code}" + (f"@{period}" if period == past else "") for kind, code, period in wanted)
    rows = queries.dimension_profile(subject.database, **subject.chosen, areas=codes)
    found = {(row["area_kind"], row["area_code"], row["scored_period"]): row for row in rows.to_dict("records")}
    series = []
    for area in wanted:
        row = found.get(area)
        if row is None or row["dimension_scores"] is None:
            continue
        scores = tuple(None if formats.is_missing(float(score)) else float(score) for score in row["dimension_scores"])
        name = f"{row['area_name']}{'（上年同期）' if area[2] == past else ''}"
        series.append(Series(name, scores, tuple(map(formats.number, scores))))
    return tuple(series)


def _sentence(subject: Subject) -> str:
    """The dimensions below the line, else the lowest."""
    known = subject.dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
    below = known[[formats.rounded(score) < subject.line for score in known["score"]]]
    line = formats.number(subject.line, 0)
    if len(below):
        return "、".join(_dimension(row) for _, row in below.iterrows()) + f"，低于达标线 {line}。"
    return f"各维度均在达标线 {line} 以上" + (f"，最低为{_dimension(known.iloc[0])}。" if len(known) else "。")


def _dimension(row: pd.Series) -> str:
    basis = basis_words(row)
    change = f"（较上季 {formats.signed(row['change'])}，{basis}）" if basis else ""
    return f"{row['dimension_name']} {formats.number(row['score'])}{change}"


SECTION = Section("五维", _part, ("weakest", "weakest_score", "strongest"), _sentence)
