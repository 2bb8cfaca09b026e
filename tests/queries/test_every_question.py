"""What holds for every question of the catalogue, whatever it asks."""

from __future__ import annotations

import inspect
import re
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from data.settings import PROJECT
from queries.catalogue import QUESTIONS
from queries.database import DuckDBDatabase
from queries.definitions import parameters
from queries.question import Codes, Question

FILES = sorted((PROJECT / "queries" / "questions").rglob("*.sql"))
SHARED = sorted((PROJECT / "queries" / "shared").glob("*.sql"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def _question(file: Path) -> Question[Any]:
    return QUESTIONS[file.stem]


def _arguments(file: Path) -> dict[str, Any]:
    """An argument of the right type for every parameter."""
    empty: dict[Any, Any] = {int: 0, str: "", Codes: None, tuple[str, ...]: ()}
    question = _question(file)
    return {
        name: (question.choices(name) or [empty.get(part.annotation, "")])[0]
        for name, part in question.parameters.items()
    }


def _code(file: Path) -> str:
    return "\n".join(line for line in _question(file).sql.splitlines() if not line.lstrip().startswith("--"))


def _heading(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(takewhile(lambda line: line.startswith("--"), lines))


def test_the_catalogue_lists_every_file_and_nothing_else() -> None:
    assert {file.stem for file in FILES} == set(QUESTIONS)


@every_file
def test_a_question_stands_beside_its_sql_under_the_same_name(file: Path) -> None:
    question = _question(file)
    assert question.name == file.stem
    assert question.file == file.with_suffix(".py")
    assert question.sql.endswith(file.read_text(encoding="utf-8").partition("\nselect")[2])


@pytest.mark.parametrize("file", SHARED, ids=lambda file: file.stem)
def test_rows_that_several_questions_read_are_told_once(file: Path) -> None:
    assert "-- One row per " in _heading(file)
    assert "-- Parameters: " in _heading(file)
    assert set(re.findall(r"\$(\w+)", _heading(file))) == set(re.findall(r"\$(\w+)", file.read_text("utf-8")))
    own = [question for question in QUESTIONS.values() if f"\n{file.stem} as (\n" in question.sql]
    assert len(own) > 1


@every_file
def test_keywords_are_the_parameters_of_the_sql(file: Path) -> None:
    parts = _question(file).parameters
    assert {part.kind for part in parts.values()} <= {inspect.Parameter.KEYWORD_ONLY}
    assert {*parts} <= {*parameters()}
    assert {*parts} == set(re.findall(r"\$(\w+)", _code(file)))


@every_file
def test_the_heading_states_grain_and_parameters(file: Path) -> None:
    heading = _heading(file)
    assert "-- One row per " in heading
    assert set(re.findall(r"\$(\w+)", heading)) == set(_arguments(file))
    assert "-- Parameters: " in heading


@every_file
def test_rows_are_ordered_and_columns_named(file: Path) -> None:
    tree = sqlglot.parse_one(file.read_text(encoding="utf-8"), read="duckdb")
    assert tree.args.get("order") is not None
    assert not list(tree.find_all(exp.Star)) or all(
        isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star)
    )
    assert all(not order.this.is_number for order in tree.find_all(exp.Ordered))


def test_an_empty_database_answers(empty_city: DuckDBDatabase) -> None:
    for file in FILES:
        frame = _question(file)(empty_city, **_arguments(file))
        assert len(frame.columns) > 0, file.stem
        assert len(frame) == (1 if file.stem == "band_counts" else 0), file.stem  # 数据不足 is a band of every standard


@every_file
def test_the_sql_is_understood_by_clickhouse(file: Path) -> None:
    def bound(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Parameter | exp.Placeholder):
            return node
        value = _arguments(file)[node.name]
        if isinstance(value, int):
            return exp.Literal.number(value)
        return exp.Array(expressions=[]) if value in ((), None) else exp.Literal.string(value)

    tree = sqlglot.parse_one(_code(file), read="duckdb").transform(bound)
    assert "$" not in tree.sql(dialect="duckdb")
    translated = tree.sql(dialect="clickhouse", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.parse_one(translated, read="clickhouse").sql(dialect="clickhouse") == translated
