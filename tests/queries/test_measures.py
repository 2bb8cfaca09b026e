from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_a_standard_offers_total_dimensions_shares_and_indicators(city: Database) -> None:
    expected = pd.DataFrame(
        [
            ("index", "得分率", None, "分", 60.0, 2),
            ("dimension:E", "社区环境", "E", "分", 60.0, 2),
            ("dimension:O", "社区秩序", "O", "分", 60.0, 2),
            ("share_passing", "社区达标率", None, "%", None, 1),
            ("change", "较上季变化", None, "百分点", 0.0, 2),
            ("coverage", "有评分社区占比", None, "%", 200 / 3, 1),
            ("activities", "每千户活动场次", None, "场/千户", None, 2),
            ("appeals:on_time_rate", "按期办结率", None, "%", None, 1),
            ("appeals:solve_rate", "解决率", None, "%", None, 1),
            ("appeals:satisfy_rate", "满意率", None, "%", None, 1),
            ("findings:rectified_rate", "整改率", None, "%", None, 1),
            ("indicator:E1", "垃圾分类准确率", "E", "分", 60.0, 2),
            ("indicator:O1", "车辆停放有序率", "O", "分", 60.0, 2),
        ],
        columns=["measure", "measure_name", "dimension_code", "unit_text", "line", "decimals"],
    )
    assert_frame_equal(queries.measures(city, standard="example-2026"), expected, check_dtype=False)


def test_every_measure_can_be_mapped(city: Database) -> None:
    for measure in queries.measures(city, standard="example-2026")["measure"]:
        units = queries.area_measure(city, period="2026Q3", standard="example-2026", measure=measure)
        assert len(units) == 4
        assert units["line"].notna().all()
