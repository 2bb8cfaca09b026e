"""Which span of time a page of a ledger is about: the quarter chosen above, one of its months, or the year so far."""

from __future__ import annotations

from dataclasses import dataclass

import queries
from data.periods import months_of
from pages.shared.ask import ask
from pages.shared.choose import choose
from pages.shared.filters import Filters

_QUARTER, _YEAR = "quarter", "year"


@dataclass(frozen=True)
class Span:
    """A span of the ledgers: its code and name, and the codes of those it is held against, empty where there is none."""

    code: str
    name: str
    before: str
    year_before: str
    year: str

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it is about; all of a year."""
        if "Q" in self.code:
            return months_of(self.code)
        return (self.code,) if "-" in self.code else tuple(f"{self.code}-{number:02d}" for number in range(1, 13))


def choose_span(filters: Filters, page: str) -> Span | None:
    """Draw the buttons and return what they say; None where no ledger speaks of the quarter."""
    known = ask(queries.spans).set_index("span")
    if filters.period not in known.index:
        return None
    year = filters.period[:4]
    months = {f"month{number}": code for number, code in enumerate(months_of(filters.period), 1) if code in known.index}
    codes = {_QUARTER: filters.period, **months, _YEAR: year}
    names = {
        _QUARTER: "本季",
        **{key: f"{int(code[5:])}月" for key, code in months.items()},
        _YEAR: str(known["span_name"][year]),
    }
    code = codes[choose("span", names, page=page, label="时段", as_buttons=True)]
    row = known.loc[code]
    before, year_before = (
        value if isinstance(value, str) else "" for value in row[["previous_span", "year_before_span"]]
    )
    return Span(code, str(row["span_name"]), before, year_before, year)
