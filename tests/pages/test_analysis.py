"""更多分析: findings, figures and the page."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.versions.store import Store
from pages.analysis import funnel, mixture, samples, what_if
from pages.analysis.charts import places, rates
from pages.analysis.charts.pairs import mixture_dumbbells
from pages.shared.formats import rounded
from pages.shared.theme import DARK, LIGHT, Palette
from pages.shared.viewer import Role, Viewer
from queries.database import Database, open_database
from tests.pages.conftest import Asking, Open, exports, tables

pytestmark = pytest.mark.usefixtures("shown")

ASKED = {"period": "2026Q3", "standard": "example-2026"}
NAN = float("nan")


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def signals(below: int, inside: int, above: int) -> pd.DataFrame:
    words = ["明显低于"] * below + ["在范围内"] * inside + ["明显高于"] * above
    count = len(words)
    return pd.DataFrame(
        {
            "community_name": [f"<b>社区{place}</b>" for place in range(count)],
            "unit_name": "某区",
            "sample_size": [10 + 7 * place for place in range(count)],
            "population_size": NAN,
            "rate": [40.0] * below + [80.0] * inside + [99.0] * above,
            "z": [-5.0] * below + [0.0] * inside + [4.0] * above,
            "signal": words,
            "is_ringed": [place == 0 for place in range(count)],
        }
    )


# Findings


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((8, 824, 4), "居民安全感：8 个社区明显低于全市，4 个明显高于；其余 824 个的高低差别在正常范围内"),
        ((0, 824, 4), "居民安全感：4 个社区明显高于全市；其余 824 个的高低差别在正常范围内"),
        ((1, 0, 0), "居民安全感：1 个社区明显低于全市"),
        ((0, 9, 0), "居民安全感：9 个社区的高低差别都在正常范围内"),
        ((0, 0, 0), "居民安全感：没有样本足够的社区"),
    ],
)
def test_the_funnel_says_how_many_stand_out(counts: tuple[int, int, int], sentence: str) -> None:
    assert funnel.finding("", "居民安全感", signals(*counts)) == sentence


def test_small_samples_are_counted_in_words() -> None:
    rows = pd.DataFrame({"community_code": ["a", "a", "b"]})
    assert samples.finding("", rows, 10, 5, 0) == "2 个社区有 3 项问不到 10 人，不单独评价"
    assert samples.finding("鄞州区", rows, 10, 5, 7).endswith("；全市另有 7 项不足 5 人，只计数、不列名")
    assert samples.finding("", rows[:0], 10, 5, 0) == "没有须列名的小样本：问人的比率都不少于 10 人"


def test_one_reversal_is_told_itself_and_several_are_counted() -> None:
    assert mixture.finding("", ["一句话"], 91) == "一句话"
    assert mixture.finding("", ["一", "二"], 91).startswith("有 2 对单位")
    assert mixture.finding("鄞州区", ["一", "二"], 13).startswith("鄞州区与 2 个单位")
    assert "也不变" in mixture.finding("", [], 91)
    assert mixture.finding("", [], 0) == "没有可比的单位"


def moved(*gains: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_name": [f"区{place}" for place in range(len(gains))],
            "place_gain": gains,
            "place": [float(place) for place in range(1, len(gains) + 1)],
            "place_range": (["1", "1–3", "3"] * len(gains))[: len(gains)],
            "stability": (["稳居前列", "稳居后列", None] * len(gains))[: len(gains)],
        }
    )


def test_every_sentence_about_other_weights_begins_with_what_it_is() -> None:
    for table in (moved(), moved(0, 0, 0), moved(2, -2, 0), moved(NAN)):
        for is_changed in (True, False):
            assert what_if.finding(table, "单位", is_changed=is_changed).startswith("推演（不作评价依据）：")
    own = what_if.finding(moved(0, 0, 0), "单位", is_changed=False)
    assert own.endswith("3 个单位中 2 个名次不变；1 个稳居前列，1 个稳居后列"), (
        "what the table shows in its column of places"
    )
    assert "3 个单位中 2 个名次有变，区0升 2 位最多，区1降 3 位最多" in what_if.finding(
        moved(2, -3, 0), "单位", is_changed=True
    )
    assert "名次都不变" in what_if.finding(moved(0, 0), "单位", is_changed=True)
    assert "权重都是 0" in what_if.finding(moved(NAN, NAN), "单位", is_changed=True)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("E30-O20", [30, 20]),
        ("E0-O100", [0, 100]),
        ("", []),
        ("E30", None),
        ("O20-E30", None),
        ("E130-O20", None),
        ("E30-O20-X1", None),
        ("<script>", None),
        ("E-1-O20", None),
        ("E٣-O2", [3, 2]),
    ],
)
def test_points_of_a_link_are_read_or_refused_as_a_whole(text: str, points: list[int] | None) -> None:
    assert what_if.points_in_link(text, ["E", "O"]) == points


# Figures


def texts(figure: Any) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_only_what_stands_out_is_coloured_and_by_its_good_side(palette: Palette) -> None:
    points = signals(2, 30, 2)
    limits = funnel.limits(points["sample_size"], 80.0, 0.5, 1.0)
    for is_higher_better in (True, False):
        figure = rates.funnel(points, limits, 80.0, palette, is_higher_better=is_higher_better)
        marks = [trace for trace in figure.data if trace.mode == "markers"]
        colours = {min(trace.y): trace.marker.color for trace in marks if trace.marker.symbol is None}
        assert colours[80.0] == palette.no_band
        assert colours[40.0] == (palette.below if is_higher_better else palette.above)
        assert colours[99.0] == (palette.above if is_higher_better else palette.below)
        rings = [trace for trace in marks if trace.marker.symbol == "circle-open"]
        assert [list(ring.x) for ring in rings] == [[10]]


def test_names_of_the_funnel_carry_values_are_no_markup_and_do_not_meet() -> None:
    points = signals(12, 30, 12)
    figure = rates.funnel(
        points, funnel.limits(points["sample_size"], 80.0, 1.0, 2.0), 80.0, LIGHT, is_higher_better=True
    )
    names = [text for text in texts(figure) if "社区" in text]
    assert 2 <= len(names) < 24
    assert all(text.startswith("&lt;b&gt;") and text.endswith(("40.0%", "99.0%")) for text in names)


def test_the_limits_drawn_widen_with_the_spread_and_are_missing_where_it_is() -> None:
    sizes = pd.Series([10, 400])
    drawn = funnel.limits(sizes, 90.0, 0.0, 0.0)
    assert sorted(drawn["share"].unique()) == pytest.approx([95.0, 99.8])
    assert drawn["low"].min() >= 0
    assert drawn["high"].max() <= 100
    last = drawn[drawn["share"] == 99.8].iloc[-1]
    # a normal limit, less what the long tail on this side needs
    normal = 90 - 100 * 3.0902 * np.sqrt(0.9 * 0.1 / last["sample_size"])
    assert normal - 0.6 < last["low"] < normal
    wider = funnel.limits(sizes, 90.0, 2.0, 2.0)
    assert wider.iloc[-1]["low"] <= 90 - np.hypot(90 - last["low"], 3.09 * 2.0)
    unknown = funnel.limits(sizes, 90.0, NAN, NAN)
    assert unknown[["low", "high"]].isna().all(axis=None)
    assert unknown["sample_size"].tolist() == drawn["sample_size"].tolist()


def test_a_reader_is_told_what_the_lines_cannot_show() -> None:
    rows = pd.DataFrame({"population_size": [18.0, NAN]})
    assert "全部查完的没有抽样误差" in funnel.drawn(rows, 1.5)
    assert "光滑" in funnel.drawn(rows[1:], 1.5)
    assert "rebuild" in funnel.drawn(rows, NAN)
    assert "τ = 1.50 个百分点" in funnel.rule(90.0, 1.5, 2.0)
    assert "τ" not in funnel.rule(90.0, NAN, NAN)


def test_a_place_of_a_finite_population_says_how_many_of_them_were_inspected() -> None:
    outside = pd.DataFrame(
        {
            "community_name": ["甲", "乙"],
            "unit_name": "某区",
            "signal": ["明显低于", "明显高于"],
            "rate": [55.56, 99.0],
            "sample_size": [18, 120],
            "population_size": [18.0, NAN],
        }
    )
    assert funnel.outside_rows(outside)["sample"].tolist() == ["18/18", "120"]


def test_the_funnel_of_a_whole_city_stays_light(database: Database) -> None:
    rows = queries.rate_signals(database, **ASKED, indicator="O5")
    many = pd.concat([rows.assign(sample_size=rows["sample_size"] + extra) for extra in range(10)], ignore_index=True)
    many["is_ringed"] = True
    figure = rates.funnel(many, funnel.limits(many["sample_size"], 90.0, 1.0, 2.0), 90.0, LIGHT, is_higher_better=True)
    assert len(many) > 700
    assert len(figure.to_json()) < 60_000


def test_a_pair_is_turned_so_that_the_first_named_is_ahead() -> None:
    pairs = pd.DataFrame(
        {
            "unit_name": ["甲", "丙"],
            "other_name": ["乙", "丁<i>"],
            "difference": [0.5, -0.2],
            "within_kinds": [-0.7, 0.3],
        }
    )
    figure = mixture_dumbbells(pairs, LIGHT)
    assert {"<b>甲</b> 比 乙", "<b>丁&lt;i&gt;</b> 比 丙", "+0.50", "−0.70", "+0.20", "−0.30"} <= set(texts(figure))
    assert sorted(tuple(trace.x) for trace in figure.data) == [(0.2, -0.3), (0.5, -0.7)]


def test_shrunk_rates_stand_by_indicator_beside_the_city() -> None:
    rows = pd.DataFrame(
        {"indicator_name": ["甲", "甲", "乙"], "shrunk": [91.0, 89.5, 60.0], "city_rate": [90.0, 90.0, 61.0]}
    )
    figure = rates.shrunk_strip(rows, LIGHT)
    assert [list(trace.x) for trace in figure.data] == [[60.0], [89.5, 91.0]]
    assert any("全市 90.00%，2 项在 89.5%–91.0%" in text for text in texts(figure))


def ranges(count: int) -> pd.DataFrame:
    places = range(1, count + 1)
    return pd.DataFrame(
        {
            "area_name": [f"区{place}" for place in places],
            "place": places,
            "reweighted_place": pd.Series([NAN, *range(2, count + 1)]),
            "arithmetic_low": [max(place - 1, 1) for place in places],
            "arithmetic_high": [min(place + 1, count) for place in places],
            "geometric_low": list(places),
            "geometric_high": [min(place + 2, count) for place in places],
            "stability": ["稳居前列", *[None] * (count - 2), "稳居后列"],
        }
    )


@pytest.mark.parametrize("draw", [places.place_ranges, places.place_caterpillar])
def test_other_places_are_drawn_only_where_the_weights_are_others(draw: Any) -> None:
    table = ranges(14).sample(frac=1, random_state=1)
    without, having = (draw(table, LIGHT, is_changed=is_changed) for is_changed in (False, True))
    assert len(having.data) == len(without.data) + 1
    diamonds = having.data[-1]
    assert diamonds.marker.symbol == "diamond"
    assert len(diamonds.x) == 13, "what has no place is not drawn"
    assert any("稳居前列" in text for text in texts(without))


def test_a_caterpillar_of_a_whole_city_stays_light() -> None:
    assert len(places.place_caterpillar(ranges(861), DARK, is_changed=True).to_json()) < 60_000


# The page


@pytest.mark.parametrize("view", ["漏斗图", "小样本", "构成效应", "权重推演"])
def test_each_view_has_a_finding_an_explanation_and_an_export(open_page: Open, view: str) -> None:
    app = open_page("analysis/page.py", view=view)
    assert not app.exception
    assert not app.warning
    assert app.title[0].value
    assert app.expander[-1].label == "计算说明"
    assert any(address.startswith("/export/") for address in exports(app))
    unit = open_page("analysis/page.py", view=view, unit="330212")
    assert not unit.exception
    assert any("units=330212" in address for address in exports(unit))


def test_the_funnel_prints_the_counts_of_the_question(open_page: Open, database: Database) -> None:
    summary = queries.rate_summaries(database, **ASKED).set_index("indicator_code").loc["O5"]
    title = open_page("analysis/page.py").title[0].value.replace("\u00a0", " ")
    assert title.startswith("居民安全感：")
    for count in ("below_count", "above_count", "inside_count"):
        assert not summary[count] or f"{summary[count]} 个" in title


def test_a_rate_may_be_named_by_code_or_name(open_page: Open) -> None:
    for name in ("E1", "生活垃圾分类投放准确率"):
        app = open_page("analysis/page.py", rate=name)
        assert app.selectbox(key="rate").value == "E1"
    assert "不存在" in open_page("analysis/page.py", rate="E4").warning[0].value, "a full count has no funnel"


def test_small_samples_say_the_rule_and_where_it_is_set(open_page: Open, database: Database) -> None:
    app = open_page("analysis/page.py", view="小样本")
    rows = queries.small_samples(database, **ASKED)
    rule = "\n".join(element.value for element in app.markdown)
    assert "少于 **10** 人" in rule
    assert "少于 **5** 人" in rule
    assert "标准文件" in rule
    table = tables(app)[0]
    assert len(table) == min(len(rows), 20)
    assert "收缩估计（仅供参考）" in table


def test_sentences_of_composition_are_those_of_the_pairs(open_page: Open, database: Database) -> None:
    app = open_page("analysis/page.py", view="构成效应")
    pairs = queries.compositions(database, **ASKED)
    shown_words = app.title[0].value + "\n".join(element.value for element in app.markdown)
    assert ("反而低" in shown_words or "先后就反过来" in shown_words) == bool(pairs["is_reversed"].any())
    spread = queries.unit_spread(database, **ASKED)
    assert tables(app)[0]["简单平均"].tolist() == [rounded(mean) for mean in spread["simple_mean"]]


def test_weights_in_the_link_are_what_the_sliders_show_and_what_is_asked(open_page: Open, database: Database) -> None:
    app = open_page("analysis/page.py", view="权重推演", weights="E60-O20-V18-P22-A0")
    assert [slider.value for slider in app.slider] == [60, 20, 18, 22, 0]
    assert any("合计 **120** 分" in element.value for element in app.markdown)
    result = queries.reweighted(database, **ASKED, weights=("E=60", "O=20", "V=18", "P=22", "A=0"))
    shown = tables(app)[0]["推演得分率"].tolist()
    assert sorted(shown) == sorted(rounded(score) for score in result["reweighted_score"].head(20))
    (address,) = [one for one in exports(app) if "reweighted.csv" in one][:1]
    assert "weights=E%3D60" in address
    assert "推演（不作评价依据）" in app.title[0].value
    assert "推演，不作评价依据" in html(app)


def test_a_moved_slider_changes_the_address_and_the_button_takes_it_back(open_page: Open) -> None:
    app = open_page("analysis/page.py", view="权重推演")
    assert "weights" not in app.query_params
    app.slider[0].set_value(44).run()
    assert app.query_params["weights"] == "E44-O20-V18-P22-A16"
    next(button for button in app.button if button.label == "恢复标准的权重").click().run()
    assert app.slider[0].value == 24
    assert "weights" not in app.query_params


def test_weights_that_cannot_be_read_are_named(open_page: Open) -> None:
    app = open_page("analysis/page.py", view="权重推演", weights="E999")
    assert "E999" in app.warning[0].value
    assert [slider.value for slider in app.slider] == [24, 20, 18, 22, 16]


def test_no_weight_at_all_is_told(open_page: Open) -> None:
    app = open_page("analysis/page.py", view="权重推演", weights="E0-O0-V0-P0-A0", level="community")
    assert not app.exception
    assert "权重都是" in app.title[0].value


def test_a_viewer_of_some_units_sees_no_other_unit(open_page: Open, asking: Asking) -> None:
    asking(Viewer("某单位", ("330226", "330212"), Role.VIEWER))
    for view in ("漏斗图", "小样本", "构成效应", "权重推演"):
        app = open_page("analysis/page.py", view=view, unit="330212", level="unit")
        assert not app.exception
        rows = "".join(table.to_csv() for table in tables(app))
        words = html(app) + rows + "\n".join(element.value for element in (*app.title, *app.markdown))
        assert "海曙区" not in words
        assert "江北区" not in words
