"""The two example standards: they load, and each line says how well it is supported."""

from collections import defaultdict
from datetime import date

import pytest

from data.reading.standards import read_standard
from data.settings import REFERENCE
from data.standard import Standard

FOLDER = REFERENCE / "standard"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def shipped(request: pytest.FixtureRequest) -> Standard:
    return read_standard(request.param)


@pytest.fixture(scope="module")
def by_year() -> dict[int, Standard]:
    return {year: read_standard(FOLDER / f"example-{year}.toml") for year in (2025, 2026)}


def test_two_standards_are_shipped_each_valid_from_its_year(by_year: dict[int, Standard]) -> None:
    assert [path.stem for path in FILES] == ["example-2025", "example-2026"]
    for year, each in by_year.items():
        assert each.version == f"example-{year}"
        assert each.valid_from == date(year, 1, 1)


def test_a_shipped_standard_says_it_is_an_example(shipped: Standard) -> None:
    assert shipped.is_example
    assert "示例" in shipped.name
    assert "示例细则" in shipped.notice
    assert "不是《文明典范社区标准》原文" in shipped.notice


def test_the_dimensions_are_the_five_published_ones(shipped: Standard) -> None:
    assert [(dimension.code, dimension.name) for dimension in shipped.dimension] == [
        ("E", "社区环境"),
        ("O", "社区秩序"),
        ("V", "社区阵地"),
        ("P", "居民参与"),
        ("A", "社区活动"),
    ]


def test_there_are_25_indicators_and_their_weights_add_up_to_100(shipped: Standard) -> None:
    assert len(shipped.indicator) == 25
    assert sum(indicator.weight for indicator in shipped.indicator) == 100
    shares: dict[str, float] = defaultdict(float)
    for indicator in shipped.indicator:
        assert indicator.code.startswith(indicator.dimension)
        assert indicator.weight > 0
        shares[indicator.dimension] += indicator.weight
    assert all(15 <= share <= 25 for share in shares.values())


