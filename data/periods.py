"""Quarters: written 2026Q3, read from whatever words offices use for them, and which of them have begun."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from data import clock

_NUMERALS = "一二三四"
_MONTHS_OF_A_QUARTER = 3


def starts_on(period: str) -> date:
    """The first day of a quarter."""
    year, quarter = _parts(period)
    return date(year, 3 * quarter - 2, 1)


def ends_on(period: str) -> date:
    """The last day of a quarter."""
    return starts_on(next_period(period)) - timedelta(days=1)


def next_period(period: str) -> str:
    """The quarter after a quarter."""
    year, quarter = _parts(period)
    return f"{year + quarter // 4}Q{quarter % 4 + 1}"


def following(period: str, count: int) -> list[str]:
    """So many quarters after a quarter, the nearest first."""
    found = [period]
    for _ in range(count):
        found.append(next_period(found[-1]))
    return found[1:]


def quarters_between(earlier: str, later: str) -> int:
    """How many quarters lie between 2026Q3 and 2027Q1: 2."""
    (from_year, from_quarter), (to_year, to_quarter) = _parts(earlier), _parts(later)
    return 4 * (to_year - from_year) + to_quarter - from_quarter


def year_before(period: str) -> str:
    """The same quarter of the year before."""
    year, quarter = _parts(period)
    return f"{year - 1}Q{quarter}"


def period_of(day: date) -> str:
    """The quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


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


@dataclass(frozen=True)
class Said:
    """What a text says of quarters.

    ``quarters``: each one named, as year (None where the text names none) and number, in order, once each. ``years``:
    years that stand for themselves (2026年数据报送表). ``span``: words for another length of time than a quarter, of
    which there is no datum (累计, 1-4季度, 上半年), empty without.
    """

    quarters: tuple[tuple[int | None, int], ...] = ()
    years: tuple[int, ...] = ()
    span: str = ""

    @property
    def periods(self) -> list[str]:
        """The quarters with their year: 2026Q4."""
        return [f"{year}Q{number}" for year, number in self.quarters if year is not None]


def said_in(text: str) -> Said:
    """What a title, a name or a cell says of quarters, in any of the spellings of offices.

    2026Q4, 26Q4, 2026年度第四季度, 二〇二六年四季度, 2026年10—12月, 第四季度(2026年): all are the same quarter.
    """
    plain = _plain(text)
    spans = [found.group() for found in _SPAN.finditer(plain)]
    plain = _MONTHS.sub(lambda found: _of_months(found, spans), _SPAN.sub("|", plain))
    complete = [(_year(year), _number(*number)) for year, *number in _COMPLETE.findall(plain)]
    rest = _COMPLETE.sub("|", plain)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR_ALONE.findall(rest)))
    known = {*years, *(year for year, _ in complete)}
    year = known.pop() if len(known) == 1 else None
    alone = [(year, _number(*number)) for number in _ALONE.findall(rest)]
    return Said(tuple(dict.fromkeys([*complete, *alone])), years, spans[0] if spans else "")


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
