"""Which quarter a sheet is about: what its title, the names of sheet and file, and whoever sends it say of it, as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.periods import Quarter, Said, completed, has_begun, in_words, said_in
from data.reading.landing import Sheet
from data.reading.layout import Spoken
from data.reading.problems import Problem
from data.tables import TableDefinition

CHOSEN = "选定的时期"


@dataclass(frozen=True)
class Understood:
    """The quarter of a sheet and which text said so; None where nothing says it, or something is wrong with it."""

    period: str | None
    place: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class _Mention:
    spoken: Spoken
    quarter: Quarter


def understood(definition: TableDefinition, sheet: Sheet, texts: Sequence[Spoken], chosen: str | None) -> Understood:
    """The quarter that all the texts agree on.

    Args:
        definition: the table; the times of a ledger may be of any length, those of another are single quarters.
        sheet: where the texts stand.
        texts: what is written of the sheet, nearest first.
        chosen: the quarter it is said to be about by whoever sends it.

    Returns:
        The quarter; a problem where two of the texts contradict each other, or speak of another length of time.
    """
    said = [(text, said_in(text.text)) for text in texts]
    if definition.has_periods and (span := _span(said)):
        spoken, words = span
        rule = f"{spoken.place}写的是“{words}”，不是一个季度；每一期只收当季的数"
        return Understood(None, problem=_problem(sheet, spoken, rule, f"改报单个季度的数，并改正{spoken.place}"))
    quarters = completed([words for _, words in said])
    mentions = [_Mention(text, quarter) for (text, _), own in zip(said, quarters, strict=True) for quarter in own]
    if chosen:
        mentions += [_Mention(Spoken(CHOSEN, chosen), quarter) for quarter in said_in(chosen).quarters]
    if not mentions:
        return Understood(None)
    first = next((mention for mention in mentions if mention.quarter.period), mentions[0])
    for other in mentions:
        if not other.quarter.may_be(first.quarter):
            return Understood(None, problem=_contradiction(sheet, first, other))
    period = first.quarter.period
    if period and not has_begun(period):
        rule, remedy = f"{in_words(period)}还没有开始，不会有数据", f"核对{first.spoken.place}里的年份和季度"
        return Understood(None, problem=_problem(sheet, first.spoken, rule, remedy))
    return Understood(period, first.spoken.place)


def _span(said: Sequence[tuple[Spoken, Said]]) -> tuple[Spoken, str] | None:
    """The words for another length of time: cumulative wherever it stands, a span where nothing nearer is a quarter."""
    cumulative = next(((text, words.span) for text, words in said if words.span.startswith("累")), None)
    nearest = next(((text, words.span) for text, words in said if words.span or words.quarters), None)
    return cumulative or (nearest if nearest and nearest[1] else None)


def _contradiction(sheet: Sheet, first: _Mention, other: _Mention) -> Problem:
    if first.spoken.place == other.spoken.place:
        rule = f"{first.spoken.place}里既有 {first.quarter}，又有 {other.quarter}，看不出是哪一期"
        return _problem(sheet, other.spoken, rule, "只留本期的季度")
    written = f"{first.spoken.place}写的是 {first.quarter}"
    if other.spoken.place == CHOSEN:
        rule, remedy = f"{written}，不是本次报送的时期 {other.quarter}", "另选时期报送"
    else:
        rule = f"{written}，{other.spoken.place}写的是 {other.quarter}，互相矛盾"
        remedy = f"改正{other.spoken.place}"
    return _problem(sheet, first.spoken, rule, f"改正{first.spoken.place}，或{remedy}")


def _problem(sheet: Sheet, spoken: Spoken, rule: str, remedy: str) -> Problem:
    return Problem(sheet.file, spoken.row, None, spoken.text, rule, remedy, sheet.name, spoken.cell)
