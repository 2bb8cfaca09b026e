"""What a briefing is about, and the answers that several of its sections share; each is asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import queries
from data.periods import in_words, months_of
from queries import formats
from queries.changes import reason_words
from queries.database import Database
from queries.finding import reporting
from queries.handed_in import HandedIn, Ledger, handed_in
from queries.ledger_finding import called
from queries.question import Codes
from queries.reports.words import KINDS, names_words

if TYPE_CHECKING:
    import pandas as pd

    from data.versions.photographs import Decided

QUARTERS = 12

Audience = Literal["public", "internal"]


class NothingToSay(LookupError):
    """The scope has no score in the period; the message is for the user."""


@dataclass(frozen=True)
class Subject:
    """What a briefing is about: a period, a standard, and the city (``unit`` empty) or one reporting unit.

    ``among`` are the units it may be compared with, where not everything may be seen; ``None`` means everything.
    ``audience`` is before whom it is shown; ``is_released`` whether a person has released the names of the worst (点名).
    ``span`` is the span of the ledgers that is spoken of, empty for the last whole month of the period; ``state`` is 核对中 or
    定稿 where the period's ledgers are contested until a day; ``decided``: which
    photos of problems were released, ``None``: of none is known.
    """

    database: Database
    boundaries: Mapping[str, Any]
    period: str
    standard: str
    unit: str = ""
    among: Codes = None
    audience: Audience = "internal"
    state: str = ""
    is_released: bool = False
    span: str = ""
    decided: Decided | None = None

    @property
    def chosen(self) -> dict[str, Any]:
        """Period and standard, as every question takes them."""
        return {"period": self.period, "standard": self.standard}

    @property
    def units(self) -> Codes:
        """The reporting units it is restricted to; ``None`` means all."""
        return (self.unit,) if self.unit else None

    @property
    def within(self) -> dict[str, Any]:
        """Period, standard and units, as questions about more than the area take them."""
        return {**self.chosen, "units": self.units}

    def released(self, row: Mapping[Any, Any]) -> bytes | None:
        """The photo of a row of :func:`queries.finding_photos`, where somebody has let it leave; else None."""
        if self.decided is None:
            return None
        from data.versions.photographs import Photo

        photo = Photo(row["unit_code"], row["finding_code"], row["content"])
        return self.decided.read(photo) if self.decided.is_released(photo) else None

    @property
    def part_kind(self) -> str:
        """What the area is divided into."""
        return "street" if self.unit else "unit"

    @property
    def area(self) -> dict[str, Any]:
        """The area in the words of the questions."""
        return (
            {"area_kind": "unit", "area_code": self.unit} if self.unit else {"area_kind": "city", "area_code": "city"}
        )

    @cached_property
    def total(self) -> pd.Series:
        """The row of the area in index_score.

        Raises:
            NothingToSay: the area has no score.
        """
        rows = queries.area_score(self.database, **self.chosen, **self.area)
        if rows.empty or formats.is_missing(rows.iloc[0]["score"]):
            name = str(rows.iloc[0]["area_name"]) if len(rows) else ""
            why = reporting(rows, name) or "所选范围没有评分"
            raise NothingToSay(f"{in_words(self.period)}{why}，无法生成材料。请换一个时期或单位")
        row: pd.Series = rows.iloc[0]
        return row

    @property
    def name(self) -> str:
        """全市, or the name of the unit."""
        return str(self.total["area_name"])

    @cached_property
    def publication(self) -> pd.Series:
        """Where the version comes from."""
        row: pd.Series = queries.publication(self.database).iloc[0]
        return row

    @property
    def edition(self) -> str:
        """The number of the version, and whether its ledgers are settled."""
        return f"第 {self.publication['version']} 版" + (f"（诉求和整改{self.state}）" if self.state else "")

    @property
    def is_demonstration(self) -> bool:
        """Whether what is told is invented."""
        return bool(self.publication["is_demonstration"])

    @property
    def title_name(self) -> str:
        """What the area is called in a title that may say no good of it."""
        return called(self.name, self.unit, is_demonstration=self.is_demonstration)

    @property
    def names_the_worst(self) -> bool:
        """Whether the worst may be named: inside, and released by a person. Else they are counted."""
        return self.audience == "internal" and self.is_released

    def blamed(self, names: Sequence[str], kind: str) -> str:
        """Those of whom a title says no good, by name; counted in public, and where invented numbers would speak of real units.

        Args:
            names: What they are called.
            kind: unit, street or community.
        """
        is_real = self.is_demonstration and kind == "unit"
        return f"{len(names)} 个{KINDS[kind]}" if is_real or self.audience == "public" else names_words(names)

    @cached_property
    def told(self) -> Mapping[Any, Any] | None:
        """The span of the ledgers that is spoken of, a row of :func:`queries.spans`; None where they do not reach it."""
        rows = queries.spans(self.database)
        if self.span:
            rows = rows[rows["span"] == self.span]
        else:
            months = rows[(rows["span_kind"] == "month") & rows["ends_on"].dt.is_month_end]
            rows = months[months["span"] <= months_of(self.period)[-1]].head(1)
        return rows.iloc[0].to_dict() if len(rows) else None

    def handed_in(self, ledger: Ledger) -> HandedIn:
        """How far a ledger reaches in the span that is spoken of."""
        period: Any = self.told["span"] if self.told else self.period
        reach = queries.ledger_reach(self.database, period=period, units=self.units)
        return handed_in(reach, ledger, self.units, self.publication["data_until"].date())

    @property
    def is_mapped(self) -> bool:
        """Whether its audience may be shown the boundaries: in public only those whose map was approved (审图号)."""
        return self.audience == "internal" or bool(self.publication["map_approval_number"])

    @cached_property
    def rules(self) -> pd.Series:
        """The row of the standard."""
        rows = queries.standards(self.database)
        row: pd.Series = rows[rows["standard_version"] == self.standard].iloc[0]
        return row

    @property
    def line(self) -> float:
        """The line of the standard."""
        return float(self.rules["line"])

    @cached_property
    def moves(self) -> pd.DataFrame:
        """The communities that crossed the line."""
        return queries.band_moves(self.database, **self.within)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The communities that need one item more."""
        return queries.one_step_away(self.database, **self.within)

    @cached_property
    def pace(self) -> pd.Series | None:
        """目标进度, where the standard has a target for the area."""
        rows = queries.pace(self.database, **self.chosen, **self.area)
        return rows.iloc[0] if len(rows) else None

    @cached_property
    def goals(self) -> pd.DataFrame:
        """Every target of the standard ahead, with the pace towards it."""
        return queries.goals(self.database, **self.chosen, **self.area)

    @cached_property
    def dimensions(self) -> pd.DataFrame:
        """The dimensions of the area."""
        return queries.dimension_summary(self.database, **self.chosen, **self.area)

    @cached_property
    def league(self) -> pd.DataFrame:
        """The reporting units of the city, or the streets of the unit, in their places."""
        return queries.league_table(self.database, **self.within, area_kind=self.part_kind, ranked=0)

    @cached_property
    def trend(self) -> pd.DataFrame:
        """The last twelve periods up to the chosen one, oldest first."""
        rows = queries.score_trend(self.database, standard=self.standard, **self.area)
        return rows[rows["period"] <= self.period].tail(QUARTERS)

    @cached_property
    def focus(self) -> pd.DataFrame:
        """重点关注."""
        return queries.focus_list(self.database, **self.within)

    @cached_property
    def levers(self) -> pd.DataFrame:
        """The items that would lift most communities over the line."""
        return queries.levers(self.database, **self.within)

    @cached_property
    def movers(self) -> pd.DataFrame:
        """Units (or the streets of one) and communities in one table, the most risen first."""
        import pandas as pd

        tables = [
            queries.league_table(self.database, **self.within, area_kind=kind, order="change", ranked=0)
            for kind in (self.part_kind, "community")
        ]
        return pd.concat(tables, ignore_index=True)

    def why(self, area_kind: str = "community", span: int = 1) -> dict[str, str]:
        """By code why areas of one kind stand where they stand, against one quarter before or two."""
        return reason_words(queries.reasons(self.database, **self.within, area_kind=area_kind), span)

    def common(self) -> dict[str, str]:
        """What every title can speak of."""
        return {
            "area": self.name,
            "period": in_words(self.period),
            "score": formats.number(self.total["score"]),
            "change": formats.signed(self.total["change"]),
            "line": formats.number(self.line, 0),
            "standard": str(self.rules["standard_name"]),
        }
