import pytest

from pages.shared import theme
from pages.shared.shell import shell
from pages.shared.theme import CHANGES, LIGHT, NO_DATA, POINTS


@pytest.mark.parametrize(
    ("distance", "number"),
    [
        (-10.01, 0),
        (-10, 1),
        (-5.01, 1),
        (-5, 2),
        (-2, 3),
        (-0.01, 3),
        (0, 4),
        (1.99, 4),
        (2, 5),
        (5, 6),
        (9.99, 6),
        (10, 7),
        (40, 7),
    ],
)
def test_classes_are_half_open_and_open_at_their_lower_border(distance: float, number: int) -> None:
    assert POINTS.class_of(distance) == number


def test_a_distance_printed_as_nothing_is_on_the_passing_side() -> None:
    assert POINTS.class_of(-0.004) == 4
    assert POINTS.class_of(-0.005) == 3


@pytest.mark.parametrize("distance", [None, float("nan")])
def test_no_data_has_no_class(distance: float | None) -> None:
    assert POINTS.class_of(distance) == NO_DATA


def test_the_legend_names_every_class_once() -> None:
    assert len(POINTS.labels()) == len(theme.CLASS_COLOURS) == len(theme.CLASS_TEXT_COLOURS)
    assert POINTS.labels()[0] == "低于 −10"
    assert POINTS.labels()[3:5] == ("−2 ～ 0", "0 ～ 2")
    assert CHANGES.labels()[-1] == "4 及以上"


def test_measures_of_other_sizes_get_classes_relative_to_their_line() -> None:
    scale = theme.relative_scale(20.0, 1)
    assert scale.borders == (-6, -3, -1, 0, 1, 3, 6)
    assert theme.relative_scale(0.0, 1).class_of(0.0) == 4


def test_brown_stands_below_the_line_and_teal_above_in_both_themes() -> None:
    assert theme.palette("dark") is theme.DARK
    assert theme.palette(None) is LIGHT
    assert theme.CLASS_COLOURS[0] == theme.BROWN
    assert theme.CLASS_COLOURS[-1] == theme.DEEP_TEAL


def test_the_document_has_the_colours_of_the_scale() -> None:
    sheet = shell()
    for number, colour in enumerate(theme.CLASS_COLOURS):
        assert f"svg .c{number} .ground,svg .swatch.c{number}{{fill:{colour}}}" in sheet
