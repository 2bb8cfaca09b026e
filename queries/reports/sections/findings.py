"""整改: what inspections found in the month, and what of what fell due is put right."""

from __future__ import annotations

from typing import Any

import queries
from queries import formats
from queries.ledger_finding import problems_finding
from queries.rates import percent
from queries.reports.bodies.body import Body
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.ledgers import Told, largest, own_months, told
from queries.reports.pictures import counts, rates_by_month
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject

_RATE = ("rectified_rate", "rectified_count", "due_count")


def _part(subject: Subject, _rule: SlideRule) -> Part:
    ledger = _told(subject)
    if ledger is None or subject.told is None:
        return Part({}, ())
    now = ledger.now
    of_city: dict[str, Any] = {**ledger.there.asked, "area_kind": "city"}
    sentence = _finding(subject, ledger)
    said = [] if formats.is_missing(now["per_100_items"]) else [f"每百项检查 {now['per_100_items']:.1f} 个"]
    if now["found_count"]:
        said.append(f"已整改 {now['rectified_of_found_count']:,} 个（{percent(now['rectified_of_found'])}）")
    figures = Figures(
        (
            Figure("发现问题", formats.number(now["found_count"], 0), "；".join(said)),
            ledger.figure("整改率", *_RATE),
            ledger.figure("返工", "rework_rate", "rework_count", "due_count"),
            ledger.figure("复查属实", "true_close_rate", "truly_closed_count", "items_rechecked"),
            Figure(
                "超期未改", formats.number(now["overdue_count"], 0), f"应整改中缓办 {now['deferred_count']:,.0f} 个"
            ),
        )
    )
    found = queries.finding_rates(subject.database, **of_city, period=now["span"], by="category")
    months = queries.finding_rates(subject.database, **of_city, period=now["span"][:4], by="month")
    by_category = counts(largest(found, "category", "found_count"), "category", "found_count", "发现问题分类", "个")
    by_month = rates_by_month(months, "rectified_rate", own_months(subject, months), "逐月整改率")
    slides: list[tuple[Body, ...]] = [(figures, by_category, by_month)]
    note = str(subject.told["span_name"])
    talk = [f"{sentence}。", *(f"{figure.words}。" for figure in figures.items)]
    if due := now["due_count"]:
        by_part, drawn = ledger.ranges(now["rectified_rate"], "整改率", are_named=subject.names_the_worst)
        slides.append((by_part,))
        talk.append(f"{drawn}。")
        note = f"{note} · 应整改 {due:,.0f} 个 · {drawn}"
    return Part({"finding": sentence}, tuple(slides), note, tuple(talk))


def _told(subject: Subject) -> Told | None:
    return told(subject, "problems", queries.finding_rates, "found_count", _RATE)


def _finding(subject: Subject, ledger: Told) -> str:
    name = f"{subject.title_name}{ledger.there.note}"
    return problems_finding(name, ledger.now, ledger.earlier, ledger.parts, ledger.categories, ledger.part)


def _sentence(subject: Subject) -> str:
    """The finding of the span, in the brief."""
    ledger = _told(subject)
    return f"{subject.told['span_name']}{_finding(subject, ledger)}。" if ledger and subject.told else ""


SECTION = Section("整改", _part, ("finding",), _sentence)
