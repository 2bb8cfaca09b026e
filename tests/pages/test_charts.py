import re

import pandas as pd
import pytest

from pages.shared.charts import band_shares
from pages.shared.theme import LIGHT


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


def test_the_band_bar_keeps_every_community_and_hatches_those_without_data(bands: pd.DataFrame) -> None:
    shares = band_shares(bands, LIGHT, {})
    assert re.findall(r"--share: (\d+)", shares) == ["3", "7", "1"]
    assert re.findall(r"<i (\w+)", shares) == ["style", "style", "class"]
    assert f"background: {LIGHT.bands[0]}" in shares


def test_a_band_without_communities_has_no_piece_but_a_word(bands: pd.DataFrame) -> None:
    shares = band_shares(bands.assign(community_count=[0, 7, 1]), LIGHT, {})
    assert re.findall(r"--share: (\d+)", shares) == ["7", "1"]
    assert "★ 典范</a> 0" in shares


def test_bands_are_named_by_symbol_word_and_count(bands: pd.DataFrame) -> None:
    words = band_shares(bands, LIGHT, {"period": "2026Q2"})
    assert 'href="league?period=2026Q2&amp;area=community&amp;band=none"' in words
    assert "★ 典范</a> 3" in words
    assert "○ 数据不足</a> 1" in words
