"""What the log of acts says, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.acts import Act, Kind, Result
from pages.shared import formats
from pages.shared.cells import Shape
from queries.catalogue import DOCUMENTS, EXPORTS
from queries.definitions import parameters

_FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "geojson": "GeoJSON"}
# Said in columns of their own.
_APART = {"period", "units"}
_WORDS = {"city": "全市", "0": "全部"}
# What acts other than exports say of themselves, by what it is called.
_DETAILS = {
    "batch": "批次",
    "batches": "批次",
    "version": "版本",
    "versions": "清理版本",
    "duplicate_of": "与已收批次相同：",
    "problem_count": "须改正处数",
    "unit": "单位",
    "period": "时期",
    "before": "原为",
    "after": "改为",
    "folder": "写到",
    "reason": "原因",
}
_NAMED = 3
_DIGITS = 12
_KILO = 1024


ACT_SHAPE = Shape(("number", "at", "who", "door", "act", "thing", "result", "note"), "acts")
EXPORT_SHAPE = Shape(
    (
        "at",
        "who",
        "door",
        "content",
        "format",
        "rows",
        "size",
        "period",
        "unit_name",
        "version",
        "complete",
        "sha256",
        "filters",
    ),
    "acts",
)


def act_rows(entries: Sequence[Act], unit_names: Mapping[str, str]) -> pd.DataFrame:
    """One row per act, in the order given."""
    return pd.DataFrame(
        {
            "number": pd.array([entry.number for entry in entries], dtype="Int64"),
            "at": [formats.moment(entry.at) for entry in entries],
            "who": [entry.who for entry in entries],
            "door": [_where(entry) for entry in entries],
            "act": [str(entry.kind) for entry in entries],
            "thing": [what(entry) if entry.kind == Kind.EXPORT else entry.thing for entry in entries],
            "result": [str(entry.result) for entry in entries],
            "note": [_details(entry, unit_names) for entry in entries],
        }
    )


def export_rows(entries: Sequence[Act], unit_names: Mapping[str, str]) -> pd.DataFrame:
    """One row per file that left, in the order given."""
    return pd.DataFrame(
        {
            "at": [formats.moment(entry.at) for entry in entries],
            "who": [entry.who for entry in entries],
            "door": [_where(entry) for entry in entries],
            "content": [what(entry) for entry in entries],
            "format": [_FORMATS.get(entry.details["format"], entry.details["format"]) for entry in entries],
            "rows": pd.array([entry.details.get("rows") for entry in entries], dtype="Int64"),
            "bytes": [entry.details.get("bytes") for entry in entries],
            "size": [_size(entry.details.get("bytes")) for entry in entries],
            "period": [_period(entry.details["filters"]) for entry in entries],
            "unit_name": [_units(entry.details["filters"], unit_names) for entry in entries],
            "version": [entry.details["version"] for entry in entries],
            "complete": ["是" if entry.result == Result.DONE else str(entry.result) for entry in entries],
            "sha256": [str(entry.details.get("sha256", ""))[:_DIGITS] for entry in entries],
            "filters": [_others(entry.details["filters"]) for entry in entries],
        }
    )


def what(entry: Act) -> str:
    """What was taken, by its title; a question that is no longer asked by its name."""
    question = str(entry.details.get("question", entry.thing))
    known = DOCUMENTS.get(question) or EXPORTS.get(question)
    return known.title if known else question


def _where(entry: Act) -> str:
    """The door, and what is known of who stood before it."""
    return " ".join(part for part in (entry.door, entry.address, entry.account) if part)


def _details(entry: Act, unit_names: Mapping[str, str]) -> str:
    """What else is known of an act, in words."""
    if entry.kind == Kind.EXPORT:
        given = entry.details["filters"]
        words = [
            entry.details["format"],
            f"{entry.details.get('rows') or 0} 行",
            _period(given),
            _units(given, unit_names),
        ]
        return "，".join([*words, *filter(None, [_others(given)])])
    words = []
    for name, label in _DETAILS.items():
        value = entry.details.get(name)
        if value not in (None, "", [], ()):
            several = value if isinstance(value, list) else [value]
            words.append(f"{label} {'、'.join(unit_names.get(str(one), str(one)) for one in several)}")
    return "；".join(words)


def _period(filters: Mapping[str, Any]) -> str:
    return formats.period_name(str(filters["period"])) if "period" in filters else "不分期"


def _units(filters: Mapping[str, Any], unit_names: Mapping[str, str]) -> str:
    codes = list(filters.get("units", ()))
    if filters.get("area_kind") == "unit" and "area_code" in filters:
        codes = [filters["area_code"]]
    if len(codes) > _NAMED:
        return f"{len(codes)} 个单位"
    return "、".join(unit_names.get(code, code) for code in codes) or "全市"


def _others(filters: Mapping[str, Any]) -> str:
    words = []
    for name, parameter in parameters().items():
        values = filters.get(name)
        if values is not None and name not in _APART:
            several = [str(value) for value in (values if isinstance(values, list) else [values])]
            named = {**_WORDS, **parameter.words}
            shown = "、".join(named.get(value, value) for value in several[:_NAMED])
            words.append(f"{parameter.label} {shown}{' 等' if len(several) > _NAMED else ''}")
    return "；".join(words)


def _size(count: int | None) -> str:
    if count is None:
        return formats.MISSING
    if count < _KILO:
        return f"{count} B"
    if count < _KILO**2:
        return f"{formats.number(count / _KILO, 1)} KB"
    return f"{formats.number(count / _KILO**2, 1)} MB"
