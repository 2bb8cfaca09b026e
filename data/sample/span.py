"""What all parts of the demonstration share: its quarters, its tables, and arrays with one entry per community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.periods import following, next_period, number_of, starts_on
from data.tables import read_definition

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

QUARTERS = ["2023Q1", *following("2023Q1", 14)]
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
    for table in ("streets", "communities", "measurements", "activities")
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


def chance(share: float, shape: tuple[int, ...], rng: np.random.Generator) -> Flags:
    """True in about this share of places."""
    return rng.random(shape) < share
