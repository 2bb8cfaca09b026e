"""红黑榜: streets that put problems right above the line for certain and, only where names are released, below it.

Told of the year so far, for in a month few streets have problems enough to be certain of any.
"""

from __future__ import annotations

from typing import Any

import queries
from queries.rates import percent
from queries.reports.bodies.body import Tone
from queries.reports.bodies.points import Points
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import Cell, columns_of, tables

_COLUMNS = columns_of(
    {"榜": 9, "点位类型": 14, "街道": 20, "单位": 14, "整改 / 到期": 14, "整改率": 11, "误差区间": 20, "线": 9},
    numbers=("整改 / 到期", "整改率", "误差区间", "线"),
)
_AGAIN = "榜首、榜尾多少有运气，再查时多半向平均靠拢（向均值回归）"


def _part(subject: Subject, _rule: SlideRule) -> Part:
    if subject.told is None:
        return Part({}, ())
    span = str(subject.told["span"])[:4]
    asked: dict[str, Any] = {"period": span, "units": subject.units}
    red, black = (queries.red_black_list(subject.database, **asked, side=side) for side in ("red", "black"))
    if red.empty and black.empty:
        return Part({}, ())
    rule = (*red.to_dict("records"), *black.to_dict("records"))[0]
    good, bad = red[red["verdict"] == "红榜"], black[black["verdict"] == "黑榜"]
    said = [_AGAIN, "同一点位类型内，误差区间（对所有街道同时成立）整段在线上才列红榜"]
    lists = f"红榜 {len(good)} 条" if len(good) else "没有确定高于线、可列红榜的"
    talk = [f"{lists}。", f"{_AGAIN}。"]
    if subject.audience == "internal":
        open_count = len(red) - len(good) + len(black) - len(bad)
        hidden = "" if subject.names_the_worst or bad.empty else "（不点名）"
        said[1] += "，整段在线下才列黑榜，其余待复核"
        lists += f"，黑榜 {len(bad)} 条{hidden}；{open_count} 条待复核，不作结论"
    shown = [good, bad] if subject.names_the_worst else [good]
    cells = [_cells(row) for rows in shown for row in rows.to_dict("records")]
    slides = tables(_COLUMNS, cells) if cells else ((Points(tuple(f"{text}。" for text in reversed(said))),),)
    line = f"整改率 {percent(rule['line'])}（{rule['citation']}）"
    note = f"{span}年初以来 · 同一点位类型内，误差区间（同时成立）整段在线上或线下才列名 · 线：{line}"
    return Part({"lists": lists, "red": str(len(good))}, slides, note, tuple(talk))


def _cells(row: dict[Any, Any]) -> list[Cell]:
    side: Tone = "above" if row["verdict"] == "红榜" else "below"
    return [
        (str(row["verdict"]), side),
        (str(row["place_kind"]), "muted"),
        str(row["area_name"]),
        (str(row["unit_name"]), "muted"),
        f"{row['rectified_count']:,} / {row['due_count']:,}",
        (percent(row["rectified_rate"]), side),
        f"{percent(row['rectified_rate_low'])}–{percent(row['rectified_rate_high'])}",
        (percent(row["line"]), "muted"),
    ]


SECTION = Section("红黑榜", _part, ("lists", "red"))
