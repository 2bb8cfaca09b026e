"""What stands in the tables of 报送: facts of the engine as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from data.checking.inspection import InspectedSheet
from data.collecting.batches import Batch
from data.collecting.decisions import State
from data.reading.problems import Problem
from data.tables import read_definition
from pages.shared import formats
from pages.shared.cells import Shape
from pages.shared.tables import table

_SYMBOLS = {
    State.DUE: "○",
    State.SUBMITTED: "◐",
    State.RETURNED: "▲",
    State.REVIEWED: "●",
    State.PUBLISHED: "★",
    State.REPLACED: "–",
}
_DIGITS = 12
_NAMED = 2


def state_words(state: str) -> str:
    """A state with its symbol: ◐ 已报."""
    return f"{_SYMBOLS[State(state)]} {state}"


def table_titles(tables: Iterable[str]) -> str:
    """Tables by their Chinese titles."""
    return "、".join(read_definition(table).title for table in tables)


def sheet_rows(sheets: Sequence[InspectedSheet]) -> pd.DataFrame:
    """What was read, one row per sheet, CSV or member of an archive."""
    return pd.DataFrame(
        {
            "file": [sheet.file for sheet in sheets],
            "sheet": [sheet.sheet or formats.MISSING for sheet in sheets],
            "recognised_as": [table_titles([sheet.table]) if sheet.table else "未采用" for sheet in sheets],
            "layout": [sheet.layout or formats.MISSING for sheet in sheets],
            "rows_read": [sheet.rows_read for sheet in sheets],
            "rows_accepted": [sheet.rows_accepted for sheet in sheets],
            "rows_refused": [sheet.rows_refused for sheet in sheets],
            "note": [sheet.note for sheet in sheets],
        }
    )


def problem_rows(problems: Sequence[Problem]) -> pd.DataFrame:
    """Faults or warnings, one row each."""
    return pd.DataFrame(
        {
            "file": [problem.file for problem in problems],
            "sheet": [problem.sheet or formats.MISSING for problem in problems],
            "row": pd.array([problem.row for problem in problems], dtype="Int64"),
            "column": [problem.column or formats.MISSING for problem in problems],
            "cell": [problem.cell or formats.MISSING for problem in problems],
            "content": [problem.value or "" for problem in problems],
            "rule": [problem.rule for problem in problems],
            "remedy": [problem.remedy for problem in problems],
        }
    )


def coverage_rows(coverage: pd.DataFrame) -> pd.DataFrame:
    """How much of what is due was given, one row per reporting unit and period."""
    return pd.DataFrame(
        {
            "unit_name": coverage["unit_name"],
            "period": coverage["period"].map(formats.period_name),
            "reported": counts(coverage["reported_count"], coverage["community_count"]),
            "filled": counts(coverage["present_count"], coverage["due_count"]),
            "filled_percent": 100 * coverage["present_count"] / coverage["due_count"].where(coverage["due_count"] > 0),
        }
    ).reset_index(drop=True)


def batch_rows(batches: Sequence[Batch], states: Mapping[int, State], unit_names: Mapping[str, str]) -> pd.DataFrame:
    """Submissions, one row each, in the order given."""
    return pd.DataFrame(
        {
            "batch": [batch.number for batch in batches],
            "status": [state_words(states[batch.number]) for batch in batches],
            "unit_name": [unit_words(batch.units, unit_names) for batch in batches],
            "period": [period_words(batch.periods) for batch in batches],
            "content": [table_titles(batch.tables) for batch in batches],
            "rows": pd.array([batch.rows if batch.files else None for batch in batches], dtype="Int64"),
            "warning_count": pd.array(
                [batch.warning_count if batch.files else None for batch in batches], dtype="Int64"
            ),
            "filled_percent": [
                _percent(sum(row.present_count for row in batch.coverage), sum(row.due_count for row in batch.coverage))
                for batch in batches
            ],
            "by": [batch.received_by for batch in batches],
            "submitted_at": [formats.moment(batch.received_at) for batch in batches],
            "note": [batch.events[-1].reason for batch in batches],
        }
    )


def event_rows(batch: Batch) -> pd.DataFrame:
    """What happened to a submission, one row per step."""
    return pd.DataFrame(
        {
            "at": [formats.moment(event.at) for event in batch.events],
            "status": [state_words(event.state) for event in batch.events],
            "by": [event.by for event in batch.events],
            "note": [event.reason for event in batch.events],
        }
    )


def unit_words(units: Sequence[str], unit_names: Mapping[str, str]) -> str:
    """Reporting units by name, the many by their number."""
    if len(units) > _NAMED:
        return f"{len(units)} 个单位"
    return "、".join(unit_names.get(unit, unit) for unit in units) or "全市"


def period_words(periods: Sequence[str]) -> str:
    """Periods by name, the many from first to last."""
    if len(periods) > _NAMED:
        return f"{formats.period_name(periods[0])}至{formats.period_name(periods[-1])}"
    return "、".join(map(formats.period_name, periods)) or formats.MISSING


def counts(parts: pd.Series, wholes: pd.Series) -> pd.Series:
    """``58/60`` per row."""
    return parts.astype("Int64").astype(str) + "/" + wholes.astype("Int64").astype(str)


def digest(sha256: str) -> str:
    """The beginning of a digest, enough to tell files apart."""
    return sha256[:_DIGITS]


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def show(rows: pd.DataFrame, key: str, alt: str, question: str = "submissions") -> None:
    """Draw rows with all their columns, a sheet at a time."""
    table(rows, Shape(tuple(rows.columns), question), key=key, alt=alt)
