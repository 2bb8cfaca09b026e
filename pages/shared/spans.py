"""Which span of time a page of a ledger is about: the quarter chosen above, one of its months, or the year so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

import queries
from data.collecting.settling import state_of
from data.periods import months_of
from data.versions.store import default_store
from pages.shared.ask import Parameter, ask, held_version
from pages.shared.choose import choose
from pages.shared.filters import Filters
from queries.handed_in import HandedIn, Ledger, handed_in
from queries.question import Question

_QUARTER, _YEAR = "quarter", "year"
_LATER = 3  # months after the newest quarter
_EARLIER = ("previous", "year_before")


@dataclass(frozen=True)
class Span:
    """A span of the ledgers: its code and name, its year, and what it is held against.

    ``earlier``: previous, year_before → that span and the day on which it was as old as this one is now.
    """

    code: str
    name: str
    year: str
    earlier: Mapping[str, dict[str, Parameter]]

    @property
    def state(self) -> str:
        """核对中 or 定稿; empty where the city has not said until when it is contested."""
        return state_of(default_store(), self.code)

    @property
    def edition(self) -> str:
        """The number of the version, and where its data stand."""
        return f"第 {held_version()} 版" + (f"（{self.state}）" if self.state else "")

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
        which: {"period": row[f"{which}_span"], "as_of": row[f"{which}_as_of"]}
        for which in _EARLIER
        if isinstance(row[f"{which}_span"], str) and not (which == "previous" and code == year)
    }
    span = Span(code, str(row["span_name"]), code[:4], earlier)
    if span.state:
        st.caption(f"{span.name}{span.state} · 第 {held_version()} 版")
    return span


def told(filters: Filters, span: Span, ledger: Ledger) -> HandedIn:
    """What a page of a ledger may speak of."""
    reach = ask(queries.ledger_reach, period=span.code, units=filters.units)
    return handed_in(reach, ledger, filters.units, ask(queries.publication)["data_until"].iloc[0].date())


def told_earlier(
    span: Span, there: HandedIn, question: Question[Any], **asked: Parameter
) -> dict[str, Mapping[Any, Any]]:
    """The only row of a question for each of the earlier spans that have one."""
    rows = {
        which: ask(question, units=there.units, **asked, period=when["period"], as_of=there.before(str(when["as_of"])))
        for which, when in span.earlier.items()
    }
    return {which: found.iloc[0].to_dict() for which, found in rows.items() if not found.empty}
