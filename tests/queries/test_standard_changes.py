from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from data.reading.standards import read_standard
from data.scoring import load_standards
from data.settings import REFERENCE
from data.standard import Standard
from queries.database import DuckDBDatabase

COLUMNS = ["part", "part_code", "part_name", "field", "before_text", "after_text"]

OLD = {
    "version": "old",
    "valid_from": "2025-01-01",
    "dimension": [{"code": "E", "name": "环境"}],
    "indicator": [
        {"code": "E1", "name": "投放", "dimension": "E", "weight": 6, "anchors": [(50, 0), (80, 60), (95, 100)]},
        {"code": "E2", "name": "绿化", "dimension": "E", "weight": 4, "grades": {"A": 100, "B": 50}},
    ],
    "veto": [{"code": "X1", "name": "事故"}],
    "band": [{"code": "low", "name": "整改", "symbol": "▲"}],
    "target": [{"measure": "index", "value": 66, "period": "2026Q4"}],
}
NEW = {
    "version": "new",
    "valid_from": "2026-01-01",
    "line": 65,
    "dimension": [{"code": "E", "name": "环境"}],
    "indicator": [
        {
            "code": "E1",
            "name": "投放准确",
            "dimension": "E",
            "weight": 6.5,
            "basis": "sourced",
            "anchors": [(50, 0), (82.5, 60), (95, 100)],
        },
        {"code": "E3", "name": "物业", "dimension": "E", "weight": 3.5, "deduction": {"points": 5, "cap": 20}},
    ],
    "band": [
        {"code": "high", "name": "达标", "symbol": "●", "minimum_score": 60},
        {"code": "low", "name": "整改", "symbol": "▲"},
    ],
    "target": [{"measure": "index", "value": 68, "period": "2026Q4"}],
}


@pytest.fixture
def two_standards(empty_city: DuckDBDatabase) -> DuckDBDatabase:
    load_standards(empty_city.connection, [Standard.model_validate(OLD), Standard.model_validate(NEW)])
    return empty_city


def test_each_field_that_differs_is_a_row_and_a_new_or_lost_part_is_one(two_standards: DuckDBDatabase) -> None:
    frame = queries.standard_changes(two_standards, standard="new")
    expected = pd.DataFrame(
        [
            ("总则", "", "", "达标线", "60", "65"),
            ("指标", "E1", "投放准确", "名称", "投放", "投放准确"),
            ("指标", "E1", "投放准确", "权重", "6", "6.5"),
            ("指标", "E1", "投放准确", "锚点", "50 → 0；80 → 60；95 → 100", "50 → 0；82.5 → 60；95 → 100"),
            ("指标", "E1", "投放准确", "线的依据", "默认", "有据"),
            ("指标", "E2", "绿化", "取消", "绿化", None),
            ("指标", "E3", "物业", "新增", None, "物业"),
            ("否决项", "X1", "事故", "取消", "事故", None),
            ("等次", "", "● 达标", "新增", None, "● 达标"),
            ("目标", "", "2026Q4 全市得分率", "数值", "66", "68"),
        ],
        columns=COLUMNS,
    )
    assert_frame_equal(frame, expected, check_dtype=False)


def test_the_way_back_is_the_same_with_both_sides_changed(two_standards: DuckDBDatabase) -> None:
    forth = queries.standard_changes(two_standards, standard="new", earlier="old")
    back = queries.standard_changes(two_standards, standard="old", earlier="new")
    assert set(zip(forth["before_text"].fillna(""), forth["after_text"].fillna(""), strict=True)) == set(
        zip(back["after_text"].fillna(""), back["before_text"].fillna(""), strict=True)
    )


@pytest.mark.parametrize(("standard", "earlier"), [("old", ""), ("new", "new"), ("new", "none"), ("none", "old")])
def test_without_two_versions_there_is_no_change(two_standards: DuckDBDatabase, standard: str, earlier: str) -> None:
    assert queries.standard_changes(two_standards, standard=standard, earlier=earlier).empty


def test_the_shipped_standards_differ_where_their_files_do(empty_city: DuckDBDatabase) -> None:
    """A twin: the fields of the two files compared one by one."""
    standards = [read_standard(path) for path in sorted((REFERENCE / "standard").glob("*.toml"))]
    load_standards(empty_city.connection, standards)
    old, new = ({part.code: part for part in standard.indicator} for standard in standards)
    frame = queries.standard_changes(empty_city, standard=standards[1].version)
    rows = frame[frame["part"] == "指标"]
    for field, name in (("weight", "权重"), ("anchors", "锚点"), ("basis", "线的依据"), ("note", "说明")):
        differing = [code for code in new if code in old and getattr(old[code], field) != getattr(new[code], field)]
        assert rows.loc[rows["field"] == name, "part_code"].tolist() == differing
    vetoes = frame[frame["part"] == "否决项"]
    assert vetoes["after_text"].tolist() == [
        part.name for part in standards[1].veto if part.code not in {old.code for old in standards[0].veto}
    ]
