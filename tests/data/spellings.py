"""The same table, spelt the many ways in which offices send it: what is meant is known, how it is written varies."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from openpyxl import Workbook

from data.reading.standards import read_standard
from data.settings import REFERENCE

PERIOD = "2026Q3"
STANDARDS = [read_standard(file) for file in sorted((REFERENCE / "standard").glob("*.toml"))]
_FULL_WIDTH = str.maketrans("0123456789.%,-", "０１２３４５６７８９．％，－")
_WITHOUT = {"not_applicable": ("不适用",), "unreported": ("无", "—", "未报")}


def register() -> list[dict[str, str]]:
    """The real register, as the project ships it."""
    with (REFERENCE / "communities.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


REGISTER = register()


@dataclass(frozen=True)
class Item:
    """An indicator that may be spelt in a table: a number in some range."""

    code: str
    name: str
    is_percent: bool
    lowest: float
    highest: float


def items() -> list[Item]:
    """Reported numeric indicators of the latest standard, with what may be written for each."""
    found = []
    for part in STANDARDS[-1].indicator:
        if part.grades or not part.is_reported:
            continue
        lowest = 0.0 if part.minimum is None else part.minimum
        highest = min(100.0 if part.maximum is None else part.maximum, 5000.0)
        found.append(Item(part.code, part.name, part.unit.startswith("%"), lowest, highest))
    return found


ITEMS = items()


@dataclass(frozen=True)
class Meant:
    """A wide table as it is meant: communities down, items across; a cell is a number, a state or nothing (None)."""

    communities: tuple[int, ...]
    items: tuple[int, ...]
    cells: tuple[tuple[float | str | None, ...], ...]

    def rows(self) -> set[tuple[str, str, str, str, float | None]]:
        """(community, period, item, state, value) of every cell that says something."""
        return {
            (
                REGISTER[community]["community_code"],
                PERIOD,
                ITEMS[item].code,
                cell if isinstance(cell, str) else "value",
                None if isinstance(cell, str) else cell,
            )
            for community, line in zip(self.communities, self.cells, strict=True)
            for item, cell in zip(self.items, line, strict=True)
            if cell is not None
        }


@st.composite
def meant(draw: st.DrawFn) -> Meant:
    """A table of up to six communities and five items."""
    communities = draw(st.lists(st.integers(0, len(REGISTER) - 1), min_size=1, max_size=6, unique=True))
    chosen = draw(st.lists(st.integers(0, len(ITEMS) - 1), min_size=1, max_size=5, unique=True))

    def cell(item: Item) -> st.SearchStrategy[float | str | None]:
        tenths = st.integers(round(item.lowest * 10), round(item.highest * 10)).map(lambda number: number / 10)
        return st.one_of(tenths, tenths, tenths, st.sampled_from(["not_applicable", "unreported", None]))

    # The first cell is a number: a table that says nothing at all is another matter.
    first = draw(st.integers(round(ITEMS[chosen[0]].lowest * 10), round(ITEMS[chosen[0]].highest * 10)))
    cells = [[draw(cell(ITEMS[item])) for item in chosen] for _ in communities]
    cells[0][0] = first / 10
    return Meant(tuple(communities), tuple(chosen), tuple(tuple(line) for line in cells))


@dataclass(frozen=True)
class Spelling:
    """How a wide table is written."""

    by_name: bool
    title: str
    has_two_lines: bool
    has_total: bool
    note: str
    blank_before_note: bool
    heading: int
    number: int


spellings = st.builds(
    Spelling,
    by_name=st.booleans(),
    title=st.sampled_from(["", "2026年第三季度文明典范社区创建数据报送表"]),
    has_two_lines=st.booleans(),
    has_total=st.booleans(),
    note=st.sampled_from(["", "注：数据由各街道汇总", "备注：抽查数据以平台为准"]),
    blank_before_note=st.booleans(),
    heading=st.integers(0, 2),
    number=st.integers(0, 3),
)

_NUMBERS: tuple[Callable[[float, Item], object], ...] = (
    lambda value, _: value,
    lambda value, item: f"{value:.15g}%" if item.is_percent else f"{value:,.1f}",
    lambda value, _: f"{value:.15g}".translate(_FULL_WIDTH),
    lambda value, _: f" {value:.15g} ",
)
_HEADINGS: tuple[Callable[[Item], str], ...] = (
    lambda item: item.code,
    lambda item: item.name,
    lambda item: f"{item.code} {item.name}",
)


def written(table: Meant, spelling: Spelling) -> tuple[list[list[object]], int, int]:
    """The lines of a sheet, the number of the first data row (from 1) and of the first item's column (from 1)."""
    keys = ["报送单位", "街道", "社区名称"] if spelling.by_name else ["社区代码", "社区名称"]
    lines: list[list[object]] = []
    if spelling.title:
        lines.append([spelling.title])
    heads = [_HEADINGS[spelling.heading](ITEMS[item]) for item in table.items]
    if spelling.has_two_lines:
        lines.append([*keys, "指标"])
        lines.append([*([""] * len(keys)), *heads])
    else:
        lines.append([*keys, *heads])
    first_row = len(lines) + 1
    for community, cells in zip(table.communities, table.cells, strict=True):
        spelt = [_cell(cell, item, spelling) for cell, item in zip(cells, table.items, strict=True)]
        lines.append([*_key(REGISTER[community], spelling), *spelt])
    if spelling.has_total:
        lines.append(["合计", *([""] * (len(keys) - 1)), *(["999999"] * len(table.items))])
    if spelling.note:
        lines += [[]] if spelling.blank_before_note else []
        lines.append([spelling.note])
    return lines, first_row, len(keys) + 1


def _key(community: dict[str, str], spelling: Spelling) -> list[object]:
    if not spelling.by_name:
        return [community["community_code"], community["community_name"]]
    unit, street = UNITS[community["unit_code"]], STREETS[community["street_code"]]
    return [unit, street, community["community_name"]]


def _cell(cell: float | str | None, item: int, spelling: Spelling) -> object:
    if cell is None:
        return ""
    if isinstance(cell, str):
        choices = _WITHOUT[cell]
        return choices[spelling.number % len(choices)]
    return _NUMBERS[spelling.number](cell, ITEMS[item])


def _names(file: str, code: str, name: str) -> dict[str, str]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as text:
        return {row[code]: row[name] for row in csv.DictReader(text)}


UNITS = _names("units.csv", "unit_code", "unit_name")
STREETS = _names("streets.csv", "street_code", "street_name")


def as_workbook(lines: list[list[object]]) -> bytes:
    """The lines as the one sheet of a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append([None if cell == "" else cell for cell in line])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_text(lines: list[list[object]], *, delimiter: str = ",", encoding: str = "utf-8", newline: str = "\n") -> bytes:
    """The lines as CSV, every line as wide as the widest, as Excel writes it."""
    width = max(map(len, lines))
    content = io.StringIO()
    writer = csv.writer(content, delimiter=delimiter, lineterminator=newline)
    writer.writerows([[*line, *[""] * (width - len(line))] for line in lines])
    return content.getvalue().encode(encoding)


def save(folder: Path, name: str, content: bytes) -> Path:
    """A file with this content, replacing another of that name."""
    file = folder / name
    file.write_bytes(content)
    return file
