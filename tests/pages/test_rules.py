"""标准细则: the standard as data shows it, what changed, and a value tried."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.reading.standards import read_standard
from data.scoring import load_standards
from data.settings import REFERENCE
from data.standard import Standard
from data.versions.store import Store
from pages.rules import cards, charts
from pages.shared.formats import number
from pages.shared.theme import DARK, LIGHT
from queries.database import Database, open_database
from tests.pages.conftest import Open, exports
from tests.resealed import change

STANDARD = read_standard(REFERENCE / "standard" / "example-2026.toml")
RISING = pd.DataFrame({"value": [50.0, 80.0, 95.0], "score": [0.0, 60.0, 100.0]})
FALLING = pd.DataFrame({"value": [0.0, 10.0, 40.0], "score": [100.0, 60.0, 0.0]})
INDICATOR = {
    "indicator_code": "Z1",
    "indicator_name": "=cmd<b>",
    "weight_share": 0.125,
    "line_value": 80.0,
    "curve_text": "",
    "unit_text": "%",
    "numerator": "分子<i>",
    "denominator": "",
    "method": "anchors",
    "sampling": "rate",
    "is_finite_population": True,
    "window_quarters": 4,
    "source": None,
    "basis": "inferred",
    "scale_basis": "default",
    "citation": "某机关：某文件",
    "is_reprint": True,
    "note": None,
}
NOTHING = pd.DataFrame({"grade": [], "score": []})


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def words(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.markdown, *app.subheader, *app.caption, *app.warning))


def test_the_notice_stands_first_and_says_it_is_an_example(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    app = open_page("rules/page.py")
    assert app.title[0].value.startswith("示例细则：5\u00a0个维度 25\u00a0项指标")
    assert "示例细则" in app.warning[0].value
    assert "不是《文明典范社区标准》原文" in app.warning[0].value


def test_every_indicator_has_its_weight_its_curve_and_where_its_line_comes_from(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    shown_text = html(open_page("rules/page.py"))
    total = sum(part.weight for part in STANDARD.indicator)
    assert shown_text.count("<article") == shown_text.count("<img alt=") == len(STANDARD.indicator)
    for part in STANDARD.indicator:
        assert (
            f"<b>{part.name}</b><small>{part.code}</small><em>{number(100 * part.weight / total, 1)}%</em>"
            in shown_text
        )
        if part.citation:
            assert part.citation.title in shown_text
    reprints = sum(bool(part.citation and part.citation.is_reprint) for part in STANDARD.indicator)
    assert shown_text.count("转载，未核原文") == reprints


def test_rules_name_bands_vetoes_coverage_and_targets(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    text = words(open_page("rules/page.py", part="等次与规则"))
    assert "**★ 典范**　总分 ≥ 85，每个维度 ≥ 75，应报项目全部报送，无一票否决" in text
    assert "**▲ 整改**　以上都不符合" in text
    assert "66.7%" in text
    assert all(veto.name in text for veto in STANDARD.veto)
    assert "**2028年第一季度**　全市得分率达到 70 分" in text


def test_rules_name_small_samples_alike_communities_and_the_pace(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    app = open_page("rules/page.py", part="等次与规则")
    table = next(table.value for table in app.table if "规定" in table.value)
    said = dict(zip(table["规定"], table["怎么用"], strict=True))
    assert "不作单独评价，按未报计" in said[f"问人的比率少于 {STANDARD.small_sample.counted} 人"]
    assert said[f"少于 {STANDARD.small_sample.listed} 人"] == "不列名，只计数"
    assert "户数 1、60岁及以上占比 1、租户占比 1、楼龄 1、人口密度 1" in said
    assert "社区类型不同：加 1" in said
    assert f"所需速度不超过现速的 {STANDARD.pace.stretch:g} 倍" in said


def test_the_changes_are_those_of_the_question(open_page: Open, database: Database) -> None:
    changes = queries.standard_changes(database, standard="example-2026")
    app = open_page("rules/page.py", part="版本变化")
    assert app.table[0].value["变化"].tolist() == changes["field"].tolist()
    assert f"{len(changes)} 处变化" in words(app)
    links = exports(app)
    assert any(link.startswith("/export/standard_changes.csv?") and "earlier=example-2025" in link for link in links)
    back = open_page("rules/page.py", part="版本变化", standard="example-2025")
    assert not back.exception
    assert len(back.table[0].value) == len(changes)


@pytest.mark.parametrize(
    ("link", "score"),
    [
        ({"indicator": "E1", "value": "80"}, "60.00"),
        ({"indicator": "E1", "value": "87.5"}, "80.00"),
        ({"indicator": "E1", "value": "3"}, "0.00"),
        ({"indicator": "O1", "value": "25", "sample": "60", "population": "90"}, "30.00"),
        ({"indicator": "O1"}, "60.00"),
    ],
)
def test_a_value_in_the_link_is_scored(open_page: Open, shown: Store, link: dict[str, str], score: str) -> None:  # noqa: ARG001
    app = open_page("rules/page.py", part="试一试", **link)
    assert not app.exception
    assert f'<div class="figure">{score}<' in html(app)
    assert ("抽样误差约 ±" in words(app)) == ("sample" in link)


def test_a_value_that_cannot_be_is_named(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    assert "超出这个指标可能的范围" in words(open_page("rules/page.py", part="试一试", indicator="E1", value="120"))


def test_every_indicator_can_be_tried(open_page: Open, shown: Store) -> None:  # noqa: ARG001
    app = open_page("rules/page.py", part="试一试")
    for part in STANDARD.indicator:
        app.selectbox(key="indicator").set_value(part.code).run()
        assert not app.exception, part.code
        assert '<div class="figure">' in html(app)


@pytest.mark.parametrize("part", ["指标", "等次与规则", "版本变化", "试一试"])
def test_each_part_explains_itself(open_page: Open, shown: Store, part: str) -> None:  # noqa: ARG001
    app = open_page("rules/page.py", part=part)
    assert not app.exception
    assert app.expander[-1].label == "计算说明"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_curve_marks_the_line_and_says_itself_in_words(palette: object) -> None:
    drawing = charts.anchor_curve(RISING, "投放", "%", 60.0, palette)  # type: ignore[arg-type]
    assert 'alt="投放的得分曲线：50% 得 0 分，80% 得 60 分，95% 得 100 分；达标线 60 分"' in drawing
    assert drawing.count("class='line'") == 1
    assert [f">{value}</text>" in drawing for value in (50, 80, 95)] == [True] * 3
    assert "class='at'" not in drawing


def test_a_value_far_outside_is_marked_at_the_edge() -> None:
    near = charts.anchor_curve(FALLING, "隐患", "%", 60.0, LIGHT, (60.0, 0.0))
    far = charts.anchor_curve(FALLING, "隐患", "%", 60.0, LIGHT, (1e9, 0.0))
    assert far == near
    assert "class='at'" in far


def test_numbers_too_close_to_print_give_way_to_the_one_on_the_line() -> None:
    close = pd.DataFrame({"value": [0.0, 98.0, 99.0, 100.0], "score": [0.0, 55.0, 60.0, 100.0]})
    drawing = charts.anchor_curve(close, "名", "%", 60.0, LIGHT)
    assert ">99</text>" in drawing
    assert ">98</text>" not in drawing


def test_grades_are_columns_and_the_one_tried_is_outlined() -> None:
    grades = pd.DataFrame({"grade": ["A", "C#"], "score": [100.0, 0.0]})
    drawing = charts.grade_steps(grades, "状态", 60.0, LIGHT, "C#")
    assert drawing.count("<rect") == 2
    assert "A 得 100 分，C# 得 0 分" in drawing
    assert "C%23 0</text>" in drawing, "the address of a picture ends at a bare #"


def test_a_card_guards_its_texts_and_names_basis_and_reprint() -> None:
    anchors, grades = RISING.assign(indicator_code="Z1"), NOTHING.assign(indicator_code="Z1")
    card = cards.indicator_cards(pd.DataFrame([INDICATOR]), anchors, grades, 60.0, LIGHT)
    assert "<b>=cmd&lt;b&gt;</b>" in card
    assert "<b>=cmd<b>" not in card
    assert "12.5%" in card
    assert "达标线 ◧ 推定　两端 □ 默认" in card
    assert "某机关：某文件（转载，未核原文）" in card
    assert "按最近 4 个季度滚动" in card
    assert "达到 80% 即 60 分" in card


def test_deductions_and_falling_curves_are_worded_as_such() -> None:
    pieces = pd.DataFrame({"value": [0.0, 8 / 3], "score": [100.0, 60.0]})
    assert cards.scoring_words({**INDICATOR, "method": "deduction"}, pieces, 60.0) == "每次扣 15 分，最多扣 40 分"
    assert cards.scoring_words({**INDICATOR, "line_value": 10.0}, FALLING, 60.0).startswith("不超过 10%")


ODD = Standard.model_validate(
    {
        "version": "odd",
        "name": "*标准*<b>",
        "valid_from": "2026-07-02",
        "line": 50,
        "aggregation": "geometric",
        "dimension": [{"code": "D", "name": "=1+1<script>"}],
        "indicator": [
            {"code": "G1", "name": "名" * 40, "dimension": "D", "weight": 1, "grades": {"A": 100, "C#": 0}},
            {"code": "D1", "name": "𠮷野_家_", "dimension": "D", "weight": 1, "deduction": {"points": 15, "cap": 40}},
            {"code": "F1", "name": "平台", "dimension": "D", "weight": 1, "anchors": [(0, 10), (5, 40)]},
            {"code": "N0", "name": "零权", "dimension": "D", "weight": 0, "anchors": [(5, 0), (0, 100)]},
        ],
    }
)


@pytest.fixture
def odd_store(city_store: Store) -> None:
    """The hand-written city with a standard of every odd kind: grades, deduction, no band, veto or target."""
    change(city_store, 1, lambda connection: load_standards(connection, [ODD]))


@pytest.mark.usefixtures("odd_store")
@pytest.mark.parametrize("part", ["指标", "等次与规则", "版本变化", "试一试"])
@pytest.mark.parametrize("standard", ["odd", "example-2025", "example-2026"])
def test_odd_and_empty_standards_are_shown(open_page: Open, part: str, standard: str) -> None:
    app = open_page("rules/page.py", part=part, standard=standard)
    assert not app.exception
    assert app.title[0].value
    assert "<script>" not in html(app)
    if standard == "example-2025":
        assert "没有指标" in app.info[0].value


@pytest.mark.usefixtures("odd_store")
def test_grades_and_deductions_can_be_tried(open_page: Open) -> None:
    app = open_page("rules/page.py", part="试一试", standard="odd", indicator="G1", grade="C#")
    assert '<div class="figure">0.00<' in html(app)
    app.selectbox(key="indicator").set_value("D1").run()
    app.number_input(key="value").set_value(2.0).run()
    assert '<div class="figure">70.00<' in html(app)
    app.selectbox(key="indicator").set_value("F1").run()
    assert not app.exception
