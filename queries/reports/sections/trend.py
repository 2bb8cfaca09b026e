"""走势: the total over the quarters, and the pace towards the goal."""

from __future__ import annotations

from data.periods import following, in_words
from data.verdicts import SYMBOLS
from queries import formats
from queries.reports.bodies.lines import Goal, Lines
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import pace_words


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows, pace = subject.trend, subject.pace
    scores = tuple(None if formats.is_missing(score) else float(score) for score in rows["score"])
    if not any(score is not None for score in scores):
        return Part({}, ())
    goal = None
    words = f"{len(rows)} 个季度的得分率"
    talk = ["各季度用同一标准重算；▲ ▼ 为明显的同口径变化，△ ▽ 为略升、略降，都超出误差。"]
    if pace is not None:
        name = f"{in_words(pace['due_period'])}目标 {formats.number(pace['goal'], 0)}"
        ahead = following(subject.period, int(pace["quarters_left"]))
        goal = Goal(name, float(pace["goal"]), tuple(map(_in_lines, ahead)))
        words = pace_words(pace)
        talk.append(f"{words}。")
    body = Lines(
        tuple(map(_in_lines, rows["period"])),
        scores,
        tuple(map(formats.number, scores)),
        tuple(SYMBOLS.get(str(word), "") for word in rows["progress"]),
        subject.line,
        goal,
    )
    note = f"{subject.name}得分率，同一标准重算；▲ ▼ △ ▽ 为超出误差的同口径变化"
    return Part({"pace": words}, ((body,),), note, tuple(talk))


def _in_lines(period: str) -> str:
    """A quarter in words, in two lines: the year and the quarter."""
    return in_words(period, between="\n")


def _sentence(subject: Subject) -> str:
    return f"{pace_words(subject.pace)}。" if subject.pace is not None else ""


SECTION = Section("走势", _part, ("pace",), _sentence)
