"""The slides of a running order: each section shown, in words, with its talking points. Every renderer shows this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import queries
from queries import formats
from queries.briefing import lists, pictures
from queries.briefing.model import Briefing, Points, Slide
from queries.briefing.orders import Order, SlideRule
from queries.briefing.subject import Subject
from queries.briefing.words import Part, boundaries_words


def build_briefing(subject: Subject, order: Order, sections: Sequence[str] = ()) -> Briefing:
    """The slides of a running order about a subject.

    Args:
        subject: What it is about.
        order: The running order.
        sections: Only these sections of it, in its order; empty means all.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    common = subject.common()
    publication = queries.publication(subject.database).iloc[0]
    standards = queries.standards(subject.database).set_index("standard_version")
    slides: list[Slide] = []
    for rule in order.slide:
        if not sections or rule.section in sections:
            slides += _slides(rule, _SECTIONS[rule.section](subject, rule), common)
    is_demonstration = bool(publication["is_demonstration"])
    return Briefing(
        title=order.name,
        area=subject.name,
        period=formats.period_name(subject.period),
        nature="演示数据 非真实评分" if is_demonstration else "正式数据",
        is_demonstration=is_demonstration,
        standard=common["standard"],
        notice=str(standards.loc[subject.standard, "notice"]),
        register_note=str(publication["register_note"]),
        data_until=formats.day(publication["data_until"]),
        version=int(publication["version"]),
        slides=tuple(slides),
    )


def _slides(rule: SlideRule, part: Part, common: Mapping[str, str]) -> Iterator[Slide]:
    """The slides of a section; one with its ``empty`` sentence where there is nothing to show, none without one."""
    if not part.slides:
        if rule.empty:
            text = rule.empty.format_map(common)
            yield Slide(rule.section, text, part.subtitle, (Points((text + "。",)),), part.talk, rule.seconds)
        return
    title = rule.title.format_map({**common, **part.fields})
    for number, bodies in enumerate(part.slides, start=1):
        head = title if len(part.slides) == 1 else f"{title}（{number}/{len(part.slides)}）"
        yield Slide(rule.section, head, part.subtitle, bodies, part.talk, rule.seconds)


def cover_part(subject: Subject, _rule: SlideRule) -> Part:
    """A title alone: the cover has no body."""
    return Part({}, ((),), formats.period_name(subject.period))


def sources_part(subject: Subject, _rule: SlideRule) -> Part:
    """Where everything comes from, and that the standard is an example."""
    publication = queries.publication(subject.database).iloc[0]
    standard = queries.standards(subject.database).set_index("standard_version").to_dict("index")[subject.standard]
    is_demonstration = bool(publication["is_demonstration"])
    points = [
        *(["演示数据：随机生成，不是任何真实街道、社区的评分"] if is_demonstration else []),
        f"标准：{standard['standard_name']}。{standard['notice']}",
        f"社区口径：{publication['register_note']!s}",
        f"数据截至 {formats.day(publication['data_until'])}，第 {publication['version']} 版",
        boundaries_words(publication),
        "得分率为有评分社区按户数加权的平均；变化为同口径，只比两季都有评分的社区，同一标准；误差之内的变化不作结论",
    ]
    return Part({}, ((Points(tuple(points)),),), "", ())


_SECTIONS: dict[str, Callable[[Subject, SlideRule], Part]] = {
    "cover": cover_part,
    "overview": pictures.overview_part,
    "map": pictures.map_part,
    "radar": pictures.radar_part,
    "trend": pictures.trend_part,
    "league": lists.league_part,
    "progress": lists.progress_part,
    "falls": lists.falls_part,
    "problems": lists.problems_part,
    "focus": lists.focus_part,
    "ways": lists.ways_part,
    "examples": lists.examples_part,
    "next": lists.next_part,
    "sources": sources_part,
}
