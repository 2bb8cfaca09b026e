"""What the heading of a column says it is: one of the table's columns, or a number of an item, and in which unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from data.reading.items import Item
from data.reading.measures import factor_between
from data.tables import read_definition

_SHORTEST_NAME = 3
_JOINTS = "-_.、/"
# Columns that offices add for themselves; they say nothing the tables keep.
_OWN_COLUMNS = re.compile(
    r"序号|编号|备注|说明|填[表报]人|审核人|经办人|负责人|联系人|联系电话|电话|填[表报]日期|填报时间|计量单位"
    r"|(区|单位|街道|区县)(编|代)码|指标名称|维度名称"
)
# Columns of other systems that tell of a person; nothing reads them.
_PERSONAL = re.compile(
    r".*(身份证|证件号|护照|手机|电话|微信号|qq号?|邮箱|住址|户籍|出生|年龄|性别).*|.*姓名|.*(联系|来电)(号码?|方式).*"
    r"|(诉求|来电|来访|反映|投诉|举报|求助|咨询|建议|申请|当事|报料|上报|经办|联系|填报|受理|登记|回访|办理|审核|处置|巡查|检查|核查|坐席|话务|录入|派单)[人员](员|员?工号)?"
    r"|市民|群众|业主|户主|坐席|话务员|网格员|巡查员|工号"
)

# What a bracket behind the name of a number may say besides its unit, and how a unit that is a multiple begins.
_REMARK = re.compile(r"必填|选填|可空|可不填|常住|总数|整数|小数度|十进制度|wgs-?84")
_MULTIPLE = re.compile(r"[十百千万亿‰‱]")


@dataclass(frozen=True)
class Role:
    """What one column of a sheet is; ``is_literal``: headed by the canonical name or the title, not by an alias.

    ``rank``: the place of its heading among those of the column, the best first.

    ``unit``: the unit in the heading where it is not the column's; ``factor``: what makes the one out of the other, None
    where nothing exact does. ``is_other``: the heading has the item's code and goes on with something else.
    """

    column: str
    item: Item | None = None
    is_literal: bool = True
    rank: int = 0
    unit: str = ""
    factor: float | None = 1
    is_other: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A heading without what does not matter: spaces, marks of required columns, width of letters, case."""
    return re.sub(r"[\s*★:：]", "", unicodedata.normalize("NFKC", text)).casefold()


def _without_brackets(plain: str) -> str:
    return re.sub(r"[(\[【][^()\[\]【】]*[)\]】]$", "", plain)


@cache
def _names(table: str) -> dict[str, Role]:
    """Every heading a column of the table may have."""
    definition = read_definition(table)
    names: dict[str, Role] = {}
    for column in definition.read_columns:
        for name in (column.name, column.title):
            names.setdefault(plain(name), Role(column.name))
    for column in definition.read_columns:
        for rank, name in enumerate(column.aliases, 1):
            names.setdefault(plain(name), Role(column.name, is_literal=False, rank=rank))
    return names


Lookup = Callable[[str], tuple[Item, str] | None]
"""What item a plain word speaks of, by code, name or both, and what the word says beyond it."""


def lookup(items: Sequence[Item]) -> Lookup:
    """Which of some items words speak of; the same words head many lines, and are looked up once."""
    return cache(lambda word: _item(word, items))


def role_of(table: str, words: tuple[str, ...], look_up: Lookup) -> Role | None:
    """What a column is by the words above it, from the top down and plain; None where they say nothing known."""
    names = _names(table)
    if not any(letter.isalpha() for letter in words[-1]) and len(words) == 1:
        return None  # a number is data, and sheets are wide
    if found := _item_role(words, look_up, names):
        return found
    for name in (words[-1], "".join(words)):
        if name in names:
            return names[name]
    if (name := _without_brackets(words[-1])) in names:
        return _in_unit(names[name], table, words[-1].removeprefix(name)[1:-1])
    if len(words) > 1 and words[-1].strip("()[]【】") in _units(table):
        return role_of(table, words[:-1], look_up)
    return None


