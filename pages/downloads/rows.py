"""What the log of exports says, as rows under Chinese headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.shared import formats
from queries.export import DOCUMENTS, EXPORTS, Taken

_FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "geojson": "GeoJSON"}
_FILTERS = {
    "area_kind": "层级",
    "area_code": "区域",
    "areas": "对象",
    "measure": "指标",
    "streets": "街道",
    "kinds": "类型",
    "bands": "等次",
    "weak_dimensions": "薄弱维度",
    "dimensions": "维度",
    "statuses": "状态",
    "search": "搜索",
    "order": "排序",
    "ranked": "名次至",
    "community": "社区",
    "earlier": "对比标准",
    "standard": "标准",
}
_CODES = {
    "area_kind": {"city": "全市", "unit": "报送单位", "street": "街道", "community": "社区"},
    "order": {"score": "按得分", "change": "进步榜"},
    "ranked": {"0": "全部"},
}
_NAMED = 3
_DIGITS = 12
_KILO = 1024


def log_rows(entries: Sequence[Taken], unit_names: Mapping[str, str]) -> pd.DataFrame:
    """One row per file that left, in the order given."""
    return pd.DataFrame(
        {
            "时间": [formats.moment(entry.at) for entry in entries],
            "谁": [entry.who for entry in entries],
            "内容": [what(entry) for entry in entries],
            "格式": [_FORMATS.get(entry.format, entry.format) for entry in entries],
            "行": pd.array([entry.rows for entry in entries], dtype="Int64"),
            "大小": [_size(entry.bytes) for entry in entries],
            "时期": [_period(entry.filters) for entry in entries],
            "单位": [_units(entry.filters, unit_names) for entry in entries],
            "版本": [entry.version for entry in entries],
            "完整": ["是" if entry.is_complete else "中断" for entry in entries],
            "摘要（SHA-256）": [entry.sha256[:_DIGITS] for entry in entries],
            "其他筛选": [_others(entry.filters) for entry in entries],
        }
    )


def what(entry: Taken) -> str:
    """What was taken, by its title; a question that is no longer asked by its name."""
    known = DOCUMENTS.get(entry.question) or EXPORTS.get(entry.question)
    return known.title if known else entry.question


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
    for name, label in _FILTERS.items():
        values = filters.get(name)
        if values is not None:
            several = [str(value) for value in (values if isinstance(values, list) else [values])]
            shown = "、".join(_CODES.get(name, {}).get(value, value) for value in several[:_NAMED])
            words.append(f"{label} {shown}{' 等' if len(several) > _NAMED else ''}")
    return "；".join(words)


def _size(count: int) -> str:
    if count < _KILO:
        return f"{count} B"
    if count < _KILO**2:
        return f"{formats.number(count / _KILO, 1)} KB"
    return f"{formats.number(count / _KILO**2, 1)} MB"
