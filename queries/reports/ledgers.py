"""A ledger as slides tell it: a span beside the one before and the year before, its parts and its categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from queries import formats
from queries.handed_in import HandedIn, Ledger
from queries.question import Question
from queries.rates import EARLIER, HIGHER, LOWER, Earlier, beside, change, percent
from queries.reports.bodies.figures import Figure
from queries.reports.bodies.ranges import Ranges
from queries.reports.pictures import ranges
from queries.reports.subject import Subject
from queries.reports.words import KINDS

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
_MOST_PARTS = 16  # on one slide; of more only those are drawn that differ for certain


@dataclass(frozen=True)
class Told:
    """What a question of rates says of an area in a span of its ledger.

    ``there`` is of whom it is said. ``earlier`` are its rows of the spans that ``now`` is held against, told at the same age; ``parts`` and
    ``categories`` are as :func:`queries.rates.beside` gives them for the rate.
    """

    there: HandedIn
    now: Row
    earlier: Earlier
    parts: pd.DataFrame
    categories: pd.DataFrame
    part: str

    def figure(self, label: str, rate: str, hits: str, cases: str) -> Figure:
        """A rate with what it was counted of, and whether it moved against either span."""
        if formats.is_missing(self.now[rate]):
            return Figure(label, formats.MISSING, "没有可算的件数")
        said = [f"{self.now[hits]:,.0f}/{self.now[cases]:,.0f}"]
        for which, other in self.earlier.items():
            moved, verdict = change(self.now, other, rate)
            said += [f"{EARLIER[which][0]} {formats.arrow(moved, 1)} {verdict}"] if verdict else []
        return Figure(label, percent(self.now[rate]), "；".join(said))

    def ranges(self, whole: float, measure: str, *, are_named: bool) -> tuple[Ranges, str]:
        """Its parts beside the whole, and what is said of those that are not drawn.

        Args:
            whole: The rate of all of them, of 1.
            measure: What the rate is called.
            are_named: Whether those below it for certain are.
        """
        below = self.parts["verdict"] == LOWER
        shown = self.parts if are_named else self.parts[~below]
        left_out = [] if are_named or not below.any() else [f"{int(below.sum())} 个明显低于全体，不列名"]
        if len(shown) > _MOST_PARTS:
            certain = shown[shown["verdict"].isin((HIGHER, LOWER))].head(_MOST_PARTS)
            left_out.append(f"另有 {len(shown) - len(certain)} 个未画出")
            shown = certain
        note = f"各{self.part}{measure}与误差，高者在前，灰点与全体分不出高低"
        return ranges(shown, "area_name", "", whole, "全体", measure), "；".join([note, *left_out])


def told(
    subject: Subject, ledger: Ledger, question: Question[Any], counted: str, names: tuple[str, str, str]
) -> Told | None:
    """What a question of rates says of the area in the span that is spoken of; None where its ledger is silent.

    Args:
        subject: What is spoken of.
        ledger: appeals or problems.
        question: appeal_rates or finding_rates.
        counted: The column without which there is nothing to tell.
        names: The rate that its parts are compared by, its numerator and its denominator.
    """
    if subject.told is None:
        return None
    rate, hits, cases = names
    there = subject.handed_in(ledger)

    def asked(span: object, **more: str) -> pd.DataFrame:
        return question(subject.database, **{"area_kind": "city", **there.asked, "period": span, **more})

    def of(span: object, as_of: str = there.as_of) -> Row | None:
        rows = asked(span, as_of=as_of) if isinstance(span, str) else None
        return None if rows is None or rows.empty else {**rows.iloc[0].to_dict(), "span": span}

    now = of(subject.told["span"])
    if now is None or not (now[counted] or now[cases]):
        return None
    found = {
        which: of(subject.told[f"{which}_span"], there.before(subject.told[f"{which}_as_of"]))
        for which in EARLIER
        if isinstance(subject.told[f"{which}_span"], str)
        and not (which == "previous" and subject.told["span_kind"] == "year")
    }
    compared = (hits, cases, now[rate])
    return Told(
        there,
        now,
        {which: row for which, row in found.items() if row is not None},
        beside(asked(now["span"], area_kind=subject.part_kind), *compared),
        beside(asked(now["span"], by="category"), *compared),
        KINDS[subject.part_kind],
    )


def own_months(subject: Subject, months: pd.DataFrame) -> list[str]:
    """Those of the months that lie in the span that is spoken of."""
    if subject.told is None:
        return []
    first, last = (f"{subject.told[name]:%Y-%m}" for name in ("starts_on", "ends_on"))
    return [month for month in months["month"] if first <= month <= last]


def largest(rows: pd.DataFrame, name: str, count: str, most: int = 8) -> pd.DataFrame:
    """The most frequent, the most first, and one row for all others, so that they add up."""
    import pandas as pd

    rows = rows[rows[count] > 0].sort_values(count, ascending=False, kind="stable")[[name, count]]
    if len(rows) <= most:
        return rows
    rest = rows.iloc[most - 1 :]
    other = pd.DataFrame({name: [f"其余 {len(rest)} 类"], count: [int(rest[count].sum())]})
    return pd.concat([rows.iloc[: most - 1], other], ignore_index=True)
