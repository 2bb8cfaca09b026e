"""What long work has: a connection of bounded memory, whatever the size of a file, and a way to say how far it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.settings import current_settings

Progress = Callable[[float, str], None]
"""Called with the fraction done and what is being done, in Chinese."""


def silent(_fraction: float, _text: str) -> None:
    """Progress that nobody follows."""


@contextmanager
def working_connection(file: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database, in memory by default, closed at the end.

    What does not fit into ``Settings.memory_mb`` goes to a temporary folder, which goes with the connection. DuckDB's
    own progress bar is off: it would write into the server's log.

    What is written is on the disk for certain only when whoever keeps the file has seen to it, as the store does: until
    then nobody reads it, and to make each statement durable would take a tenth of a publication.
    """
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(file or ":memory:") as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set temp_directory = $folder", {"folder": spill})
        connection.execute("set memory_limit = $limit", {"limit": f"{current_settings().memory_mb}MB"})
        connection.execute("set fsync_mode = 'NONE'")
        connection.execute("set wal_autocheckpoint = '256MB'")  # a city stays below
        connection.execute("set disabled_compression_methods = 'zstd'")  # for long texts; to try it takes a sixth
        yield connection
