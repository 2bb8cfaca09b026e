"""The sections that are seen: overview, map, radar, trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import queries
from data.verdicts import SYMBOLS
from queries import formats
from queries.briefing.model import (
    Band,
    Bands,
    CityMap,
    Dimension,
    Dimensions,
    Figure,
    Figures,
    Goal,
    MapUnit,
    Radar,
    Series,
    Trend,
)
from queries.briefing.orders import SlideRule
from queries.briefing.subject import QUARTERS, Subject
from queries.briefing.words import (
    Part,
    boundaries_words,
    change_words,
    names_words,
    pace_words,
    side_of,
)
from queries.changes import TURNOVER, dimension_turnovers, move_words
from queries.finding import Situation, finding, weakest
from queries.scale import POINTS

if TYPE_CHECKING:
    import pandas as pd


def overview_part(subject: Subject, _rule: SlideRule) -> Part:
    """The total, the bands and the dimensions, as on 总览."""
    total = subject.total
    within = {**subject.chosen, "units": subject.units}
    bands = queries.band_counts(subject.database, **within)
    moves = queries.band_moves(subject.database, **within)
    steps = queries.one_step_away(subject.database, **within)
    risen, fallen = (int((moves["direction"] == word).sum()) for word in ("rose", "fell"))
    rated, passing = int(total["rated_count"]), int(total["passing_count"])
    figures = Figures((
        Figure("得分率", formats.number(total["score"]), change_words(total), side_of(total["score"], subject.line)),
        Figure("达标及以上", f"{passing} 个", f"占有评分社区 {formats.share(passing, rated)}（{rated} 个）"),
        Figure("本季新达标 / 跌出", f"{risen} / {fallen}", move_words(moves)),
        Figure("再补 1 项即可达标", f"{len(steps)}", "个社区"),
    ))  # fmt: skip
    items = tuple(
        Band(
            str(row["symbol"]), str(row["band_name"]), int(row["community_count"]),
            0 if row["band_code"] == "none" else int(row["position"]),
        )
        for row in bands.to_dict("records")
    )  # fmt: skip
    sentence = _finding(subject)
    low = weakest(subject.dimensions)
    talk = (
        sentence + "。",
        f"{rated} 个社区有评分，{passing} 个达标及以上，占 {formats.share(passing, rated)}。",
        f"本季新达标 {risen} 个，跌出 {fallen} 个（{move_words(moves)}）；{len(steps)} 个社区再补一项即可达标。",
        f"五个维度中 {low['dimension_name']} 最低，{formats.number(low['score'])}。",
        *([f"{turnovers}（{TURNOVER}）。"] if (turnovers := dimension_turnovers(subject.dimensions)) else []),
    )
    return Part({"finding": sentence}, ((figures, Bands(items), dimensions_of(subject)),), _scope(subject), talk)


def _finding(subject: Subject) -> str:
    of_area = {
        **subject.chosen, "area_kind": subject.area["area_kind"], "units": subject.units,
    }  # fmt: skip
    of_units = {**subject.chosen, "area_kind": "unit", "units": subject.units}
    parts = queries.league_table(subject.database, **of_units)
    part_moves = queries.band_moves(subject.database, **of_units)
    situation = Situation(
        name=subject.name,
        total=subject.total,
        dimensions=subject.dimensions,
        moves=queries.band_moves(subject.database, **of_area),
        line=subject.line,
        parts=parts.iloc[:0] if subject.unit else parts,
        part_moves=part_moves.iloc[:0] if subject.unit else part_moves,
    )
    return finding(queries.findings(subject.database, standard=subject.standard), situation)[1].replace("\u00a0", " ")


def _scope(subject: Subject) -> str:
    total = subject.total
    return f"{formats.period_name(subject.period)} · 按户数加权 · 较上季为同口径 · 有评分 {total['rated_count']}/{total['community_count']} 个社区"


def dimensions_of(subject: Subject) -> Dimensions:
    """The dimensions of the area against the line."""
    return Dimensions(
        tuple(
            Dimension(
                str(row["dimension_name"]), None if formats.is_missing(row["score"]) else float(row["score"]),
                formats.number(row["score"]), formats.signed(row["change"]), side_of(row["score"], subject.line),
            )
            for row in subject.dimensions.to_dict("records")
        ),
        subject.line,
    )  # fmt: skip


def map_part(subject: Subject, rule: SlideRule) -> Part:
    """Every reporting unit on the map or beside it; the last quarters where the rule plays them."""
    periods = list(reversed(queries.periods(subject.database)["period"].tolist()))
    periods = [period for period in periods if period <= subject.period]
    periods = periods[-QUARTERS:] if rule.plays else periods[-1:]
    by_period = {
        period: queries.area_measure(
            subject.database, period=period, standard=subject.standard, units=subject.among
        ).set_index("unit_code")
        for period in periods
    }
    last = by_period[periods[-1]]
    units = tuple(
        MapUnit(
            str(code), str(row["short_name"]), str(row["host_name"] or "") if isinstance(row["host_name"], str) else "",
            tuple(_value(frame, code) for frame in by_period.values()),
            tuple(POINTS.class_of(_cell(frame, code, "distance")) for frame in by_period.values()),
            str(row["unit_name"]),
            str(code) == subject.unit,
        )
        for code, row in zip(last.index.astype(str), last.to_dict("records"), strict=True)
    )  # fmt: skip
    publication = queries.publication(subject.database).iloc[0]
    source = boundaries_words(publication)
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
    picture = CityMap(
        tuple(formats.period_name(period) for period in periods), units, subject.boundaries, subject.line,
        POINTS.labels(), source,
    )  # fmt: skip
    talk = (
        f"{fields['best']} {fields['best_score']} 最高；{len(below)} 个单位在达标线 {formats.number(subject.line, 0)} 下"
        + (f"：{'、'.join(map(str, below['unit_name']))}。" if len(below) else "。"),
        "高新区、东钱湖、大榭、前湾新区等没有独立边界的单位列在图旁，不计入所在区的颜色。",
    )
    return Part(fields, ((picture,),) if len(known) else (), "各单位得分率，颜色为与达标线的距离", talk)


def _cell(frame: pd.DataFrame, code: str, column: str) -> float | None:
    return float(frame[column].to_dict()[code]) if code in frame.index else None


def _value(frame: pd.DataFrame, code: str) -> str:
    value = _cell(frame, code, "value")
    return "数据不足" if value is None or formats.is_missing(value) else formats.number(value)


def radar_part(subject: Subject, _rule: SlideRule) -> Part:
    """The dimensions beside the city and the same quarter of the year before."""
    year, _, quarter = subject.period.partition("Q")
    past = f"{int(year) - 1}Q{quarter}"
    own = f"{subject.area['area_kind']}:{subject.area['area_code']}"
    has_city = bool(subject.unit) and not subject.among
    areas = [own, *(["city:city"] if has_city else []), f"{own}@{past}"]
    rows = queries.dimension_profile(subject.database, **subject.chosen, areas=tuple(areas))
    series = []
    for area in areas:
        kind, _, code = area.partition("@")[0].partition(":")
        period = area.partition("@")[2] or subject.period
        mine = rows[(rows["area_kind"] == kind) & (rows["area_code"] == code) & (rows["scored_period"] == period)]
        if mine.empty or mine.iloc[0]["dimension_scores"] is None:
            continue
        scores = [
            None if formats.is_missing(float(score)) else float(score) for score in mine.iloc[0]["dimension_scores"]
        ]
        name = str(mine.iloc[0]["area_name"]) + ("（上年同期）" if period != subject.period else "")
        series.append(Series(name, tuple(scores), tuple(formats.number(score) for score in scores)))
    axes = tuple(map(str, subject.dimensions["dimension_name"]))
    known = subject.dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
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
    body = (Radar(axes, tuple(series), subject.line), dimensions_of(subject))
    return Part(fields, (body,), f"{subject.name}五个维度得分与达标线", talk)


def trend_part(subject: Subject, _rule: SlideRule) -> Part:
    """The total over the quarters, and the pace towards the goal."""
    rows = subject.trend
    scores = tuple(None if formats.is_missing(score) else float(score) for score in rows["score"])
    if not any(score is not None for score in scores):
        return Part({}, ())
    paces = queries.pace(subject.database, **subject.chosen, **subject.area, units=())
    goal = None
    words = f"{len(rows)} 个季度的得分率"
    talk = ["各季度用同一标准重算；▲ ▼ 为明显的同口径变化，△ ▽ 为略升、略降，都超出误差。"]
    if len(paces):
        pace = paces.iloc[0]
        due = formats.period_name(pace["due_period"])
        goal = Goal(f"{due}目标 {formats.number(pace['goal'], 0)}", float(pace["goal"]), int(pace["quarters_left"]))
        words = pace_words(pace)
        talk.append(words + "。")
    body = Trend(
        tuple(map(formats.period_name, rows["period"])), scores, tuple(formats.number(score) for score in scores),
        tuple(SYMBOLS.get(str(word), "") for word in rows["progress"]), subject.line, goal,
    )  # fmt: skip
    return Part(
        {"pace": words}, ((body,),), f"{subject.name}得分率，同一标准重算；▲ ▼ △ ▽ 为超出误差的同口径变化", tuple(talk)
    )
