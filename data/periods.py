"""Quarters: written 2026Q3, read from whatever words offices use for them, and which of them have begun."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from data import clock

_NUMERALS = "一二三四"
_MONTHS_OF_A_QUARTER = 3


def starts_on(period: str) -> date:
    """The first day of a quarter."""
    year, quarter = _parts(period)
    return date(year, _MONTHS_OF_A_QUARTER * (quarter - 1) + 1, 1)


def ends_on(period: str) -> date:
    """The last day of a quarter."""
    return starts_on(next_period(period)) - timedelta(days=1)


def next_period(period: str) -> str:
    """The quarter after a quarter."""
    return _numbered(number_of(period) + 1)


def following(period: str, count: int) -> list[str]:
    """So many quarters after a quarter, the nearest first."""
    found = [period]
    for _ in range(count):
        found.append(next_period(found[-1]))
    return found[1:]


def quarters_between(earlier: str, later: str) -> int:
    """How many quarters lie between 2026Q3 and 2027Q1: 2."""
    return number_of(later) - number_of(earlier)


def number_of(period: str) -> int:
    """Quarters as consecutive numbers; those of the second and the fourth quarter of a year are odd."""
    year, quarter = _parts(period)
    return 4 * year + quarter - 1


def _numbered(number: int) -> str:
    return f"{number // 4}Q{number % 4 + 1}"


def year_before(period: str) -> str:
    """The same quarter of the year before."""
    return _numbered(number_of(period) - 4)


def months_of(period: str) -> tuple[str, ...]:
    """The months of a quarter: 2026-07, 2026-08, 2026-09."""
    first = starts_on(period)
    return tuple(f"{first.year}-{first.month + number:02d}" for number in range(_MONTHS_OF_A_QUARTER))


def period_of(day: date) -> str:
    """The quarter of a day."""
    return _numbered(4 * day.year + (day.month - 1) // _MONTHS_OF_A_QUARTER)


def has_begun(period: str) -> bool:
    """Whether there can be data of a quarter: its first day has come in Beijing."""
    return period < coming_period()


def coming_period() -> str:
    """The first quarter that has not begun: of it and of later ones there is no datum."""
    return next_period(period_of(clock.today()))


def in_words(period: str, *, between: str = "") -> str:
    """A quarter as it is read: 2026年第三季度, with what stands ``between`` year and quarter."""
    year, quarter = _parts(period)
    return f"{year}年{between}第{_NUMERALS[quarter - 1]}季度"


def _parts(period: str) -> tuple[int, int]:
    year, quarter = period.split("Q")
    return int(year), int(quarter)


# The words of a quarter. Blanks are gone, letters are half-width capitals, every dash (and 至, 到) is "-" by then.
_NUMBER = "([1-4]|[一二三四]|I{1,3}|IV)"
_YEAR = r"(?<!\d)(20\d\d|\d\d(?=年|-?Q))"
_QUARTER = rf"(?:Q([1-4])(?!\d)|第?{_NUMBER}季度?)"
_COMPLETE = re.compile(rf"{_YEAR}年?度?[-_/.·(\[]?{_QUARTER}")
_ALONE = re.compile(
    rf"(?<![每任某前近上下A-Z0-9一二三四.])(?:(?:Q([1-4])|([1-4])Q)(?![A-Z0-9])|第?{_NUMBER}季度|第{_NUMBER}季)"
)
_YEAR_ALONE = re.compile(r"(?<!\d)(20\d\d)年(?!\d|[版修])")
# A range of months, with or without days and a second year.
_MONTHS = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])月?(?:(?<=月)\d{1,2}日?)?-(?:(20\d\d)年)?(1[0-2]|0?[1-9])月(?:\d{1,2}日|末|底|份)?"
    r"|(?<=\d\d\d\d[./年-])(1[0-2]|0?[1-9])(?:[./-]\d{1,2})?-(20\d\d)[./-](1[0-2]|0?[1-9])(?:[./-]\d{1,2})?(?!\d)"
)
_WORDS_OF_MONTHS = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月|-(?:十[一二]?|[一二三四五六七八九])月)")
_SPAN = re.compile(
    rf"(?<![不非未])累[计積积]|(?:第?{_NUMBER}(?:季度?)?|Q[1-4])(?:-|、|和|与|及)(?:第?{_NUMBER}季|Q[1-4])"
    r"|[前近][1-4一二三四两]季度?|[前近]?[2-4二三四两]个季度|[上下前后]半年|半年[度报]|全年"
)
_DASHES = re.compile("[-‐‑‒–—―−~～〜至到]+")
_YEAR_LAST = re.compile(r"(?<![A-Z0-9])(?:Q([1-4])[-/_]?|([1-4])Q)(20\d\d|(?<=Q)\d\d)(?!\d)")
_CHINESE_YEAR = re.compile("[二贰][〇零○O0][〇零○O0一二三四五六七八九]{2}")
_DIGITS = str.maketrans("〇零○O一贰二三四五六七八九", "00001223456789")
_MONTH_NUMBERS = {word: number for number, word in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_QUARTER_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "I": 1, "II": 2, "III": 3, "IV": 4}


class Quarter(NamedTuple):
    """A quarter as a text names it: 1 to 4 of a year, None where the text names none."""

    year: int | None
    number: int

    @property
    def period(self) -> str | None:
        """2026Q4; None without a year."""
        return None if self.year is None else f"{self.year}Q{self.number}"

    def may_be(self, other: Quarter) -> bool:
        """Whether both may be one; any year may be that of a quarter without one."""
        return self.number == other.number and (self.year or other.year) == (other.year or self.year)

    def __str__(self) -> str:
        return self.period or f"第{self.number}季度"


@dataclass(frozen=True)
class Said:
    """What a text says of quarters.

    ``quarters``: each one named, in order, once each. ``years``:
    years that stand for themselves (2026年数据报送表). ``span``: words for another length of time than a quarter, of
    which there is no datum (累计, 1-4季度, 上半年), empty without.
    """

    quarters: tuple[Quarter, ...] = ()
    years: tuple[int, ...] = ()
    span: str = ""

    @property
    def periods(self) -> list[str]:
        """The quarters with their year: 2026Q4."""
        return [quarter.period for quarter in self.quarters if quarter.period]


def said_in(text: str) -> Said:
    """What a title, a name or a cell says of quarters, in any of the spellings of offices.

    2026Q4, 26Q4, 2026年度第四季度, 二〇二六年四季度, 2026年10—12月, 第四季度(2026年): all are the same quarter.
    """
    plain = _plain(text)
    spans = [found.group() for found in _SPAN.finditer(plain)]
    plain = _MONTHS.sub(lambda found: _of_months(found, spans), _SPAN.sub("|", plain))
    complete = [Quarter(_year(year), _number(*number)) for year, *number in _COMPLETE.findall(plain)]
    rest = _COMPLETE.sub("|", plain)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR_ALONE.findall(rest)))
    known = {*years, *(year for year, _ in complete)}
    year = known.pop() if len(known) == 1 else None
    alone = [Quarter(year, _number(*number)) for number in _ALONE.findall(rest)]
    return Said(tuple(dict.fromkeys([*complete, *alone])), years, spans[0] if spans else "")


def completed(said: Sequence[Said]) -> list[list[Quarter]]:
    """The quarters of texts about one thing: those without a year are of the year that all speak of, if it is one."""
    years = {year for one in said for year in (*one.years, *(quarter.year for quarter in one.quarters)) if year}
    only = years.pop() if len(years) == 1 else None
    return [[Quarter(year or only, number) for year, number in one.quarters] for one in said]


def named_period(text: str) -> str | None:
    """The one quarter that a text names, as 2026Q4; None where it names none, several or another length of time."""
    said = said_in(text)
    return said.periods[0] if len(said.quarters) == len(said.periods) == 1 and not said.span else None


def _plain(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    plain = _YEAR_LAST.sub(r"\3Q\1\2", plain)
    plain = _DASHES.sub("-", _CHINESE_YEAR.sub(lambda found: found.group().translate(_DIGITS), plain))
    return _WORDS_OF_MONTHS.sub(lambda found: str(_MONTH_NUMBERS[found.group()]), plain)


def _of_months(found: re.Match[str], spans: list[str]) -> str:
    """A range of months as the quarter it is, else as one more span."""
    first, other_year, last = (found.group(number) or found.group(number + 3) for number in (1, 2, 3))
    before = re.search(r"(20\d\d)[./年-]*$", found.string[: found.start()])
    is_quarter = int(first) % _MONTHS_OF_A_QUARTER == 1 and int(last) == int(first) + _MONTHS_OF_A_QUARTER - 1
    if is_quarter and (not other_year or not before or other_year == before.group(1)):
        return f"第{int(last) // _MONTHS_OF_A_QUARTER}季度"
    spans.append(found.group())
    return "|"


def _year(text: str) -> int:
    return int(text) % 2000 + 2000


def _number(*texts: str) -> int:
    text = next(filter(None, texts))
    return _QUARTER_NUMBERS.get(text) or int(text)
