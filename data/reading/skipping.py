"""Which rows below a header are no data: totals, notes, captions, numbers of columns. What looks like data never is one.

A row is judged by the cells that say whom or what it is about; a total or a note in any other column is a remark on a
row of data. What is left out is kept, so that a person can be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
from openpyxl.utils import get_column_letter

from data.reading.landing import Sheet
from data.reading.layout import Layout
from data.reading.problems import Problem
from data.reading.sections import Section
from data.tables import read_definition

_SHOWN, _LONGEST = 5, 20
_NUMBERS = ("integer", "number")
_TOTAL = (
    r".{0,8}(合计|总计|小计|共计|总和|汇总|总体|平均|均值|最大值|最小值|最高|最低|中位数)(数|值|分|得分|行)?"
    r"([(（][^()（）]*[)）])?[:：]?|共\d+[个家](社区|小区|单位|街道)"
)
_WHO = "填[表报](人|单位|日期|时间)|制表人?|审核人?|复核人?|经办人?|单位负责人?|负责人|主管|联系人|联系电话|电话"
_NOTE = (
    rf"^((附|备)?注|说明|填[表报]说明|单位|(报送|计量)单位|(数据|资料)?来源|报送日期)[\d\s]*[:：.、]"
    rf"|^({_WHO})[^:：]{{0,8}}[:：]|^({_WHO})$"
)
# Also a formula and full-width digits: a cell that may be a code, however it is written.
_CODE = r"^[\x1f=0-9A-Za-z０-９.+-]"
_NUMBER = r"^[^0-9０-９]{0,2}[0-9０-９.,，．]+\s*[^0-9０-９]{0,2}$"
_SHORTEST_CAPTION = 4
_HIGHER = "^(宁波市?|全[市区县]|.+(区|市|县|街道|镇|乡)|[0-9]{6}|[0-9]{9})$"
_NUMBERING = re.compile(r"[甲乙丙丁戊己庚辛A-Z—-]|[(（]?\d{1,3}[)）]?|第?\d{1,3}[栏列]|[①-⑳]")
_NUMBERING_BELOW = 2  # lines under a header among which the numbers of the columns may stand


@dataclass(frozen=True)
class Skipped:
    """The rows that were left out: how many, and number and first text of the first few."""

    count: int = 0
    first: tuple[tuple[int, str], ...] = field(default=())

    def __str__(self) -> str:
        """In words; empty where nothing was left out."""
        if not self.count:
            return ""
        rows = "、".join(f"第 {row} 行“{text}”" for row, text in self.first)
        return f"略过 {self.count} 行，没有读入：{rows}" + ("等" if self.count > len(self.first) else "")


def skipped_rows(relation: str) -> str:
    """The name of the table of the rows of a section that are left out."""
    return f"{relation}_skipped"


def skip(connection: duckdb.DuckDBPyConnection, section: Section) -> Skipped:
    """Find the rows of a section that are no data, and keep them as ``<relation>_skipped``: row, text."""
    sheet, layout = section.sheet, section.layout
    below = [*section.repeated, *_numbering(connection, sheet, layout)]
    cells = _cells(sheet)
    table = skipped_rows(sheet.relation)
    connection.execute(
        f"create or replace temp table {table} as select row, coalesce({cells}, '') as text from {sheet.relation} "
        f"where row > {layout.last_header_row} and (list_contains($below, row) or {_is_no_data(sheet, layout)})",
        {"below": below},
    )
    found = connection.execute(
        f"select row, text, count(*) over () from {table} order by row limit {_SHOWN}"
    ).fetchall()
    first = tuple((row, _shortened(text)) for row, text, _ in found)
    return Skipped(found[0][2] if found else 0, first)


def misplaced(connection: duckdb.DuckDBPyConnection, section: Section) -> list[Problem]:
    """What looks like data where none is read: above the header, or in a column without a heading; the first of each."""
    sheet, layout = section.sheet, section.layout
    problems: list[Problem] = []
    ids = _identities(layout)
    if ids:
        is_number = " or ".join(f"regexp_matches(c{number}, '{_NUMBER}')" for number in _values(layout)) or "false"
        first = f"coalesce({', '.join(f'c{number}' for number in ids)}, '')"
        found = connection.execute(
            f"select min(row), arg_min({first}, row) from {sheet.relation} "
            f"where row < {layout.header_row} and {first} <> '' "
            rf"and not regexp_matches({first}, '[:：年]|^20\d\d$') "
            rf"and (regexp_matches({first}, '^[0-9]{{9,12}}$') or ({is_number}))"
        ).fetchone()
        row, text = found or (None, None)
        if row is not None:
            rule, remedy = "在表头上面，像是数据，没有读入", "把表头移到所有数据的上面；不是数据的，删去这一行"
            cell = f"{get_column_letter(ids[0])}{row}"
            problems.append(Problem(sheet.file, row, None, text, rule, remedy, sheet.name, cell))
    for number, heading in enumerate(layout.headings, 1):
        if heading:
            continue
        found = connection.execute(
            f"select min(row), arg_min(c{number}, row) from {sheet.relation} "
            f"where c{number} is not null and {is_data(layout, sheet)}"
        ).fetchone()
        row, text = found or (None, None)
        if row is not None:
            rule = "空列名：这一列有数据，却没有列名"
            remedy = "补上列名，或清空这一列；这一行多出一格的，核对是否多了一个分隔符"
            cell = f"{get_column_letter(number)}{row}"
            problems.append(Problem(sheet.file, row, None, text, rule, remedy, sheet.name, cell))
    return problems


def is_data(layout: Layout, sheet: Sheet) -> str:
    """The condition under which a row of a section is data, once it was looked through by :func:`skip`."""
    return f"row > {layout.last_header_row} and row not in (select row from {skipped_rows(sheet.relation)})"


def _is_no_data(sheet: Sheet, layout: Layout) -> str:
    definition = read_definition(layout.table)
    ids = [f"c{number}" for number in _identities(layout)] or ["null::varchar"]
    values = [f"c{number}" for number in _values(layout)]
    everything = [f"c{number}" for number in range(1, sheet.width + 1)]
    about = f"coalesce({', '.join(ids)}, null)"
    first = f"coalesce({', '.join(everything)}, null)"
    compact = rf"regexp_replace(concat_ws(chr(0), {', '.join(everything)}), '[ \t　]', '', 'g')"
    is_coded = " or ".join(f"coalesce(regexp_matches({cell}, '{_CODE}'), false)" for cell in ids)
    no_other = " and ".join(f"coalesce(regexp_full_match({_compact(cell)}, '{_TOTAL}'), true)" for cell in ids)
    says_total = rf"coalesce(regexp_matches({compact}, '(^|\x00)({_TOTAL})(\x00|$)'), false)"
    is_total = f"({says_total} and {no_other})"
    has_value = " or ".join(f"{cell} is not null" for cell in values) or "false"
    is_note = (
        f"(regexp_matches({about}, '{_NOTE}') or ({about} is null and regexp_matches({first}, '{_NOTE}') "
        f"and not ({has_value})))"
    )
    is_value = " or ".join(
        f"(length({cell}) < {_SHORTEST_CAPTION} or regexp_matches({cell}, '{_NUMBER}'))" for cell in values
    )
    is_alone = (
        f"({' + '.join(f'({cell} is not null)::int' for cell in everything)} = 1 "
        f"and not coalesce({is_value or 'false'}, false))"
    )
    no_data = f"(not ({is_coded}) and coalesce({is_total} or {is_note} or {is_alone}, false))"
    if definition.names_communities:  # a line of a whole district or street, above those of its communities
        is_higher = " and ".join(
            f"coalesce(regexp_matches({cell}, '{_HIGHER}') and {cell} in (select word from vocabulary "
            "where kind in ('units', 'streets') union all values ('宁波市'), ('全市'), ('全区')), true)"
            for cell in ids
        )
        no_data = f"({no_data} or ({about} is not null and {is_higher}))"
    keys = [layout.columns.get(name) for name in definition.key]
    if _has_free_names(layout) and all(keys):
        named = " and ".join(f"c{number} is not null" for number in keys)
        # a total has numbers, but says nothing in words of what it would be
        required = [column.name for column in definition.column if column.is_required and column.type not in _NUMBERS]
        words = [name for name in required if name not in definition.key and name in layout.columns]
        told = " or ".join(f"c{layout.columns[name]} is not null" for name in words) or "true"
        # how many there are may stand where the numbers of the rows stand: 合计, 300
        no_data = f"(({no_data} and not ({named} and ({told}))) or ({says_total} and not ({told})))"
    return no_data


def _has_free_names(layout: Layout) -> bool:
    """Whether a thing may be called as it likes; then a row with its key and any other word it needs is data, even 合计."""
    definition = read_definition(layout.table)
    keys = [column for column in definition.column if column.name in definition.key]
    return not any(column.pattern or column.references for column in keys)


def _compact(cell: str) -> str:
    return rf"regexp_replace({cell}, '[ \t　]', '', 'g')"


def _identities(layout: Layout) -> list[int]:
    """The columns that say whom or what a row is about."""
    definition = read_definition(layout.table)
    keys = [column.name for column in definition.column if column.name in definition.key and not column.vocabulary]
    names = [name for name in keys if name != "period"] + ["community_code", "place_community", "community_name"]
    names += ["street_name", "unit_name"] if "community_code" not in definition.key else []
    return [layout.columns[name] for name in dict.fromkeys(names) if name in layout.columns]


def _values(layout: Layout) -> list[int]:
    """The columns of what is said about it."""
    about = {*_identities(layout), *(layout.columns.get(name) for name in ("place_unit", "place_street"))}
    items = [number for part in layout.items for number in part.columns.values()]
    return sorted({*layout.columns.values(), *items} - about)


def _numbering(connection: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout) -> list[int]:
    """The line under a header that numbers its columns: 甲 乙 1 2."""
    if _has_free_names(layout):
        return []
    names = ", ".join(f"c{number}" for number in range(1, sheet.width + 1))
    lines = connection.execute(
        f"select row, {names} from {sheet.relation} where row > {layout.last_header_row} "
        f"and row <= {layout.last_header_row + _NUMBERING_BELOW} order by row"
    ).fetchall()
    return [row for row, *cells in lines if _is_numbering([cell for cell in cells if cell])]


def _is_numbering(cells: Sequence[str]) -> bool:
    if len(cells) < 2 or not all(_NUMBERING.fullmatch(cell) for cell in cells):  # noqa: PLR2004 - one alone counts nothing
        return False
    numbers = [int(digits) for cell in cells if (digits := re.sub(r"\D", "", cell))]
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))] if numbers else True


def _cells(sheet: Sheet) -> str:
    return ", ".join(f"c{number}" for number in range(1, sheet.width + 1))


def _shortened(text: str) -> str:
    text = "".join(letter if letter.isprintable() else "␣" for letter in text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
