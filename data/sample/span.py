"""What all parts of the demonstration share: its quarters, its tables, and arrays with one entry per community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.periods import following, next_period, number_of, starts_on
from data.tables import read_definition

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

QUARTERS = ["2023Q1", *following("2023Q1", 14)]
LEDGER = slice(len(QUARTERS) - 3, len(QUARTERS))  # appeals and findings cover the quarters of the last year
LEAD = 3  # activities begin three quarters before the first period, so that its rolling four quarters are full
STARTS = np.array([starts_on(quarter) for quarter in [*QUARTERS, next_period(QUARTERS[-1])]], "M8[D]")
IS_CARRIED = np.array([number_of(quarter) % 2 == 1 for quarter in QUARTERS])  # residents are asked in quarters 1 and 3

# Points of a dimension above or below its community's score: where that is above the line, and where it is below.
DIMENSIONS = {"E": (-3.0, -10.5), "O": (1.0, 1.0), "V": (0.5, 1.5), "P": (0.5, 2.0), "A": (2.5, 1.0)}

_TYPES = {
    "text": pa.string(),
    "period": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("s"),
}
TABLES = {  # names are short as they are
    table: pa.schema(
        [(column.name, _TYPES[column.type]) for column in read_definition(table).column if column.name != "short_name"]
    )
    for table in (
        "streets",
        "communities",
        "measurements",
        "activities",
        "appeals",
        "visits",
        "findings",
        "supervisions",
    )
}


@dataclass(frozen=True)
class Communities:
    """The register and what is hidden behind it; every field has one entry per community."""

    code: Texts
    name: Texts
    unit_code: Texts
    street_code: Texts
    kind: Texts
    households: Whole
    share_60_plus: Numbers
    share_renters: Numbers
    building_age: Numbers
    density: Numbers
    longitude: Numbers
    latitude: Numbers
    founded: Whole  # the quarter from which it exists; 0: always
    closed: Whole  # the quarter from which it no longer exists; beyond the last: never
    level: Numbers  # per quarter: city, unit, street and kind, in points
    lean: Numbers  # per dimension: unit and kind
    gaps: Numbers  # how prone to missing reports

    def part(self, block: slice) -> Communities:
        """Some of the communities."""
        return Communities(**{field.name: getattr(self, field.name)[block] for field in fields(self)})

    @property
    def count(self) -> int:
        """How many there are."""
        return self.code.size

    @property
    def stands(self) -> Flags:
        """Per community and quarter: whether it exists."""
        quarter = np.arange(len(QUARTERS))
        return (self.founded[:, None] <= quarter) & (quarter < self.closed[:, None])


def table(name: str, **columns: Sequence[object] | npt.NDArray[Any] | pa.Array) -> pa.Table:
    """The columns as the named table; NaN and absent columns are null."""
    schema = TABLES[name]
    count = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns[field.name], from_pandas=True).cast(field.type)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def repeated(names: list[str] | Texts, positions: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """Texts by position; quicker than by way of numpy."""
    return pa.array(names).take(pa.array(positions))


def numbered(letter: str, first: int, count: int) -> pa.Array:
    """Numbers of rows, one after another beyond ``first``."""
    number = pc.utf8_lpad(pa.array(np.arange(first + 1, first + 1 + count)).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(letter, number, "")


def moments(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """Days as the moments at which they begin."""
    return days.astype("M8[s]")


def failing(
    community: Whole,
    quarter: npt.NDArray[np.integer[Any]],
    passing: Numbers | None,
    weight: Numbers,
    counted: Flags,
    rng: np.random.Generator,
    *,
    share: float = 0.0,
    spared: int = 0,
) -> Flags:
    """Which rows fail, the heaviest first: of each community and quarter as many as its truth leaves.

    Args:
        community: of each row, by position.
        quarter: of each row, by position among those of ``passing``; one beyond them counts nowhere.
        passing: the true percentage that passes, per community and quarter.
        weight: how likely each is to fail.
        counted: the rows that count.
        rng: decides what is left of a row.
        share: of rows that fail, where ``passing`` does not say.
        spared: how many at least are left.
    """
    quarters = LEDGER.stop - LEDGER.start
    rows = np.flatnonzero(counted & (quarter < quarters))
    group = community[rows] * quarters + quarter[rows]
    order = np.lexsort((-weight[rows], group))
    sizes = np.bincount(group, minlength=int(group.max(initial=0)) + 1)
    lost = np.full(sizes.size, share) if passing is None else 1 - passing.ravel()[: sizes.size] / 100
    fails = np.minimum(np.floor(lost * sizes + rng.random(sizes.size)), np.maximum(sizes - spared, 0))
    place = np.arange(rows.size) - (np.cumsum(sizes) - sizes)[group[order]]
    failed = np.zeros(counted.size, bool)
    failed[rows[order]] = place < fails[group[order]]
    return failed


def chance(share: float, shape: tuple[int, ...], rng: np.random.Generator) -> Flags:
    """True in about this share of places."""
    return rng.random(shape) < share
