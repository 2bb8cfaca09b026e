"""诉求: what residents asked for in the month, what was answered in time, and what those say who were called back."""

from __future__ import annotations

import queries
from queries import formats
from queries.ledger_finding import appeals_finding
from queries.reports.bodies.body import Body
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.ledgers import Told, own_months, told
from queries.reports.pictures import ranges, rates_by_month
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject

_RATE = ("on_time_rate", "on_time_count", "due_count")


def _part(subject: Subject, _rule: SlideRule) -> Part:
    ledger = _told(subject)
    if ledger is None or subject.told is None:
        return Part({}, ())
    now = ledger.now
    sentence = _finding(subject, ledger)
    figures = Figures(
        (
            Figure(
                "受理",
                formats.number(now["received_count"], 0),
                f"其中重复 {now['repeat_count']:,} 件；另剔除 {now['excluded_count']:,} 件",
            ),
            ledger.figure("按期办结", *_RATE),
            ledger.figure("解决率", "solve_rate", "solved_count", "reached_count"),
            ledger.figure("满意率", "satisfy_rate", "satisfied_count", "reached_count"),
            Figure("超期未结", formats.number(now["overdue_count"], 0), f"在办 {now['open_count']:,.0f} 件"),
        )
    )
    months = queries.appeal_months(subject.database, period=now["span"], area_kind="city", units=ledger.there.units)
    slides: list[tuple[Body, ...]] = [
        (figures, rates_by_month(months, "on_time_rate", own_months(subject, months), "逐月按期办结率"))
    ]
    note = str(subject.told["span_name"])
    talk = [f"{sentence}。", *(f"{figure.words}。" for figure in figures.items)]
    if due := now["due_count"]:
        by_category = ranges(ledger.categories, "category", "", now["on_time_rate"], "全部", "分类别按期办结率")
        slides[0] = (*slides[0], by_category)
        by_part, said = ledger.ranges(now["on_time_rate"], "按期办结率", are_named=subject.names_the_worst)
        slides.append((by_part,))
        talk.append(f"{said}。")
        note = f"{note} · 应办结 {due:,.0f} 件 · {said}"
    return Part({"finding": sentence}, tuple(slides), note, tuple(talk))


def _told(subject: Subject) -> Told | None:
    return told(subject, "appeals", queries.appeal_rates, "received_count", _RATE)


def _finding(subject: Subject, ledger: Told) -> str:
    name = f"{subject.title_name}{ledger.there.note}"
    return appeals_finding(name, ledger.now, ledger.earlier, ledger.parts, ledger.categories, ledger.part)


def _sentence(subject: Subject) -> str:
    """The finding of the span, in the brief."""
    ledger = _told(subject)
    return f"{subject.told['span_name']}{_finding(subject, ledger)}。" if ledger and subject.told else ""


SECTION = Section("诉求", _part, ("finding",), _sentence)
