"""Of whom and as of which day a ledger may be spoken of: who has not handed in would look late in everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from queries.question import Codes

if TYPE_CHECKING:
    import pandas as pd

Ledger = Literal["appeals", "problems"]
_USUAL_GAP = 7  # days without anything new, as over a holiday


@dataclass(frozen=True)
class HandedIn:
    """How far a ledger reaches.

    ``units``: those asked for where the ledger of all of them reaches to the end of the span, else those whose does (none
    is an empty tuple). ``as_of``: the newest day of the ledger, '' where that is, but for a few days, the day of the data.
    ``note``: what is said of it behind the name of the area, as （3/14 个单位已报，截至 2026-09-30）, else nothing. ``behind``: days
    from ``as_of`` to the day of the data.
    """

    units: Codes
    as_of: str
    note: str
    behind: int

    @property
    def asked(self) -> dict[str, Any]:
        """Units and day, as questions take them."""
        return {"units": self.units, "as_of": self.as_of}

    def before(self, day: str) -> str:
        """The day on which an earlier span was as old as the ledger lets this one be.

        Args:
            day: When it was as old as this one is on the day of the data.
        """
        return (date.fromisoformat(day) - timedelta(days=self.behind)).isoformat()


def handed_in(reach: pd.DataFrame, ledger: Ledger, units: Codes, data_until: date) -> HandedIn:
    """How far a ledger reaches.

    Args:
        reach: Of :func:`queries.ledger_reach` for the span and the units.
        ledger: appeals or problems.
        units: Those asked for.
        data_until: The day of the data.
    """
    there = reach[reach[f"has_{ledger}"]]
    until = date.fromisoformat(there[f"{ledger}_until"].iloc[0]) if len(there) else data_until
    behind = (data_until - until).days
    as_of = until.isoformat() if behind > _USUAL_GAP else ""
    notes = [f"{len(there)}/{len(reach)} 个单位已报"] if len(there) < len(reach) else []
    notes += [f"截至 {as_of}"] if as_of else []
    return HandedIn(
        units=tuple(there["unit_code"]) if len(there) < len(reach) else units,
        as_of=as_of,
        note=f"（{'，'.join(notes)}）" if notes else "",
        behind=behind if as_of else 0,
    )
