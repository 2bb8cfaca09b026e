"""Where things stand in a sheet: which table it is, where its header ends, and what each column is.

Only the first lines are looked at here. Which rows below are data, and what is in them, is SQL (sources.py).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath

from openpyxl.utils import get_column_letter

from data.reading.headings import ITEM_COLUMNS, Lookup, Role, is_own_column, is_personal, lookup, plain, role_of
from data.reading.items import Item
from data.reading.landing import Sheet
from data.reading.problems import PERSONAL, Problem
from data.tables import COMMUNITY, TableDefinition, read_definition

FIRST_LINES = 24
_DEEPEST_HEADER = 3
_SIMILAR, _MISSPELT = 0.6, 0.85
_OWN_SHEETS = re.compile(r"填写说明|填表说明|使用说明|说明|问题|字典|封面|目录|选项")

TITLE = "表题"
EXCERPT = "〔节选〕"
"""What the line begins with that a marked copy has where most of the rows were left out."""

_CONVERTED = "单位已换算"

Line = tuple[int, Sequence[str | None]]


@dataclass(frozen=True)
class ItemColumns:
    """The columns of one item in a wide sheet: name of a measurement's column → number of the sheet's column."""

    item: Item
    columns: dict[str, int]


@dataclass(frozen=True)
class Spoken:
    """A text about a whole table, and where it stands: 表题 in a row and cell, 工作表名, 文件名."""

    place: str
    text: str
    row: int | None = None
    cell: str = ""


@dataclass(frozen=True)
class Layout:
    """What a sheet holds and where.

    ``header_row`` is the header's first line, ``last_header_row`` its last; data stand below. ``columns``: canonical
    name → number of the sheet's column, from 1. ``items`` is empty in a long sheet. ``headings``: what the file calls
    each of its columns. ``spoken``: what is written of the whole table, nearest first: above it, the names of sheet and file.
    ``factors``: number of a column → by what its numbers are multiplied, where they are in another unit.
    """

    table: str
    header_row: int
    last_header_row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]
    items: tuple[ItemColumns, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    problems: tuple[Problem, ...] = ()
    factors: Mapping[int, float] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        """Whether an item is a column, not a row."""
        return bool(self.items)

    @property
    def key_columns(self) -> set[int]:
        """The numbers of the columns that say which community a row is about."""
        names = {"community_code", *(column.name for column in read_definition(self.table).place_columns)}
        return {number for name, number in self.columns.items() if name in names}

    @property
    def used_columns(self) -> set[int]:
        """The numbers of the columns that are read."""
        return {*self.columns.values(), *(number for part in self.items for number in part.columns.values())}


@dataclass(frozen=True)
class _Block:
    """Some lines that stand together: the places of the first and the last among all, and the last one's number.

    ``parts``: the words above each column, from the top down.
    """

    first: int
    last: int
    last_row: int
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Header:
    """One reading of some lines as the header of a table."""

    table: str
    first: int
    last: int
    last_row: int
    roles: tuple[Role | None, ...]
    headings: tuple[str, ...]

    @property
    def recognised(self) -> int:
        return len({(role.item, role.column) for role in self.roles if role})

    @property
    def is_wide(self) -> bool:
        return any(role and role.item for role in self.roles) and not any(
            role and role.column == "indicator_code" for role in self.roles
        )


def recognise(sheet: Sheet, lines: Sequence[Line], tables: Sequence[str], items: Sequence[Item] = ()) -> Layout | None:
    """The layout of a sheet, by the best match of its first lines with the headers of the tables.

    Args:
        sheet: where the lines come from; its names hint at the table.
        lines: the first lines, blank ones left out: number and cells.
        tables: which tables it may be.
        items: what may head a column of a wide sheet; none where only the long layout is meant.

    Returns:
        The layout with everything wrong in its header, or None where no table is recognised.
    """
    if _OWN_SHEETS.fullmatch(sheet.name.strip()) and len(tables) > 1:
        return None
    blocks = [*_blocks(lines)]
    any_item, no_item = lookup(items), lookup(())
    headers = [
        _header(table, block, any_item if read_definition(table).has_wide_layout else no_item)
        for table in tables
        for block in blocks
    ]
    headers = [header for header in headers if _is_plausible(header, sheet, is_sure=len(tables) == 1)]
    if not headers:
        return None
    best = max(
        headers,
        key=lambda header: (
            header.recognised + 0.5 * _is_hinted(header.table, sheet) - 0.5 * _missing_count(header),
            header.last,
            header.first,
            -len(read_definition(header.table).column),
        ),
    )
    return _laid_out(best, sheet, lines)


def _missing_count(header: _Header) -> int:
    """How many required columns the table would lack, but for those that may be said otherwise."""
    roles = {role.column for role in header.roles if role}
    required = {column.name for column in read_definition(header.table).column if column.is_required}
    return len(required - roles - {"community_code", "period", *(["indicator_code"] if header.is_wide else [])})


def is_own_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is one that is left out without a word: the instructions, the list of problems."""
    return bool(_OWN_SHEETS.fullmatch(sheet.name.strip()))


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """Every few lines that stand together, with what they would head each column by."""
    for first in range(len(lines)):
        for depth in range(1, _DEEPEST_HEADER + 1):
            block = lines[first : first + depth]
            if len(block) < depth or any(after - before != 1 for (before, _), (after, _) in pairwise(block)):
                break
            yield _Block(first, first + depth - 1, block[-1][0], tuple(_parts([cells for _, cells in block])))


