"""The brief on one page (简报): the same answers as the slides, as an office writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import queries
from data import verdicts
from queries import formats
from queries.briefing.content import sources_part
from queries.briefing.model import Bands, Figure, Figures, Points
from queries.briefing.orders import SlideRule
from queries.briefing.pictures import overview_part
from queries.briefing.subject import Subject
from queries.briefing.words import KINDS, NAMED, pace_words
from queries.changes import basis_words

if TYPE_CHECKING:
    import pandas as pd

_RULE = SlideRule(section="overview", title="{finding}")
_LONGEST_NAME = 18  # characters of a name in running text; a longer one is cut, so that the page stays one page


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its heading, which runs into it."""

    heading: str
    text: str


@dataclass(frozen=True)
class Brief:
    """What the page says, top to bottom; ``mark`` is empty for official data."""

    title: str
    area: str
    period: str
    edition: str
    lead: str
    figures: tuple[Figure, ...]
    paragraphs: tuple[Paragraph, ...]
    sources: tuple[str, ...]
    mark: str


def build_brief(subject: Subject) -> Brief:
    """The brief about the city or one reporting unit.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    publication = queries.publication(subject.database).iloc[0]
    is_demonstration = bool(publication["is_demonstration"])
    overview = overview_part(subject, _RULE)
    bodies = overview.slides[0]
    figures = next(body for body in bodies if isinstance(body, Figures))
    bands = next(body for body in bodies if isinstance(body, Bands))
    said = (
        ("总体情况", _level(figures, bands)),
        ("前列与进步", _leaders(subject) + _risers(subject)),
        ("未达标维度", _weak_dimensions(subject)),
        ("目标进度", _pace(subject)),
        ("重点关注", _focus(subject)),
        ("建议关注", _levers(subject)),
    )
    (points,) = (body for body in sources_part(subject, _RULE).slides[0] if isinstance(body, Points))
    return Brief(
        title=f"{_short(subject.name)}文明典范社区创建简报",
        area=subject.name,
        period=formats.period_name(subject.period),
        edition=f"第 {publication['version']} 版　数据截至 {formats.day(publication['data_until'])}",
        lead=overview.fields["finding"] + "。",
        figures=figures.items,
        paragraphs=tuple(Paragraph(heading, text) for heading, text in said if text),
        sources=points.items,
        mark="演示数据 非真实评分" if is_demonstration else "",
    )


def _short(name: object) -> str:
    text = str(name)
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def _level(figures: Figures, bands: Bands) -> str:
    """The total with its change, the communities that pass, and the bands."""
    score, passing, moves = figures.items[:3]
    counts = "、".join(f"{band.name} {band.count} 个" for band in bands.items)
    return (
        f"得分率 {score.value}，{score.note}。达标及以上社区 {passing.value}，{passing.note}；"
        f"{moves.label} {moves.value} 个，其中{moves.note}。按等次：{counts}。"
    )


def _leaders(subject: Subject) -> str:
    """The first places, said to be tied where their error does not tell them apart."""
    rows = subject.league[subject.league["place"].notna()].head(NAMED)
    if rows.empty:
        return ""
    kind = KINDS["street" if subject.unit else "unit"]
    named = "、".join(
        f"{_short(row['area_name'])}（{formats.number(row['score'])}）" for row in rows.to_dict("records")
    )
    tied = rows["is_tied_with_next"].fillna(value=False).astype(bool).any()
    return f"得分率居前的{kind}：{named}" + ("，相邻名次的差别在抽样误差内，不分先后。" if tied else "。")


def _risers(subject: Subject) -> str:
    """Only 明显进步, counted by kind; the first ones of the largest kind by name."""
    movers = subject.movers
    real = movers[movers["progress"] == verdicts.RISEN]
    if real.empty:
        return f"本季没有{verdicts.RISEN}的。"
    counts = []
    for kind, word in KINDS.items():
        rows = real[real["area_kind"] == kind].sort_values("change", ascending=False, kind="stable")
        if rows.empty:
            continue
        shown = rows.head(NAMED if kind != "community" else 0)
        names = "、".join(
            f"{_short(row['area_name'])} {formats.signed(row['change'])}" for row in shown.to_dict("records")
        )
        more = "等" if 0 < len(shown) < len(rows) else ""
        counts.append(f"{word} {len(rows)} 个" + (f"（{names}{more}）" if names else ""))
    return f"{verdicts.RISEN}（同口径）：{'，'.join(counts)}；其余幅度小、在抽样误差内或退步。"


def _weak_dimensions(subject: Subject) -> str:
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


def _pace(subject: Subject) -> str:
    area = subject.area
    rows = queries.pace(
        subject.database, **subject.chosen, area_kind=area["area_kind"], area_code=area["area_code"]
    )  # fmt: skip
    return f"{pace_words(rows.iloc[0])}。" if len(rows) else ""


def _focus(subject: Subject) -> str:
    rows = subject.focus
    if rows.empty:
        return "没有未达标且连续下滑的社区。"
    named = "；".join(
        f"{_short(row['community_name'])}（{_short(row['unit_name'])}）{formats.number(row['score'])}，"
        f"两季 {formats.arrow(row['two_period_change'])}，{row['verdict']}"
        for row in rows.head(NAMED).to_dict("records")
    )
    return f"未达标且连续下滑的社区 {len(rows)} 个{'，如' if len(rows) > NAMED else ''}：{named}。"


def _levers(subject: Subject) -> str:
    rows = subject.levers.head(NAMED)
    if rows.empty:
        return "没有靠补短板即可达标的社区。"
    said = [
        f"{_short(row['indicator_name'])}，可助 {int(row['community_count'])} 个社区达标（{int(row['alone_count'])} 个只差这一项）"
        for row in rows.to_dict("records")
    ]
    return f"先抓{'；再抓'.join(said)}。"
