from __future__ import annotations

import re

import pandas as pd
import pytest

import queries
from data.versions.store import Store
from pages.community import charts, tables, trial, words
from pages.shared.formats import number, signed
from pages.shared.jump import community_labels
from pages.shared.theme import LIGHT
from pages.shared.viewer import Role, Viewer
from queries.database import Database, open_database
from queries.reports import pictures
from queries.reports.community import interval, pace
from tests.pages.conftest import Asking, Open, choose, drawings, exports
from tests.resealed import change

ASKED = {"period": "2026Q3", "standard": "example-2026"}
PAGE = "community/page.py"


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def codes(database: Database) -> list[str]:
    return queries.community_names(database)["community_code"].tolist()


def html(app: object) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))  # type: ignore[attr-defined]


def test_without_a_code_the_page_asks_for_a_community(shown: Store, open_page: Open) -> None:  # noqa: ARG001
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "请选择一个社区"
    assert app.text_input(key="find").value == ""


def test_without_a_code_those_worth_opening_are_offered(database: Database, open_page: Open) -> None:
    steps = queries.one_step_away(database, **ASKED)
    app = open_page(PAGE)
    assert f"再补 1 项即可达标：{len(steps)} 个" in " ".join(heading.value for heading in app.subheader)
    offered = dict.fromkeys(re.findall(r'data-code="(\d+)"', drawings(app)["near"]))
    assert list(offered) == steps["community_code"].head(8).tolist()
    opened = choose(app, "near", next(iter(offered)))
    assert not opened.exception
    assert opened.query_params["code"] == next(iter(offered))


def test_what_was_looked_at_is_offered_again(database: Database, open_page: Open) -> None:
    code = codes(database)[0]
    app = open_page(PAGE, code=code)
    app.query_params["code"] = "unknown"
    app.session_state["_community"] = ""
    app.run()
    assert app.title[0].value == "没有这个社区"
    app.button(key=f"recent-{code}").click().run()
    assert app.query_params["code"] == code


def test_an_unknown_code_is_said_to_be_unknown(shown: Store, open_page: Open) -> None:  # noqa: ARG001
    app = open_page(PAGE, code="<b>*1*")
    assert not app.exception
    assert app.title[0].value == "没有这个社区"


def test_a_link_opens_every_community_and_prints_the_published_score(database: Database, open_page: Open) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community").set_index("area_code")
    statuses = league.groupby("status").head(2)
    for code, row in statuses.iterrows():
        app = open_page(PAGE, code=str(code))
        assert not app.exception, code
        title = app.title[0].value.replace("\\", "")
        assert title.startswith(str(row["area_name"]))
        assert ("数据不足" in title) == (row["status"] == "数据不足")
        if row["status"] != "数据不足":
            assert number(row["score"]) in title


def test_the_steps_are_sentences_in_the_indicators_unit(database: Database, open_page: Open) -> None:
    steps = queries.one_step_away(database, **ASKED)
    if steps.empty:
        pytest.skip("no community of this small city is one step away")
    row = steps.iloc[0]
    text = html(open_page(PAGE, code=row["community_code"]))
    assert f"把{row['indicator_name']}从" in text
    assert f"可增 <b>{number(row['gain'])}</b> 分" in text


def test_both_standards_and_the_first_period_open(database: Database, open_page: Open) -> None:
    code = codes(database)[0]
    for period, standard in (("2023Q4", "example-2026"), ("2026Q3", "example-2025")):
        app = open_page(PAGE, code=code, period=period, standard=standard)
        assert not app.exception
        assert app.title[0].value


def test_the_jump_box_stands_on_every_page_and_opens_the_community(database: Database, open_page: Open) -> None:
    code = codes(database)[3]
    app = open_page("league/page.py")
    app.text_input(key="jump").set_value(code).run()
    app.button(key=f"jump-{code}").click().run()
    assert not app.exception
    assert app.query_params["code"] in (code, [code])
    assert app.text_input(key="jump").value == "", "the box is empty again"


