import re
from typing import Any

import pandas as pd
import pytest

from pages.shared.charts import band_shares, dimension_dots, index_trend
from pages.shared.theme import DARK, LIGHT, Palette

NAN = float("nan")


@pytest.fixture
def dimensions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "dimension_name": ["社区环境", "社区秩序", "社区阵地"],
            "score": [59.994, 59.995, NAN],
            "change": [-0.3, 1.4, NAN],
            "share_passing": [40.0, 55.55, NAN],
        }
    )


@pytest.fixture
def bands() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "band_code": ["exemplary", "passing", "none"],
            "band_name": ["典范", "达标", "数据不足"],
            "symbol": ["★", "●", "○"],
            "position": [1, 2, 3],
            "community_count": [3, 7, 1],
        }
    )


def texts(figure: Any) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_dots_take_their_side_of_the_line_as_it_is_printed(dimensions: pd.DataFrame, palette: Palette) -> None:
    figure = dimension_dots(dimensions, 60, palette)
    dots = figure.data[0]
    assert list(dots.marker.color) == [palette.above, palette.below]
    assert list(dots.x) == [59.995, 59.994]


def test_dots_print_scores_and_changes_and_say_where_there_is_no_data(dimensions: pd.DataFrame) -> None:
    printed = texts(dimension_dots(dimensions, 60, LIGHT))
    assert {"<b>59.99</b>", "<b>60.00</b>", "数据不足", "▼ 0.30", "▲ 1.40", "达标线 60"} <= set(printed)


def test_the_band_bar_keeps_every_community_and_hatches_those_without_data(bands: pd.DataFrame) -> None:
    shares = band_shares(bands, LIGHT)
    assert re.findall(r"--share: (\d+)", shares) == ["3", "7", "1"]
    assert re.findall(r"<i (\w+)", shares) == ["style", "style", "class"]
    assert f"background: {LIGHT.bands[0]}" in shares


def test_a_band_without_communities_has_no_piece_but_a_word(bands: pd.DataFrame) -> None:
    shares = band_shares(bands.assign(community_count=[0, 7, 1]), LIGHT)
    assert re.findall(r"--share: (\d+)", shares) == ["7", "1"]
    assert "★ 典范</b> 0" in shares


def test_bands_are_named_by_symbol_word_and_count(bands: pd.DataFrame) -> None:
    words = band_shares(bands, LIGHT)
    assert "★ 典范</b> 3" in words
    assert "○ 数据不足</b> 1" in words


def test_the_trend_shows_the_line_and_prints_the_last_known_score() -> None:
    trend = pd.DataFrame({"period": ["2026Q1", "2026Q2", "2026Q3"], "score": [58.0, 61.005, NAN]})
    figure = index_trend(trend, 60, LIGHT)
    assert {"达标线 60", "<b>61.01</b>", "2026年第一季度", "2026年第三季度"} <= set(texts(figure))
    assert figure.layout.shapes[0].y0 == 60


def test_the_trend_marks_real_changes_and_says_what_the_marks_mean() -> None:
    trend = pd.DataFrame(
        {
            "period": ["2026Q1", "2026Q2", "2026Q3"],
            "score": [58.0, 61.0, NAN],
            "progress": [None, "明显进步", "明显退步"],
        }
    )
    figure = index_trend(trend, 60, LIGHT)
    marks = [trace for trace in figure.data if str(trace.marker.symbol).startswith("triangle")]
    assert [(trace.marker.symbol, list(trace.x)) for trace in marks] == [("triangle-up", ["2026Q2"])]
    assert [text for text in texts(figure) if "明显" in text] == [
        f'<span style="color:{LIGHT.above}">▲</span> 明显进步'
    ]  # no score, no mark
    assert len(index_trend(trend.drop(columns="progress"), 60, LIGHT).data) == 2


def test_figures_are_small_because_no_template_travels(dimensions: pd.DataFrame) -> None:
    assert len(dimension_dots(dimensions, 60, LIGHT).to_json()) < 4000
