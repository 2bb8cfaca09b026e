"""地图: every reporting unit on the map or beside it; the last quarters where the rule plays them."""

from __future__ import annotations

import queries
from queries import formats
from queries.reports.pictures import city_map
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import QUARTERS, Subject
from queries.reports.words import boundaries_words, names_words


def _part(subject: Subject, rule: SlideRule) -> Part:
    published = sorted(queries.periods(subject.database)["period"])
    periods = [period for period in published if period <= subject.period]
    periods = periods[-QUARTERS:] if rule.plays else periods[-1:]
    frames = {
        period: queries.area_measure(subject.database, period=period, standard=subject.standard, units=subject.among)
        for period in periods
    }
    last = frames[periods[-1]]
    known = last.dropna(subset=["value"]).sort_values("value", ascending=False, kind="stable")
    below = known[[formats.rounded(value) < subject.line for value in known["value"]]]
    best = known.iloc[0] if len(known) else None
    everyone = "各单位" if len(known) == len(last) else "有评分的单位"
    fields = {
        "best": str(best["unit_name"]) if best is not None else "",
        "best_score": formats.number(best["value"]) if best is not None else formats.MISSING,
        "below_count": str(len(below)),
        "below": f"{len(below)} 个单位仍在达标线下" if len(below) else f"{everyone}都在达标线以上",
        "below_names": names_words(below["unit_name"].tolist()),
    }
    names = f"：{'、'.join(map(str, below['unit_name']))}" if len(below) else ""
    talk = (
        f"{fields['best']} {fields['best_score']} 最高；{len(below)} 个单位在达标线 {formats.number(subject.line, 0)} 下{names}。",
        "高新区、东钱湖、大榭、前湾新区等没有独立边界的单位列在图旁，不计入所在区的颜色。",
    )
    source = boundaries_words(subject.publication)
    picture = city_map(frames, subject.boundaries, subject.line, chosen=subject.unit, source=source)
    return Part(fields, ((picture,),) if len(known) else (), "各单位得分率，颜色为与达标线的距离", talk)


SECTION = Section("地图", _part, ("best", "best_score", "below", "below_count", "below_names"))