def test_the_jump_box_lists_a_few_of_those_found_and_says_how_many_there_are(shown: Store, open_page: Open) -> None:  # noqa: ARG001
    app = open_page("league/page.py")
    app.text_input(key="jump").set_value("YSSQ").run()
    found = [button for button in app.button if str(button.key).startswith("jump-")]
    assert len(found) == 8
    assert any("列出 8 个" in caption.value for caption in app.caption)
    app.text_input(key="jump").set_value("没有这个").run()
    assert any("没有找到" in caption.value for caption in app.caption)


def test_the_exports_carry_the_community(database: Database, open_page: Open) -> None:
    code = codes(database)[0]
    links = exports(open_page(PAGE, code=code))
    assert sum(f"community={code}" in link for link in links) >= 5


def test_a_tiny_hand_written_city_opens_for_every_community(city_store: Store, open_page: Open) -> None:
    city = open_database(city_store, 1)
    for code in queries.community_names(city)["community_code"]:
        for period in ("2026Q2", "2026Q3"):
            app = open_page(PAGE, code=code, period=period, standard="example-2026")
            assert not app.exception, (code, period)
            assert app.title[0].value


ODD = (
    (
        "all 未报",
        "update indicator_score set state = 'unreported', value = null, score = null, effective_weight = null",
    ),
    (
        "all 不适用",
        "update indicator_score set state = 'not_applicable', value = null, score = null, effective_weight = null",
    ),
    (
        "long, rare and formula-like names",
        "update community set community_name = '=1+1<b>𠮷*_' || repeat('长', 40); update area set area_name = '=1+1<b>𠮷*_' || repeat('长', 40)",
    ),
    ("no score at all", "delete from index_score"),
)


@pytest.mark.parametrize(("what", "sql"), ODD, ids=[what for what, _ in ODD])
def test_odd_cities_are_shown_without_a_fault(city_store: Store, open_page: Open, what: str, sql: str) -> None:
    change(city_store, 1, sql)
    for code in ("330203001001", "330203001002", "330212001003"):
        app = open_page(PAGE, code=code, standard="example-2026")
        assert not app.exception, (what, code)
        assert app.title[0].value


def test_labels_of_the_same_name_differ() -> None:
    names = pd.DataFrame(
        {
            "community_code": ["1", "2", "3", "4"],
            "community_name": ["东城社区", "东城社区", "东城社区", "华光社区"],
            "unit_short_name": ["鄞州", "鄞州", "鄞州", "鄞州"],
            "street_name": ["甲街道", "乙街道", "乙街道", "乙街道"],
        }
    )
    labels = community_labels(names)
    assert list(labels.values()) == [
        "东城社区 · 鄞州 · 甲街道",
        "东城社区 · 鄞州 · 乙街道 · 2",
        "东城社区 · 鄞州 · 乙街道 · 3",
        "华光社区 · 鄞州 · 乙街道",
    ]


def contributions(*values: float) -> pd.DataFrame:
    codes = [*(f"K{number}" for number in range(len(values) - 1)), "rest"]
    return pd.DataFrame({"indicator_code": codes, "indicator_name": codes, "contribution": values})


def test_the_bars_sum_exactly_to_the_change() -> None:
    rows = contributions(1.5, -2.25, 0.0, 0.5, 0.25, -0.125, 0.75, 1.0, 0.0625, -0.5)
    parts = charts.moved_parts(rows)
    assert parts["contribution"].sum() == rows["contribution"].sum()
    assert parts["name"].tolist()[-2:] == ["其余 2 项", "rest"]
    bars = pictures.contributions(parts).items
    assert sum(bar.value for bar in bars) == rows["contribution"].sum()
    assert "−2.25" in [bar.words for bar in bars]


def test_nothing_moved_is_no_bar() -> None:
    assert charts.moved_parts(contributions(0.0, 1e-14)).empty


ROW = {
    "dimension_name": "社区环境",
    "indicator_name": "<i>=1+1",
    "state": "value",
    "measured_value": 62.04,
    "grade": None,
    "line_value": 80.0,
    "unit_text": "%",
    "decimals": 1,
    "score": 43.0,
    "standard_error": 2.0,
    "degrees_of_freedom": 4.0,
    "effective_weight": 0.06,
    "is_carried_forward": False,
    "is_small_sample": False,
    "shrunk": float("nan"),
    "sampling": "rate",
    "sample_size": 50.0,
    "population_size": float("nan"),
    "basis": "sourced",
    "citation": "甲",
    "is_reprint": True,
}


