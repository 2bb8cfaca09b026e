from __future__ import annotations

import pandas as pd

from pages.overview import lists
from pages.overview.charts import reporting_cells, share_cells
from pages.shared.cells import written

NAN = float("nan")


def test_shares_mark_the_lowest_and_say_where_there_is_none() -> None:
    dimensions = {"dimension_code": list("ABC"), "dimension_name": ["甲", "乙", "<b>"]}
    cells = share_cells(pd.DataFrame({**dimensions, "share_passing": [55.55, 48.25, NAN]}), {"unit": "330203"})
    assert cells.count("class=lowest") == 1
    opened = 'href="league?unit=330203&amp;area=community&amp;weak=B" target="_self">乙</a></span><b>48.3%'
    assert f"class=lowest><span><a {opened}" in cells
    assert "55.6%" in cells
    assert "&lt;b&gt;</a></span><b>—" in cells


def test_units_say_what_is_reported_and_what_is_missing() -> None:
    html = reporting_cells(
        pd.DataFrame(
            {
                "unit_code": ["330203", "330212"],
                "unit_name": ["甲", "乙"],
                "rated_count": [3, 4],
                "community_count": [5, 4],
                "waiting_count": [2, 0],
            }
        ),
        {"period": "2026Q2"},
    )
    assert ">甲</a></span><b>3/5</b><em>待补报 2</em>" in html
    assert (
        'href="league?period=2026Q2&amp;area=community&amp;unit=330212" target="_self">乙</a></span><b>4/4</b></div>'
        in html
    )


def test_moves_say_from_which_band_to_which_and_why() -> None:
    moves = pd.DataFrame(
        {
            "area_code": ["1", "2", "3", "4"],
            "area_name": ["甲", "乙", "丙", "丁"],
            "unit_name": "某区",
            "street_name": "某街道",
            "previous_symbol": ["●", "●", None, "◐"],
            "previous_band_name": ["达标", "达标", None, "培育"],
            "symbol": ["▲", "○", "●", "●"],
            "band_name": ["整改", "数据不足", "达标", "达标"],
            "status": ["参评", "数据不足", "参评", "参评"],
            "unreported_count": [0, 4, 0, 0],
            "is_vetoed": [True, False, False, False],
            "score": [68.005, NAN, 61.0, 62.0],
            "change": [-0.105, NAN, NAN, 0.3],
            "progress": ["在抽样误差内", None, None, "在抽样误差内"],
            "previous_status": ["参评", "参评", None, "待补报"],
            "ground": ["一票否决", "涉及未报", "新增", "涉及未报"],
        }
    )
    why = {"1": "一票否决", "2": "4 项未报（甲项等）", "3": "社区秩序 58.00 → 61.00"}
    rows = written(lists.move_rows(moves, why), lists.MOVES)
    assert rows["等次"].tolist() == [
        "● 达标 → ▲ 整改",
        "● 达标 → ○ 数据不足",
        "— 上季无此社区 → ● 达标",
        "◐ 培育 → ● 达标",
    ]
    assert rows["原因"].tolist() == [
        "一票否决；总分在抽样误差内",
        "4 项未报（甲项等）",
        "社区秩序 58.00 → 61.00",
        "上季待补报；总分在抽样误差内",
    ]
    assert rows["得分"].tolist()[0] == 68.01


def test_steps_say_by_how_much_in_the_items_own_unit_or_grades() -> None:
    steps = pd.DataFrame(
        {
            "community_name": ["甲", "乙"],
            "unit_name": "某区",
            "street_name": "某街道",
            "score": [58.0, 59.0],
            "indicator_name": ["垃圾分类", "阵地"],
            "from_value": [70.54, NAN],
            "to_value": [80.0, NAN],
            "from_grade": [None, "B"],
            "to_grade": [None, "A"],
            "unit": ["%", ""],
            "decimals": [1, 0],
            "gain": [2.005, 1.0],
        }
    )
    rows = written(lists.step_rows(steps), lists.STEPS)
    assert rows["提到"].tolist() == ["70.5 → 80.0 %", "B → A"]
    assert rows["总分可加"].tolist() == [2.01, 1.0]


FOCUS = pd.DataFrame(
    {
        "community_code": ["1", "2"],
        "community_name": ["甲", "<b>"],
        "unit_name": "某区",
        "street_name": "某街道",
        "symbol": ["◐", "▲"],
        "band_name": ["培育", "整改"],
        "score": [59.617, 42.0],
        "two_period_change": [-9.565, -3.0],
        "fall_count": [2, 3],
        "dimension_name": ["社区秩序", None],
        "contribution": [-6.18, NAN],
        "verdict": ["待复核", "确定未达标"],
    }
)


def test_who_keeps_falling_is_shown_with_the_dimension_responsible() -> None:
    rows = written(lists.focus_rows(FOCUS, {"1": "社区秩序 61.00 → 58.00"}), lists.FOCUS)
    assert rows["原因"].tolist() == ["社区秩序 61.00 → 58.00", "—"]
    assert rows["主要失分"].tolist() == ["社区秩序", "—"]
    assert rows["两季变化"].tolist() == [-9.57, -3.0]
    assert rows["等次"].tolist() == ["◐ 培育", "▲ 整改"]


def test_who_is_there_needs_no_pace() -> None:
    rows = lists.pace_rows(
        pd.DataFrame(
            {
                "area_name": ["甲区", "乙区"],
                "score": [65.0, 67.0],
                "goal": [66.0, 66.0],
                "achieved": [0.835, 0.5],
                "needed": [0.5, -0.5],
                "verdict": ["可达", "已达"],
            }
        )
    )
    rows = written(rows, lists.PACES)
    assert rows["近几季每季"].tolist() == [0.84, 0.5]
    assert rows["每季需"].iloc[0] == 0.5
    assert pd.isna(rows["每季需"].iloc[1])
