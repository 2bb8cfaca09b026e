"""How fast files come in: checked and published, beside what DuckDB itself needs to read the same file."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
from openpyxl import Workbook

from data.collecting.batches import Asked
from data.collecting.submitting import submit
from data.reading.standards import read_standard
from data.sample import write_sample
from data.settings import REFERENCE
from data.standard import Indicator
from data.versions.publishing import publish_batches, publish_folder
from data.versions.store import Store
from tests.benchmarks.measuring import Result, alone, beside, peak_megabytes

ROWS = 1_000_000
PERIOD = "2026Q3"
# Submits and publishes in a process of its own; the arguments are the store and the file.
PREPARATION = """
import os, sys
from pathlib import Path
os.environ["DASHBOARD_LARGEST_FILE_MB"] = "10000"
from data.collecting.batches import Asked
from data.collecting.submitting import submit
from data.versions.publishing import publish_batches
from data.versions.store import Store
"""
TAKE = """
store = Store(Path(sys.argv[1]))
submit(store, [Path(sys.argv[2])], Asked("2026Q3"), by="bench", reason="bench")
publish_batches(store, by="bench", reason="bench", includes_unreviewed=True)
"""
_TAKE = PREPARATION + TAKE
# How often the demonstration's rows are repeated, the columns that tell copies apart, and what comes in on a day.
_LONGER = {"appeals": 5, "visits": 6, "findings": 6}
_CODES = {"appeal_code", "visit_code", "finding_code", "repeat_of"}
_DAY = (("appeals", "received_at", 1_000), ("findings", "found_on", 400))


def run(rounds: int) -> Iterator[Result]:
    """Activities against a bare read, a quarterly wide workbook against the clock, memory against the file's size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = _base(folder)
        ledger = _ledger(folder / "activities.csv", base, ROWS)
        with _copies_of(folder, base, rounds + 1) as stores:
            yield beside(
                f"check and publish {ROWS:,} activities",
                lambda: _take(next(stores), ledger),
                "DuckDB read_csv into a table",
                lambda: _read(folder, ledger),
                rounds=rounds,
                most=5,
            )
        wide = _wide(folder / "报送.xlsx", base)
        with _copies_of(folder, base, rounds + 1) as stores:
            yield alone(
                "check, score and publish a workbook of 25 × 861",
                lambda: _take(next(stores), wide),
                rounds=rounds,
                most_seconds=5,
            )
        yield _day(folder, rounds)
        yield _memory(folder, base, ledger)


def _day(folder: Path, rounds: int) -> Result:
    """A day's tickets and problems upon long ledgers, beside the same with a measurement, for which it is scored anew."""
    source = folder / "long"
    write_sample(source)
    for table, copies in _LONGER.items():
        _lengthen(source / f"{table}.parquet", copies)
    base = Store(folder / "daily")
    publish_folder(base, source, published_by="bench")
    day = [_last(source / f"{table}.parquet", by, rows) for table, by, rows in _DAY]
    item = folder / "measurements.csv"
    item.write_text(f"community_code,period,indicator_code,value\n{_codes(base)[0]},{PERIOD},E1,80\n", encoding="utf-8")
    rows = ", ".join(f"{rows:,} {table}" for table, _, rows in _DAY)
    with _copies_of(folder, base, rounds + 1) as stores, _copies_of(folder, base, 2 * rounds) as others:
        ready = iter([_submitted(store, *day) for store in stores])
        scored = iter([_submitted(store, *day, item) for store in others])
        return beside(
            f"publish {rows} upon 400,000 activities, 300,000 appeals and 120,000 findings",
            lambda: _publish(next(ready)),
            "the same and a measurement, scored anew",
            lambda: _publish(next(scored)),
            rounds=rounds,
            most=0.2,
        )


def _lengthen(file: Path, copies: int) -> None:
    """Let a file of Parquet hold its rows several times, each time under other codes."""
    with duckdb.connect() as connection:
        connection.execute("create table own as from read_parquet($file)", {"file": str(file)})
        columns = [name for name, *_ in connection.execute("describe own").fetchall()]
        codes = ", ".join(f"{name} || repeat('-', copy) as {name}" for name in columns if name in _CODES)
        rows = f"select own.* replace ({codes}) from own cross join (select unnest(range({copies})) as copy)"
        connection.execute(f"copy ({rows}) to '{file}' (format parquet)")


def _last(file: Path, by: str, rows: int) -> Path:
    """The last rows of a file of Parquet, as CSV."""
    target = file.parent.with_name(f"{file.stem}.csv")
    duckdb.execute(f"copy (from '{file}' order by {by} desc limit {rows}) to '{target}' (header)")
    return target


