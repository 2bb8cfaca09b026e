"""How a counterpart reads: only the columns and the rows it needs, from the Parquet of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import narwhals as nw
import pandas as pd
import polars as pl

PRINTED = 100


class Span(NamedTuple):
    """From a day on, and before another."""

    first: date
    before: date


Keep = str | int | tuple[str, ...] | Span | None  # None and an empty tuple keep everything


class Read(Protocol):
    """A table of a published version, cut to columns and rows while it is read."""

    def __call__(self, table: str, columns: str, **keep: Keep) -> nw.LazyFrame:
        """Read a table.

        Args:
            table: its name in data/versions/schema.
            columns: the names of columns, separated by spaces.
            keep: what the rows must be, by column: a value, one of several (an empty tuple is every one), or a span.
        """


def read_with_pandas(folder: Path) -> Read:
    """Tables as frames of pandas, which skips columns and groups of rows as Parquet allows."""

    def read(table: str, columns: str, **keep: Keep) -> nw.LazyFrame:
        filters: list[tuple[str, str, Any]] = []
        for name, value in keep.items():
            if isinstance(value, Span):
                first, before = (pd.Timestamp(day) for day in value)
                filters += [(name, ">=", first), (name, "<", before)]
            elif isinstance(value, tuple):
                filters += [(name, "in", value)] if value else []
            elif value is not None:
                filters.append((name, "==", value))
        frame = pd.read_parquet(folder / f"{table}.parquet", columns=columns.split(), filters=filters or None)
        return nw.from_native(frame).lazy()

    return read


def read_with_polars(folder: Path) -> Read:
    """Tables as lazy frames of Polars, which reads when all is known that is wanted."""

    def read(table: str, columns: str, **keep: Keep) -> nw.LazyFrame:
        frame = pl.scan_parquet(folder / f"{table}.parquet")
        for name, value in keep.items():
            column = pl.col(name)
            if isinstance(value, Span):
                frame = frame.filter(column.ge(pl.lit(value.first)) & column.lt(pl.lit(value.before)))
            elif isinstance(value, tuple):
                frame = frame.filter(column.is_in(value)) if value else frame
            elif value is not None:
                frame = frame.filter(column == value)
        return nw.from_native(frame.select(columns.split()))

    return read


def printed(score: nw.Expr) -> nw.Expr:
    """A score as it is printed, half up to two decimals: in whole hundredths, since engines divide differently."""
    return (score * PRINTED + (0.5 + 1e-9)).floor()


def literal(value: str | float) -> nw.Expr:
    """The same value in every row."""
    return nw.lit(value)


def zero(column: str) -> nw.Expr:
    """A column with 0 where nothing is."""
    return nw.col(column).fill_null(0)
