from __future__ import annotations

from typing import Any

import pytest

import queries
from queries.catalogue import DOCUMENTS
from queries.database import Database, DuckDBDatabase
from queries.filter_words import filter_words
from queries.parameters import BadParameter, NotAllowed, read_filters, restrict
from queries.question import Asked


def test_what_is_not_given_is_the_newest_period_its_standard_and_everything(city: Database) -> None:
    assert read_filters(city, queries.league_table, {}) == {
        "period": "2026Q3",
        "standard": "example-2026",
        "area_kind": "community",
        "units": None,
        "streets": None,
        "kinds": None,
        "bands": None,
        "weak_dimensions": None,
        "statuses": None,
        "search": "",
        "order": "score",
        "ranked": 50,
    }


@pytest.mark.parametrize(
    "asked",
    [queries.band_counts, *(document for document in DOCUMENTS.values() if document.takes("standard"))],
    ids=lambda asked: asked.name,
)
def test_without_a_standard_an_earlier_period_is_read_by_that_of_the_pages(city: Database, asked: Asked[Any]) -> None:
    assert read_filters(city, asked, {"period": ["2026Q2"]})["standard"] == "example-2026"


def test_a_word_that_only_one_choice_has_stands_for_its_code(city: Database) -> None:
    given = {"units": ["高新区", "330203"], "period": ["2026年第二季度"], "bands": ["达标"]}
    filters = read_filters(city, queries.league_table, given)
    assert (filters["units"], filters["period"], filters["bands"]) == (("330203", "3302GX"), "2026Q2", ("passing",))
    with pytest.raises(BadParameter, match="“东城社区”不存在"):  # of which there are two
        read_filters(city, queries.community_profile, {"community": ["东城社区"]})


def test_lists_come_back_in_the_order_of_their_choices_without_repetition_or_blanks(city: Database) -> None:
    given = {"units": ["3302GX", " 330203", "3302GX", ""], "bands": ["none", "passing"], "search": [" 东城 "]}
    filters = read_filters(city, queries.league_table, given)
    assert filters["units"] == ("330203", "3302GX")
    assert filters["bands"] == ("passing", "none")
    assert filters["search"] == "东城"


@pytest.mark.parametrize(
    ("question", "given", "message"),
    [
        (queries.band_counts, {"unit": ["330212"]}, "没有参数“unit”，可用的参数：period、standard、units"),
        (queries.band_counts, {"period": ["2026Q9"]}, "参数“period”的值“2026Q9”不存在，可选：2026Q3、2026Q2"),
        (queries.band_counts, {"period": ["2026Q2", "2026Q3"]}, "参数“period”只能给一个值，现有：2026Q2、2026Q3"),
        (queries.band_counts, {"standard": ["x"]}, "“standard”的值“x”不存在，可选：example-2026 新标准（示例细则）、"),
        (queries.band_counts, {"units": ["330212", "鄞州"]}, "“units”的值“鄞州”不存在，可选：330203 海曙区、330212"),
        (queries.league_table, {"area_kind": ["city"]}, "可选：community 社区、street 街道、unit 单位"),
        (queries.league_table, {"order": ["x"]}, "“order”的值“x”不存在，可选：score 按得分、change 进步榜"),
        (queries.league_table, {"ranked": ["-1"]}, "参数“ranked”的值“-1”不是不超过六位的非负整数"),
        (queries.league_table, {"statuses": ["x"]}, "可选：参评、待补报、数据不足"),
        (
            queries.league_table,
            {"bands": ["x"]},
            "可选：exemplary 典范、passing 达标、developing 培育、remedial 整改、none",
        ),
        (queries.area_measure, {"measure": ["x"]}, "可选：index 得分率、dimension:E 社区环境"),
        (
            queries.area_score,
            {"area_kind": ["unit"], "area_code": ["1"]},
            "“area_code”的值“1”不存在：2026Q3 没有这个代码的单位",
        ),
        (queries.area_score, {"area_kind": ["street"]}, "“area_code”的值“city”不存在"),
    ],
)
def test_a_refusal_names_parameter_value_and_choices(
    city: Database, question: Any, given: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(BadParameter) as refusal:
        read_filters(city, question, given)
    assert message in str(refusal.value)


def test_many_choices_are_cut_short(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into street select '3302120' || (10 + range), '街道' || range, '330212', null, null, null from range(30)"
    )
    with pytest.raises(BadParameter, match=r"等 33 个$"):
        read_filters(city, queries.league_table, {"streets": ["x"]})


def test_a_version_without_periods_says_so(empty_city: Database) -> None:
    with pytest.raises(BadParameter, match="没有任何一期数据"):
        read_filters(empty_city, queries.band_counts, {})


def test_a_viewer_of_everything_changes_nothing(city: Database) -> None:
    filters = read_filters(city, queries.league_table, {})
    assert restrict(city, queries.league_table, filters, None) == filters


@pytest.mark.parametrize(
    ("asked", "seen"),
    [((), ("330212", "3302GX")), (("3302GX",), ("3302GX",)), (("330203", "330212"), ("330212",))],
)
def test_a_viewer_sees_what_is_asked_and_allowed(city: Database, asked: tuple[str, ...], seen: tuple[str, ...]) -> None:
    filters = read_filters(city, queries.league_table, {"units": asked})
    assert restrict(city, queries.league_table, filters, ("330212", "3302GX"))["units"] == seen


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (queries.league_table, {"units": ["330203"]}),
        (queries.area_score, {}),
        (queries.area_score, {"area_kind": ["community"], "area_code": ["330203001001"]}),
    ],
)
def test_nothing_left_to_see_is_a_refusal_not_everything(
    city: Database, question: Any, given: dict[str, list[str]]
) -> None:
    filters = read_filters(city, question, given)
    with pytest.raises(NotAllowed, match="不在您可以查看的单位之内"):
        restrict(city, question, filters, ("330212",))


