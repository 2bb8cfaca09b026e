"""Standards out of TOML files: read and checked, what is wrong said by file, indicator and rule."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from data.reading.bounded import MOST_FAULTS, TextError, parse_toml, read_text, shortened
from data.settings import current_settings
from data.standard import Standard


class StandardError(ValueError):
    """A standard that cannot be used; the message names file, place and rule, one per line."""


_RULES = {
    kind: rule
    for rule, kinds in {
        "缺少必填项": "missing",
        "无法识别的键": "extra_forbidden",
        "须为数字": "float_parsing float_type",
        "须为整数": "int_type int_parsing int_from_float",
        "须为有限数字": "finite_number",
        "须为文本": "string_type",
        "须为 true 或 false": "bool_parsing bool_type",
        "须为列表": "tuple_type",
        "至少一项": "too_short",
        "项数过多": "too_long",
        "须为一组键值": "model_type dict_type",
        "文字过长": "string_too_long",
        "格式不符，代码须为字母、数字、点、短横线": "string_pattern_mismatch",
        "须为日期，如 2026-01-01": "date_type date_from_datetime_parsing date_from_datetime_inexact",
    }.items()
    for kind in kinds.split()
}
_SIGNS = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}
_PARTS = {
    "dimension": "维度",
    "indicator": "指标",
    "veto": "否决项",
    "band": "等次",
    "target": "目标",
    "finding": "结论",
    "small_sample": "小样本",
    "context": "同类",
    "pace": "目标进度",
}


def read_standard(path: Path) -> Standard:
    """The standard in a TOML file.

    Raises:
        StandardError: the file is missing, not TOML, or breaks a rule; one line per fault.
    """
    try:
        text = read_text(path, current_settings().largest_definition_mb, "DASHBOARD_LARGEST_DEFINITION_MB")
        return _standard(text)
    except FileNotFoundError:
        raise StandardError(f"{path.name}：找不到标准文件") from None
    except TextError as error:
        raise StandardError(f"{path.name}：{error}") from None
    except ValidationError as error:
        content = parse_toml(text)
        details = _causes(error.errors(include_url=False)[:MOST_FAULTS])
        faults = [shortened(f"{path.name}：{_fault(detail, content)}") for detail in details]
        raise StandardError("\n".join(faults)) from None


@lru_cache(maxsize=16)
def _standard(text: str) -> Standard:
    """A standard from its text; an import and a publication ask for the same few again and again."""
    return Standard.model_validate(parse_toml(text))


def read_standards(files: Sequence[Path]) -> list[Standard]:
    """Standards to be shipped together: different versions that agree on how an item is computed.

    Raises:
        StandardError: a file cannot be used, or the standards do not go together.
    """
    standards: list[Standard] = []
    faults: list[str] = []
    for file in files:
        try:
            standards.append(read_standard(file))
        except StandardError as error:
            faults.append(str(error))
    if faults:
        raise StandardError("\n".join(faults))
    computed: dict[str, tuple[object, ...]] = {}
    seen: dict[str, str] = {}
    for file, standard in zip(files, standards, strict=True):
        if standard.version in seen:
            faults.append(f"{file.name}：版本 {standard.version} 与 {seen[standard.version]} 重复")
        seen[standard.version] = file.name
        if not standard.band or standard.valid_from is None:
            faults.append(f"{file.name}：发布用的标准须有 valid_from（生效日期）和至少一个等次（band）")
        faults += _ways_apart(file.name, standard, computed)
    if faults:
        raise StandardError("\n".join(faults))
    return standards


def _ways_apart(file: str, standard: Standard, computed: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """What a standard computes otherwise than those before it, of which ``computed`` has the ways by code."""
    hours = tuple(standard.appeal_hours.items())
    if computed.setdefault("appeal_hours", hours) != hours:
        yield f"{file}：诉求办理时限（appeal_hours）与另一标准不同"
    for part in standard.indicator:
        way = (part.computed, part.window, part.activity_categories, part.reported_otherwise)
        if part.computed and computed.setdefault(part.code, way) != way:
            yield f"{file}：指标 {part.code} 的计算口径与另一标准不同，请改用新的指标代码"


def _causes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the "too short" that a list reports only because its items failed."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"] for place in places)
    ]


def _fault(detail: ErrorDetails, content: dict[str, Any]) -> str:
    place = _place(detail["loc"], content)
    context = detail.get("ctx", {})
    match detail["type"]:
        case kind if kind in _SIGNS:
            (bound,) = (context[name] for name in ("gt", "ge", "lt", "le") if name in context)
            rule = f"须 {_SIGNS[kind]} {bound}，现为 {detail['input']}"
        case "literal_error":
            rule = f"须为 {context.get('expected', '')} 之一，现为 {detail['input']!r}".replace(" or ", "、")
        case "extra_forbidden":
            near = difflib.get_close_matches(str(detail["loc"][-1]), _known_keys(detail["loc"]), n=1)
            rule = _RULES["extra_forbidden"] + (f"，是否想写 {near[0]}" if near else "")
        case kind:
            rule = _RULES.get(kind, detail["msg"])
    return f"{place}：{rule}" if place else rule


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    """What the part of the standard may have in which a place lies."""
    field = Standard.model_fields.get(str(location[0])) if len(location) > 1 else None
    part = next(iter(get_args(field.annotation)), field.annotation) if field else None
    model = part if isinstance(part, type) and issubclass(part, BaseModel) else Standard
    return list(model.model_fields)


def _place(location: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """The location in the words of the file: the code of the indicator instead of its position."""
    words: list[str] = []
    here: Any = content
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            code = here.get("code") if isinstance(here, dict) else None
            words[-1:] = [f"{words[-1]} {code or f'第 {step + 1} 项'}"] if words else [f"第 {step + 1} 项"]
        else:
            words.append(_PARTS.get(step, step) if len(words) == 0 else step)
    return " 的 ".join(words)
