"""The sentence of a period: each rule, their order, and that nothing is made of a change within its error."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.reading.standards import read_standard
from data.settings import REFERENCE
from data.standard import FINDING_FIELDS
from pages.overview.finding import Situation, finding, lever_words, progress_words, weakest_share

NAN = float("nan")
RULES = pd.DataFrame(
    [
        {"kind": part.kind, "text": part.text}
        for part in read_standard(REFERENCE / "standard" / "example-2026.toml").finding
    ]
)


def moves(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area_name", "direction", "progress", "change"]).astype({"change": float})


def parts(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area_name", "progress", "change"]).astype({"change": float})


def total(score: float = 63.444, change: float = 0.4, progress: object = "在抽样误差内") -> pd.Series:
    return pd.Series({"score": score, "change": change, "progress": progress})


CALM = Situation(
    name="全市",
    total=total(),
    dimensions=pd.DataFrame({"dimension_name": ["社区环境", "社区秩序"], "score": [66.0, 64.0]}),
    moves=moves(),
    line=60.0,
    parts=parts(("甲区", "在抽样误差内", -3.0), ("乙区", "明显进步", 2.0)),
    part_moves=moves(),
)
BELOW = replace(CALM, dimensions=pd.DataFrame({"dimension_name": ["社区环境", "社区秩序"], "score": [59.994, 64.0]}))
PART_ROSE = replace(BELOW, part_moves=moves(("乙区", "rose", "明显进步", 2.0)))
ROSE = replace(PART_ROSE, total=total(change=1.2, progress="明显进步"), moves=moves(("全市", "rose", "明显进步", 1.2)))
PART_DECLINED = replace(ROSE, parts=parts(("甲区", "明显退步", -3.0), ("乙区", "明显退步", -4.0)))
DECLINED = replace(PART_DECLINED, total=total(change=-1.2, progress="明显退步"), moves=moves())
PART_FELL = replace(DECLINED, part_moves=moves(("甲区", "fell", "明显退步", -3.0), ("乙区", "rose", "明显进步", 2.0)))
FELL = replace(PART_FELL, moves=moves(("全市", "fell", "明显退步", -1.2)))


@pytest.mark.parametrize(
    ("situation", "kind", "sentence"),
    [
        (CALM, "level", "全市得分率 63.44，较上季变化在抽样误差内；各维度均在线上，社区秩序相对最低"),
        (BELOW, "weakest", "全市得分率 63.44，较上季变化在抽样误差内；社区环境在线下，是短板"),
        (PART_ROSE, "part_rose", "全市得分率 63.44，较上季变化在抽样误差内；乙区得分升到线上"),
        (ROSE, "rose", "全市得分率 63.44，较上季 +1.20 个百分点，升到线上；社区环境相对最低"),
        (PART_DECLINED, "part_declined", "全市得分率 63.44，较上季 +1.20\u00a0个百分点；乙区、甲区明显退步"),
        (DECLINED, "declined", "全市得分率 63.44，较上季明显退步 −1.20 个百分点；社区环境最低"),
        (PART_FELL, "part_fell", "全市得分率 63.44，较上季 −1.20\u00a0个百分点；甲区得分落到线下"),
        (FELL, "fell", "全市得分率 63.44，较上季 −1.20 个百分点，落到线下；社区环境是短板"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_the_first_rule_that_holds_speaks(situation: Situation, kind: str, sentence: str) -> None:
    """Each situation also satisfies every rule that stands below its own, so the order is tested as well."""
    assert finding(RULES, situation) == (kind, sentence)


def test_a_crossing_within_the_error_is_no_finding() -> None:
    doubtful = replace(
        BELOW,
        moves=moves(("全市", "fell", "在抽样误差内", -0.2)),
        part_moves=moves(("甲区", "fell", "在抽样误差内", -0.2), ("乙区", "rose", "在抽样误差内", 0.2)),
    )
    assert finding(RULES, doubtful)[0] == "weakest"


def test_a_change_of_unknown_error_is_no_finding_and_says_so() -> None:
    unknown = replace(BELOW, total=total(change=-3, progress=NAN), moves=moves(("全市", "fell", NAN, -3)))  # type: ignore[arg-type]
    kind, sentence = finding(RULES, unknown)
    assert kind == "weakest"
    assert "（误差未知）" in sentence


def test_a_unit_speaks_of_itself() -> None:
    unit = replace(FELL, name="甲区", parts=parts(), part_moves=moves())
    assert finding(RULES, unit)[1].startswith("甲区得分率")
    assert finding(RULES, replace(unit, moves=moves()))[0] == "declined"


def test_without_a_period_before_nothing_is_said_of_change() -> None:
    first = replace(BELOW, total=total(change=NAN, progress=NAN))
    assert "较上季" not in finding(RULES, first)[1]


def test_more_than_two_units_are_counted() -> None:
    rows = [(f"{name}区", "rose", "明显进步", change) for name, change in (("甲", 1), ("乙", 3), ("丙", 2))]
    assert finding(RULES, replace(BELOW, part_moves=moves(*rows)))[1].endswith("乙区、丙区等 3 个单位得分升到线上")


def test_every_field_of_a_text_has_a_value() -> None:
    text = "".join(f"{{{field}}}" for field in FINDING_FIELDS)
    assert finding(pd.DataFrame([{"kind": "level", "text": text}]), CALM)[0] == "level"


def test_a_standard_without_rules_gets_name_and_score() -> None:
    assert finding(RULES.iloc[:0], CALM) == ("none", "全市得分率 63.44，较上季变化在抽样误差内")


def test_a_score_printed_as_the_line_is_not_below_it() -> None:
    on_line = replace(CALM, dimensions=pd.DataFrame({"dimension_name": ["社区环境"], "score": [59.995]}))
    assert finding(RULES, on_line)[0] == "level"


def test_the_dimension_with_the_fewest_communities_over_the_line_is_named() -> None:
    shares = pd.DataFrame({"dimension_name": ["甲", "乙", "丙"], "share_passing": [50.0, 48.25, NAN]})
    assert weakest_share(shares) == "乙最低，48.3%"
    assert weakest_share(shares.iloc[2:]) == "数据不足"


def trend(*scores: float) -> pd.DataFrame:
    return pd.DataFrame({"period": [f"{2024 + q // 4}Q{q % 4 + 1}" for q in range(len(scores))], "score": scores})


def target(value: float, period: str) -> pd.Series:
    return pd.Series({"value": value, "period": period})


def pace(achieved: float, needed: float, verdict: str, quarters: int = 6) -> pd.DataFrame:
    return pd.DataFrame({"achieved": [achieved], "needed": [needed], "verdict": [verdict], "period_count": [quarters]})


NO_PACE = pace(0, 0, "").iloc[:0]


@pytest.mark.parametrize(
    ("rows", "goal", "paces", "words"),
    [
        (
            trend(58, 59, 60, 61),
            target(66, "2025Q4"),
            pace(0.855, 1.25, "需提速", 4),
            "创建进度：需提速（近四季每季 +0.86，要达 66 每季需 +1.25）",
        ),
        (
            trend(60),
            target(66, "2027Q1"),
            pace(-0.2, 3, "难达"),
            "创建进度：难达（近六季每季 −0.20，要达 66 每季需 +3.00）",
        ),
        (trend(66), target(66, "2027Q1"), NO_PACE, "创建进度：已达2027年第一季度目标 66"),
        (trend(65.995), target(66, "2027Q1"), pace(1, -1, "已达"), "创建进度：已达2027年第一季度目标 66"),
        (trend(60), target(66, "2027Q1"), NO_PACE, "创建进度：距目标 66 还差 6.00；不足四个季度，不判断快慢"),
        (trend(60, 61), None, NO_PACE, "2 个季度的得分率（同一标准重算）"),
        (trend(NAN, NAN), target(66, "2027Q1"), NO_PACE, "2 个季度的得分率（同一标准重算）"),
    ],
)
def test_progress_is_told_by_the_pace_achieved_and_the_pace_needed(
    rows: pd.DataFrame, goal: pd.Series | None, paces: pd.DataFrame, words: str
) -> None:
    assert progress_words(rows, goal, paces) == words


def test_the_item_of_most_communities_is_named_and_how_many_need_nothing_else() -> None:
    levers = pd.DataFrame({"indicator_name": ["楼道整洁", "乙"], "community_count": [37, 9], "alone_count": [12, 9]})
    assert lever_words(levers) == "最能拉动的项：提高“楼道整洁”，单独可助 12 个社区达标，与其他项一起 37 个"
    assert lever_words(levers.iloc[1:]).endswith("单独可助 9 个社区达标")
