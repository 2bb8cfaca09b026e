"""总览: the total, the bands and the dimensions, under the finding of the period."""

from __future__ import annotations

from dataclasses import replace

import queries
from data.periods import in_words
from queries import formats
from queries.changes import TURNOVER, dimension_turnovers, move_words
from queries.finding import BLAMING, Situation, weakest
from queries.finding import finding as first_that_holds
from queries.reports.bodies.bands import Band, Bands
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.pictures import dots
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import change_words, side_of


def finding(subject: Subject) -> str:
    """The sentence of the standard that holds, as on 总览."""
    area_kind = subject.area["area_kind"]
    parts = queries.league_table(subject.database, **subject.within, area_kind="unit")
    part_moves = queries.band_moves(subject.database, **subject.within, area_kind="unit")
    situation = Situation(
        name=subject.name,
        are_named=subject.audience == "internal" and not subject.is_demonstration,
        total=subject.total,
        dimensions=subject.dimensions,
        moves=queries.band_moves(subject.database, **subject.within, area_kind=area_kind),
        line=subject.line,
        parts=parts.iloc[:0] if subject.unit else parts,
        part_moves=part_moves.iloc[:0] if subject.unit else part_moves,
    )
    rules = queries.findings(subject.database, standard=subject.standard)
    kind, said = first_that_holds(rules, situation)
    if kind in BLAMING:
        said = first_that_holds(rules, replace(situation, name=subject.title_name))[1]
    return said.replace("\u00a0", " ")


def figures(subject: Subject) -> Figures:
    """Level, communities that pass, how many crossed the line, how many need one item more."""
    total = subject.total
    rated, passing = int(total["rated_count"]), int(total["passing_count"])
    moved = " / ".join(str(int((subject.moves["direction"] == word).sum())) for word in ("rose", "fell"))
    score = formats.number(total["score"])
    return Figures(
        (
            Figure("得分率", score, change_words(total), side_of(total["score"], subject.line)),
            Figure("社区达标", f"{passing}/{rated}", f"占有评分社区 {formats.share(passing, rated)}"),
            Figure("本季新达标 / 跌出", moved, move_words(subject.moves)),
            Figure("再补 1 项即可达标", f"{len(subject.steps)}", "个社区"),
        )
    )


def _bands(subject: Subject) -> Bands:
    rows = queries.band_counts(subject.database, **subject.within).to_dict("records")
    return Bands(
        tuple(
            Band(
                str(row["symbol"]),
                str(row["band_name"]),
                int(row["community_count"]),
                0 if row["band_code"] == "none" else int(row["position"]),
            )
            for row in rows
        )
    )


def _part(subject: Subject, _rule: SlideRule) -> Part:
    total, low = subject.total, weakest(subject.dimensions)
    rated, passing = int(total["rated_count"]), int(total["passing_count"])
    risen, fallen = (int((subject.moves["direction"] == word).sum()) for word in ("rose", "fell"))
    sentence = finding(subject)
    turnovers = dimension_turnovers(subject.dimensions)
    talk = (
        f"{sentence}。",
        f"社区达标 {passing}/{rated}，占 {formats.share(passing, rated)}。",
        f"本季新达标 {risen} 个，跌出 {fallen} 个（{move_words(subject.moves)}）；{len(subject.steps)} 个社区再补一项即可达标。",
        f"五个维度中 {low['dimension_name']} 最低，{formats.number(low['score'])}。",
        *([f"{turnovers}（{TURNOVER}）。"] if turnovers else []),
    )
    rating = f"有评分 {total['rated_count']}/{total['community_count']} 个社区"
    note = f"{in_words(subject.period)} · 按户数加权 · 较上季为同口径 · {rating}"
    bodies = (figures(subject), _bands(subject), dots(subject.dimensions, subject.line))
    return Part({"finding": sentence}, (bodies,), note, talk)


def _sentence(subject: Subject) -> str:
    """The total with its change, the communities that pass, and the bands."""
    score, passing, moves = figures(subject).items[:3]
    counts = "、".join(f"{band.name} {band.count} 个" for band in _bands(subject).items)
    return (
        f"得分率 {score.value}，{score.note}。社区达标 {passing.value}，{passing.note}；"
        f"{moves.label} {moves.value} 个，其中{moves.note}。按等次：{counts}。"
    )


SECTION = Section("总览", _part, ("finding",), _sentence)
