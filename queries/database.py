"""Where questions are asked: a published version, opened read-only.

A question knows only the protocol :class:`Database`: :class:`DuckDBDatabase` asks the version's own file. Others register
themselves, and answer instead of it where they are used.
pandas, pyarrow and duckdb are imported where they are used, so that the command line answers at once.
"""

from __future__ import annotations

import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from data.settings import current_settings
from data.versions.store import DATABASE, Store, StoreError, default_store

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

Parameters = Mapping[str, Any]

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    # Each process has its own: DuckDB names what it puts there alike in all of them.
    "temp_directory": str(Path(tempfile.gettempdir()) / f"civility-dashboard-{os.getpid()}"),
}
# It advises a relation, which would spare a copy of the rows but plan every question twice; planning is most of the time.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)
_PARSED = 256  # texts: all questions, and parts of the long answers of some
_OPEN_VERSIONS = 4  # the current one, and what readers of the ones before it still hold


class Database(Protocol):
    """One version of the data that can be asked."""

    @property
    def version(self) -> int:
        """The number of the published version."""

    @property
    def digest(self) -> str:
        """What tells it from every other version, also from one that had the same number: the key of what is kept."""

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """All rows of the answer, in order.

        Missing numbers are NaN (whole numbers with gaps therefore come as floats), missing texts NaN, missing lists
        None; lists are numpy arrays and dates are datetime64.
        """

    def batches(self, sql: str, parameters: Parameters) -> pa.RecordBatchReader:
        """The rows of the answer, in order and a batch at a time, for streams of any length."""


@dataclass(frozen=True)
class DuckDBDatabase:
    """A database of DuckDB behind one root connection.

    Every query has a cursor of its own: threads that share a connection get each other's rows.
    """

    connection: duckdb.DuckDBPyConnection
    version: int
    digest: str = ""

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """See :meth:`Database.frame`."""
        with self.connection.cursor() as cursor, _named(self.version):
            table: Any = cursor.execute(_parsed(sql), dict(parameters)).to_arrow_table()
        frame: pd.DataFrame = table.to_pandas(date_as_object=False, use_threads=False)
        return frame

    def batches(self, sql: str, parameters: Parameters) -> pa.RecordBatchReader:
        """See :meth:`Database.batches`; closing the reader frees its cursor."""
        import pyarrow as pa

        cursor = self.connection.cursor()
        with _named(self.version):
            reader = cursor.sql(sql, params=dict(parameters)).to_arrow_reader(10_000)

        def drained() -> Iterator[pa.RecordBatch]:
            with cursor, _named(self.version):
                yield from reader

        return pa.RecordBatchReader.from_batches(reader.schema, drained())


@dataclass(frozen=True)
class Excerpt:
    """A database that gives some rows of each answer: for tables that are read a sheet at a time.

    ``order``: terms of SQL over the columns of the answer, by which all of it is sorted first; empty leaves its own order.
    """

    database: Database
    after: int
    most: int
    order: str = ""

    @property
    def version(self) -> int:
        """See :meth:`Database.version`."""
        return self.database.version

    @property
    def digest(self) -> str:
        """See :meth:`Database.digest`."""
        return self.database.digest

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """At most so many rows after so many, in order; see :meth:`Database.frame`."""
        return self.database.frame(self._cut(sql), parameters)

    def batches(self, sql: str, parameters: Parameters) -> pa.RecordBatchReader:
        """The same rows; see :meth:`Database.batches`."""
        return self.database.batches(self._cut(sql), parameters)

    def _cut(self, sql: str) -> str:
        whole = sql.rstrip().removesuffix(";")
        if self.order:
            whole = f"select * from (\n{whole}\n) as answer\norder by {self.order}"  # noqa: S608 - terms of ours
        return f"{whole}\nlimit {self.most} offset {self.after};"


@lru_cache(maxsize=_PARSED)
def _parsed(sql: str) -> duckdb.Statement:
    """The one statement of a text; to read it anew takes an eighth of a question."""
    import duckdb

    (statement,) = duckdb.extract_statements(sql)
    return statement


@contextmanager
def _named(version: int) -> Iterator[None]:
    """A version that is damaged, or that an older program made, as what it is; other faults of a question pass."""
    import duckdb

    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        remedy = "请在项目文件夹中运行 uv run python -m data rebuild，用现在的程序重新生成（数据不变）"
        raise StoreError(f"第 {version} 版由较早的程序发布，缺少这一页所需的内容。{remedy}") from error
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
    ) as error:
        remedy = default_store().remedy(version)
        raise StoreError(f"第 {version} 版的数据库无法读取，文件可能已损坏。{remedy}") from error


_others: list[tuple[Callable[[], bool], Callable[[int, str], Database]]] = []


def register(is_used: Callable[[], bool], opened: Callable[[int, str], Database]) -> None:
    """Let another database answer where it is used: it opens a version by its number and digest."""
    _others.append((is_used, opened))


def open_database(store: Store, version: int) -> Database:
    """A published version, opened once for all readers of this process.

    A version is immutable, so its digest is its identity: its number may be given again after a backup came back.
    Readers keep what they hold: a version that has left the cache is closed when the last of them lets go.

    Raises:
        StoreError: there is no such version, its database was pruned, or the file is damaged or was changed.
    """
    for is_used, opened in _others:
        if is_used():
            return opened(version, store.manifest(version).digest)
    import duckdb

    path = store.folder(version) / DATABASE
    with _opening:
        try:
            return _open(path, version, store.manifest(version).digest)
        except duckdb.Error as error:
            reason = f"第 {version} 版的数据库无法打开，文件可能已损坏"
            raise StoreError(f"{reason}。{store.remedy(version)}") from error


_opening = threading.Lock()


@lru_cache(maxsize=_OPEN_VERSIONS)
def _open(path: Path, version: int, digest: str) -> DuckDBDatabase:
    from data.versions.upgrading import open_version

    settings = {**_SETTINGS, "memory_limit": f"{current_settings().memory_mb}MB"}
    return DuckDBDatabase(open_version(path, settings), version, digest)
