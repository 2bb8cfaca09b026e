"""What stands in the tables of 报送: facts of the engine as rows under Chinese headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.batches import Batch, State
from data.checking.inspection import InspectedSheet
from data.reading.problems import Problem
from data.tables import read_definition
from pages.shared import formats

_SYMBOLS = {
    State.DUE: "○",
    State.SUBMITTED: "◐",
    State.RETURNED: "▲",
    State.REVIEWED: "●",
    State.PUBLISHED: "★",
    State.REPLACED: "–",
}
_DIGITS = 12
_ROWS_PER_SHEET = 20
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
            "文件": [sheet.file for sheet in sheets],
            "工作表": [sheet.sheet or formats.MISSING for sheet in sheets],
            "识别为": [table_titles([sheet.table]) if sheet.table else "未采用" for sheet in sheets],
            "版式": [sheet.layout or formats.MISSING for sheet in sheets],
            "读取行": [sheet.rows_read for sheet in sheets],
            "接受行": [sheet.rows_accepted for sheet in sheets],
            "退回行": [sheet.rows_refused for sheet in sheets],
            "说明": [sheet.note for sheet in sheets],
        }
    )


def problem_rows(problems: Sequence[Problem]) -> pd.DataFrame:
    """Faults or warnings, one row each."""
    return pd.DataFrame(
        {
            "文件": [problem.file for problem in problems],
            "工作表": [problem.sheet or formats.MISSING for problem in problems],
            "行": pd.array([problem.row for problem in problems], dtype="Int64"),
            "列": [problem.column or formats.MISSING for problem in problems],
            "单元格": [problem.cell or formats.MISSING for problem in problems],
            "内容": [problem.value or "" for problem in problems],
            "规则": [problem.rule for problem in problems],
            "处理办法": [problem.remedy for problem in problems],
        }
    )


def coverage_rows(coverage: pd.DataFrame) -> pd.DataFrame:
    """How much of what is due was given, one row per reporting unit and period."""
    return pd.DataFrame(
        {
            "单位": coverage["unit_name"],
            "时期": coverage["period"].map(formats.period_name),
            "已报社区": counts(coverage["reported_count"], coverage["community_count"]),
            "已填项目": counts(coverage["present_count"], coverage["due_count"]),
            "填报率": [
                formats.share(present, due)
                for present, due in zip(coverage["present_count"], coverage["due_count"], strict=True)
            ],
        }
    ).reset_index(drop=True)


def batch_rows(batches: Sequence[Batch], states: Mapping[int, State], unit_names: Mapping[str, str]) -> pd.DataFrame:
    """Submissions, one row each, in the order given."""
    return pd.DataFrame(
        {
            "批次": [batch.number for batch in batches],
            "状态": [state_words(states[batch.number]) for batch in batches],
            "单位": [unit_words(batch.units, unit_names) for batch in batches],
            "时期": [period_words(batch.periods) for batch in batches],
            "内容": [table_titles(batch.tables) for batch in batches],
            "行": pd.array([batch.rows if batch.files else None for batch in batches], dtype="Int64"),
            "提示": pd.array([batch.warning_count if batch.files else None for batch in batches], dtype="Int64"),
            "填报率": [
                formats.share(
                    sum(row.present_count for row in batch.coverage), sum(row.due_count for row in batch.coverage)
                )
                for batch in batches
            ],
            "经办人": [batch.received_by for batch in batches],
            "报送时间（北京时间）": [formats.moment(batch.received_at) for batch in batches],
            "说明": [batch.events[-1].reason for batch in batches],
        }
    )


def event_rows(batch: Batch) -> pd.DataFrame:
    """What happened to a submission, one row per step."""
    return pd.DataFrame(
        {
            "时间（北京时间）": [formats.moment(event.at) for event in batch.events],
            "状态": [state_words(event.state) for event in batch.events],
            "经办人": [event.by for event in batch.events],
            "说明": [event.reason for event in batch.events],
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


def show(rows: pd.DataFrame, key: str, alt: str, widths: Mapping[str, int] | None = None) -> None:
    """Draw rows, a sheet at a time; columns are as wide as their content unless ``widths`` says how many pixels."""
    sheets = -(-len(rows) // _ROWS_PER_SHEET)
    number = st.pagination(sheets, key=key) if sheets > 1 else 1
    config: dict[str, Any] = {
        name: st.column_config.Column(width=width) for name, width in (widths or {}).items() if name in rows
    }
    st.dataframe(
        rows.iloc[(number - 1) * _ROWS_PER_SHEET : number * _ROWS_PER_SHEET],
        column_config=config,
        hide_index=True,
        height="content",
        placeholder=formats.MISSING,
        alt=alt,
    )
