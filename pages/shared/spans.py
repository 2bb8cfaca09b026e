"""Which span of time a page of a ledger is about: the quarter chosen above, one of its months, or the year so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import queries
from data.periods import months_of
from pages.shared.ask import Parameter, ask
from pages.shared.choose import choose
from pages.shared.filters import Filters
from queries.question import Question

_QUARTER, _YEAR = "quarter", "year"
_LATER = 3  # months after the newest quarter
_EARLIER = {"previous": "较上一时段", "year_before": "较去年同期"}


@dataclass(frozen=True)
class Span:
    """A span of the ledgers: its code and name, its year, and what it is held against.

    ``earlier``: what an earlier span is to it → the span and the day on which that was as old as this one is now.
    """

    code: str
    name: str
    year: str
    earlier: Mapping[str, dict[str, Parameter]]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it is about; all of a year."""
        if "Q" in self.code:
            return months_of(self.code)
        return (self.code,) if "-" in self.code else tuple(f"{self.code}-{number:02d}" for number in range(1, 13))


def choose_span(filters: Filters, page: str) -> Span | None:
    """Draw the buttons and return what they say; None where no ledger speaks of the quarter.

    With the newest quarter the months after it may be chosen too.
    """
    known = ask(queries.spans).set_index("span")
    if filters.period not in known.index:
        return None
    year = filters.period[:4]
    own = list(months_of(filters.period))
    if filters.period == ask(queries.periods)["period"].max():  # ledgers go on when scores are not yet told
        own += sorted(known.index[(known["span_kind"] == "month") & (known.index > own[-1])])[-_LATER:]
    months = {f"month{number}": code for number, code in enumerate(own, 1) if code in known.index}
    codes = {_QUARTER: filters.period, **months, _YEAR: year}
    names = {
        _QUARTER: "本季",
        **{key: f"{int(code[5:])}月" for key, code in months.items()},
        _YEAR: str(known["span_name"][year]),
    }
    code = codes[choose("span", names, page=page, label="时段", as_buttons=True)]
    row = known.loc[code].to_dict()
    earlier: dict[str, dict[str, Parameter]] = {
        word: {"period": row[f"{which}_span"], "as_of": row[f"{which}_as_of"]}
        for which, word in _EARLIER.items()
        if isinstance(row[f"{which}_span"], str) and not (which == "previous" and code == year)
    }
    return Span(code, str(row["span_name"]), code[:4], earlier)


def told_earlier(span: Span, question: Question[Any], **asked: Parameter) -> dict[str, Mapping[Any, Any]]:
    """The only row of a question for each of the earlier spans that have one, by what the span is called."""
    rows = {word: ask(question, **asked, **when) for word, when in span.earlier.items()}
    return {word: found.iloc[0].to_dict() for word, found in rows.items() if not found.empty}