def _base(folder: Path) -> Store:
    """A city of one quarter with every community of the demonstration, published."""
    source = folder / "city"
    write_sample(source, file_format="parquet")
    with duckdb.connect() as connection:
        for table, keep in (("measurements", f"period = '{PERIOD}'"), ("activities", "false")):
            file = str(source / f"{table}.parquet")
            connection.execute(f"create table {table} as select * from read_parquet(?) where {keep}", [file])
            connection.execute(f"copy {table} to '{file}' (format parquet)")
    store = Store(folder / "store")
    publish_folder(store, source, published_by="bench")
    return store


def _codes(store: Store) -> list[str]:
    """The communities standing in the quarter."""
    current = store.current()
    assert current is not None
    with duckdb.connect(store.folder(current) / "city.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "select community_code from community inner join period on period.period = $period "
            "where (established_on is null or established_on <= ends_on) "
            "and (abolished_on is null or abolished_on > starts_on) order by community_code",
            {"period": PERIOD},
        ).fetchall()
    return [code for (code,) in rows]


def _ledger(file: Path, store: Store, rows: int) -> Path:
    """A ledger of activities spread over the communities of a store and the days of the quarter."""
    with duckdb.connect() as connection:
        connection.execute("create table community (position integer, code text)")
        connection.executemany("insert into community values (?, ?)", [*enumerate(_codes(store))])
        connection.execute(
            "copy (select 'H' || lpad(number::text, 9, '0') as activity_code, code as community_code, "
            "strftime(timestamp '2026-07-01 08:00' + to_minutes(cast(number % 130000 as bigint)), '%Y-%m-%d %H:%M') "
            "as held_at, if(number % 3 = 0, 'P', 'A') as dimension_code, "
            "if(number % 3 = 0, '志愿服务', '文化活动') as category, '种类' || number % 20 as kind, "
            "20 + number % 60 as participants, 5 + number % 15 as households "
            f"from (select unnest(range({rows})) as number) "
            "join community on position = number % (select count(*) from community)) "
            f"to '{file}' (header, delimiter ',')"
        )
    return file


def _wide(file: Path, store: Store) -> Path:
    """One community a row, one reported indicator a column: codes, numbers within the possible."""
    chance = random.Random(1)  # noqa: S311 - the same workbook every time
    parts = read_standard(REFERENCE / "standard" / "example-2026.toml").indicator
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(["社区代码", *(f"{part.code} {part.name}" for part in parts)])
    for code in _codes(store):
        sheet.append([code, *(_value(part, chance) for part in parts)])
    book.save(file)
    return file


def _value(part: Indicator, chance: random.Random) -> float | str:
    """Something that may be reported for an indicator."""
    if part.grades:
        return chance.choice(sorted(part.grades))
    return float(round(chance.uniform(part.minimum or 0, min(part.maximum or 100, 100))))


@contextmanager
def _copy_of(folder: Path, store: Store) -> Iterator[Store]:
    """A store of its own, so that every round begins alike."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        root = Path(name) / "store"
        shutil.copytree(store.root, root)
        yield Store(root)


@contextmanager
def _copies_of(folder: Path, store: Store, count: int) -> Iterator[Iterator[Store]]:
    """As many as an action takes: to copy and to remove them is not what is measured."""
    with ExitStack() as copies:
        yield iter([copies.enter_context(_copy_of(folder, store)) for _ in range(count)])


def _take(store: Store, *files: Path) -> None:
    _publish(_submitted(store, *files))


def _submitted(store: Store, *files: Path) -> Store:
    submission = submit(store, files, Asked(PERIOD), by="bench", reason="bench")
    assert submission.batch is not None, submission.inspection.problems[:5]
    return store


def _publish(store: Store) -> None:
    """As the command does, which says what will change."""
    publish_batches(store, by="bench", reason="bench", includes_unreviewed=True, announce=lambda _: None)


def _read(folder: Path, file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as name, duckdb.connect(Path(name) / "bare.duckdb") as connection:
        connection.execute("create table activity as from read_csv($file)", {"file": str(file)})


def _memory(folder: Path, base: Store, ledger: Path) -> Result:
    """Ten times the rows against the memory of the first ledger, in processes of their own."""
    large = _ledger(folder / "large.csv", base, 10 * ROWS)
    with _copy_of(folder, base) as small_store, _copy_of(folder, base) as large_store:
        small = peak_megabytes(_TAKE, str(small_store.root), str(ledger))
        ten_times = peak_megabytes(_TAKE, str(large_store.root), str(large))
    ratio = ten_times / small
    return Result(
        "peak memory of ten times the activities",
        0.0,
        ratio=ratio,
        control="the memory of one",
        control_seconds=0.0,
        target="≤ 4 ×",
        is_reached=ratio <= 4,
        notes={"MB": small, "MB, ten times": ten_times},
    )