def test_the_table_prints_value_line_sample_and_state_and_escapes_names() -> None:
    missing = {
        **ROW,
        "indicator_name": "缺",
        "state": "unreported",
        "measured_value": None,
        "score": None,
        "standard_error": None,
    }
    none = {**missing, "indicator_name": "无", "state": "not_applicable"}
    sheet = tables.indicator_table(pd.DataFrame([ROW, missing, none]), 60, LIGHT, 10)
    assert "&lt;i&gt;=1+1" in sheet
    # ± 2.776 (Student's t of 4 degrees of freedom) × 2.0
    for part in ("62.0%", "80.0%", ">5.6<", ">50<", "6.0%", "有据", "未报", "不适用", "（转载）"):
        assert part in sheet


def test_too_small_a_sample_is_said_instead_of_a_value() -> None:
    small = {
        **ROW,
        "state": "unreported",
        "is_small_sample": True,
        "measured_value": float("nan"),
        "score": float("nan"),
        "standard_error": float("nan"),
        "sample_size": 7.0,
    }
    sheet = tables.indicator_table(pd.DataFrame([{**small, "shrunk": 83.14}]), 60, LIGHT, 10)
    for part in ("样本不足", "少于 10 人", "约 83.1%（收缩估计，仅供参考）", ">7<"):
        assert part in sheet
    unlisted = tables.indicator_table(pd.DataFrame([{**small, "sample_size": float("nan")}]), 60, LIGHT, 10)
    assert "收缩估计" not in unlisted
    assert ">7<" not in unlisted


def test_a_falling_item_is_lowered_and_a_grade_is_named() -> None:
    steps = pd.DataFrame(
        [
            {
                "indicator_name": "隐患率",
                "from_value": 9.0,
                "to_value": 5.0,
                "unit_text": "%",
                "decimals": 0,
                "gain": 1.6,
            },
            {"indicator_name": "等级", "from_grade": "C", "to_grade": "B", "unit_text": "", "decimals": 0, "gain": 0.5},
        ]
    )
    text = tables.way_up(steps)
    assert "把隐患率从 <b>9%</b> 降到 <b>5%</b>，可增 <b>1.60</b> 分" in text
    assert "把等级从 <b>C</b> 提到 <b>B</b>" in text


PROFILE = pd.Series(
    {
        "certainty": "待复核",
        "rank_low": 212.0,
        "rank_high": 655.0,
        "city_ranked_count": 767.0,
        "status": "参评",
    }
)


def test_certainty_comes_before_the_interval_of_places() -> None:
    sentence = interval(PROFILE)
    assert sentence.startswith("待复核；95% 名次区间 212–655：全市 767 个参评社区中")
    every = interval(pd.Series({**PROFILE, "rank_low": 1.0, "rank_high": 767.0}))
    assert every == "待复核；分不出名次：全市 767 个参评社区中，误差之内的名次几乎包括全部"
    one = interval(pd.Series({**PROFILE, "rank_high": 212.0}))
    assert "只有第 212 名" in one
    assert interval(pd.Series({**PROFILE, "rank_low": None, "rank_high": None})) == ""


def test_the_pace_says_achieved_needed_and_verdict() -> None:
    row = {
        "verdict": "难达",
        "achieved": 0.4,
        "needed": 1.3,
        "period_count": 5,
        "due_period": "2027Q1",
    }
    assert pace(pd.DataFrame([row])) == "近 5 季每季 +0.40，到2027年第一季度达线每季需 +1.30：难达"
    assert pace(pd.DataFrame([{**row, "verdict": "已达"}])) == "已在线上；近 5 季每季 +0.40"
    assert pace(pd.DataFrame()) == "不足四个季度的得分，不判断进度"


AGAINST = {
    "dimension_code": "E",
    "dimension_name": "社区<环境",
    "score": 50.0,
    "peer_median": 55.25,
    "peer_count": 10.0,
    "peer_place": 9.0,
    "best_score": 71.0,
    "gap_to_best": -21.0,
    "best_code": "9901",
    "best_name": "演示<社区",
    "best_unit_name": "鄞州区",
}


