"""Which quarter a sheet is about: what its title, the names of sheet and file, and whoever sends it say of it, as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.periods import Said, has_begun, in_words, said_in
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
    year: int | None
    number: int

    @property
    def period(self) -> str | None:
        return None if self.year is None else f"{self.year}Q{self.number}"

    def __str__(self) -> str:
        return self.period or f"第{self.number}季度"


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
        return Understood(
            None, problem=_problem(sheet, spoken, spoken.text, rule, "改报单个季度的数，并改正" + spoken.place)
        )
    mentions = [*_completed(said)]
    if chosen:
        mentions += [_Mention(Spoken(CHOSEN, chosen), *quarter) for quarter in said_in(chosen).quarters]
    if not mentions:
        return Understood(None)
    known = [mention for mention in mentions if mention.period]
    first = known[0] if known else mentions[0]
    for other in mentions:
        if other.number != first.number or (other.year or first.year) != first.year:
            return Understood(None, problem=_contradiction(sheet, first, other))
    if first.period and not has_begun(first.period):
        rule, remedy = f"{in_words(first.period)}还没有开始，不会有数据", f"核对{first.spoken.place}里的年份和季度"
        return Understood(None, problem=_problem(sheet, first.spoken, first.spoken.text, rule, remedy))
    return Understood(first.period, first.spoken.place)


def _span(said: Sequence[tuple[Spoken, Said]]) -> tuple[Spoken, str] | None:
    """The words for another length of time: cumulative wherever it stands, a span where nothing nearer is a quarter."""
    cumulative = next(((text, words.span) for text, words in said if words.span.startswith("累")), None)
    nearest = next(((text, words.span) for text, words in said if words.span or words.quarters), None)
    return cumulative or (nearest if nearest and nearest[1] else None)


def _completed(said: Sequence[tuple[Spoken, Said]]) -> Iterator[_Mention]:
    """Every quarter that is spoken of; one without a year is of the year that all the texts speak of, if it is one."""
    years = {year for _, words in said for year in (*words.years, *(year for year, _ in words.quarters if year))}
    only = next(iter(years)) if len(years) == 1 else None
    for text, words in said:
        for year, number in words.quarters:
            yield _Mention(text, year or only, number)


def _contradiction(sheet: Sheet, first: _Mention, other: _Mention) -> Problem:
    if first.spoken.place == other.spoken.place:
        rule = f"{first.spoken.place}里既有 {first}，又有 {other}，看不出是哪一期"
        return _problem(sheet, other.spoken, other.spoken.text, rule, "只留本期的季度")
    if other.spoken.place == CHOSEN:
        rule, remedy = f"{first.spoken.place}写的是 {first}，不是本次报送的时期 {other}", "另选时期报送"
    else:
        rule = f"{first.spoken.place}写的是 {first}，{other.spoken.place}写的是 {other}，互相矛盾"
        remedy = f"改正{other.spoken.place}"
    return _problem(sheet, first.spoken, first.spoken.text, rule, f"改正{first.spoken.place}，或{remedy}")


def _problem(sheet: Sheet, spoken: Spoken, value: str, rule: str, remedy: str) -> Problem:
    return Problem(sheet.file, spoken.row, None, value, rule, remedy, sheet.name, spoken.cell)
