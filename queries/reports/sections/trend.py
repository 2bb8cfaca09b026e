"""走势: the total over the quarters, and the pace towards the goal."""

from __future__ import annotations

from queries.reports.bodies.figures import Figure, Figures
from queries.reports.pictures import lines
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import goal_parts, goal_words, pace_words


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows, pace = subject.trend, subject.pace
    if rows["score"].isna().all():
        return Part({}, ())
    words = f"{len(rows)} 个季度的得分率" if pace is None else pace_words(pace)
    talk = "各季度用同一标准重算；▲ ▼ 为明显的同口径变化，△ ▽ 为略升、略降，都超出误差。"
    note = f"{subject.name}得分率，同一标准重算；▲ ▼ △ ▽ 为超出误差的同口径变化"
    body = lines(rows, subject.line, pace)
    goals = subject.goals.to_dict("records")
    figures = (Figures(tuple(Figure(*goal_parts(goal)) for goal in goals)),) if goals else ()
    return Part({"pace": words}, ((*figures, body),), note, (talk, *(f"{goal_words(goal)}。" for goal in goals)))


def _sentence(subject: Subject) -> str:
    return "".join(f"{goal_words(goal)}。" for goal in subject.goals.to_dict("records"))


SECTION = Section("走势", _part, ("pace",), _sentence)
