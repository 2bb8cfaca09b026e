"""数据来源: where everything comes from, and that the standard is an example."""

from __future__ import annotations

from queries import formats
from queries.reports.bodies.points import Points
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import boundaries_words


def sources(subject: Subject) -> tuple[str, ...]:
    """One sentence each of nature, standard, register, version, boundaries and the way of computing."""
    publication = subject.publication
    invented = "演示数据：随机生成，不是任何真实街道、社区的评分"
    return (
        *([invented] if publication["is_demonstration"] else []),
        f"标准：{subject.rules['standard_name']}。{subject.rules['notice']}",
        f"社区口径：{publication['register_note']}",
        f"数据截至 {formats.day(publication['data_until'])}，{subject.edition}",
        boundaries_words(publication),
        "得分率为有评分社区按户数加权的平均；变化为同口径，只比两季都有评分的社区，同一标准；误差之内的变化不作结论",
    )


def _part(subject: Subject, _rule: SlideRule) -> Part:
    return Part({}, ((Points(sources(subject)),),))


SECTION = Section("数据来源", _part)
