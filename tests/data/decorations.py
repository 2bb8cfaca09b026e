"""Tables as offices send them, and what happens to such files: each decoration says what is meant afterwards.

A :class:`Sent` begins as one plain table. A decoration changes how it is written, and where that changes what is meant
it says so too: ``sent.rows`` are the rows that may be stored, ``sent.must_refuse`` that none may be, ``sent.may_refuse``
that it need not be told what was meant.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.data.spellings import ITEMS, REGISTER, as_text

PERIOD = "2026Q3"
Row = tuple[object, ...]
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_PERCENT = [item for item in ITEMS if item.is_percent]
_CATEGORIES = ("文化活动", "志愿服务")


@dataclass
class Sent:
    """A file as it is sent.

    ``table`` and ``columns``: where it goes, and the columns that ``rows``, what is meant, have. ``lines``: its one
    sheet; the header stands above ``first`` (from 0), and ``data`` are those of the lines that are rows. ``chosen``: the
    period it is sent for. ``touches`` are done to the sheet once it is a workbook. ``done``: the decorations it has.
    """

    table: str
    columns: tuple[str, ...]
    layout: str
    lines: list[list[object]]
    rows: set[Row]
    first: int = 1
    name: str = "报送"
    sheet: str = "数据"
    suffix: str = ".xlsx"
    chosen: str | None = PERIOD
    must_refuse: bool = False
    may_refuse: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"
    touches: list[Callable[[Worksheet], None]] = field(default_factory=list)
    data: list[list[object]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.lines))

    def content(self) -> bytes:
        """The bytes of the file."""
        if self.suffix == ".csv" and self.encoding == "mixed":
            lines = as_text(self.lines, delimiter=self.delimiter, encoding="utf-8", newline=self.newline).splitlines(
                keepends=True
            )
            return b"".join(
                line.decode().encode("gb18030") if number % 2 else line for number, line in enumerate(lines)
            )
        if self.suffix == ".csv":
            return as_text(self.lines, delimiter=self.delimiter, encoding=self.encoding, newline=self.newline)
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = self.sheet
        for line in self.lines:
            sheet.append([None if cell == "" else cell for cell in line])
        for touch in self.touches:
            touch(sheet)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def plain(chance: random.Random) -> Sent:
    """One of the tables, without a title, as it is easiest to read."""
    communities = chance.sample(REGISTER, chance.randint(2, 5))
    make = chance.choice([_wide, _long, _register, _activities])
    sent = make(communities, chance)
    sent.suffix = chance.choice([".xlsx", ".csv"])
    sent.data = sent.lines[1:]
    return sent


def _wide(communities: list[dict[str, str]], chance: random.Random) -> Sent:
    items = chance.sample(_PERCENT, chance.randint(2, 4))
    lines: list[list[object]] = [["社区代码", "社区名称", *(f"{item.code} {item.name}" for item in items)]]
    rows: set[Row] = set()
    for community in communities:
        values = [chance.randint(400, 999) / 10 for _ in items]
        lines.append([community["community_code"], community["community_name"], *values])
        rows |= {
            (community["community_code"], PERIOD, item.code, value) for item, value in zip(items, values, strict=True)
        }
    return Sent("measurements", ("community_code", "period", "indicator_code", "value"), "wide", lines, rows)


def _long(communities: list[dict[str, str]], chance: random.Random) -> Sent:
    item = chance.choice(_PERCENT)
    lines: list[list[object]] = [["社区代码", "社区名称", "时期", "指标代码", "数值"]]
    rows: set[Row] = set()
    for community in communities:
        value = chance.randint(400, 999) / 10
        lines.append([community["community_code"], community["community_name"], PERIOD, item.code, value])
        rows.add((community["community_code"], PERIOD, item.code, value))
    return Sent("measurements", ("community_code", "period", "indicator_code", "value"), "long", lines, rows)


def _register(communities: list[dict[str, str]], chance: random.Random) -> Sent:
    lines: list[list[object]] = [["社区代码", "社区名称", "报送单位代码", "街道代码", "户数", "社区类型"]]
    rows: set[Row] = set()
    for community in communities:
        households = chance.randint(300, 5000)
        told = [community[name] for name in ("community_code", "community_name", "unit_code", "street_code")]
        lines.append([*told, households, "老旧小区"])
        rows.add((*told, households))
    columns = ("community_code", "community_name", "unit_code", "street_code", "households")
    return Sent("communities", columns, "register", lines, rows)


def _activities(communities: list[dict[str, str]], chance: random.Random) -> Sent:
    lines: list[list[object]] = [
        ["活动编号", "社区代码", "举办时间", "维度代码", "活动类别", "活动种类", "参加人次", "参加户数"]
    ]
    rows: set[Row] = set()
    for number, community in enumerate(communities, 1):
        people, day = chance.randint(20, 90), f"2026-{chance.randint(7, 9):02d}-{chance.randint(1, 28):02d} 19:00"
        code = community["community_code"]
        lines.append([f"H{number}", code, day, "A", chance.choice(_CATEGORIES), "读书会", people, 10])
        rows.add((f"H{number}", code, people))
    return Sent("activities", ("activity_code", "community_code", "participants"), "activities", lines, rows)


@dataclass(frozen=True)
class Decoration:
    """One thing that happens to files. ``kind``: R rows, S seen, W words, K keys, P period, C containers."""

    kind: str
    name: str
    layouts: tuple[str, ...]
    suffixes: tuple[str, ...]
    apply: Callable[[Sent, random.Random], None]


DECORATIONS: dict[str, Decoration] = {}
_ALL = ("wide", "long", "register", "activities")
_VALUED = ("wide", "long")
_BOTH = (".xlsx", ".csv")


def decoration(
    kind: str, layouts: tuple[str, ...] = _ALL, suffixes: tuple[str, ...] = _BOTH
) -> Callable[[Callable[[Sent, random.Random], None]], Callable[[Sent, random.Random], None]]:
    """Register a function under its name."""

    def register(apply: Callable[[Sent, random.Random], None]) -> Callable[[Sent, random.Random], None]:
        DECORATIONS[apply.__name__] = Decoration(kind, apply.__name__, layouts, suffixes, apply)
        return apply

    return register


# Which rows are data (R).


@decoration("R")
def total_below(sent: Sent, _chance: random.Random) -> None:
    sent.lines.append(["合计", *[""] * (sent.width - 2), 999])


@decoration("R")
def note_below(sent: Sent, chance: random.Random) -> None:
    sent.lines += [[], [chance.choice(["注：数据由各街道汇总", "填表人：张三", "说明：以平台为准"])]]


@decoration("R")
def blank_lines_between(sent: Sent, chance: random.Random) -> None:
    sent.lines.insert(chance.randint(sent.first, len(sent.lines)), [])


@decoration("R")
def serial_numbers(sent: Sent, _chance: random.Random) -> None:
    header = [*sent.lines[sent.first - 1]]
    for line in sent.lines:
        if line == header:
            line.insert(0, "序号")
    for number, line in enumerate(sent.data, 1):
        line.insert(0, number)


@decoration("R")
def second_header(sent: Sent, chance: random.Random) -> None:
    sent.lines.insert(chance.randint(sent.first + 1, len(sent.lines)), [*sent.lines[sent.first - 1]])


@decoration("R")
def subtotal_in_second_column(sent: Sent, _chance: random.Random) -> None:
    sent.lines.append(["", "小计", *[""] * (sent.width - 3), 999])


@decoration("R")
def footer_in_second_column(sent: Sent, _chance: random.Random) -> None:
    sent.lines.append(["", "填表人：张三", *[""] * (sent.width - 2)])


# What is seen (S).


@decoration("S", suffixes=(".xlsx",))
def wide_borders_and_colours(sent: Sent, _chance: random.Random) -> None:
    sent.touches.append(lambda sheet: setattr(sheet.column_dimensions["B"], "width", 40))


def _row(sent: Sent) -> int:
    """The number of the first row of data in the sheet."""
    return next(number for number, line in enumerate(sent.lines, 1) if line is sent.data[0])


def _cell_of_number(sent: Sent, sheet: Worksheet) -> str:
    return f"{sheet.cell(_row(sent), len(sent.data[0])).coordinate}"


def _runs(cell: Cell) -> list[str | TextBlock]:
    return [*cell.value] if isinstance(cell.value, CellRichText) else [TextBlock(InlineFont(), str(cell.value))]


@decoration("S", _VALUED, (".xlsx",))
def superscript(sent: Sent, _chance: random.Random) -> None:
    def touch(sheet: Worksheet) -> None:
        cell = sheet[_cell_of_number(sent, sheet)]
        cell.value = CellRichText(*_runs(cell), TextBlock(InlineFont(vertAlign="superscript"), "1"))

    sent.touches.append(touch)


@decoration("S", _VALUED, (".xlsx",))
def struck_out(sent: Sent, _chance: random.Random) -> None:
    def touch(sheet: Worksheet) -> None:
        cell = sheet[_cell_of_number(sent, sheet)]
        cell.value = CellRichText(TextBlock(InlineFont(strike=True), "12"), *_runs(cell))

    sent.touches.append(touch)


@decoration("S", ("activities",), (".xlsx",))
def struck_out_row(sent: Sent, _chance: random.Random) -> None:
    number = sent.data[0][_column(sent, "活动编号")]

    def touch(sheet: Worksheet) -> None:
        for cell in sheet[_row(sent)]:
            cell.font += Font(strike=True)

    sent.touches.append(touch)
    sent.rows = {row for row in sent.rows if row[0] != number}


# What words mean (W).


def _column(sent: Sent, heading: str) -> int:
    return sent.lines[sent.first - 1].index(heading)


@decoration("W", _VALUED)
def full_width_digits(sent: Sent, _chance: random.Random) -> None:
    sent.data[0][-1] = str(sent.data[0][-1]).translate(_FULL_WIDTH)


@decoration("W", _VALUED)
def percent_signs(sent: Sent, _chance: random.Random) -> None:
    sent.data[0][-1] = f"{sent.data[0][-1]}%"


@decoration("W", ("wide",))
def opposite_heading(sent: Sent, _chance: random.Random) -> None:
    code = str(sent.lines[sent.first - 1][-1]).split(" ")[0]
    sent.lines[sent.first - 1][-1] = f"{code} 未达标率"
    sent.must_refuse = True


@decoration("W", ("register",))
def unit_of_another_scale(sent: Sent, _chance: random.Random) -> None:
    sent.lines[sent.first - 1][_column(sent, "户数")] = "户数（百户）"
    sent.rows = {(*row[:-1], int(str(row[-1])) * 100) for row in sent.rows}


# What replaces what (K).


@decoration("K", ("wide",))
def no_value_at_all(sent: Sent, _chance: random.Random) -> None:
    items = sum(1 for heading in sent.lines[sent.first - 1] if str(heading)[:1].isascii() and heading)
    for line in sent.data:
        line[-items:] = [""] * items
    sent.must_refuse = True


@decoration("K")
def excerpt(sent: Sent, _chance: random.Random) -> None:
    sent.lines.append(["〔节选〕：原表共 21,000 行，这里只有表头和有问题的行"])
    sent.must_refuse = True


@decoration("K", ("activities",))
def number_taken_in_the_unit(sent: Sent, _chance: random.Random) -> None:
    line = [*sent.data[0]]
    line[_column(sent, "举办时间")] = "2026-08-31 20:00"
    sent.lines.append(line)
    sent.must_refuse = True


@decoration("K", ("activities",))
def number_of_another_unit(sent: Sent, chance: random.Random) -> None:
    code, line = _column(sent, "社区代码"), [*sent.data[0]]
    units = {community["community_code"]: community["unit_code"] for community in REGISTER}
    used = {units[str(other[code])] for other in sent.data}
    line[code] = chance.choice(
        [community["community_code"] for community in REGISTER if community["unit_code"] not in used]
    )
    sent.lines.append(line)
    sent.data.append(line)
    sent.rows.add((line[_column(sent, "活动编号")], line[code], line[_column(sent, "参加人次")]))


# Which quarter it is (P).

_SPELLINGS = (
    "2026年第三季度",
    "2026年度第三季度",
    "2026年7—9月",
    "二〇二六年三季度",
    "26Q3",
    "第三季度（2026年）",
    "2026年7月1日至9月30日",
)
_OTHERS = ("2026年度第二季度", "2026年4—6月", "二〇二五年三季度", "26Q1", "2026Q3和2026Q2", "2062年三季度")
_SPANS = ("2026年1-3季度累计", "2026年1—9月", "2026年前三季度", "2026年上半年", "2026年第三季度累计")


def _put_title(sent: Sent, title: str) -> None:
    sent.lines.insert(0, [title])
    sent.first += 1


@decoration("P")
def title_of_the_quarter(sent: Sent, chance: random.Random) -> None:
    _put_title(sent, f"{chance.choice(_SPELLINGS)}数据报送表")


@decoration("P", ("wide",))
def title_alone_tells_the_quarter(sent: Sent, chance: random.Random) -> None:
    _put_title(sent, f"{chance.choice(_SPELLINGS)}数据报送表")
    sent.chosen = None


@decoration("P", _VALUED)
def title_of_another_quarter(sent: Sent, chance: random.Random) -> None:
    _put_title(sent, f"{chance.choice(_OTHERS)}数据报送表")
    sent.must_refuse = True


@decoration("P", ("wide",))
def title_of_another_length(sent: Sent, chance: random.Random) -> None:
    _put_title(sent, f"{chance.choice(_SPANS)}数据报送表")
    sent.must_refuse = True


@decoration("P", _VALUED)
def name_of_another_quarter(sent: Sent, chance: random.Random) -> None:
    sent.name = f"海曙{chance.choice(_OTHERS)}"
    sent.must_refuse = True


@decoration("P", _VALUED, (".xlsx",))
def sheet_of_another_quarter(sent: Sent, chance: random.Random) -> None:
    sent.sheet = chance.choice(["四季度", "一季度", "2026Q2"])
    sent.must_refuse = True


@decoration("P", ("long",))
def periods_in_words(sent: Sent, chance: random.Random) -> None:
    column = _column(sent, "时期")
    for line in sent.data:
        if line[column] == PERIOD:
            line[column] = chance.choice(_SPELLINGS)


@decoration("P", ("long",))
def row_of_another_quarter(sent: Sent, chance: random.Random) -> None:
    sent.data[0][_column(sent, "时期")] = chance.choice(["2026Q2", "2062Q3", "2026年1-3季度"])
    sent.must_refuse = True


@decoration("P", ("activities",))
def held_in_a_quarter_to_come(sent: Sent, _chance: random.Random) -> None:
    sent.data[0][_column(sent, "举办时间")] = "2062-08-01 19:00"
    sent.must_refuse = True


# What it comes in (C).


@decoration("C", suffixes=(".csv",))
def other_text(sent: Sent, chance: random.Random) -> None:
    sent.encoding = chance.choice(["utf-8-sig", "gb18030", "utf-16"])
    sent.delimiter = chance.choice([",", "\t", ";"])
    sent.newline = chance.choice(["\n", "\r\n"])


@decoration("C", suffixes=(".xlsx",))
def sheet_of_instructions(sent: Sent, _chance: random.Random) -> None:
    def touch(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("填写说明", 0)
        other.append(["2026年1-4季度累计", "请按季填写"])

    sent.touches.append(touch)


@decoration("W", suffixes=(".csv",))
def mixed_encodings(sent: Sent, _chance: random.Random) -> None:
    sent.encoding = "mixed"
    sent.may_refuse = True  # some bytes are letters in both
