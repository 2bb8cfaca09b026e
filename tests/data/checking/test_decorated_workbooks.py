"""Any table, decorated as offices decorate them: stored exactly as meant, or refused with the file and place named."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from tests.data.decorations import DECORATIONS, Sent, plain
from tests.data.spellings import STANDARDS

PARTS = 3  # which several processes share
FILES = (10_000 if os.environ.get("DASHBOARD_THOROUGH") else 120) // PARTS
MOST = 3


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def decorated(chance: random.Random) -> Sent:
    """A table with up to three decorations that it can have."""
    sent = plain(chance)
    for decoration in chance.sample([*DECORATIONS.values()], len(DECORATIONS)):
        if len(sent.done) == MOST or sent.must_refuse:
            break
        if sent.layout in decoration.layouts and sent.suffix in decoration.suffixes and chance.random() < 1 / 2:
            decoration.apply(sent, chance)
            sent.done.append(decoration.name)
    return sent


def inspected(connection: duckdb.DuckDBPyConnection, sent: Sent, folder: Path) -> Inspection:
    file = folder / f"{sent.name}{sent.suffix}"
    file.write_bytes(sent.content())
    return inspect_files(connection, [file], standards=STANDARDS, city=None, period=sent.chosen)


def found_wrong(connection: duckdb.DuckDBPyConnection, sent: Sent, inspection: Inspection) -> str:
    """What is wrong with the answer, empty where nothing is."""
    if not inspection.is_accepted:
        file = f"{sent.name}{sent.suffix}"
        unnamed = [problem for problem in inspection.problems if problem.file != file or not problem.rule]
        return f"refused without a place: {unnamed}" if unnamed or not inspection.problems else ""
    if sent.must_refuse:
        return "accepted, and had to be refused"
    columns = ", ".join(sent.columns)
    stored = set(connection.execute(f"select {columns} from staged_{sent.table}").fetchall())
    return "" if stored == sent.rows else f"stored {stored ^ sent.rows} otherwise than meant"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_decorated_table_is_stored_as_meant_or_refused_by_name(
    part: int, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    chance = random.Random(20260930 + part)  # noqa: S311 - the same files every time
    answers: Counter[str] = Counter()
    for number in range(FILES):
        sent = decorated(chance)
        inspection = inspected(connection, sent, tmp_path)
        wrong = found_wrong(connection, sent, inspection)
        assert not wrong, (number, sent.table, sent.suffix, sent.done, sent.lines, wrong, inspection.problems)
        answers[
            "accepted" if inspection.is_accepted else "due" if sent.must_refuse or sent.may_refuse else "needless"
        ] += 1
    # Refusing everything would be no answer.
    assert answers["accepted"] > FILES / 4
    assert answers["due"] > FILES / 4
    assert answers["needless"] < FILES / 20, answers


def test_a_table_without_decorations_is_accepted(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311
    for _ in range(8):
        sent = plain(chance)
        assert inspected(connection, sent, tmp_path).problems == ()


def test_there_are_decorations_of_every_kind() -> None:
    assert {decoration.kind for decoration in DECORATIONS.values()} == set("RSWKPC")
