"""A batch: what one submission brought, kept for good beside the versions, and the states it goes through.

``.store/batches/<n>/`` never changes: ``originals/`` (the files as they came, but for
those with personal details, of which only the digest is kept), ``<table>.parquet`` (their accepted rows
in the columns of the table's definition), ``districts.geojson`` and ``standard/`` where they came with it, and
``batch.json``. What people decide about it stands in ``.store/collection.json``, which is replaced as a whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from pydantic import ValidationError

from data import clock
from data.checking.inspection import Inspection
from data.collecting.decisions import Event, Record, State
from data.reading.problems import Problem
from data.reading.standards import read_standard
from data.tables import read_definition
from data.versions.store import Store, StoreError

ORIGINALS, BOUNDARIES, STANDARDS = "originals", "districts.geojson", "standard"
_BATCH = "batch.json"


@dataclass(frozen=True)
class Asked:
    """What whoever hands files in says of them.

    ``period``, ``unit`` (code or name): what they are about, where they do not say it; rows of another one are refused.
    ``is_addition``: let them join the submission that they would replace. ``is_correction``: a number of a ledger that
    belongs to something else is to belong to what stands here. ``allowed``: the units of whoever hands them in, None for the
    city.
    """

    period: str | None = None
    unit: str | None = None
    is_addition: bool = False
    is_correction: bool = False
    allowed: tuple[str, ...] | None = None


class BatchFile(Record):
    """One file of a batch: its name, digest, bytes and data rows; ``is_kept``: it has no personal details and is there."""

    name: str
    sha256: str
    bytes: int
    rows: int
    is_kept: bool = True


class Coverage(Record):
    """How complete the measurements of a unit and period are, in communities and in items due."""

    unit_code: str
    unit_name: str
    period: str
    community_count: int
    reported_count: int
    due_count: int
    present_count: int


class Batch(Record):
    """One submission.

    ``period`` and ``unit`` are None where it is about several or about none; ``periods`` and ``units`` have all.
    ``ledger_periods``: the quarters that rows of its ledgers fall into. ``is_correction``: its numbers may belong to
    something else by now. ``adds_to``: the submission whose rows it took up. ``warnings`` are the first of the
    ``warning_count``. ``events`` begin with the submission itself and are in the order in which they came; publications
    that took the batch are among them.
    """

    number: int
    received_at: datetime
    received_by: str
    period: str | None
    unit: str | None
    periods: tuple[str, ...]
    units: tuple[str, ...]
    tables: tuple[str, ...]
    files: tuple[BatchFile, ...]
    warnings: tuple[Problem, ...]
    warning_count: int
    coverage: tuple[Coverage, ...]
    is_demonstration: bool
    events: tuple[Event, ...]
    ledger_periods: tuple[str, ...] = ()
    is_correction: bool = False
    adds_to: int | None = None

    @property
    def reason(self) -> str:
        """Why it was submitted; a correction of what is published always says so."""
        return self.events[0].reason

    @property
    def rows(self) -> int:
        """Data rows of all its files."""
        return sum(file.rows for file in self.files)

    @property
    def digests(self) -> frozenset[str]:
        """The sha256 of its files."""
        return frozenset(file.sha256 for file in self.files)

    def is_within(self, units: Collection[str] | None) -> bool:
        """Whether it is about nothing but these units; ``None`` is all there is."""
        return units is None or (bool(self.units) and set(self.units) <= set(units))

    def within(self, units: Collection[str] | None) -> Batch | None:
        """The batch as far as these units go, None where it is about none of them.

        What cannot be divided by units (files, warnings, reasons) is left out where others have a part in it.
        """
        if self.is_within(units):
            return self
        common = tuple(unit for unit in self.units if unit in (units or ()))
        if not common:
            return None
        return self.model_copy(
            update={
                "unit": None,
                "units": common,
                "files": (),
                "warnings": (),
                "warning_count": 0,
                "coverage": tuple(row for row in self.coverage if row.unit_code in common),
                "events": tuple(event.model_copy(update={"reason": ""}) for event in self.events),
                "ledger_periods": (),
            }
        )

    def is_about_the_same(self, other: Batch) -> bool:
        """Whether both are about the same unit, period and tables; ledgers also about a quarter in common, if they say."""
        ledgers = set(self.ledger_periods), set(other.ledger_periods)
        return (self.unit, self.period, self.units, self.periods, sorted(self.tables)) == (
            other.unit,
            other.period,
            other.units,
            other.periods,
            sorted(other.tables),
        ) and (not all(ledgers) or bool(set.intersection(*ledgers)))


def read_batches(store: Store) -> list[Batch]:
    """All batches as they were received, oldest first; their events are only those written with them.

    Raises:
        StoreError: a batch cannot be read.
    """
    if not store.batches.is_dir():
        return []
    numbers = sorted(int(entry.name) for entry in store.batches.iterdir() if entry.name.isdecimal())
    return [_read(store.batches / str(number) / _BATCH) for number in numbers]


def table_file(store: Store, batch: Batch, table: str) -> Path:
    """The accepted rows of a table of a batch, as Parquet."""
    return store.batches / str(batch.number) / f"{table}.parquet"


def described(
    number: int, inspection: Inspection, asked: Asked, *, by: str = "", reason: str = "", added_to: Batch | None = None
) -> Batch:
    """A new batch, 已报, of files that were inspected, and of those of the one that it takes up."""
    received_at = clock.now()
    coverage = inspection.coverage[[*Coverage.model_fields]].to_dict("records")
    return Batch(
        number=number,
        received_at=received_at,
        received_by=by,
        period=asked.period or _only(inspection.periods),
        unit=asked.unit or _only(inspection.units),
        periods=inspection.periods,
        units=inspection.units,
        tables=inspection.tables,
        files=(
            *(
                file.model_copy(update={"name": _kept_name(added_to, file)})
                for file in (added_to.files if added_to else ())
            ),
            *(
                BatchFile(
                    name=file.name,
                    sha256=file.sha256,
                    bytes=file.bytes,
                    rows=_rows_read(inspection, file.name),
                    is_kept=file.name not in inspection.personal_files,
                )
                for file in inspection.files
            ),
        ),
        warnings=inspection.warnings,
        warning_count=inspection.warning_count,
        coverage=tuple(Coverage.model_validate(row) for row in coverage),
        is_demonstration=inspection.is_demonstration,
        events=(Event(at=received_at, by=by, state=State.SUBMITTED, reason=reason.strip()),),
        ledger_periods=inspection.ledger_periods,
        is_correction=asked.is_correction,
        adds_to=added_to.number if added_to else None,
    )


def taken_up_files(store: Store, batch: Batch | None) -> dict[str, Path]:
    """The files of a batch that another one takes up, by the names they have there."""
    if batch is None:
        return {}
    folder = store.batches / str(batch.number) / ORIGINALS
    return {_kept_name(batch, file): folder / file.name for file in batch.files if file.is_kept}


def _kept_name(batch: Batch | None, file: BatchFile) -> str:
    """What a file of an earlier batch is called in the one that takes it up, where others may have its name."""
    return f"{batch.number}_{file.name}" if batch else file.name


def keep(
    folder: Path,
    batch: Batch,
    files: Sequence[Path],
    rows: duckdb.DuckDBPyConnection,
    inspection: Inspection,
    taken_up: Mapping[str, Path],
) -> None:
    """Write a batch into its folder; ``taken_up``: files of the one that it takes up, by their new names."""
    given = {file.name: file for file in files}
    (folder / ORIGINALS).mkdir()
    for name, original in taken_up.items():
        shutil.copyfile(original, folder / ORIGINALS / name)
    for file in (file for file in files if file.name not in inspection.personal_files):
        shutil.copyfile(file, folder / ORIGINALS / file.name)
    for table in batch.tables:
        if columns := [f'"{column.name}"' for column in read_definition(table).column]:
            rows.execute(
                f"copy (select {', '.join(columns)} from staged_{table}) to $file "
                "(format parquet, parquet_version v2, compression zstd)",
                {"file": str(folder / f"{table}.parquet")},
            )
    for sheet in inspection.sheets:
        match sheet.table:
            case "boundaries":
                shutil.copyfile(given[sheet.file], folder / BOUNDARIES)
            case "standard":
                (folder / STANDARDS).mkdir(exist_ok=True)
                version = read_standard(given[sheet.file]).version
                shutil.copyfile(given[sheet.file], folder / STANDARDS / f"{version}.{batch.number}.toml")
    (folder / _BATCH).write_text(batch.model_dump_json(indent=2), encoding="utf-8")


def _read(file: Path) -> Batch:
    try:
        return Batch.model_validate_json(file.read_bytes())
    except (ValidationError, OSError):
        raise StoreError(f"第 {file.parent.name} 批报送已损坏（{file.name}）。请从备份恢复，或移走这个文件夹") from None


def _rows_read(inspection: Inspection, file: str) -> int:
    """Data rows of a file, without titles, headers and notes; those of an archive are in its members."""
    sheets = (sheet for sheet in inspection.sheets if sheet.file == file or sheet.file.startswith(f"{file}/"))
    return sum(sheet.rows_read for sheet in sheets)


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len(values) == 1 else None
