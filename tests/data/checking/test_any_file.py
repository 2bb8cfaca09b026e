"""Whatever an office sends: what is accepted is what was meant, what is refused names the cell, nothing ever crashes."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.collecting.batches import Asked
from data.collecting.collection import Collection
from data.collecting.submitting import submit
from data.reading.problems import Refused
from data.versions.store import Store
from tests.data.small_city import snapshot
from tests.data.spellings import (
    ITEMS,
    PERIOD,
    STANDARDS,
    Meant,
    Spelling,
    as_text,
    as_workbook,
    meant,
    save,
    spellings,
    written,
)

IS_THOROUGH = bool(os.environ.get("DASHBOARD_THOROUGH"))
EXAMPLES = 500 if IS_THOROUGH else 10
PARTS = 3  # which several processes share; in fewer files none may happen to pass
MUTATIONS = (10_000 if IS_THOROUGH else 120) // PARTS + 1
given_time = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,  # the same files on every machine
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def inspected(connection: duckdb.DuckDBPyConnection, file: Path) -> Inspection:
    return inspect_files(connection, [file], standards=STANDARDS, city=None, period=PERIOD)


def staged(connection: duckdb.DuckDBPyConnection) -> set[tuple[object, ...]]:
    return set(
        connection.execute(
            "select community_code, period, indicator_code, coalesce(state, 'value'), value from staged_measurements"
        ).fetchall()
    )


@given(table=meant(), spelling=spellings)
@given_time
def test_a_wide_workbook_is_read_as_it_was_meant(
    table: Meant, spelling: Spelling, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    lines, _, _ = written(table, spelling)
    inspection = inspected(connection, save(tmp_path, "报送.xlsx", as_workbook(lines)))
    assert inspection.problems == ()
    assert staged(connection) == table.rows()
    filled = [line for line in table.cells if any(cell is not None for cell in line)]
    assert [sheet.rows_accepted for sheet in inspection.sheets] == [len(filled)]


@given(
    table=meant(),
    spelling=spellings,
    delimiter=st.sampled_from([",", "\t", ";"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
@given_time
def test_a_wide_csv_is_read_as_it_was_meant(
    table: Meant,
    spelling: Spelling,
    delimiter: str,
    encoding: str,
    newline: str,
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
) -> None:
    lines, _, _ = written(table, spelling)
    content = as_text(lines, delimiter=delimiter, encoding=encoding, newline=newline)
    assert inspected(connection, save(tmp_path, "报送.csv", content)).problems == ()
    assert staged(connection) == table.rows()


@given(
    table=meant(),
    spelling=spellings,
    where=st.tuples(st.integers(0, 5), st.integers(0, 4)),
    what=st.sampled_from(["八十五", "85..5", "1e400", "=1+1", "12个", "#DIV/0!", "-99999", "1,23,4"]),
    write=st.sampled_from([("报送.xlsx", as_workbook), ("报送.csv", as_text)]),
)
@given_time
def test_a_spoilt_cell_is_named_and_no_other(
    table: Meant,
    spelling: Spelling,
    where: tuple[int, int],
    what: str,
    write: tuple[str, Callable[[list[list[object]]], bytes]],
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
) -> None:
    row, column = where[0] % len(table.communities), where[1] % len(table.items)
    assume(ITEMS[table.items[column]].lowest > -9999)
    lines, first_row, first_column = written(table, spelling)
    lines[first_row - 1 + row][first_column - 1 + column] = what
    name, spelt = write
    inspection = inspected(connection, save(tmp_path, name, spelt(lines)))
    cells = {(problem.row, problem.cell) for problem in inspection.problems}
    assert cells == {(first_row + row, f"{get_column_letter(first_column + column)}{first_row + row}")}
    assert not inspection.is_accepted


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, cut, doubled or moved."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        upto = min(len(changed), at + chance.choice([1, 2, 16, 200]))
        match chance.randrange(5):
            case 0:
                changed[at:upto] = chance.randbytes(upto - at)
            case 1:
                del changed[at:upto]
            case 2:
                changed[at:at] = changed[at:upto]
            case 3:
                del changed[at:]
            case _:
                changed[at:at] = chance.choice([b"\0", b'"', b"\n", b",", b"\xff\xfe", "无".encode(), b"PK\x03\x04"])
        if not changed:
            break
    return bytes(changed)


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_files_never_crash_and_leave_nothing_half_done(part: int, tmp_path: Path) -> None:
    """Every file is either accepted as a whole or refused with reasons, and a refused one leaves no trace."""
    chance = random.Random(20260930 + part)  # noqa: S311 - the same files every time
    table = Meant((0, 1, 2), (0, 1), ((85.0, 60.0), (70.5, "not_applicable"), (90.0, None)))
    lines, _, _ = written(table, Spelling(False, "报送表", False, True, "注：无", True, 2, 0))  # noqa: FBT003
    contents = {"报送.xlsx": as_workbook(lines), "报送.csv": as_text(lines)}
    store = Store(tmp_path / "store")
    collection = Collection(store)
    accepted = refused = 0
    for number in range(MUTATIONS):
        name = ("报送.xlsx", "报送.csv")[number % 2]
        file = save(tmp_path, name, mutated(contents[name], chance))
        before = snapshot(store.root) if store.root.exists() else {}
        try:
            submission = submit(collection.store, [file], Asked(PERIOD), by="测试")
        except Refused:
            is_stored = False
        else:
            is_stored = submission.batch is not None
            assert is_stored or submission.duplicate_of is not None or submission.inspection.problem_count
        accepted, refused = accepted + is_stored, refused + (not is_stored)
        if not is_stored:
            assert snapshot(store.root) == before if before else not any(store.versions.glob("*"))
    assert accepted
    assert refused > MUTATIONS / 4
    assert store.current() is None
