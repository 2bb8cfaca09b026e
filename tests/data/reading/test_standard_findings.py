"""The rules for the sentence of a period, as a standard states them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.reading.standards import read_standard
from data.scoring import load_standards
from data.settings import REFERENCE
from data.standard import FINDING_FIELDS
from data.versions.schema import create_schema
from tests.data.reading.test_standards import SMALL, faults, read

FOLDER = REFERENCE / "standard"
LEVEL = '\n[[finding]]\nkind = "level"\ntext = "{area}得分率 {score}"\n'


def rule(kind: str, text: str) -> str:
    return f'\n[[finding]]\nkind = "{kind}"\ntext = "{text}"\n'


def test_rules_are_read_in_order_and_loaded_into_the_version(tmp_path: Path) -> None:
    small = read(tmp_path, SMALL + rule("fell", "{area}跌出达标") + LEVEL)
    with duckdb.connect() as connection:
        create_schema(connection)
        load_standards(connection, [small])
        rows = connection.execute("select standard_version, position, kind, text from finding order by position")
        assert rows.fetchall() == [
            ("small", 1, "fell", "{area}跌出达标"),
            ("small", 2, "level", "{area}得分率 {score}"),
        ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            rule("level", "{aera}得分率"),
            f"结论 第 1 项 的 text：占位符 {{aera}} 不存在，可选 {'、'.join(FINDING_FIELDS)}",
        ),
        (
            rule("fell", "{}跌出") + LEVEL,
            f"结论 第 1 项 的 text：占位符 {{}} 不存在，可选 {'、'.join(FINDING_FIELDS)}",
        ),
        (rule("level", "{area"), "结论 第 1 项 的 text：花括号不成对"),
        (rule("level", ""), "结论 第 1 项 的 text："),
        (LEVEL + rule("fell", "{area}"), '最后一条结论须为 kind = "level"，使每一期都有结论'),
        (rule("sank", "{area}") + LEVEL, "结论 第 1 项 的 kind：须为"),
        ('\n[[finding]]\nkind = "level"\ntxet = "x"\n', "结论 第 1 项 的 text：缺少必填项"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(tmp_path: Path, text: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in faults(tmp_path, SMALL + text))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_the_shipped_rules_stand_in_the_order_of_what_matters(file: Path) -> None:
    kinds = [part.kind for part in read_standard(file).finding]
    assert kinds == ["fell", "part_fell", "declined", "part_declined", "rose", "part_rose", "weakest", "level"]