def _header(table: str, block: _Block, look_up: Lookup) -> _Header:
    roles = tuple(role_of(table, tuple(map(plain, words)), look_up) if words else None for words in block.parts)
    headings = tuple(" ".join(words) for words in block.parts)
    return _Header(table, block.first, block.last, block.last_row, roles, headings)


def _parts(block: Sequence[Sequence[str | None]]) -> list[tuple[str, ...]]:
    """What stands above each column, from the top down; a merged cell speaks for all the columns it spans."""
    filled: list[Sequence[str | None]] = []
    for depth, cells in enumerate(block):
        headed = [any(under) for under in zip(*block[depth + 1 :], strict=True)]
        if not headed:  # the last line
            filled.append(cells)
            continue
        before: str | None = None
        line: list[str | None] = []
        for cell, is_headed in zip(cells, headed, strict=True):
            before = cell or before
            line.append(before if is_headed else cell)
        filled.append(line)
    return [tuple(dict.fromkeys(_on_one_line(word) for word in words if word)) for words in zip(*filled, strict=True)]


@lru_cache(maxsize=4096)
def _on_one_line(word: str) -> str:
    return re.sub(r"\s+", " ", word).strip()


def _is_plausible(header: _Header, sheet: Sheet, *, is_sure: bool) -> bool:
    """Whether so many headings are recognised that the lines are a header and not some row."""
    filled = sum(1 for heading in header.headings if heading)
    least = 1 if is_sure else 2
    enough = header.recognised >= least and (
        2 * header.recognised >= filled or header.recognised >= 4 or is_sure  # noqa: PLR2004 — no row says so by chance
    )
    definition = read_definition(header.table)
    if not enough or is_sure:
        return enough
    roles = {role.column for role in header.roles if role}
    own = roles - {"community_code", *(column.name for column in definition.place_columns)}
    return len(own) >= (1 if header.is_wide or _is_hinted(header.table, sheet) else 2)


def _is_hinted(table: str, sheet: Sheet) -> bool:
    definition = read_definition(table)
    names = f"{PurePath(sheet.file).stem} {sheet.name}".casefold()
    return any(word.casefold() in names for word in (table, definition.title, *definition.aliases))


def _laid_out(header: _Header, sheet: Sheet, lines: Sequence[Line]) -> Layout:
    definition = read_definition(header.table)
    header_row = lines[header.first][0]
    takes_exports = definition.is_open and definition.is_ledger
    columns: dict[str, int] = _preferred(header) if takes_exports else {}
    items: dict[str, ItemColumns] = {}
    problems: list[Problem] = []
    for number, role in enumerate(header.roles, 1):
        heading = header.headings[number - 1]
        fault: tuple[str, str] | None = None
        if role and takes_exports and columns[role.column] != number:
            continue  # another says the same and is called so more plainly
        if role is None or (role.item and not header.is_wide):
            fault = _unknown(definition, heading)
        elif role.item:
            fault = _taken(items, role.item, role, number)
        elif header.is_wide and role.column in ITEM_COLUMNS:
            fault = ("看不出是哪个指标的列", "在列名里写上指标代码，如“E1 样本量”")
        elif columns.setdefault(role.column, number) != number:
            column = definition.named(role.column)
            earlier = header.roles[columns[role.column] - 1]
            # Code beside name is usual; the column that is called so outright is read. Behind others it is a second table.
            between = (
                header.headings[columns[role.column] : number - 1],
                header.roles[columns[role.column] : number - 1],
            )
            is_beside = all(between[0]) and not any(other and other.item for other in between[1])
            is_usual = is_beside and (column.vocabulary or column in definition.place_columns)
            if is_usual and earlier and earlier.is_literal != role.is_literal:
                columns[role.column] = number if role.is_literal else columns[role.column]
            else:
                fault = ("重名的列", f"“{column.title}”只留一列")
        if fault := fault or _unit_told(definition, role):
            cell, is_warning = f"{get_column_letter(number)}{header_row}", fault[0].startswith(_CONVERTED)
            problems.append(
                Problem(sheet.file, header_row, heading or None, None, *fault, sheet.name, cell, is_warning)
            )
    problems += _missing(definition, header, columns, sheet, header_row)
    if takes_exports:
        problems += _left_alone(header, columns, sheet, header_row)
    return Layout(
        header.table,
        header_row,
        header.last_row,
        columns,
        header.headings,
        tuple(items.values()),
        tuple(_spoken(sheet, lines[: header.first])),
        tuple(problems),
        {number: role.factor for number, role in enumerate(header.roles, 1) if role and role.unit and role.factor},
    )


