import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [(60, "60.00"), (59.995, "60.00"), (-3.2, "−3.20"), (-0.001, "0.00"), (None, "—"), (float("nan"), "—")],
)
def test_numbers_are_rounded_half_up_with_a_true_minus_sign(value: float | None, text: str) -> None:
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.8, "+0.80"), (-3.2, "−3.20"), (0.0, "0.00"), (0.004, "0.00"), (None, "—")]
)
def test_differences_carry_their_sign_unless_they_are_printed_as_nothing(value: float | None, text: str) -> None:
    assert formats.signed(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.8, "▲ 0.80"), (-1.2, "▼ 1.20"), (0.0, "0.00"), (None, "—")])
def test_changes_point_up_or_down(value: float | None, text: str) -> None:
    assert formats.arrow(value) == text


def test_an_interval_of_nearly_all_places_tells_nothing_apart() -> None:
    assert formats.places(4, 7, 14) == "4–7"
    assert formats.places(2, 2, 14) == "2"
    assert formats.places(1, 12, 14) == "1–12"
    assert formats.places(1, 13, 14) == formats.places(1, 3, 3) == "分不出名次"
    assert formats.places(1, 1, 1) == "1", "who is alone is first"
    assert formats.places(float("nan"), None, 14) == "—"


def test_parts_add_up_to_their_printed_total() -> None:
    assert formats.shares([1, 1, 1]) == ["33.4%", "33.3%", "33.3%"]
    assert formats.shares([2, 1, 0, 3]) == ["33.3%", "16.7%", "0.0%", "50.0%"]
    assert formats.shares([0, 0]) == ["—", "—"]
    assert formats.parts([0.125, 0.125, -0.25]) == [0.13, 0.12, -0.25]
    assert formats.parts([-0.004, -0.004, -0.004]) == [0.0, 0.0, -0.01]
    assert formats.parts([11.15, 11.1], 1, total=22.2) == [11.1, 11.1]
    missing, known = formats.parts([float("nan"), 4.0])
    assert (math.isnan(missing), known) == (True, 4.0)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda weights: sum(weights) > 0.001))
def test_shares_sum_to_a_hundred_and_stand_close_to_their_own(weights: list[float]) -> None:
    printed = [float(share.removesuffix("%")) for share in formats.shares(weights)]
    assert round(sum(printed), 6) == 100
    for share, weight in zip(printed, weights, strict=True):
        assert abs(share - 100 * weight / sum(weights)) < 0.1 + 1e-6


def test_large_numbers_are_grouped_and_shares_have_one_decimal() -> None:
    assert formats.number(12345.6, 0) == "12,346"
    assert formats.share(1, 3) == "33.3%"
    assert formats.share(0, 0) == "—"


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("http://a.cn/x社区", "http\u2060\\:"),
        ("HTTPS://a.cn", "HTTPS\u2060\\:"),
        ("www.a.cn", "www\u2060\\."),
        ("某某@a.cn", "某某\u2060@"),
    ],
)
def test_an_address_in_a_name_is_broken_where_markdown_would_make_it_a_link(name: str, broken: str) -> None:
    text = formats.literal(name)
    assert broken in text
    assert text.replace("\u2060", "").replace("\\", "") == name
    assert formats.literal("甲社区") == "甲社区"


def test_quarters_and_days_are_chinese() -> None:
    assert formats.period_name("2026Q3") == "2026年第三季度"
    assert formats.day(date(2026, 9, 30)) == "2026-09-30"


def test_a_small_number_keeps_its_sign_where_its_digits_are_printed() -> None:
    assert formats.number(-0.0012, 4) == "−0.0012"


def test_times_are_those_of_beijing() -> None:
    assert formats.moment(datetime(2026, 9, 30, 16, 5, tzinfo=UTC)) == "2026-10-01 00:05"
