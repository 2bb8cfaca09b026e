from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest

from queries import round_half_up


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (59.995, 60.0),
        (59.99499999999999, 60.0),
        (59.994, 59.99),
        (1.005, 1.01),
        (2.675, 2.68),
        (-1.005, -1.01),
        (100, 100.0),
    ],
)
def test_halves_go_away_from_zero(value: float, rounded: float) -> None:
    assert round_half_up(value) == rounded


def test_rounding_agrees_with_decimals_and_with_sql() -> None:
    values = [number / 1000 for number in range(-101_005, 101_006, 5)]
    obvious = [float(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)) for value in values]
    assert round_half_up(np.array(values)).tolist() == obvious
    scores = [value for value in values if value >= 0]
    sql = "select floor(score * 100 + 0.5 + 1e-9) / 100 from (select unnest($scores::double[]) as score)"
    with duckdb.connect() as connection:
        rounded = [row[0] for row in connection.execute(sql, {"scores": scores}).fetchall()]
    assert rounded == round_half_up(np.array(scores)).tolist()


def test_rounding_knows_other_decimals_gaps_and_no_negative_zero() -> None:
    assert round_half_up(0.05, 1) == 0.1
    assert round_half_up(2.5, 0) == 3.0
    assert math.isnan(round_half_up(math.nan))
    assert str(float(round_half_up(-0.001))) == "0.0"
    pd.testing.assert_series_equal(round_half_up(pd.Series([1.005, np.nan])), pd.Series([1.01, np.nan]))