def _preferred(header: _Header) -> dict[str, int]:
    """The column of the sheet that is read as each of the table's: of several the one whose heading stands first."""
    best: dict[str, tuple[int, int]] = {}
    for number, role in enumerate(header.roles, 1):
        if role:
            best[role.column] = min(best.get(role.column, (role.rank, number)), (role.rank, number))
    return {name: number for name, (_, number) in best.items()}


def _left_alone(header: _Header, columns: Mapping[str, int], sheet: Sheet, row: int) -> Iterator[Problem]:
    """What to say of the columns of an export that are not read: what tells of persons, and the rest."""
    read = {*columns.values(), *(picture.column for picture in sheet.pictures)}
    rest = [heading for number, heading in enumerate(header.headings, 1) if heading and number not in read]
    personal = [heading for heading in rest if is_personal(heading)]
    others = [heading for heading in rest if heading not in personal]
    for rule, remedy, names in (
        (f"{PERSONAL}列，不读入、不保存", "报送前最好在表里删去", personal),
        ("没有读入的列", "其中有要报的时，改用模板的列名", others),
    ):
        if names:
            yield Problem(
                sheet.file, row, None, None, f"{rule}：{'、'.join(names)}", remedy, sheet.name, is_warning=True
            )


def _unknown(definition: TableDefinition, heading: str) -> tuple[str, str] | None:
    """What is wrong with a column that is none of the table's; nothing where it does no harm."""
    if not heading:
        return None
    if definition.is_open and is_personal(heading):
        return None
    is_misspelt = bool(_near(definition, heading, _MISSPELT)) if definition.is_open else not is_own_column(heading)
    return ("无法识别的列", _suggestion(definition, heading)) if is_misspelt else None


def _taken(items: dict[str, ItemColumns], item: Item, role: Role, number: int) -> tuple[str, str] | None:
    """Add a column to those of its item; what is wrong where it is none of the item's, or one that it has already."""
    if role.is_other:
        unit = f"（{item.unit}）" if item.unit else ""
        remedy = "改正代码或列名；这一列是别的数（目标值、反向指标等）时删去"
        return f"列名与代码不符：{item.code} 是“{item.name}”{unit}", remedy
    is_free = items.setdefault(item.code, ItemColumns(item, {})).columns.setdefault(role.column, number) == number
    return None if is_free else ("重名的列", "一个指标的同一种数只留一列")


def _unit_told(definition: TableDefinition, role: Role | None) -> tuple[str, str] | None:
    """What to say of a heading in another unit than its column: a fault, or that its numbers are converted."""
    if role is None or not role.unit:
        return None
    unit = role.item.unit if role.item else definition.named(role.column).unit
    if role.factor is None:
        meant = f"这一列的单位是“{unit}”" if unit else "这一列不带单位"
        return f"列名里的“{role.unit}”不是这一列的单位，{meant}", "换算后再填，或改正列名"
    return f"{_CONVERTED}：“{role.unit}”× {role.factor:g} =“{unit}”", "核对单位"


def _missing(
    definition: TableDefinition, header: _Header, columns: Mapping[str, int], sheet: Sheet, row: int
) -> Iterator[Problem]:
    for column in definition.column:
        if not column.is_required or column.name in columns or column.type == "period":
            continue  # a period may also be said once for all
        if column.references == COMMUNITY and "place_community" in columns:
            continue
        if header.is_wide and column.name == "indicator_code":
            continue
        # In the words of the file: canonical names in one that is made by a machine, titles elsewhere.
        is_canonical = all(heading.isascii() for heading in header.headings)
        name = column.name if is_canonical else column.title
        rule = f"缺少必填列（{column.title}）" if is_canonical else "缺少必填列"
        remedy = "补上这一列"
        if column.references == COMMUNITY:
            remedy = "补上社区代码，或报送单位、街道、社区名称"
        yield Problem(sheet.file, row, name, None, rule, remedy, sheet.name)


def _suggestion(definition: TableDefinition, heading: str) -> str:
    """The likely name of a misspelt column, in the words of the file."""
    near = _near(definition, heading, _SIMILAR)
    if near:
        return f"是否为 {near[0]}"
    titles = "、".join(column.title for column in definition.column)
    return f"删去这一列，或改用{definition.title}的列名：{titles}"


def _near(definition: TableDefinition, heading: str, cutoff: float) -> list[str]:
    labels = [name for column in definition.read_columns for name in (column.name, column.title)]
    return difflib.get_close_matches(heading, labels, n=1, cutoff=cutoff)


def _spoken(sheet: Sheet, above: Sequence[Line]) -> Iterator[Spoken]:
    for row, cells in above:
        for column, cell in enumerate(cells, 1):
            if cell:
                yield Spoken(TITLE, cell, row, f"{get_column_letter(column)}{row}")
    if sheet.name:
        yield Spoken("工作表名", sheet.name)
    for part in reversed(PurePath(sheet.file).parts):  # a member of an archive, then the archive
        yield Spoken("文件名", PurePath(part).stem)
