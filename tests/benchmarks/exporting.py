"""How fast rows go out: a ledger as CSV beside pandas writing the same rows, and the memory of four times as many."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

import queries
from data.versions.store import DATABASE, Store
from queries.database import DuckDBDatabase
from queries.reports.rows.answers import Answer
from queries.reports.rows.columns import as_text_file, written
from queries.reports.rows.separated import SeparatedText, csv_pieces
from tests.benchmarks import importing
from tests.benchmarks.measuring import Result, beside, peak_megabytes

ROWS = 1_000_000
NOWHERE = Path(os.devnull)  # the disk would be measured otherwise
FILTERS: dict[str, Any] = {"period": importing.PERIOD, "standard": "example-2026", "units": (), "dimensions": ()}
_TAKE = """
import sys
from pathlib import Path
from queries.database import _open
from queries.reports.rows.answers import Answer
from queries.reports.rows.separated import csv_pieces
filters = {"period": "2026Q3", "standard": "example-2026", "units": (), "dimensions": ()}
for _ in csv_pieces(Answer(_open(Path(sys.argv[1]), 1), "activity_rows", filters)):
    pass
"""


def run(rounds: int) -> Iterator[Result]:
    """A million activities as CSV against ``pandas.to_csv``, without and with asking for them; then the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = importing._base(folder)
        small = _city(folder / "small.duckdb", base, ROWS)
        with duckdb.connect(str(small), read_only=True) as connection:
            database = DuckDBDatabase(connection, version=1)
            answer, batches, frame = _rows(database)
            yield beside(
                f"write {ROWS:,} activities in memory as CSV",
                lambda: _write(answer, batches, NOWHERE),
                "pandas to_csv of the same rows",
                lambda: frame.to_csv(NOWHERE, index=False),
                rounds=rounds,
                most=0.2,
            )
            yield beside(
                f"ask for {ROWS:,} activities and stream them as CSV",
                lambda: _stream(database, NOWHERE),
                "ask for a frame, then pandas to_csv",
                lambda: queries.activity_rows(database, **FILTERS).to_csv(NOWHERE, index=False),
                rounds=rounds,
                most=0.5,
            )
        large = _city(folder / "large.duckdb", base, 4 * ROWS)
        yield _memory(small, large)


def _city(file: Path, store: Store, rows: int) -> Path:
    """The database of a store with a ledger of so many activities in the quarter."""
    current = store.current()
    assert current is not None
    shutil.copy(store.folder(current) / DATABASE, file)
    file.chmod(0o600)
    ledger = importing._ledger(file.with_suffix(".csv"), store, rows)
    with duckdb.connect(str(file)) as connection:
        connection.execute("insert into activity by name select * from read_csv(?, all_varchar = false)", [str(ledger)])
    ledger.unlink()
    return file


def _rows(database: DuckDBDatabase) -> tuple[Answer, list[pa.RecordBatch], pd.DataFrame]:
    """The rows in memory: as the question gives them, and as a frame under the headers of the file."""
    answer = Answer(database, "activity_rows", FILTERS)
    dimensions, every_row = answer.dimensions(), answer.every_row()
    batches = list(answer.batches())
    pieces = [as_text_file(written(batch, dimensions, answer.name), every_row) for batch in batches]
    frame = pa.Table.from_batches(pieces).to_pandas()
    assert len(frame) > 0.99 * ROWS  # a few communities no longer stand
    return answer, batches, frame


def _write(answer: Answer, batches: list[pa.RecordBatch], file: Path) -> None:
    """What is left of the way when the database has answered."""
    text, dimensions = SeparatedText(answer, is_digested=False), answer.dimensions()
    with file.open("wb") as content:
        content.writelines(text.piece(written(batch, dimensions, answer.name)) for batch in batches)
        content.write(text.end())


def _stream(database: DuckDBDatabase, file: Path) -> None:
    with file.open("wb") as content:
        content.writelines(csv_pieces(Answer(database, "activity_rows", FILTERS)))


def _memory(small: Path, large: Path) -> Result:
    """Four times the rows against the memory of the first file, in processes of their own."""
    one, four = peak_megabytes(_TAKE, str(small)), peak_megabytes(_TAKE, str(large))
    return Result(
        "peak memory of four times the rows",
        0.0,
        ratio=four / one,
        control="the memory of one",
        control_seconds=0.0,
        target="≤ 2 ×",
        is_reached=four / one <= 2,
        notes={"MB": one, "MB, four times": four},
    )