def test_the_place_among_peers_is_one_sentence() -> None:
    total = pd.Series(AGAINST)
    assert words.among_peers(total) == "同类对标：连本社区 11 个同类中第 9，比同类中位数低 5.25，距最好的差 21.00"
    assert "距最好" not in words.among_peers(pd.Series({**AGAINST, "gap_to_best": float("nan")}))
    assert "数据不足" in words.among_peers(pd.Series({**AGAINST, "score": float("nan")}))


def test_the_best_peer_stands_with_what_it_does_differently_and_a_link() -> None:
    item = {
        "dimension_code": "E",
        "indicator_name": "楼道<",
        "measured_value": 60.0,
        "best_value": 93.3,
        "unit_text": "%",
        "decimals": 1,
        "weighted_gap": 2.1,
    }
    practices = pd.DataFrame([item, {**item, "dimension_code": "O"}, {**item, "weighted_gap": -1.0}])
    cards = tables.peer_cards(pd.DataFrame([AGAINST]), practices, {"period": "2026Q3"}, 60, LIGHT)
    for part in (
        "社区&lt;环境",
        "11 个同类中第 9",
        '<a href="community?period=2026Q3&amp;code=9901"',
        "演示&lt;社区",
        "60.0%",
        "93.3%",
        "+2.10",
    ):
        assert part in cards
    assert cards.count("楼道&lt;") == 1
    own_best = tables.peer_cards(pd.DataFrame([{**AGAINST, "gap_to_best": 3.0}]), practices, {}, 60, LIGHT)
    assert "已是同类中最好的" in own_best
    hidden = tables.peer_cards(pd.DataFrame([{**AGAINST, "best_code": None}]), practices, {}, 60, LIGHT)
    assert "只列名次与中位数" in hidden
    assert "71.00" not in hidden


def test_what_makes_communities_alike_is_said_with_its_weights() -> None:
    weights = pd.DataFrame({"attribute": ["households", "density", "other_kind"], "context_weight": [1.0, 0.0, 2.0]})
    assert words.likeness(weights) == "按户数（取对数）（权重 1）标准化后的距离，类型不同再加 2"


def test_who_may_see_one_unit_sees_no_value_of_a_peer_elsewhere(
    database: Database, open_page: Open, asking: Asking
) -> None:
    names = queries.community_names(database).set_index("community_code")
    for code in names.index:
        peers = queries.peer_table(database, **ASKED, community=code)
        unit = names.loc[code, "unit_code"]
        mine = peers["community_code"].map(names["unit_code"]) == unit
        if mine.any() and not mine.all():
            break
    asking(Viewer("某单位", (unit,), Role.VIEWER))
    app = open_page(PAGE, code=code)
    assert not app.exception
    text = html(app)
    assert "其他单位的社区" in text
    for peer in peers[~mine]["community_code"]:
        assert peer not in text
    for peer in peers[mine]["community_code"]:
        assert peer in text


def test_any_earlier_quarter_can_be_compared_and_stands_in_the_address(database: Database, open_page: Open) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community")
    code = league["area_code"].iloc[0]
    asked = {**ASKED, "area_kind": "community", "area_code": code}
    for given, period in (({}, "2026Q2"), ({"since": "2024Q1"}, "2024Q1")):
        app = open_page(PAGE, code=code, **given)
        assert app.selectbox(key="since").value == period
        total = queries.contributions(database, **asked, since=period)["contribution"].sum()
        assert any(f"{signed(total)} 分" in element.value for element in app.subheader)
    app.selectbox(key="period").set_value("2024Q1").run()
    assert not app.exception
    assert app.selectbox(key="since").value == "2023Q4"


def improvable(database: Database) -> tuple[str, pd.DataFrame]:
    """A community with a way up, and its steps."""
    for code in codes(database):
        steps = queries.improvement_steps(database, **ASKED, community=code)
        if len(steps) > 1:
            return code, steps
    raise LookupError


