"""The slides of a running order: each section shown, in words, with its talking points. Every renderer shows this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from data.periods import in_words
from queries import formats
from queries.question import Codes
from queries.reports.bodies.body import Body
from queries.reports.bodies.points import Points
from queries.reports.orders import Order
from queries.reports.sections import Part, SlideRule, sections
from queries.reports.subject import Subject

DEMONSTRATION = "演示数据 非真实评分"


@dataclass(frozen=True)
class Slide:
    """One slide: a finding as its title, what shows it, and what may be said to it.

    One that plays its quarters has a title for each of them, oldest first, in ``titles``.
    """

    section: str
    title: str
    subtitle: str
    bodies: tuple[Body, ...]
    talk: tuple[str, ...] = ()
    seconds: int = 20
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """Slides in order, and what every one of them must say of its origin; ``mark`` is empty for official data."""

    title: str
    area: str
    period: str
    mark: str
    standard: str
    notice: str
    register_note: str
    data_until: str
    edition: str
    slides: tuple[Slide, ...]


def build_briefing(subject: Subject, order: Order, wanted: Codes = None) -> Briefing:
    """The slides of a running order about a subject.

    Args:
        subject: What it is about.
        order: The running order.
        wanted: Only these sections of it, in its order; ``None`` means all.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    subject = replace(subject, audience=order.audience)
    common = subject.common()
    slides: list[Slide] = []
    for rule in order.slide:
        if wanted is None or rule.section in wanted:
            slides += _slides(rule, sections()[rule.section].part(subject, rule), common)
    publication = subject.publication
    return Briefing(
        title=order.name,
        area=subject.name,
        period=in_words(subject.period),
        mark=DEMONSTRATION if publication["is_demonstration"] else "",
        standard=common["standard"],
        notice=str(subject.rules["notice"]),
        register_note=str(publication["register_note"]),
        data_until=formats.day(publication["data_until"]),
        edition=subject.edition,
        slides=tuple(slides),
    )


def _slides(rule: SlideRule, part: Part, common: Mapping[str, str]) -> Iterator[Slide]:
    """The slides of a section; one with its ``empty`` sentence where there is nothing to show, none without one."""
    if not part.slides:
        if rule.empty:
            text = rule.empty.format_map(common)
            yield Slide(rule.section, text, part.subtitle, (Points((f"{text}。",)),), part.talk, rule.seconds)
        return
    title = rule.title.format_map({**common, **part.fields})
    titles = tuple(rule.title.format_map({**common, **fields}) for fields in part.played)
    for number, bodies in enumerate(part.slides, start=1):
        head = title if len(part.slides) == 1 else f"{title}（{number}/{len(part.slides)}）"
        yield Slide(rule.section, head, part.subtitle, bodies, part.talk, rule.seconds, titles)