def test_every_indicator_has_the_three_anchors_and_its_line_lies_inside(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        assert [score for _, score in indicator.anchors] == [0, 60, 100], indicator.code
        zero, line, full = (value for value, _ in indicator.anchors)
        assert min(zero, full) < line < max(zero, full), indicator.code


def test_anchors_lie_within_the_possible_values(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        assert indicator.minimum is not None, indicator.code
        assert all(value >= indicator.minimum for value, _ in indicator.anchors), indicator.code
        if indicator.unit.startswith("%"):
            assert (indicator.minimum, indicator.maximum) == (0, 100), indicator.code
        if indicator.maximum is not None:
            assert all(value <= indicator.maximum for value, _ in indicator.anchors), indicator.code


def test_only_the_rate_of_hazards_is_better_when_lower(shipped: Standard) -> None:
    falling = [indicator.code for indicator in shipped.indicator if indicator.anchors[0] > indicator.anchors[-1]]
    assert falling == ["O1"]


def test_every_line_states_its_basis_and_where_it_comes_from(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        assert {"basis", "scale_basis", "source", "numerator"} <= indicator.model_fields_set, indicator.code
        assert indicator.source in {"平台数据", "实地考察", "台账", "问卷"}, indicator.code
        if indicator.basis != "default" or indicator.scale_basis != "default":
            assert indicator.citation is not None, indicator.code


def test_citations_name_an_issuer_and_a_title_and_never_an_address(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        if indicator.citation:
            words = indicator.citation.issuer + indicator.citation.title
            assert indicator.citation.issuer
            assert indicator.citation.title
            assert not any(part in words for part in ("http", "www", ".com", ".cn", ".net")), indicator.code


def test_reprints_are_marked_and_only_they_carry_the_remark(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        is_reprint = indicator.citation is not None and indicator.citation.is_reprint
        assert indicator.note.startswith("转载，未核原文") == is_reprint, indicator.code


def test_a_citation_of_a_default_line_says_that_the_line_is_not_in_it(shipped: Standard) -> None:
    for indicator in shipped.indicator:
        if indicator.citation and indicator.basis == indicator.scale_basis == "default":
            assert any(word in indicator.note for word in ("不是达标线出处", "不含达标线", "默认")), indicator.code


def test_inspected_places_and_surveys_carry_a_sampling_error(shipped: Standard) -> None:
    sampling = {indicator.code: indicator.sampling for indicator in shipped.indicator}
    assert [code for code, kind in sampling.items() if kind == "mean"] == ["E5"]
    assert [code for code, kind in sampling.items() if kind == "rate"] == [
        "E1",
        "E2",
        "E3",
        "O1",
        "O3",
        "O4",
        "O5",
        "P5",
        "P6",
        "A4",
    ]
    inspected = [indicator.code for indicator in shipped.indicator if indicator.finite_population]
    assert inspected == ["E2", "E3", "O1", "O3", "O4", "P5", "P6"]


def test_annual_counts_roll_over_four_quarters_and_five_items_are_computed(shipped: Standard) -> None:
    assert {indicator.code for indicator in shipped.indicator if indicator.window == 4} == {"A1", "A2", "A3"}
    computed = {
        indicator.code: (indicator.computed, indicator.activity_categories)
        for indicator in shipped.indicator
        if indicator.computed
    }
    assert computed == {
        "P4": ("appeal_on_time", ()),
        "P5": ("appeal_solved", ()),
        "P6": ("appeal_satisfied", ()),
        "A1": ("activity_count", ("文化活动",)),
        "A2": ("activity_kind_count", ("志愿服务",)),
    }
    assert [indicator.code for indicator in shipped.indicator if indicator.reported_otherwise] == ["P4", "P5", "P6"]


def test_the_bands_descend_to_one_that_takes_everybody(shipped: Standard) -> None:
    assert [(band.code, band.name, band.symbol, band.minimum_score) for band in shipped.band] == [
        ("exemplary", "典范", "★", 85),
        ("passing", "达标", "●", 60),
        ("developing", "培育", "◐", 50),
        ("remedial", "整改", "▲", 0),
    ]
    assert [band.minimum_dimension_score for band in shipped.band] == [75, 60, 0, 0]
    assert [band.requires_all_reported for band in shipped.band] == [True, True, False, False]
    assert [band.requires_no_veto for band in shipped.band] == [True, True, True, False]


def test_the_rules_of_the_roll_up_are_the_citys(shipped: Standard) -> None:
    assert (shipped.aggregation, shipped.geometric_floor, shipped.line) == ("arithmetic", 1, 60)
    assert shipped.coverage.minimum == pytest.approx(2 / 3)
    assert (shipped.change.false_discovery_rate, shipped.change.minimum) == (0.10, 1.0)


def test_targets_are_defaults_and_rise(shipped: Standard) -> None:
    assert {target.basis for target in shipped.target} == {"default"}
    values: dict[str, list[float]] = defaultdict(list)
    for target in sorted(shipped.target, key=lambda target: target.period):
        values[target.measure].append(target.value)
    assert set(values) == {"index", "share_passing"}
    assert all(early < late for early, late in values.values())
    assert {(target.measure, target.value) for target in shipped.target if target.period == "2027Q1"} == {
        ("index", 66),
        ("share_passing", 70),
    }


def test_the_earlier_standard_is_a_little_easier(by_year: dict[int, Standard]) -> None:
    earlier, later = ({each.code: each for each in by_year[year].indicator} for year in (2025, 2026))
    assert list(earlier) == list(later)
    moved = {code: (earlier[code].anchors[1][0], later[code].anchors[1][0]) for code in later}
    lowered = {code: lines for code, lines in moved.items() if lines[0] != lines[1]}
    assert lowered == {"E1": (75, 80), "O2": (5, 6), "P1": (8, 10), "P6": (80, 85)}
    assert any(earlier[code].weight != later[code].weight for code in later)
    assert [veto.code for veto in by_year[2026].veto] == ["X1", "X2", "X3"]
    assert [veto.code for veto in by_year[2025].veto] == ["X1", "X2"]
