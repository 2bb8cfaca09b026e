"""数据体检 for a district: nothing of other units comes out, and no community changes hands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import duckdb
import pytest

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.templates.forms import template
from data.templates.marking import mark
from data.versions.store import DATABASE, Store
from tests.data.spellings import STANDARDS, as_text
from tests.resealed import change

OWN, OTHER = "330203", "330212"
HIDDEN, NOWHERE, CLAIMED = "330212001998", "330212001997", "330203001001"
PLANTED = "秘密"
LONG = ["社区代码", "时期", "指标代码", "数值"]
BY_NAME = ["报送单位", "街道", "社区名称", "时期", "指标代码", "数值"]
REGISTER = ["社区代码", "社区名称", "报送单位", "街道", "户数", "社区类型"]
Inspect = Callable[..., Inspection]


@pytest.fixture
def city(city_store: Store) -> Path:
    """A version in which another unit has a community, values and words that are nowhere published."""
    change(
        city_store,
        1,
        f"""
        insert into community by name select '{HIDDEN}' as community_code, '{PLANTED}社区' as community_name,
            '{PLANTED}' as short_name, 'mmsq' as pinyin_initials, '{OTHER}' as unit_code, '330212001' as street_code,
            77777 as households, '{PLANTED}类' as kind;
        insert into measurement by name select '{HIDDEN}' as community_code, '2026Q2' as period, 'E1' as indicator_code,
            'reported' as origin, 'value' as state, 31.41 as value, false as is_carried_forward;
        update street set street_name = '{PLANTED}街道' where unit_code = '{OTHER}';
        insert into street by name select '330203009' as street_code, '另一街道' as street_name, '{OWN}' as unit_code,
            121.5 as longitude, 29.8 as latitude, 'street' as position_quality;
        """,
    )
    return city_store.folder(1) / DATABASE


@pytest.fixture
def inspect(city: Path, tmp_path: Path) -> Inspect:
    """Inspect one file of lines; for the district unless ``allowed`` says otherwise."""

    def inspected(
        *lines: list[object], allowed: tuple[str, ...] | None = (OWN,), is_echoed: bool = False
    ) -> Inspection:
        file = tmp_path / "上报.csv"
        file.write_bytes(as_text([*lines]))
        with duckdb.connect() as connection:
            found = inspect_files(connection, [file], standards=STANDARDS, city=city, allowed=allowed)
        said = "\n".join([*map(str, (*found.problems, *found.warnings)), str(found), found.coverage.to_csv()])
        if allowed is not None and not is_echoed:
            for marker in (PLANTED, "31.41", "77777"):
                assert marker not in said
            name, content = mark([(file.name, file)], found)
            assert name.endswith(".xlsx")
            assert PLANTED not in _told(content)
        return found

    return inspected


def _rules(found: Inspection) -> list[tuple[str, str]]:
    return [(problem.rule, problem.remedy) for problem in found.problems]


def test_another_units_unpublished_code_is_refused_as_one_that_there_is_not(inspect: Inspect) -> None:
    theirs = inspect(LONG, [HIDDEN, "2026Q3", "E1", 90])
    nowhere = inspect(LONG, [NOWHERE, "2026Q3", "E1", 90])
    assert _rules(theirs) == _rules(nowhere)
    assert [rule for rule, _ in _rules(theirs)] == ["社区名册里没有这个代码"]
    assert theirs.warnings == nowhere.warnings
    assert theirs.coverage.empty
    by_the_city = inspect(LONG, [HIDDEN, "2026Q3", "E1", 90], allowed=None)
    assert by_the_city.problems == ()
    assert any("31.41" in warning.rule for warning in by_the_city.warnings)


def test_another_units_unpublished_name_is_refused_as_one_that_there_is_not(inspect: Inspect) -> None:
    for street in (f"{PLANTED}街道", "没有街道"):
        found = inspect(BY_NAME, ["鄞州区", street, f"{PLANTED}社区", "2026Q3", "E1", 90], is_echoed=True)
        ((rule, remedy),) = _rules(found)
        assert rule == "社区名册里没有这个社区"
        assert PLANTED not in remedy
        assert HIDDEN not in remedy


def test_a_community_cannot_be_taken_from_another_unit(inspect: Inspect) -> None:
    lines = REGISTER, [HIDDEN, "我们的社区", OWN, "330203001", 500, "老旧小区"]
    (problem,) = [found for found in inspect(*lines).problems if found.column == "报送单位"]
    assert problem.rule == f"名册里 {HIDDEN} 不属于您的单位"
    assert problem.remedy == "核对代码；社区在单位之间、街道之间的调整由市级管理员办理"
    moved = inspect(*lines, allowed=None)
    assert [warning.rule for warning in moved.warnings if "将改属" in warning.rule] == [
        f"名册里 {HIDDEN} 属于鄞州区，将改属"
    ]


def test_a_community_changes_its_street_by_the_city_alone(inspect: Inspect) -> None:
    lines = REGISTER, [CLAIMED, "鼓楼社区", OWN, "330203009", 800, "老旧小区"]
    assert [problem.rule for problem in inspect(*lines).problems] == [f"名册里 {CLAIMED} 属于鼓楼街道"]
    moved = inspect(*lines, allowed=None)
    assert moved.problems == ()
    assert f"名册里 {CLAIMED} 属于鼓楼街道，将改属" in [warning.rule for warning in moved.warnings]


def test_the_citys_own_files_are_refused_before_they_are_read(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "标准.toml"
    file.write_text(".".join(["a"] * 1000) + "=1", encoding="utf-8")
    with duckdb.connect() as connection:
        found = inspect_files(connection, [file], standards=STANDARDS, city=city, allowed=(OWN,))
    assert next(problem.rule for problem in found.problems).endswith("由市级管理员提交")


def test_a_template_of_a_unit_suggests_no_word_of_another(city: Path) -> None:
    for table in ("communities", "activities", "measurements"):
        content = template(table, standards=STANDARDS, city=city, unit=OWN)
        assert PLANTED not in _told(content)
    assert PLANTED in _told(template("communities", standards=STANDARDS, city=city, unit=OTHER))


def _told(content: bytes) -> str:
    """All that is in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return unescape("\n".join(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist()))
