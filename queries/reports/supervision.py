"""Documents of supervision (督办文书): problems sorted by whom they are for, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from data.collecting.supervising import Supervision, numbers_from
from data.reading.bounded import read_toml
from queries.reports.pages import FILES

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["交办单", "提醒函", "督办单", "约谈", "通报"]
NAMING: Kind = "通报"
"""The kind that names several units in one document; of all others each unit has its own."""
MARK = "演示数据　非真实公文"


@dataclass(frozen=True)
class Frame:
    """What all documents of one act have in common.

    ``office``: who signs. ``until``: on which day the problems were open. ``due_on``: by when an answer is asked for.
    ``demand``: what else is asked, may be empty. ``edition``: of which version the numbers are.
    """

    kind: Kind
    office: str
    until: date
    issued_on: date
    due_on: date
    demand: str
    edition: str
    is_demonstration: bool


@dataclass(frozen=True)
class Document:
    """One document: its number, to whom it goes, and the rows of ``open_findings`` that it is about."""

    frame: Frame
    number: str
    to: str
    rows: pd.DataFrame

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"{self.frame.kind}_{self.number}_{self.to}{'_演示' if self.frame.is_demonstration else ''}.docx"

    @property
    def title(self) -> str:
        """What stands above its text."""
        return str(_texts()[self.frame.kind]["title"])

    @property
    def range(self) -> str:
        """Who may see it; empty where nothing is said."""
        return str(_texts()[self.frame.kind].get("range", ""))

    @property
    def paragraphs(self) -> list[str]:
        """Its text."""
        texts, frame = _texts(), self.frame
        fields = {
            **_counts(self.rows),
            "units": len(_groups(self.rows)),
            "until": in_full(frame.until),
            "due": in_full(frame.due_on),
        }
        said = [text.format_map(fields) for text in texts[frame.kind]["text"]]
        named = [_named(unit, rows) for unit, rows in self.rows.groupby("unit_name", sort=False)]
        middle = named if frame.kind == NAMING else []
        return [said[0], *middle, *said[1:], *([frame.demand] if frame.demand else [])]

    @property
    def records(self) -> list[Supervision]:
        """Its rows in the ledger of supervisions: one for each unit that it is for."""
        frame = self.frame
        return [
            Supervision(self.number, frame.kind, to, unit, (*rows["finding_code"],), frame.issued_on, frame.due_on)
            for (unit, to), rows in _groups(self.rows).items()
        ]


def documents(frame: Frame, first_number: str, rows: pd.DataFrame) -> list[Document]:
    """The documents about problems, numbered one after another.

    Args:
        frame: What they have in common.
        first_number: The number of the first.
        rows: Of :func:`queries.open_findings`, in its order.

    Raises:
        CollectionError: the number is not written like one.
    """
    rows = rows.assign(to=rows["responsible"].fillna(rows["street_name"]).fillna(rows["unit_name"]))
    rows = rows.sort_values(["unit_code", "to"], kind="stable")
    if frame.kind == NAMING:
        return [Document(frame, numbers_from(first_number, 1)[0], _texts()[NAMING]["to"], rows)]
    groups = _groups(rows)
    return [
        Document(frame, number, str(own["unit_name"].iloc[0]).removesuffix(to) + to, own)
        for number, ((_, to), own) in zip(numbers_from(first_number, len(groups)), groups.items(), strict=True)
    ]


def in_full(day: date) -> str:
    """A day as documents write it: 2026年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _groups(rows: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """The rows by reporting unit and whom they are for."""
    return {(str(unit), str(to)): own for (unit, to), own in rows.groupby(["unit_code", "to"], sort=False)}


def _counts(rows: pd.DataFrame) -> dict[str, Any]:
    overdue = rows["overdue_days"].dropna()
    counts = {"count": len(rows), "overdue": len(overdue), "longest": int(overdue.max()) if len(overdue) else 0}
    late = str(_texts()["all_late" if len(overdue) == len(rows) else "late"]).format_map(counts) if len(overdue) else ""
    return {**counts, "late": late}


def _named(unit: object, rows: pd.DataFrame) -> str:
    parts = rows["to"].value_counts(sort=False)
    said = "、".join(f"{to}（{count}）" for to, count in parts.items())
    return str(_texts()["named"]).format_map({**_counts(rows), "unit": unit, "parts": said})


def _texts() -> Mapping[str, Any]:
    return read_toml(FILES / "supervision.toml")
