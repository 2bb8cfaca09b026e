"""The sentence of 构成效应, on the published case of the kidney stones and at its edges."""

import pytest

from data.scoring.statistics import composition
from pages.shared.composition import composition_flag


def pair(difference: float, within_kinds: float) -> dict[str, object]:
    return {"unit_name": "甲区", "other_name": "乙区", "difference": difference, "within_kinds": within_kinds}


def test_the_kidney_stones_are_told_as_what_they_are() -> None:
    """Charig et al. 1986: small stones 81/87 and 234/270, large ones 192/263 and 55/80."""
    parts = composition(
        [87 / 350, 263 / 350], [8100 / 87, 19200 / 263], [270 / 350, 80 / 350], [23400 / 270, 5500 / 80]
    )
    assert composition_flag(pair(parts.total, parts.within)) == (
        "乙区比甲区高 4.57 分，但按相同社区类型比，反而低 5.37 分：差别来自社区类型的构成"
    )


def test_who_is_ahead_is_named_first() -> None:
    assert composition_flag(pair(0.6156, -0.7715)).startswith(
        "甲区比乙区高 0.62 分，但按相同社区类型比，反而低 0.77 分"
    )
    assert composition_flag(pair(-0.6156, 0.7715)).startswith(
        "乙区比甲区高 0.62 分，但按相同社区类型比，反而低 0.77 分"
    )


@pytest.mark.parametrize(
    ("difference", "within_kinds"),
    [(1.0, 0.5), (-1.0, -0.5), (0.0, -1.0), (1.0, 0.0), (0.004, -1.0), (1.0, -0.0049), (-0.004, 2.0)],
)
def test_an_order_that_stays_or_reads_zero_is_no_reversal(difference: float, within_kinds: float) -> None:
    assert composition_flag(pair(difference, within_kinds)) == ""


def test_the_smallest_printed_difference_counts() -> None:
    assert "高 0.01 分" in composition_flag(pair(0.005, -1.0))
