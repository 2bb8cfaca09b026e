"""Documents of supervision (督办文书): their numbers, and their rows handed in by the door that every import goes through."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Collection as Some
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data.collecting.batches import Batch, table_file
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State
from data.collecting.submitting import submit
from data.reading.problems import Refused
from data.settings import current_settings
from data.versions.store import DATABASE, Store
from data.versions.upgrading import attach

TABLE = "supervisions"
_NUMBER = re.compile(r"(?P<prefix>[^\s/\\〔〕]{1,20})〔(?P<year>20\d\d)〕(?P<place>[1-9]\d{0,4})号")
_WAITING = (State.SUBMITTED, State.REVIEWED)
_DEMONSTRATION = "演示督"
_OF_PUBLISHED = "select document_number from base.supervision"
_COLUMNS = "document_number, kind, responsible, unit_code, finding_codes, issued_on, due_on"


@dataclass(frozen=True)
class Supervision:
    """A row of the ledger: a document as far as it is for one responsible unit, about findings of one reporting unit."""

    document_number: str
    kind: str
    responsible: str
    unit_code: str
    finding_codes: tuple[str, ...]
    issued_on: date
    due_on: date


def numbers_from(number: str, count: int) -> list[str]:
    """So many numbers in a row: 甬文明办督〔2026〕3号, 甬文明办督〔2026〕4号.

    Raises:
        CollectionError: it is not written like one.
    """
    found = _NUMBER.fullmatch(number.strip())
    if found is None:
        raise CollectionError(f"文号“{number}”写得不对，请写成 甬文明办督〔2026〕3号 的样子")
    first = int(found["place"])
    return [f"{found['prefix']}〔{found['year']}〕{place}号" for place in range(first, first + count)]


def next_number(store: Store, year: int) -> str:
    """The number after the last one of a year, published or waiting; the office's letters are a setting."""
    current = store.current()
    is_demonstration = current is not None and store.manifest(current).is_demonstration
    prefix = _DEMONSTRATION if is_demonstration else current_settings().document_prefix
    places = [
        int(found["place"])
        for number in _taken(store)
        if (found := _NUMBER.fullmatch(number)) and (found["prefix"], found["year"]) == (prefix, str(year))
    ]
    return f"{prefix}〔{year}〕{max(places, default=0) + 1}号"


def issue(store: Store, documents: Sequence[Supervision], *, by: str) -> Batch:
    """Hand in the rows of documents and accept them: checked like any import, an act, and in the next publication.

    Raises:
        CollectionError: a number was used before, or is not written like one, or supervisions wait that nobody reviewed.
        Refused: the checks found something wrong with the rows.
        StoreError: the store is damaged or cannot be written.
    """
    numbers = {number for document in documents for number in numbers_from(document.document_number, 1)}
    if used := sorted(numbers & _taken(store)):
        raise CollectionError(
            f"文号 {'、'.join(used)} 已经用过，请改用 {next_number(store, documents[0].issued_on.year)}"
        )
    states = Collection(store).states()
    for batch in _with_supervisions(store, (State.SUBMITTED,)):
        raise CollectionError(f"第 {batch.number} 批（{states[batch.number]}）里有督办，请先审核或退回这一批")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{documents[0].kind}_{documents[0].document_number}.csv"
        _write(file, documents)
        submission = submit(store, [file], by=by, reason=documents[0].kind)
    if submission.batch is None:
        raise Refused(submission.inspection.problems)
    return Collection(store).review(submission.batch.number, by=by)


def waiting(store: Store, units: Some[str] | None = None) -> pd.DataFrame:
    """Documents that are not published yet (待发布).

    Args:
        store: where they wait.
        units: the reporting units to look at, by default all and the city's own.

    Returns:
        One row per document and whom it is for, oldest first: document_number, kind, responsible, unit_code, finding_codes
        (with 、 between), issued_on, due_on.

    Raises:
        StoreError: a batch is damaged.
    """
    files = [str(table_file(store, batch, TABLE)) for batch in _with_supervisions(store, _WAITING)]
    if not files:
        return pd.DataFrame(columns=_COLUMNS.split(", "))
    with duckdb.connect() as connection:
        rows = connection.execute(f"select {_COLUMNS} from read_parquet($files)", {"files": files}).df()
    return rows if units is None else rows[rows["unit_code"].isin([*units])].reset_index(drop=True)


def _with_supervisions(store: Store, wanted: Some[State]) -> list[Batch]:
    collection = Collection(store)
    states = collection.states()
    return [batch for batch in collection.batches() if TABLE in batch.tables and states[batch.number] in wanted]


def _taken(store: Store) -> set[str]:
    """Every number that is published or waits."""
    numbers = set(waiting(store)["document_number"])
    if version := store.in_force():
        with duckdb.connect() as connection:
            attach(connection, version / DATABASE, "base")
            numbers.update(number for (number,) in connection.execute(_OF_PUBLISHED).fetchall())
    return numbers


def _write(file: Path, documents: Sequence[Supervision]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(_COLUMNS.split(", "))
        for one in documents:
            codes = "、".join(one.finding_codes)
            rows.writerow(
                (one.document_number, one.kind, one.responsible, one.unit_code, codes, one.issued_on, one.due_on)
            )
