"""封面: a title alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.periods import in_words
from queries.reports.sections import Part, Section
from queries.reports.subject import Subject

if TYPE_CHECKING:
    from queries.reports.orders import SlideRule


def _part(subject: Subject, _rule: SlideRule) -> Part:
    return Part({}, ((),), in_words(subject.period))


SECTION = Section("封面", _part)