def _item_role(words: tuple[str, ...], look_up: Lookup, names: Mapping[str, Role]) -> Role | None:
    """The role of a heading that speaks of an item, by the lowest of its words that does."""
    for number in range(len(words) - 1, -1, -1):
        found = look_up(words[number])
        if not found:
            continue
        item, rest = found
        below = [word for part in (rest, *words[number + 1 :]) if (word := part.strip("()[]【】"))]
        units = [word for word in below if factor_between(word, item.unit)]
        factor = next((factor_between(word, item.unit) for word in units if factor_between(word, item.unit) != 1), 1)
        column = _item_column([word for word in below if word not in units], item, names)
        if column:
            return Role(column, item, unit="" if factor == 1 else units[0], factor=factor)
        if number == len(words) - 1 and words[number] not in names:
            return Role("", item, is_other=True)
    return None


def _in_unit(role: Role, table: str, bracket: str) -> Role:
    """The role of a heading with a bracket: in a column of numbers it may be a unit, which has to be the column's."""
    column = read_definition(table).named(role.column)
    if column.type not in ("integer", "number"):
        return role
    factor = factor_between(bracket, column.unit)
    if factor is None and (_REMARK.fullmatch(bracket) or not (column.unit or _MULTIPLE.match(bracket))):
        factor = 1
    return replace(role, unit="" if factor == 1 else bracket, factor=factor)


def _item_column(below: Sequence[str], item: Item, names: Mapping[str, Role]) -> str | None:
    """Which number of an item is meant by the words after or under it; none means the value itself."""
    if not below or (len(below) == 1 and _is_cut(below[0], plain(item.name))):
        return "grade" if item.is_graded else "value"
    columns = {names[word].column if word in names else "" for word in below}
    return columns.pop() if len(columns) == 1 and columns <= ITEM_COLUMNS else None


def _is_cut(word: str, name: str) -> bool:
    """Whether a word is the name cut short, with nothing in it that the name has not: 畅通率 is not 堵塞率."""
    letters = iter(name)
    return len(word) > _SHORTEST_NAME and all(letter in letters for letter in word)


@cache
def _units(table: str) -> set[str]:
    return {plain(column.unit) for column in read_definition(table).column if column.unit}


# What a measurement says of one item.
ITEM_COLUMNS = {
    "value",
    "grade",
    "state",
    "numerator",
    "denominator",
    "sample_size",
    "population_size",
    "standard_error",
    "is_carried_forward",
}


def _item(word: str, items: Sequence[Item]) -> tuple[Item, str] | None:
    """The item a word speaks of, by code, name or both, and what the word says beyond it."""
    for item in items:
        code = plain(item.code)
        if word.startswith(code) and not re.match("[0-9a-z]", word[len(code) :]):
            rest = word[len(code) :].lstrip(_JOINTS)
            return item, _bare(rest.removeprefix(plain(item.name)), item)
    for item in items:
        if word.startswith(plain(item.name)):
            return item, _bare(word.removeprefix(plain(item.name)), item)
    return None


def _bare(rest: str, item: Item) -> str:
    """Without the unit in brackets."""
    rest = rest.lstrip(_JOINTS)
    return re.sub(rf"^[(\[【]{re.escape(plain(item.unit))}[)\]】]", "", rest).lstrip(_JOINTS) if item.unit else rest


def is_own_column(heading: str) -> bool:
    """Whether a heading is one of those that offices add for themselves and nothing reads."""
    return bool(_OWN_COLUMNS.fullmatch(_without_brackets(plain(heading))))


def is_personal(heading: str) -> bool:
    """Whether a heading is one of those under which other systems keep who somebody is and how to reach them."""
    return bool(_PERSONAL.fullmatch(_without_brackets(plain(heading))))
