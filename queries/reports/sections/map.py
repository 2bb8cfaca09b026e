"""地图: every reporting unit on the map or beside it; the last quarters where the rule plays them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import queries
from queries import formats
from queries.reports.maps import city_map
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import QUARTERS, Subject
from queries.reports.words import boundaries_words

if TYPE_CHECKING:
    import pandas as pd

_NO_MAP = "边界没有审图号，不作公开展示，各单位以色块表示"
_NO_BOUNDARIES = {"type": "FeatureCollection", "features": ()}


def _part(subject: Subject, rule: SlideRule) -> Part:
    published = sorted(queries.periods(subject.database)["period"])
    periods = [period for period in published if period <= subject.period]
    periods = periods[-QUARTERS:] if rule.plays else periods[-1:]
    frames = {
        period: queries.area_measure(subject.database, period=period, standard=subject.standard, units=subject.among)
        for period in periods
    }
    *_, last = frames.values()
    frames = {period: frame for period, frame in frames.items() if frame is last or frame["value"].notna().any()}
    played = tuple(_fields(frame, subject) for frame in frames.values())
    below = _below(last, subject.line)["unit_name"].tolist()
    is_public = subject.audience == "public"
    names = f"：{'、'.join(map(str, below))}" if below and not is_public else ""
    if is_public:
        frames = {
            period: frame[~frame.index.isin(_below(frame, subject.line).index)] for period, frame in frames.items()
        }
    is_drawn = bool(frames[periods[-1]]["value"].notna().any())
    talk = (
        f"{played[-1]['best']} {played[-1]['best_score']} 最高；{len(below)} 个单位在达标线 {formats.number(subject.line, 0)} 下{names}。",
        "高新区、东钱湖、大榭、前湾新区等没有独立边界的单位列在图旁，不计入所在区的颜色。"
        if subject.is_mapped
        else f"{_NO_MAP}。",
    )
    picture = city_map(
        frames,
        subject.boundaries if subject.is_mapped else _NO_BOUNDARIES,
        subject.line,
        chosen=subject.unit,
        source=boundaries_words(subject.publication) if subject.is_mapped else _NO_MAP,
    )
    note = "；线下的不列出" if is_public and below else ""
    return Part(
        played[-1],
        ((picture,),) if is_drawn else (),
        f"各单位得分率，颜色为与达标线的距离{note}",
        talk,
        played if rule.plays else (),
    )


def _fields(units: pd.DataFrame, subject: Subject) -> dict[str, str]:
    """What a title can say of the units in one quarter; in public none below the line leads."""
    known = _known(units)
    below = _below(units, subject.line)
    leads = len(known) > (len(below) if subject.audience == "public" else 0)
    everyone = "各单位" if len(known) == len(units) else "有评分的单位"
    return {
        "best": str(known.iloc[0]["unit_name"]) if leads else "没有单位" if len(known) else "",
        "best_score": formats.number(known.iloc[0]["value"]) if leads else formats.MISSING,
        "below_count": str(len(below)),
        "below": f"{len(below)} 个单位仍在达标线下" if len(below) else f"{everyone}都在达标线以上",
        "below_names": subject.blamed(below["unit_name"].tolist(), "unit"),
    }


def _known(units: pd.DataFrame) -> pd.DataFrame:
    """Those that have a value, the highest first."""
    return units.dropna(subset=["value"]).sort_values("value", ascending=False, kind="stable")


def _below(units: pd.DataFrame, line: float) -> pd.DataFrame:
    known = _known(units)
    return known[[formats.rounded(value) < line for value in known["value"]]]


SECTION = Section("地图", _part, ("best", "best_score", "below", "below_count", "below_names"))
