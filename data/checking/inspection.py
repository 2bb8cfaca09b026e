"""数据体检: what an inspection of files found, before anything is stored or published."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.checking.earlier import Replacement
from data.reading.problems import Problem

DEMONSTRATION_PREFIX = "99"
"""What the codes of demonstration communities begin with, and no others."""


@dataclass(frozen=True)
class InspectedFile:
    """One file as it was given: its name, its digest and how many rows it brought."""

    name: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class InspectedSheet:
    """One sheet (or CSV, or member of an archive) that was recognised as a table, or left out with the reason.

    ``layout``: 长表 or 宽表, empty for GeoJSON, TOML and what was left out. ``table`` is empty where it was left out,
    and ``note`` says why. Rows are those of the sheet, not of the long form; ``rows_blank`` name a community and no value.
    """

    file: str
    sheet: str
    table: str
    layout: str
    rows_read: int
    rows_accepted: int
    rows_refused: int
    note: str = ""
    rows_blank: int = 0


@dataclass(frozen=True)
class Inspection:
    """What was found in files that belong together.

    ``problems`` refuse the files, ``warnings`` pass and stay with the batch; both by file, sheet and row, cut at
    ``MOST_PROBLEMS`` each, with the full number in ``problem_count`` and ``warning_count``.
    ``tables``, ``periods``, ``units``: what the accepted rows are about. ``coverage``: one row per reporting unit and
    period of the measurements: unit_code, unit_name, period, community_count (standing in the register),
    reported_count (communities with at least one row), due_count and present_count (items due and given).
    ``ledger_periods``: the quarters that the rows of ledgers fall into. ``replaced``: the submissions that these files
    would replace or take up. ``renumbered_count``: rows under a number that belongs to something else.
    ``personal_files``: those with personal details, which must not be kept as they are.
    ``is_demonstration``: whether the communities are those of the demonstration; an import never mixes the kinds.
    """

    files: tuple[InspectedFile, ...]
    sheets: tuple[InspectedSheet, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    problem_count: int
    warning_count: int
    tables: tuple[str, ...]
    periods: tuple[str, ...]
    units: tuple[str, ...]
    coverage: pd.DataFrame
    is_demonstration: bool = False
    ledger_periods: tuple[str, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    renumbered_count: int = 0
    personal_files: frozenset[str] = frozenset()

    @property
    def is_accepted(self) -> bool:
        """Whether the files may be handed in: something was read and nothing is wrong."""
        return not self.problem_count and bool(self.tables)
