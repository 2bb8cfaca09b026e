"""One column as SQL: its typed value from the text of a cell, and the conditions under which a cell breaks a rule.

The text stands in ``raw."<column>"``, the typed value in ``raw."typed_<column>"``; the words of a vocabulary are joined as
``word_<column>``, what its item is as ``trait``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from data.periods import coming_period, starts_on
from data.tables import Column, TableDefinition

_LARGEST_INTEGER = 2_147_483_647
# What people put where there is nothing.
_NOTHING = "('—', '——', '－', '-', '--', '–', '/', '／', '无')"
_FORMULA_REMEDY = "复制这一格，选择性粘贴为数值"

SQL_TYPES = {
    "text": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "period": "varchar",
}
_TYPE_RULES = {
    "integer": "须为整数",
    "number": "须为数字",
    "boolean": "须为是或否",
    "date": "须为日期，如 2026-09-30",
    "timestamp": "须为时间，如 2026-09-30 19:00",
    "period": "格式不符",
}


@dataclass(frozen=True)
class Rule:
    """A condition on one column under which a row breaks it.

    ``is_implied``: another rule of the column is broken as well whenever this one is, so a first look may leave it out.
    """

    text: str
    remedy: str
    condition: str
    is_implied: bool = False


def text_of(column: Column) -> str:
    """The text of a column."""
    return f'raw."{column.name}"'


def _words(column: Column, text: str) -> str:
    """The canonical value of a word, null for any other text."""
    pairs = [*column.words.items(), *((value, value) for value in column.allowed)]
    cases = " ".join(f"when '{word}' then '{value}'" for word, value in pairs)
    return f"case {text} {cases} end"


def typed_value(column: Column, definition: TableDefinition) -> str:
    """The typed value of a column from its text, null where the text is none."""
    text = text_of(column)
    match column.type:
        case "text":
            return _typed_text(column, definition)
        case "number" if column.item:
            return (
                f"case when trait.is_percent then as_percent({text}) "
                f"when trait.is_veto then coalesce(as_number({text}), as_occurrences({text})) "
                f"else as_number({text}) end"
            )
        case "number":
            return f"as_percent({text})" if column.unit.startswith("%") else f"as_number({text})"
        case "period":
            return f"case when {is_plain_period(text)} then {text} else word_{column.name}.code end"
        case kind:
            return _special(column, text) or f"as_{kind}({text})"


def _special(column: Column, text: str) -> str:
    """The typed value where the definition says more of it than its type; empty where it does not."""
    if column.type == "boolean" and column.words:
        word = _words(column, text)
        return (
            f"case when {text} in ('true', 'false') then {text} = 'true' "
            f"when {word} is null then as_boolean({text}) else try_cast({word} as boolean) end"
        )
    if column.type == "integer" and column.words:
        word = _words(column, text)
        return f"case when {word} is null then as_integer({text}) else cast({word} as bigint) end"
    if column.is_day_end:
        return f"case when is_day({text}) then day_end({text}) else as_timestamp({text}) end"
    return ""


def is_plain_period(text: str) -> str:
    """Whether a text is a quarter as it is stored."""
    return f"regexp_full_match({text}, '20\\d{{2}}Q[1-4]')"


def _typed_text(column: Column, definition: TableDefinition) -> str:
    text = text_of(column)
    if definition.is_ledger and not column.is_required:
        text = f"case when {text} not in {_NOTHING} then {text} end"
    if column.vocabulary:
        word = f"word_{column.name}.code"
        return f"case when {word} is not null then {word} else as_code({text}) end"
    if column.is_free_text:
        text = f"case when {mask_of(column)}.masked is null then {text} else {mask_of(column)}.masked end"
    if column.words:
        moved = [_moved(column, other) for other in definition.column if other.words_go_to == column.name]
        return f"nullif(coalesce({', '.join([_words(column, text_of(column)), text, *moved])}), '')"
    if column.words_go_to:
        return f"case when {_words(definition.named(column.words_go_to), text)} is null then {text} end"
    if column.is_name:
        return f"as_name({text})"
    if column.is_list:
        return f"as_list({text})"
    return f"as_code({text})" if column.pattern or column.references else text


def _moved(column: Column, other: Column) -> str:
    """The word of a column that stands in another; the 无 of a veto is its number, not a word."""
    word = _words(column, text_of(other))
    is_number = f"trait.is_veto and as_occurrences({text_of(other)}) is not null"
    return f"case when {is_number} then null else {word} end" if other.item else word


def mask_of(column: Column) -> str:
    """The name of what a text of a column is kept as, where something in it is masked: see masking.py."""
    return f"mask_{column.name}"


def vocabulary_of(column: Column) -> str:
    """The kind of words that stand for the codes of a column; empty where none do."""
    return "periods" if column.type == "period" else column.vocabulary


def rules_of(column: Column, definition: TableDefinition, given: Collection[str], *, is_plain: bool) -> Iterator[Rule]:
    """The rules of a column, the first to be broken first; one that no file has is missed as a column, not by row.

    Where all files are plain, no cell is asked for what only a control character can be.
    """
    text, typed = text_of(column), f'raw."typed_{column.name}"'
    is_named = column.name == "community_code" and any(place.name in given for place in definition.place_columns)
    is_free = column.type == "text" and not (column.vocabulary or column.references or column.allowed or column.pattern)
    if not is_plain:  # its mark is a control character, and of no other type
        is_implied = (is_free and not column.is_free_text) or column.type != "text"
        yield Rule("是公式", _FORMULA_REMEDY, f"starts_with({text}, chr(31))", is_implied=is_implied)
    if column.is_required and column.name in given and not is_named:
        yield Rule("不能为空", column.remedy, f"{text} is null")
    if is_free:
        yield Rule("含有乱码", "从原系统重新导出，另存为 UTF-8 的 CSV 或 .xlsx", _garbled(text))
        yield Rule(f"最多 {column.longest} 个字", column.remedy, f"length({text}) > {column.longest}")
        if not is_plain and not column.is_free_text:
            yield Rule("不能含换行、制表等控制字符", column.remedy, f"regexp_matches({text}, '[[:cntrl:]]')")
    if column.type != "text":
        yield from _type_rules(column, definition, text, typed)
    if column.pattern:
        yield Rule("格式不符", column.remedy, f"not regexp_full_match({typed}, '{column.pattern}')")
    if column.allowed:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        shown = "、".join(value if word == value else f"{word}（{value}）" for value, word in column.spoken.items())
        yield Rule(f"须为{shown}之一", column.remedy, f"{typed} not in ({allowed})")
    if column.minimum is not None:
        yield Rule(f"不能小于 {column.minimum:.15g}", column.remedy, f"{typed} < {column.minimum}")
    if column.maximum is not None:
        yield Rule(f"不能大于 {column.maximum:.15g}", column.remedy, f"{typed} > {column.maximum}")


def _garbled(text: str) -> str:
    """Whether a text went through a wrong encoding on its way: what stands for bytes that nobody could read."""
    return f"contains({text}, chr(65533)) or contains({text}, '锟斤拷')"


def _type_rules(column: Column, definition: TableDefinition, text: str, typed: str) -> Iterator[Rule]:
    is_none = f"{text} is not null and {typed} is null"
    if column.words_go_to:
        is_none += f" and {_words(definition.named(column.words_go_to), text)} is null"
    if not column.is_required:
        is_none += f" and {text} not in {_NOTHING}"
    if silent := [f"'{word}'" for word, value in column.words.items() if not value]:
        is_none += f" and {text} not in ({', '.join(silent)})"
    yield Rule(_TYPE_RULES[column.type], column.remedy, is_none)
    if column.is_past:
        coming = coming_period()
        first = f"'{coming}'" if column.type == "period" else f"date '{starts_on(coming)}'"
        yield Rule("这个季度还没有开始", "核对年份和日期", f"{typed} >= {first}")
    if column.type == "integer":
        largest = f"绝对值不能大于 {_LARGEST_INTEGER}"
        yield Rule(largest, column.remedy, f"abs({typed}) > {_LARGEST_INTEGER}")
