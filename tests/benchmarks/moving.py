"""Rows in and out, one million and ten, beside DuckDB, Polars and pandas: rows per second and the largest memory.

In comes a CSV of activities: the others only read it, where the dashboard checks, merges, scores and publishes it. Out
goes a CSV of the same ledger in the order of time: the dashboard and DuckDB take it from a version, Polars and pandas
from its Parquet. Each runs in a process of its own, in turns; its imports are not timed. ``BENCH_ROWS`` (millions,
separated by commas; 1,10) says how many.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from data.versions.store import Store
from tests.benchmarks import exporting, importing
from tests.benchmarks.measuring import Result, in_process, steady

Programs = Mapping[str, tuple[str, str]]
"""By engine: what it imports, and what is timed. The first argument is the store or file to write, the second to read."""

IMPORTS: Programs = {
    "dashboard": (importing.PREPARATION, importing.TAKE),
    "DuckDB": (
        "import duckdb, sys",
        "duckdb.connect(sys.argv[1]).execute('create table activity as from read_csv($1)', [sys.argv[2]])",
    ),
    "Polars": ("import polars, sys", "polars.read_csv(sys.argv[2], try_parse_dates=True)"),
    "pandas": ("import pandas, sys", "pandas.read_csv(sys.argv[2], parse_dates=['held_at'])"),
}
EXPORTS: Programs = {
    "dashboard": (
        (
            "import sys\nfrom pathlib import Path\nfrom queries.database import _open\n"
            "from queries.reports.rows.answers import Answer\nfrom queries.reports.rows.separated import csv_pieces"
        ),
        (
            f"rows = csv_pieces(Answer(_open(Path(sys.argv[2]), 1), 'activity_rows', {exporting.FILTERS!r}))\n"
            "Path(sys.argv[1]).open('wb').writelines(rows)"
        ),
    ),
    "DuckDB": (
        "import duckdb, sys",
        (
            "rows = duckdb.connect(sys.argv[2], read_only=True).sql('from activity order by held_at, activity_code')\n"
            "rows.write_csv(sys.argv[1])"
        ),
    ),
    "Polars": (
        "import polars, sys",
        (
            "rows = polars.read_parquet(sys.argv[2] + '.parquet').sort('held_at', 'activity_code')\n"
            "rows.write_csv(sys.argv[1])"
        ),
    ),
    "pandas": (
        "import pandas, sys",
        (
            "rows = pandas.read_parquet(sys.argv[2] + '.parquet').sort_values(['held_at', 'activity_code'])\n"
            "rows.to_csv(sys.argv[1], index=False)"
        ),
    ),
}


def run(rounds: int) -> Iterator[Result]:
    """In and out for every number of rows."""
    for millions in os.environ.get("BENCH_ROWS", "1,10").split(","):
        rows = round(1e6 * float(millions))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            base = importing._base(folder)
            yield _beside(f"check, score and publish {rows:,} activities", taken_in(folder, base, rows, rounds), rows)
            yield _beside(f"write {rows:,} activities as CSV", taken_out(folder, base, rows, rounds), rows)


Taken = dict[str, list[tuple[float, float]]]
"""By engine: seconds and megabytes, one pair a round."""


def taken_in(folder: Path, base: Store, rows: int, rounds: int) -> Taken:
    """Every engine reads a ledger of so many activities."""
    ledger = importing._ledger(folder / "ledger.csv", base, rows)
    taken: Taken = {engine: [] for engine in IMPORTS}
    for _ in range(rounds):
        for engine, programs in IMPORTS.items():
            with importing._copy_of(folder, base) as store:
                target = store.root if engine == "dashboard" else store.root / "bare.duckdb"
                taken[engine].append(in_process(*programs, str(target), str(ledger)))
    return taken


def taken_out(folder: Path, base: Store, rows: int, rounds: int) -> Taken:
    """Every engine writes a ledger of so many activities."""
    city, target = exporting._city(folder / "city.duckdb", base, rows), folder / "out.csv"
    with duckdb.connect(str(city), read_only=True) as connection:
        connection.table("activity").write_parquet(f"{city}.parquet")
    taken: Taken = {engine: [] for engine in EXPORTS}
    for _ in range(rounds):
        for engine, programs in EXPORTS.items():
            taken[engine].append(in_process(*programs, str(target), str(city)))
            assert target.stat().st_size > 0
            target.unlink()
    return taken


def _beside(name: str, taken: Taken, rows: int) -> Result:
    """The dashboard beside DuckDB; rows per second and megabytes of all."""
    times = {engine: [seconds for seconds, _ in pairs] for engine, pairs in taken.items()}
    pairs = steady(times["dashboard"], times["DuckDB"])
    ratios = sorted(own / control for own, control in pairs)
    notes = {f"rows/s {engine}": rows / statistics.median(seconds) for engine, seconds in times.items()}
    notes |= {f"MB {engine}": statistics.median(memory for _, memory in pairs) for engine, pairs in taken.items()}
    return Result(
        name,
        statistics.median(own for own, _ in pairs),
        "DuckDB",
        statistics.median(control for _, control in pairs),
        statistics.median(ratios),
        f"{ratios[0]:.2f}–{ratios[-1]:.2f} ({len(pairs)} of {len(times['dashboard'])} rounds)",
        notes=notes,
    )