def test_a_viewer_sees_the_communities_of_their_unit(city: Database) -> None:
    given = {"area_kind": ["community"], "area_code": ["330212001001"]}
    filters = read_filters(city, queries.area_score, given)
    assert restrict(city, queries.area_score, filters, ("330212",)) == filters


@pytest.mark.parametrize(
    ("question", "given", "words"),
    [
        (queries.league_table, {}, []),
        (queries.league_table, {"units": ["330212"], "kinds": ["商品房"]}, ["鄞州区", "商品房"]),
        (queries.league_table, {"units": ["330203", "330212", "330226", "3302GX"]}, ["4个单位"]),
        (queries.league_table, {"area_kind": ["street"], "bands": ["none"]}, ["街道", "数据不足"]),
        (queries.league_table, {"weak_dimensions": ["E"], "search": ["东"]}, ["短板社区环境", "搜索东"]),
        (queries.league_table, {"standard": ["example-2025"]}, ["example-2025"]),
        (queries.area_measure, {"measure": ["dimension:E"]}, ["社区环境"]),
        (queries.area_measure, {"area_kind": ["street"], "units": ["330212"]}, ["得分率", "街道", "鄞州区"]),
        (queries.area_measure, {"area_kind": ["community"]}, ["得分率", "社区"]),
        (queries.area_score, {}, []),
        (queries.area_score, {"area_kind": ["unit"], "area_code": ["330212"]}, ["鄞州区"]),
    ],
)
def test_filters_read_as_words(city: Database, question: Any, given: dict[str, list[str]], words: list[str]) -> None:
    assert filter_words(city, question, read_filters(city, question, given)) == words


def test_an_earlier_period_is_chosen_among_periods_and_named(city: Database) -> None:
    given = {"area_kind": ["community"], "area_code": ["330203001001"], "since": ["2026Q2"]}
    filters = read_filters(city, queries.contributions, given)
    assert filters["since"] == "2026Q2"
    assert filter_words(city, queries.contributions, filters) == ["鼓楼社区", "330203001001", "自2026Q2"]
    with pytest.raises(BadParameter, match="参数“since”的值“2026Q9”不存在"):
        read_filters(city, queries.contributions, {"since": ["2026Q9"]})


def test_peers_of_a_community_are_cut_down_to_ones_units_and_only_for_ones_own_community(city: Database) -> None:
    filters = read_filters(city, queries.peer_table, {"community": ["330203001001"]})
    assert restrict(city, queries.peer_table, filters, ("330203", "330226"))["units"] == ("330203", "330226")
    with pytest.raises(NotAllowed):
        restrict(city, queries.peer_table, filters, ("330212",))
