import numpy as np
import pandas as pd
import pytest
from lxml import html

from pages.shared.cells import Order, Shape, cell_colour, found_rows, short_names, sorted_rows, written
from pages.shared.league import brackets, league_rows, league_shape, order_terms, tie_words
from pages.shared.markup import sheet
from pages.shared.theme import LIGHT, NO_DATA, POINTS, tint

NAMES = ["社区环境", "居民参与"]
NAN = float("nan")


@pytest.fixture
def league() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_kind": "community",
            "area_code": ["1", "2", "3"],
            "area_name": ["演示社区001", "演示社区001", "演示社区003"],
            "unit_code": ["330203", "330212", "330212"],
            "unit_name": ["海曙区", "鄞州区", "鄞州区"],
            "street_name": ["演示街道01", "演示街道02", "演示街道02"],
            "status": ["参评", "参评", "数据不足"],
            "place": [1.0, 1.0, NAN],
            "unit_place": [1.0, 1.0, NAN],
            "rank_low": [1.0, 1.0, NAN],
            "rank_high": [1.0, 3.0, NAN],
            "ranked_count": [9, 9, NAN],
            "next_code": ["2", None, None],
            "is_tied_with_next": [True, False, False],
            "score": [60.0, 59.995, NAN],
            "gap": [0.0, -0.005, NAN],
            "change": [1.5, -2.25, NAN],
            "turnover_change": [0.0, 0.004, NAN],
            "progress": ["明显进步", "在抽样误差内", NAN],
            "place_change": [3.0, 0.0, NAN],
            "certainty": ["可能达标", "可能达标", NAN],
            "band_code": ["passing", "passing", NAN],
            "band_name": ["达标", "达标", NAN],
            "symbol": ["●", "●", NAN],
            "band_position": [2.0, 2.0, NAN],
            "passing_count": [1, 1, 0],
            "rated_count": [1, 1, 0],
            "community_count": [1, 1, 1],
            "dimension_scores": [np.array([60.0, 49.0]), np.array([72.0, 60.0]), None],
            "trend": [np.array([58.0, NAN, 60.0]), np.array([60.0]), None],
        }
    )


def shown(league: pd.DataFrame) -> pd.DataFrame:
    """The league as it stands on the screen."""
    rows = league_rows(league)
    return written(rows, league_shape(rows, NAMES, 60, LIGHT))


_UNSORTED = Order()


def table_of(league: pd.DataFrame, order: Order = _UNSORTED, sortable: tuple[str, ...] = ()) -> html.HtmlElement:
    """The league as a browser gets it."""
    rows = league_rows(league)
    return html.fromstring(sheet(rows, league_shape(rows, NAMES, 60, LIGHT), order, sortable, "三行评分表"))


def cells(league: pd.DataFrame, label: str) -> list[str]:
    """What is printed in a column."""
    table = table_of(league)
    place = [head.text_content() for head in table.xpath(".//thead//th")].index(label)
    return [row[place].text_content() for row in table.xpath(".//tbody/tr")]


def test_names_open_what_they_name_and_heads_sort(league: pd.DataFrame) -> None:
    table = table_of(league, Order("score", is_descending=True), ("score", "社区环境"))
    codes = [cell.get("data-code") for cell in table.xpath(".//tbody//th/span")]
    assert codes == [f"community_code {code}" for code in league["area_code"]]
    assert {cell.get("data-code") for cell in table.xpath(".//tbody//td/span")} == {
        f"unit_code {code}" for code in league["unit_code"]
    }
    heads = {head.text_content(): head for head in table.xpath(".//thead//th")}
    assert heads["得分"].get("aria-sort") == "descending"
    assert heads["得分"][0].get("data-code") == "sort score"
    assert heads["环境"][0].get("data-code") == "sort 社区环境"
    assert heads["环境"].get("aria-label") == "社区环境"
    assert not heads["走势"].xpath("span")
    assert all(span.get("tabindex") == "0" for span in table.xpath(".//span"))


def test_dimensions_have_the_colour_of_their_distance_and_courses_are_lines(league: pd.DataFrame) -> None:
    table = table_of(league)
    first = table.xpath(".//tbody/tr")[0]
    scores = [
        cell.get("style") for cell in first.xpath("td[contains(@class, '社区环境') or contains(@class, '居民参与')]")
    ]
    assert scores == [cell_colour(score, 60, LIGHT) or None for score in league["dimension_scores"].iloc[0]]
    assert [len(row.xpath(".//polyline")) for row in table.xpath(".//tbody/tr")] == [1, 1, 0]


def test_rows_carry_the_league_under_chinese_headers(league: pd.DataFrame) -> None:
    rows = shown(league)
    assert list(rows["社区"]) == ["演示社区001", "演示社区001", "演示社区003"]
    assert list(rows["单位"]) == ["海曙区", "鄞州区", "鄞州区"]
    assert list(rows["等次"]) == ["● 达标", "● 达标", "○ 数据不足"]
    assert list(rows["得分"])[:2] == [60.0, 60.0]
    assert list(rows["走势"][0]) == [58.0, 60.0]
    assert rows["走势"][2] is None


