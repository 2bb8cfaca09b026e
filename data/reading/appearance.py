"""What a sheet shows otherwise than its cells hold it: struck out, raised, merged, hidden.

Struck-out runs and footnote marks are left out while a sheet is read; what merged and hidden cells mean is known only
once the layout is (``seen.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from data.reading.problems import Problem

RAISED, STRUCK = "上标、下标不作数字的一部分，没有读入", "加了删除线的内容视为已删除，没有读入"
_REMEDIES = {RAISED: "脚注写在表下或备注列；确是数值的改为正常字号", STRUCK: "仍要报送的取消删除线；不要的直接删去"}
MOST_NAMED = 8
"""So many cells or rows are named in one sentence."""


class Merge(NamedTuple):
    """The first and last column and row of merged cells, in openpyxl's order."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        first, last = get_column_letter(self.first_column), get_column_letter(self.last_column)
        return f"{first}{self.first_row}:{last}{self.last_row}"


@dataclass
class Appearance:
    """What was noticed while a sheet was read.

    ``hidden_sheets``: names of sheets with content that stand hidden beside this one. ``hidden_columns``: first and last
    of each range. ``cells``: the first cells of which something was left out, by reason, and ``counts`` how many in all.
    """

    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, reason: str, row: int, column: int) -> None:
        """Something of a cell was left out."""
        cells = self.cells.setdefault(reason, [])
        if (row, column) in cells[-1:]:
            return
        self.counts[reason] += 1
        if len(cells) < MOST_NAMED:
            cells.append((row, column))


def hidden(file: str, appearance: Appearance) -> Iterator[Problem]:
    """A warning for every hidden sheet that has content."""
    for name in appearance.hidden_sheets:
        remedy = "里面有要报的数据时，取消隐藏后重新上传"
        yield Problem(file, None, None, None, "工作表是隐藏的，没有读入", remedy, name, is_warning=True)


def left_out(file: str, sheet: str, appearance: Appearance) -> Iterator[Problem]:
    """A warning for every reason why something in a sheet's cells was not read."""
    for reason, cells in appearance.cells.items():
        names = [cell_name(*cell) for cell in cells]
        rule = f"{reason}：{listed(names, appearance.counts[reason], '处')}"
        yield Problem(file, cells[0][0], None, None, rule, _REMEDIES[reason], sheet, names[0], is_warning=True)


def cell_name(row: int, column: int) -> str:
    """The address of a cell, as C7."""
    return f"{get_column_letter(column)}{row}"


def listed(names: Iterable[str], count: int, measure: str) -> str:
    """The first few of many names, and how many there are."""
    return "、".join(islice(names, MOST_NAMED)) + (f" 等 {count} {measure}" if count > MOST_NAMED else "")
