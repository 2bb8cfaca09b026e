"""退步: only falls beyond their error and as large as the standard asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import verdicts
from queries.reports.sections import Part, Section
from queries.reports.sections.progress import FIELDS, moved
from queries.reports.subject import Subject

if TYPE_CHECKING:
    from queries.reports.orders import SlideRule


def _part(subject: Subject, rule: SlideRule) -> Part:
    return moved(subject, verdicts.FALLEN, rule.most)


SECTION = Section("退步", _part, FIELDS)