def test_ties_share_their_place_and_areas_without_one_show_a_dash(league: pd.DataFrame) -> None:
    assert cells(league, "全市") == ["1", "1", "—"]


def test_the_unit_is_left_out_where_there_is_only_one(league: pd.DataFrame) -> None:
    assert "单位" not in shown(league.iloc[1:])


def test_changes_of_place_point_up_or_down(league: pd.DataFrame) -> None:
    assert cells(league, "升降") == ["▲ 3", "0", "—"]
    assert cells(league, "较上季") == ["+1.50", "−2.25", "—"]


def test_cells_take_the_tint_of_their_class_and_none_without_data() -> None:
    assert tint(POINTS.class_of(0), LIGHT) in cell_colour(60.0, 60, LIGHT)
    assert tint(POINTS.class_of(-11), LIGHT) in cell_colour(49.0, 60, LIGHT)
    assert cell_colour(NAN, 60, LIGHT) == ""
    assert POINTS.class_of(NAN) == NO_DATA


def test_dimensions_have_short_headers_where_that_tells_them_apart() -> None:
    assert short_names(NAMES) == {"社区环境": "环境", "居民参与": "参与"}
    assert short_names(["社区环境", "校园环境"]) == {"社区环境": "社区环境", "校园环境": "校园环境"}


@pytest.mark.parametrize("kind", ["street", "unit"])
def test_streets_and_units_count_their_passing_communities(league: pd.DataFrame, kind: str) -> None:
    rows = shown(league.assign(area_kind=kind))
    assert list(rows["社区达标"]) == ["1/1", "1/1", "0/0"]
    assert list(rows["参评社区"]) == ["1/1", "1/1", "0/1"]
    assert "街道" in rows or kind == "unit"


def test_intervals_of_places_stand_beside_streets_and_units_only(league: pd.DataFrame) -> None:
    assert list(shown(league.assign(area_kind="unit"))["名次区间"]) == ["1", "1–3", "—"]
    assert not {"名次区间", "难分"} & set(shown(league))


NUMBERS = pd.DataFrame(
    {
        "community_name": ["甲", "乙Ab", "丙", "丁"],
        "community_code": ["1", "22", "3", "4"],
        "score": [9.0, NAN, 70.0, 9.0],
        "dimension_scores": [np.array([1.0, 2.0]), None, np.array([3.0, 1.0]), np.array([2.0, NAN])],
    }
)
SHAPE = Shape(("community_name", "score", "dimension_scores"), dimensions=tuple(NAMES))


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order(), "甲 乙Ab 丙 丁"),
        (Order("score"), "甲 丁 丙 乙Ab"),
        (Order("score", is_descending=True), "丙 甲 丁 乙Ab"),
        (Order("居民参与", is_descending=True), "甲 丙 乙Ab 丁"),
    ],
)
def test_numbers_sort_as_numbers_equal_ones_as_they_stood_and_the_empty_last(order: Order, names: str) -> None:
    assert sorted_rows(NUMBERS, SHAPE, order)["community_name"].tolist() == names.split()


@pytest.mark.parametrize(("text", "names"), [("", "甲 乙Ab 丙 丁"), (" aB ", "乙Ab"), ("22", "乙Ab"), ("70", "")])
def test_words_and_codes_are_searched_in_upper_or_lower_case(text: str, names: str) -> None:
    assert found_rows(NUMBERS, SHAPE, text)["community_name"].tolist() == names.split()


def test_a_league_is_sorted_by_the_database() -> None:
    assert order_terms(Order("band"), NAMES) == "band_position asc nulls last, place nulls last, area_code"
    assert order_terms(Order("居民参与", is_descending=True), NAMES).startswith("dimension_scores[2] desc nulls last")


def neighbours(tied: list[bool], shown: list[int] | None = None) -> pd.DataFrame:
    """Areas 1, 2, 3, … by place; of these the shown ones."""
    count = len(tied)
    rows = pd.DataFrame(
        {
            "area_code": [str(place) for place in range(1, count + 1)],
            "place": range(1, count + 1),
            "next_code": [*(str(place) for place in range(2, count + 1)), None],
            "is_tied_with_next": tied,
        }
    )
    return rows if shown is None else rows.iloc[[place - 1 for place in shown]]


def test_a_bracket_joins_neighbours_that_cannot_be_told_apart() -> None:
    assert brackets(neighbours([True, True, False, True, False])) == ["╮", "│", "╯", "╮", "╯"]
    assert tie_words(neighbours([True, True, False, True, False])) == "第1至3名、第4至5名相邻之间难分高下"
    assert tie_words(neighbours([False, False])) == ""


def test_no_bracket_joins_rows_that_are_no_neighbours_in_the_whole_city() -> None:
    assert brackets(neighbours([True, True, False, False], shown=[1, 3, 4])) == ["", "", ""]
    assert brackets(neighbours([True, True, True, False], shown=[3, 2, 1])) == ["", "", ""]


def test_many_groups_of_ties_are_counted_not_listed() -> None:
    assert tie_words(neighbours([True, False] * 4)) == "相邻名次 7 对中 4 对难分高下"
