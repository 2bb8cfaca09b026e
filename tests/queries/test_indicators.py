from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

CURVES = """
delete from anchor_piece;
insert into anchor_piece values
('example-2026', 'E1', 1, 50, 0, 80, 60), ('example-2026', 'E1', 2, 80, 60, 95, 100),
('example-2026', 'O1', 1, 0, 100, 10, 60), ('example-2026', 'O1', 2, 10, 60, 40, 0);
update indicator set
    method = 'anchors', numerator = '准确的次数', denominator = '抽查的次数', source = '平台数据', basis = 'sourced',
    scale_basis = 'default', citation = '某机关：某文件', is_reprint = true, note = '说明', minimum = 0, maximum = 100,
    scale_text = '50 → 0；80 → 60；95 → 100'
where indicator_code = 'E1';
update indicator set scale_text = '0 → 100；10 → 60；40 → 0' where indicator_code = 'O1';
"""


@pytest.fixture
def curved(city: DuckDBDatabase) -> DuckDBDatabase:
    """The hand-written city, with a rising and a falling curve."""
    city.connection.execute(CURVES)
    return city


def test_indicators_come_in_order_with_what_they_weigh_and_where_their_lines_come_from(curved: DuckDBDatabase) -> None:
    frame = queries.indicators(curved, standard="example-2026")
    expected = pd.DataFrame(
        {
            "indicator_code": ["E1", "O1"],
            "indicator_name": ["垃圾分类准确率", "车辆停放有序率"],
            "dimension_code": ["E", "O"],
            "dimension_name": ["社区环境", "社区秩序"],
            "position": [1, 2],
            "weight": [60.0, 40.0],
            "weight_share": [0.6, 0.4],
            "line_value": [80.0, 10.0],
            "curve_text": ["50→0；80→60；95→100", "0→100；10→60；40→0"],
            "unit_text": ["%", "%"],
            "decimals": [1, 1],
            "numerator": ["准确的次数", None],
            "denominator": ["抽查的次数", None],
            "method": ["anchors", None],
            "sampling": ["rate", "full"],
            "is_finite_population": [False, False],
            "minimum": [0.0, None],
            "maximum": [100.0, None],
            "window_quarters": [1, 1],
            "source": ["平台数据", None],
            "basis": ["sourced", None],
            "scale_basis": ["default", None],
            "citation": ["某机关：某文件", None],
            "is_reprint": [True, None],
            "note": ["说明", None],
        }
    )
    assert_frame_equal(frame, expected, check_dtype=False)


def test_a_curve_that_never_meets_the_line_has_no_value_on_it(curved: DuckDBDatabase) -> None:
    curved.connection.execute("delete from anchor_piece where indicator_code = 'E1' and position = 2")
    curved.connection.execute("update anchor_piece set to_score = 59.9 where indicator_code = 'E1'")
    assert queries.indicators(curved, standard="example-2026")["line_value"].isna().tolist() == [True, False]
