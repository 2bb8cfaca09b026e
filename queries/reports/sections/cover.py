"""封面: a title alone."""

from __future__ import annotations

from data.periods import in_words
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject


def _part(subject: Subject, _rule: SlideRule) -> Part:
    return Part({}, ((),), in_words(subject.period))


SECTION = Section("封面", _part)