def test_the_way_up_can_be_tried_and_lands_in_the_target_band(database: Database, open_page: Open) -> None:
    code, steps = improvable(database)
    profile = queries.community_profile(database, **ASKED, community=code).iloc[0]
    app = open_page(PAGE, code=code)
    assert app.multiselect(key="trial-items").value == steps["indicator_code"].tolist()
    assert "还没有改动" in html(app)
    assert "try" not in app.query_params
    next(button for button in app.button if button.label == "按最短路径填好").click().run()
    assert not app.exception
    text = html(app)
    assert f"{profile['target_symbol']} {profile['target_band_name']}</b>" in text
    assert f"<b>{number(profile['score'] + steps['gain'].sum())}</b>" in text
    link = app.query_params["try"]
    link = link if isinstance(link, str) else link[0]
    assert link.split(",")[0].startswith(f"{steps.iloc[0]['indicator_code']}:")
    again = open_page(PAGE, code=code, **{"try": link})
    assert f"<b>{number(profile['score'] + steps['gain'].sum())}</b>" in html(again)
    next(button for button in again.button if button.label == "还原").click().run()
    assert "还没有改动" in html(again)
    assert "try" not in again.query_params


def test_another_item_can_be_added_and_what_means_nothing_is_named(database: Database, open_page: Open) -> None:
    code, steps = improvable(database)
    others = queries.community_indicators(database, **ASKED, community=code)
    others = others[(others["state"] == "value") & ~others["indicator_code"].isin(steps["indicator_code"])]
    other = others.iloc[0]["indicator_code"]
    app = open_page(PAGE, code=code, **{"try": f"{other}:80.0,X9:1,E1:abc"})
    assert not app.exception
    assert other in app.multiselect(key="trial-items").value
    assert any("X9:1、E1:abc" in warning.value.replace("\\", "") for warning in app.warning)


ANCHORS = pd.DataFrame({"indicator_code": ["O1", "O1", "O1"], "value": [0.0, 10, 40], "score": [100.0, 60, 0]})
GRADES = pd.DataFrame({"indicator_code": ["V1"] * 3, "grade": ["A", "B", "C"], "score": [100.0, 66, 33]})
FACTS = {
    "indicator_name": "甲",
    "unit_text": "%点位",
    "decimals": 1,
    "state": "value",
    "grade": None,
    "line_value": 10.0,
}


def test_sliders_reach_over_the_curve_and_ones_own_value_in_printed_steps() -> None:
    rows = pd.DataFrame(
        [
            {**FACTS, "indicator_code": "O1", "measured_value": 52.34},
            {**FACTS, "indicator_code": "V1", "measured_value": None, "grade": "B"},
            {**FACTS, "indicator_code": "E9", "measured_value": None, "state": "not_applicable"},
        ]
    )
    known = trial.knobs(rows, ANCHORS, GRADES)
    assert list(known) == ["O1", "V1"]
    knob = known["O1"]
    assert (knob.low, knob.high, knob.now, knob.start, knob.step) == (0, 52.3, 52.3, 52.3, 0.1)
    assert (known["V1"].grades, known["V1"].now) == (("C", "B", "A"), "B")
    waiting = trial.knobs(rows.head(1).assign(state="unreported", measured_value=float("nan")), ANCHORS, GRADES)["O1"]
    assert (waiting.now, waiting.start, waiting.words(waiting.now)) == (None, 10.0, "未报")


def test_a_trial_reads_as_it_is_written() -> None:
    rows = pd.DataFrame(
        [
            {**FACTS, "indicator_code": "O1", "measured_value": 30.0},
            {**FACTS, "indicator_code": "V1", "measured_value": None, "grade": "B"},
        ]
    )
    known = trial.knobs(rows, ANCHORS, GRADES)
    assert trial.write_tries({"O1": 5.0, "V1": "A"}, known) == "O1:5.0,V1:A"
    assert trial.read_tries("O1:5.04,V1:A", known) == ({"O1": 5.0, "V1": "A"}, [])
    for wrong in ("O1:nan", "O1:99", "O1:-1", "O1:inf", "V1:Z", "Q1:1", "O1", "O1:"):
        assert trial.read_tries(wrong, known) == ({}, [wrong]), wrong
