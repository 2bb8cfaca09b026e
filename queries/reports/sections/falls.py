"""退步: only falls beyond their error and as large as the standard asks."""

from __future__ import annotations

from data import verdicts
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.sections.progress import FIELDS, moved
from queries.reports.subject import Subject


def _part(subject: Subject, rule: SlideRule) -> Part:
    return moved(subject, verdicts.FALLEN, rule.most)


SECTION = Section("退步", _part, FIELDS)
