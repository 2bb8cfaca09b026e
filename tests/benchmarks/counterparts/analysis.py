"""Further analyses: funnels, small samples, composition, spread and weights."""

from __future__ import annotations

import narwhals as nw

from tests.benchmarks.counterparts.reading import Read, zero
from tests.benchmarks.counterparts.scores import names

_NO_BASIS = "推演，不作评价依据"


def compositions(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), among: tuple[str, ...] = ()
) -> nw.LazyFrame:
    columns = "unit_code other_code difference within_kinds mix is_reversed"
    keep = {"unit_code": among, "other_code": among}
    pair = read("composition", columns, standard_version=standard, period=period, **keep)
    if units:
        pair = pair.filter(nw.col("unit_code").is_in(units) | nw.col("other_code").is_in(units))
    unit = read("unit", "unit_code unit_name position")
    other = unit.select(other_code="unit_code", other_name="unit_name", other_position="position")
    return (
        pair.join(unit, on="unit_code")
        .join(other, on="other_code")
        .sort("is_reversed", "position", "other_position", descending=[True, False, False])
    )


def _signals(read: Read, period: str, standard: str, units: tuple[str, ...], **keep: str) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period, **keep}
    community = read("community", "community_code community_name unit_code street_code", unit_code=units)
    indicator = read("indicator", "indicator_code indicator_name position", standard_version=standard)
    return (
        read(
            "rate_signal",
            "indicator_code community_code sample_size population_size rate lower_limit upper_limit z signal shrunk",
            **at,
        )
        .join(read("rate_summary", "indicator_code mean", **at).rename({"mean": "city_rate"}), on="indicator_code")
        .join(indicator, on="indicator_code")
        .join(community, on="community_code")
        .join(read("unit", "unit_code unit_name position").rename({"position": "unit_position"}), on="unit_code")
        .join(read("street", "street_code street_name"), on="street_code", how="left")
    )


def rate_signals(
    read: Read, *, period: str, standard: str, indicator: str = "", units: tuple[str, ...] = ()
) -> nw.LazyFrame:
    keep = {"indicator_code": indicator} if indicator else {}
    signals = _signals(read, period, standard, units, **keep)
    return signals.drop_nulls("rate").sort("position", "z", "community_code", nulls_last=True)


def small_samples(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    signals = _signals(read, period, standard, units)
    return signals.filter(nw.col("rate").is_null()).sort("position", "unit_position", "community_code")


def rate_summaries(read: Read, *, period: str, standard: str) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period}
    slope = (nw.col("to_score") - nw.col("from_score")) * (nw.col("to_value") - nw.col("from_value"))
    direction = (
        read("anchor_piece", "indicator_code from_value from_score to_value to_score", standard_version=standard)
        .with_columns(slope=slope)
        .group_by("indicator_code")
        .agg(nw.col("slope").sum())
        .select("indicator_code", is_higher_better=nw.col("slope") > 0)
    )
    words = {"below_count": "明显低于", "above_count": "明显高于", "inside_count": "在范围内"}
    flags = {name: nw.when(nw.col("signal") == word).then(1).otherwise(0) for name, word in words.items()}
    counts = ("judged_count", *words)
    outside = (
        read("rate_signal", "indicator_code rate signal", **at)
        .with_columns(judged_count=nw.when(~nw.col("rate").is_null()).then(1).otherwise(0), **flags)
        .group_by("indicator_code")
        .agg(**{name: nw.col(name).sum() for name in counts})
    )
    told = "indicator_code indicator_name dimension_code is_about_people position"
    summary = "indicator_code mean tau tau_limit community_count small_count hidden_count"
    return (
        read("rate_summary", summary, **at)
        .join(read("indicator", told, standard_version=standard), on="indicator_code")
        .join(outside, on="indicator_code", how="left")
        .join(direction, on="indicator_code", how="left")
        .with_columns(**{name: zero(name) for name in counts})
        .sort("position")
        .rename({"mean": "city_rate"})
    )


def unit_spread(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period}
    columns = "area_code unit_code score status"
    rated = read("index_score", columns, area_kind="community", unit_code=units, **at)
    rated = rated.filter(nw.col("status") != "数据不足").drop_nulls("score")
    tenth = (nw.col("rated_count") / 10.0).floor()
    number = nw.col("score").rank("ordinal").over("unit_code")
    rated = rated.with_columns(rated_count=nw.col("score").count().over("unit_code"), number=number)
    top = rated.filter(nw.col("number") > nw.col("rated_count") - tenth)
    bottom = rated.filter(nw.col("number") <= tenth)
    unit = read("index_score", "area_code score simple_mean", area_kind="unit", **at)
    difference = {"mean_difference": nw.col("score") - nw.col("simple_mean")}
    return (
        rated.group_by("unit_code")
        .agg(nw.col("rated_count").max())
        .join(top.group_by("unit_code").agg(top_mean=nw.col("score").mean()), on="unit_code", how="left")
        .join(bottom.group_by("unit_code").agg(bottom_mean=nw.col("score").mean()), on="unit_code", how="left")
        .join(read("unit", "unit_code unit_name position"), on="unit_code")
        .join(unit.rename({"area_code": "unit_code"}), on="unit_code")
        .with_columns(spread=nw.col("top_mean") - nw.col("bottom_mean"), **difference)
        .sort("position")
    )


def weight_sensitivities(
    read: Read, *, period: str, standard: str, area_kind: str = "unit", units: tuple[str, ...] = ()
) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period, "area_kind": area_kind}
    columns = (
        "area_kind area_code arithmetic_low arithmetic_high geometric_low geometric_high geometric_place stability"
    )
    ranked = read("weight_sensitivity", columns, **at)
    return (
        ranked.with_columns(mark=nw.lit(_NO_BASIS), place_count=nw.col("area_code").count())
        .join(names(read, area_kind, "area_name unit_name"), on="area_code")
        .join(read("index_score", "area_code unit_code city_place", unit_code=units, **at), on="area_code")
        .sort("city_place", "area_code", nulls_last=True)
        .rename({"city_place": "place"})
    )
