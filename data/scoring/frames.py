"""What the steps in Python share: the rows of a frame by groups, and their way into a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import duckdb
import pandas as pd

Key = dict[str, Any]
Answer = TypeVar("Answer")


def insert(connection: duckdb.DuckDBPyConnection, table: str, frames: Sequence[pd.DataFrame]) -> None:
    """Add the rows of frames to a table, column by name."""
    if frames:
        connection.register("inserted", pd.concat(frames, ignore_index=True))
        connection.execute(f"insert into {table} by name select * from inserted")
        connection.unregister("inserted")


def each(compute: Callable[[Key, pd.DataFrame], Answer], groups: Iterable[tuple[Key, pd.DataFrame]]) -> list[Answer]:
    """What is computed of each group, in their order; groups know nothing of each other, so all cores take part."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [task.result() for task in [pool.submit(compute, key, rows) for key, rows in groups]]


def groups(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Key, pd.DataFrame]]:
    """The rows of each combination of some columns, and the combination as columns of a new frame."""
    for values, rows in frame.groupby(list(names), sort=True):
        yield dict(zip(names, values, strict=True)), rows
