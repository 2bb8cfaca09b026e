"""What is wrong with an import: one :class:`Problem` per fault, raised together as :class:`Refused`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SHOWN = 50
MOST_PROBLEMS = 1000
_LONGEST = 60
PERSONAL = "个人信息"
"""What a warning begins with that tells of personal details in a file, which are not kept."""


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, what stands there, which rule it breaks and what to do.

    ``row`` counts as a spreadsheet does: its first line is row 1. None where the fault concerns the whole file.
    ``column`` is the column's name as the file has it; ``cell`` its address (C7), empty where there is no such cell;
    ``sheet`` is empty for a file without sheets. A warning does not refuse the file.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    remedy: str = ""
    sheet: str = ""
    cell: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        """The fault as one Chinese sentence."""
        place = self.file + (f"「{_shown(self.sheet)}」" if self.sheet else "")
        place += f" 第 {self.row} 行" if self.row is not None else ""
        place += f" {_shown(self.column)} 列" if self.column else ""
        value = f"「{_shown(self.value)}」" if self.value is not None else ""
        return f"{place}{value}：{self.rule}" + (f"；{self.remedy}" if self.remedy else "")


def _shown(text: str) -> str:
    """On one line and not too long."""
    text = "".join(letter if letter.isprintable() else "␣" for letter in text[: _LONGEST + 1])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Refused(ValueError):
    """An import that was refused as a whole; ``problems`` holds the first fault of every cell, by file and row.

    Files stay in the order in which they were read, so that a cause comes before what follows from it.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first: dict[tuple[str, str, int | None, str | None], Problem] = {}
        for problem in problems:
            first.setdefault((problem.file, problem.sheet, problem.row, problem.column), problem)
        order = {file: number for number, file in enumerate(dict.fromkeys(problem.file for problem in problems))}
        self.problems = sorted(first.values(), key=lambda problem: (order[problem.file], problem.row or 0))
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"……共 {len(self.problems)} 处问题，以上为前 {SHOWN} 处")
        super().__init__("\n".join(lines))


def require_faultless(problems: Iterable[Problem], tell: Callable[[Problem], None]) -> None:
    """Refuse where anything is wrong, and tell what passes.

    Raises:
        Refused: there is a problem that is no warning.
    """
    found = [*problems]
    faults = [problem for problem in found if not problem.is_warning]
    if faults:
        raise Refused(faults)
    for warning in found:
        tell(warning)
