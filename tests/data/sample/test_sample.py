"""The demonstration city: the same for the same seed, nobody's real community, and as uneven as a real one."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import sample
from data.reading.standards import read_standard
from data.sample import write_sample
from data.settings import REFERENCE
from data.standard import Standard

SCALE = 0.1
PERIODS = [f"{year}Q{quarter}" for year in range(2023, 2027) for quarter in range(1, 5)][3:15]
LEDGERS = ("activities", "appeals", "visits", "findings", "supervisions")
TABLES = ("streets", "communities", "measurements", *LEDGERS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, scale=SCALE)
    return folder


@pytest.fixture(scope="module")
def communities(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "communities.parquet")


@pytest.fixture(scope="module")
def measurements(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "measurements.parquet")


@pytest.fixture(scope="module")
def activities(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "activities.parquet")


@pytest.fixture(scope="module")
def standard() -> Standard:
    return read_standard(REFERENCE / "standard" / "example-2026.toml")


def _reference(table: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_the_same_scale_and_seed_give_the_same_bytes(tmp_path: Path, file_format: sample.FileFormat) -> None:
    for name in ("first", "second"):
        write_sample(tmp_path / name, scale=0.05, file_format=file_format)
    assert _contents(tmp_path / "first") == _contents(tmp_path / "second")
    contents = _contents(tmp_path / "first")
    photos = [name for name in contents if name.endswith(".jpg")]
    assert len(photos) >= 24
    assert len(contents) == 1 + len(TABLES) + len(photos)


def test_another_seed_gives_another_city(tmp_path: Path) -> None:
    write_sample(tmp_path / "first", scale=0.05, seed=1)
    write_sample(tmp_path / "second", scale=0.05, seed=2)
    first, second = _contents(tmp_path / "first"), _contents(tmp_path / "second")
    assert all(first[f"{table}.parquet"] != second[f"{table}.parquet"] for table in TABLES)


def test_the_order_of_blocks_does_not_break_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "_BLOCK", 20)
    write_sample(tmp_path, scale=SCALE)
    communities = pd.read_parquet(tmp_path / "communities.parquet")
    measurements = pd.read_parquet(tmp_path / "measurements.parquet")
    for table in LEDGERS:
        assert pd.read_parquet(tmp_path / f"{table}.parquet").iloc[:, 0].is_unique, table
    assert set(measurements.community_code) == set(communities.community_code)


def test_csv_and_parquet_hold_the_same_rows_and_replace_each_other(tmp_path: Path, folder: Path) -> None:
    write_sample(tmp_path, scale=0.05)
    write_sample(tmp_path, scale=SCALE, file_format="csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["about.toml", "photos", *(f"{name}.csv" for name in TABLES)]
    )
    for name in TABLES:
        parquet = pd.read_parquet(folder / f"{name}.parquet")
        text = pd.read_csv(tmp_path / f"{name}.csv", dtype={column: "str" for column in parquet if "code" in column})
        for column in parquet.columns[parquet.dtypes.map(lambda kind: kind.kind == "M")]:
            text[column] = pd.to_datetime(text[column])
        assert len(text) == len(parquet)
        for column in parquet:
            is_null = parquet[column].isna().to_numpy()
            assert (text[column].isna().to_numpy() == is_null).all()
            assert (text[column].astype(str)[~is_null] == parquet[column].astype(str)[~is_null]).all() or np.allclose(
                text[column].astype(float), parquet[column].astype(float), rtol=0, atol=0, equal_nan=True
            ), (name, column)


def test_it_says_that_it_is_a_demonstration(folder: Path, communities: pd.DataFrame) -> None:
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    assert about["is_demonstration"] is True
    assert about["register_note"].startswith(f"演示登记：{len(communities)}个演示社区，非真实登记")


def test_progress_is_reported_from_nothing_to_all(tmp_path: Path) -> None:
    shares: list[float] = []
    write_sample(tmp_path, scale=0.05, progress=lambda share, _text: shares.append(share))
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)


def test_streets_and_communities_are_masked_and_carry_reserved_codes(folder: Path, communities: pd.DataFrame) -> None:
    streets = pd.read_parquet(folder / "streets.parquet")
    assert communities.community_name.str.fullmatch(r"演示社区\d{3,}").all()
    assert communities.community_code.str.fullmatch(r"99\d{10}").all()
    assert communities.community_code.is_unique
    assert streets.street_name.str.fullmatch(r"演示街道\d{2,}").all()
    assert streets.street_code.str.fullmatch(r"99\d{7}").all()
    assert streets.street_code.is_unique
    assert streets.street_name.is_unique
    assert (communities.community_code.str[:9] == communities.street_code).all()


def test_no_real_street_or_community_appears(folder: Path, communities: pd.DataFrame) -> None:
    streets = pd.read_parquet(folder / "streets.parquet")
    real_streets, real_communities = _reference("streets"), _reference("communities")
    assert not {row["community_name"] for row in real_communities} & set(communities.community_name)
    assert not {row["community_code"] for row in real_communities} & set(communities.community_code)
    assert not {row["street_name"] for row in real_streets} & set(streets.street_name)
    assert not {row["street_code"] for row in real_streets} & set(streets.street_code)


def test_some_names_stand_twice_or_thrice_also_in_one_unit(communities: pd.DataFrame) -> None:
    times = communities.community_name.value_counts()
    assert times.max() == 3
    assert (times == 2).sum() >= 3
    assert communities.duplicated(["community_name", "unit_code"]).any()


def test_every_reporting_unit_has_communities_in_its_own_streets(folder: Path, communities: pd.DataFrame) -> None:
    streets = pd.read_parquet(folder / "streets.parquet").set_index("street_code")
    assert set(communities.unit_code) == {row["unit_code"] for row in _reference("units")}
    assert (communities.street_code.map(streets.unit_code) == communities.unit_code).all()
    assert set(communities.street_code) == set(streets.index)


def test_positions_are_schematic_and_in_ningbo(communities: pd.DataFrame) -> None:
    assert set(communities.position_quality) == {"schematic"}
    assert communities.longitude.between(120.8, 122.5).all()
    assert communities.latitude.between(28.7, 30.6).all()


def test_communities_differ_in_size_by_a_factor_of_about_ten(communities: pd.DataFrame) -> None:
    assert communities.households.between(400, 4500).all()
    assert communities.households.max() / communities.households.min() > 7


def test_every_reported_indicator_appears_in_every_period_and_computed_ones_never(
    measurements: pd.DataFrame, standard: Standard
) -> None:
    reported = {indicator.code for indicator in standard.indicator if indicator.is_reported}
    vetoes = {veto.code for veto in standard.veto}
    assert set(measurements.indicator_code) <= reported | vetoes
    present = measurements[measurements.indicator_code.isin(reported)]
    counted = present.groupby("period").indicator_code.nunique()
    of_appeals = sum(indicator.reported_otherwise for indicator in standard.indicator)
    assert set(counted[PERIODS[:-3]]) == {len(reported)}
    assert set(counted[PERIODS[-3:]]) == {len(reported) - of_appeals}  # their ledger says them
    assert sorted(present.period.unique()) == PERIODS
    assert not measurements.duplicated(["community_code", "period", "indicator_code"]).any()


def test_only_rows_with_a_value_carry_figures(measurements: pd.DataFrame) -> None:
    assert set(measurements.state) == {"value", "not_applicable", "unreported"}
    figures = measurements.drop(columns=["community_code", "period", "indicator_code", "state", "is_carried_forward"])
    has_value = measurements.state == "value"
    assert figures[~has_value].isna().all(axis=None)
    assert figures.value[has_value].notna().all()
    assert not measurements.is_carried_forward[~has_value].any()


def test_not_applicable_are_only_tickets_and_compounds(measurements: pd.DataFrame, communities: pd.DataFrame) -> None:
    absent = measurements[measurements.state == "not_applicable"]
    assert set(absent.indicator_code) == {"E4", "P3", "P4", "P5", "P6"}
    share = (absent.indicator_code == "P5").sum() / (measurements.indicator_code == "P5").sum()
    assert 0.02 < share < 0.09
    without_compound = absent[absent.indicator_code == "E4"].community_code
    assert set(communities.set_index("community_code").kind[without_compound]) == {"村改居"}


def test_values_follow_from_their_counts(measurements: pd.DataFrame, standard: Standard) -> None:
    valued = measurements[measurements.state == "value"]
    for indicator in standard.indicator:
        rows = valued[valued.indicator_code == indicator.code]
        if not len(rows):
            continue
        factor = 100 if indicator.unit.startswith("%") else 1
        assert np.allclose(rows.value, factor * rows.numerator / rows.denominator.fillna(1)), indicator.code
        assert rows.value.between(
            indicator.minimum if indicator.minimum is not None else -np.inf,
            indicator.maximum if indicator.maximum is not None else np.inf,
        ).all(), indicator.code


def test_samples_say_how_large_they_are(measurements: pd.DataFrame, standard: Standard) -> None:
    valued = measurements[measurements.state == "value"]
    for indicator in standard.indicator:
        rows = valued[valued.indicator_code == indicator.code]
        if indicator.sampling == "rate":
            assert (rows.sample_size == rows.denominator).all(), indicator.code
        assert rows.population_size.notna().all() or not indicator.finite_population, indicator.code
        assert (rows.population_size >= rows.sample_size).all() or not indicator.finite_population, indicator.code
    scores = valued[valued.indicator_code == "E5"]
    assert 0 < scores.standard_error.isna().mean() < 0.1
    assert scores.sample_size.min() < 30
    assert scores.sample_size.max() <= 400


def test_surveys_are_carried_forward_in_the_second_and_fourth_quarter(measurements: pd.DataFrame) -> None:
    valued = measurements[measurements.state == "value"]
    is_survey = valued.indicator_code.isin(["E5", "O5", "A4"])
    assert (valued.is_carried_forward == (is_survey & valued.period.str[-1].isin(["2", "4"]))).all()
    values = valued[is_survey].pivot_table("value", index=["community_code", "indicator_code"], columns="period")
    for before, after in zip(PERIODS[1::2], PERIODS[2::2], strict=False):
        both = values[[before, after]].dropna()
        assert len(both)
        assert (both[before] == both[after]).all()
        assert values[before].notna()[values[after].notna()].all()


def test_vetoes_are_few_and_counted(measurements: pd.DataFrame, standard: Standard) -> None:
    vetoes = measurements[measurements.indicator_code.isin([veto.code for veto in standard.veto])]
    assert (vetoes.value >= 1).all()
    assert vetoes[vetoes.period == PERIODS[-1]].community_code.nunique() in (2, 3, 4)


def test_a_few_communities_report_too_little_or_not_everything(
    measurements: pd.DataFrame, communities: pd.DataFrame, standard: Standard
) -> None:
    dimensions = {one.code: one.dimension for one in standard.indicator if not one.computed}
    latest = measurements[(measurements.period == PERIODS[-1]) & measurements.indicator_code.isin(set(dimensions))]
    assert (latest.state == "unreported").any()
    present = latest[latest.state != "unreported"]
    counts = pd.crosstab(present.community_code, present.indicator_code.map(dimensions))
    counts = counts.reindex(communities[communities.abolished_on.isna()].community_code, fill_value=0)
    missing = pd.Series(list(dimensions.values())).value_counts() - counts
    is_short = (counts == 0).any(axis=1)
    assert 0 < is_short.mean() < 0.03
    is_incomplete = (missing > 0).any(axis=1) & ~is_short
    assert 0.03 < is_incomplete.mean() < 0.08
    assert missing[is_incomplete].sum(axis=1).between(1, 3).all()


def test_young_and_abolished_communities_are_measured_only_while_they_stand(
    communities: pd.DataFrame, measurements: pd.DataFrame, activities: pd.DataFrame
) -> None:
    young = communities[communities.established_on.notna()].set_index("community_code").established_on
    gone = communities[communities.abolished_on.notna()].set_index("community_code").abolished_on
    assert len(young)
    assert len(gone)
    starts = pd.to_datetime(pd.PeriodIndex(measurements.period, freq="Q").start_time)
    for dates, is_outside in ((young, np.less), (gone, np.greater_equal)):
        of_measurement = pd.to_datetime(measurements.community_code.map(dates))
        of_activity = pd.to_datetime(activities.community_code.map(dates))
        assert not is_outside(starts.to_numpy(), of_measurement.to_numpy())[of_measurement.notna()].any()
        assert not is_outside(activities.held_at.to_numpy(), of_activity.to_numpy())[of_activity.notna()].any()


def test_activities_fill_the_windows_of_all_periods(activities: pd.DataFrame, standard: Standard) -> None:
    quarters = activities.held_at.dt.to_period("Q").astype(str)
    assert quarters.min() == "2023Q1"
    assert quarters.max() == PERIODS[-1]
    assert quarters.nunique() == len(PERIODS) + 3
    assert activities.activity_code.is_unique
    computed = {category for indicator in standard.indicator for category in indicator.activity_categories}
    assert computed <= set(activities.category)
    assert set(activities.dimension_code) == {dimension.code for dimension in standard.dimension}
    assert (activities.households <= activities.participants).all()


def test_activities_have_seasons_and_weekdays_and_gaps(activities: pd.DataFrame, communities: pd.DataFrame) -> None:
    culture = activities[activities.category == "文化活动"].held_at.dt
    assert (culture.day_of_week >= 5).mean() > 0.4
    safety = activities[activities.category == "安全宣传"].held_at.dt
    assert (safety.day_of_week >= 5).mean() < 0.27
    assert activities.held_at.dt.hour.between(8, 19).all()
    quarters = activities.held_at.dt.to_period("Q")
    always = communities[communities.established_on.isna() & communities.abolished_on.isna()].community_code
    held = pd.crosstab(activities.community_code, quarters).reindex(always)
    assert 0 < (held == 0).to_numpy().mean() < 0.04


def test_the_share_of_activities_grows_with_the_scale(activities: pd.DataFrame, communities: pd.DataFrame) -> None:
    assert 860 * SCALE * 0.9 < len(communities) < 860 * SCALE * 1.1
    assert 400_000 * SCALE * 0.85 < len(activities) < 400_000 * SCALE * 1.15
