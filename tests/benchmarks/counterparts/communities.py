"""One community: profile, indicators, peers, what moved it and its way up."""

from __future__ import annotations

import narwhals as nw

from tests.benchmarks.counterparts.reading import PRINTED, Read, printed, zero
from tests.benchmarks.counterparts.standards import marks

_STEP = "indicator_code from_value to_value from_grade to_grade"


def _told(read: Read, standard: str, columns: str) -> nw.LazyFrame:
    """Indicators with the names of their dimensions."""
    dimension = read("dimension", "dimension_code dimension_name position", standard_version=standard)
    return read(
        "indicator", f"indicator_code indicator_name dimension_code position {columns}", standard_version=standard
    ).join(dimension.rename({"position": "dimension_position"}), on="dimension_code")


def community_profile(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period}
    told = (
        "community_code community_name unit_code street_code kind households share_60_plus share_renters building_age "
        "density established_on abolished_on"
    )
    scored = (
        "area_code status score lower_score standard_error change progress coverage unreported_count is_vetoed "
        "certainty city_place unit_place rank_low rank_high band_code"
    )
    own = read("index_score", scored, area_kind="community", area_code=community, **at)
    ranked = (
        read("index_score", "unit_code area_code", area_kind="community", status="参评", **at)
        .group_by("unit_code")
        .agg(unit_ranked_count=nw.len())
    )
    everywhere = ranked.select(city_ranked_count=nw.col("unit_ranked_count").sum())
    band = read("band", "band_code band_name symbol position", standard_version=standard)
    target = band.select(target_band_code="band_code", target_band_name="band_name", target_symbol="symbol")
    path = read("improvement_path", "community_code status step_count target_band_code", community_code=community, **at)
    return (
        read("community", told, community_code=community)
        .join(read("unit", "unit_code unit_name"), on="unit_code")
        .join(read("street", "street_code street_name"), on="street_code")
        .join(read("standard", "line", standard_version=standard), how="cross")
        .join(own.rename({"area_code": "community_code"}), on="community_code", how="left")
        .join(ranked, on="unit_code", how="left")
        .join(everywhere, how="cross")
        .join(band.rename({"position": "band_position"}), on="band_code", how="left")
        .join(path.rename({"status": "path_status"}), on="community_code", how="left")
        .join(target, on="target_band_code", how="left")
        .with_columns(gap=nw.col("score") - nw.col("line"))
    )


def community_indicators(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    told = "unit decimals sampling source basis scale_basis citation is_reprint note"
    scored = "indicator_code state value score standard_error degrees_of_freedom effective_weight is_carried_forward is_small_sample"
    own = read(
        "indicator_score", scored, standard_version=standard, period=period, area_kind="community", area_code=community
    )
    measured = read(
        "measurement", "indicator_code grade sample_size population_size", community_code=community, period=period
    )
    drawn = read(
        "rate_signal", "indicator_code shrunk", standard_version=standard, period=period, community_code=community
    )
    is_listed = ~nw.col("is_small_sample") | (nw.col("sample_size") >= nw.col("small_sample_listed"))
    return (
        own.join(_told(read, standard, told), on="indicator_code")
        .join(read("standard", "line small_sample_listed", standard_version=standard), how="cross")
        .join(marks(read, standard), on="indicator_code", how="left")
        .join(measured, on="indicator_code", how="left")
        .join(drawn, on="indicator_code", how="left")
        .with_columns(
            gap=nw.col("score") - nw.col("line"),
            shrunk=nw.when(nw.col("is_small_sample")).then(nw.col("shrunk")),
            sample_size=nw.when(is_listed).then(nw.col("sample_size")),
        )
        .sort("position")
        .rename({"value": "measured_value", "unit": "unit_text"})
    )


def community_vetoes(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    happened = read("measurement", "indicator_code value", community_code=community, period=period, state="value")
    return (
        read("veto", "indicator_code veto_name", standard_version=standard)
        .join(happened.filter(nw.col("value") >= 1), on="indicator_code")
        .sort("indicator_code")
        .rename({"value": "measured_value"})
    )


def contributions(
    read: Read,
    *,
    period: str,
    standard: str,
    area_kind: str = "city",
    area_code: str = "city",
    since: str = "",
) -> nw.LazyFrame:
    at = {"standard_version": standard, "area_kind": "community"}
    inside = {} if area_kind == "city" else {f"{area_kind}_code": area_code}
    quarter = read("period", "previous_period", period=period).select(period="previous_period")
    quarter = quarter.with_columns(period=nw.lit(since)) if since else quarter

    def total(name: str, **keep: str) -> nw.LazyFrame:
        score = read("index_score", "area_code period status score", **at, **keep)
        return score.filter(nw.col("status") != "数据不足").rename({"score": name}).drop("status")

    change = (nw.col("later") - nw.col("earlier")).round(9)
    community = read("community", "community_code households", **inside).rename({"community_code": "area_code"})
    compared = (
        total("later", period=period)
        .drop("period")
        .join(total("earlier").join(quarter, on="period").drop("period"), on="area_code")
        .join(community, on="area_code")
        .select("area_code", households=nw.col("households").cast(nw.Float64), total_change=change)
    )
    weighed = nw.col("households") * nw.col("total_change")
    totalled = compared.select(
        households=nw.col("households").sum(), total_change=weighed.sum(), compared_count=nw.len()
    ).with_columns(total_change=nw.col("total_change") / nw.col("households"))
    columns = "area_code indicator_code score"
    earlier = read("indicator_score", f"{columns} period", state="value", **at).join(quarter, on="period")
    now = read("indicator_score", f"{columns} effective_weight", state="value", period=period, **at)
    pull = nw.col("households") * nw.col("effective_weight")
    moved = (
        now.drop_nulls("effective_weight")
        .join(compared, on="area_code")
        .join(earlier.select("area_code", "indicator_code", before="score"), on=["area_code", "indicator_code"])
        .with_columns(
            weight=pull,
            earlier_points=pull * nw.col("before"),
            later_points=pull * nw.col("score"),
            points=pull * (nw.col("score") - nw.col("before")),
        )
        .group_by("indicator_code")
        .agg(
            **{name: nw.col(name).sum() for name in ("weight", "earlier_points", "later_points", "points")},
            compared_count=nw.len(),
        )
    )
    every = totalled.select("households", "total_change", all_count="compared_count")
    listed = (
        moved.join(every, how="cross")
        .join(_told(read, standard, ""), on="indicator_code")
        .with_columns(
            previous_score=nw.col("earlier_points") / nw.col("weight"),
            score=nw.col("later_points") / nw.col("weight"),
            effective_weight=nw.col("weight") / nw.col("households"),
            contribution=nw.col("points") / nw.col("households"),
        )
    )
    number, text = nw.lit(None).cast(nw.Float64), nw.lit(None).cast(nw.String)
    rest = totalled.join(moved.select(points=nw.col("points").sum()), how="cross").filter(nw.col("compared_count") > 0)
    rest = rest.with_columns(
        indicator_code=nw.lit("rest"),
        indicator_name=nw.lit("口径/缺项变化"),
        dimension_code=text,
        position=nw.lit(1_000_000),
        previous_score=number,
        score=number,
        effective_weight=number,
        contribution=nw.col("total_change") - zero("points") / nw.col("households"),
    )
    names = [
        "indicator_code",
        "indicator_name",
        "dimension_code",
        "previous_score",
        "score",
        "effective_weight",
        "contribution",
        "compared_count",
        "position",
    ]
    whole = {name: nw.col(name).cast(nw.Int64) for name in ("position", "compared_count")}
    return nw.concat([part.with_columns(**whole).select(names) for part in (listed, rest)]).sort("position")


def improvement_steps(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    columns = f"position {_STEP} from_score to_score gain"
    step = read("improvement", columns, standard_version=standard, period=period, community_code=community)
    told = _told(read, standard, "unit decimals").drop("position")
    return step.join(told, on="indicator_code").sort("position").rename({"position": "step", "unit": "unit_text"})


def _climbing(read: Read, period: str, standard: str, units: tuple[str, ...], **keep: int) -> nw.LazyFrame:
    """The steps of communities below the line that can reach the next band."""
    at = {"standard_version": standard, "period": period}
    below = read("index_score", "area_code score", area_kind="community", passing_count=0, unit_code=units, **at)
    return (
        read("improvement_path", "community_code step_count", status="可达", **at, **keep)
        .join(read("improvement", f"community_code gain {_STEP}", **at), on="community_code")
        .join(below.rename({"area_code": "community_code"}), on="community_code")
    )


def levers(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    alone = nw.when(nw.col("step_count") == 1).then(1).otherwise(0)
    lever = (
        _climbing(read, period, standard, units)
        .with_columns(alone=alone)
        .group_by("indicator_code")
        .agg(
            community_count=nw.len(),
            alone_count=nw.col("alone").sum(),
            total_gain=nw.col("gain").sum(),
            median_gain=nw.col("gain").median(),
        )
    )
    order = ("community_count", "alone_count", "position")
    return lever.join(_told(read, standard, ""), on="indicator_code").sort(*order, descending=[True, True, False])


def one_step_away(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    return _placed(read, _climbing(read, period, standard, units, step_count=1), standard).sort(
        "gain", "community_code"
    )


def lever_communities(
    read: Read, *, period: str, standard: str, indicator: str = "", units: tuple[str, ...] = ()
) -> nw.LazyFrame:
    helped = _climbing(read, period, standard, units)
    helped = helped.filter(nw.col("indicator_code") == indicator) if indicator else helped
    return _placed(read, helped, standard).sort("position", "step_count", "gain", "community_code")


def _placed(read: Read, steps: nw.LazyFrame, standard: str) -> nw.LazyFrame:
    """Steps with the names of their communities and items."""
    return (
        steps.join(read("community", "community_code community_name unit_code street_code"), on="community_code")
        .join(read("unit", "unit_code unit_name"), on="unit_code")
        .join(read("street", "street_code street_name"), on="street_code")
        .join(_told(read, standard, "unit decimals"), on="indicator_code")
    )


def other_scores(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period, "area_kind": "community", "status": "参评"}
    others = read("index_score", "area_code score", **at).filter(nw.col("area_code") != community)
    counted = others.select(score=printed(nw.col("score"))).group_by("score").agg(community_count=nw.len())
    return counted.sort("score", descending=True).with_columns(score=nw.col("score") / PRINTED)


def peer_table(read: Read, *, period: str, standard: str, community: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period}
    near = read("peer", "position peer_code distance", community_code=community, **at)
    register = read("community", "community_code community_name unit_code kind households")
    shown = register.filter(nw.col("unit_code").is_in(units)) if units else register
    score = read("index_score", "area_code status score band_code", area_kind="community", **at)
    told = (
        shown.select("community_code", "community_name", "unit_code", peer_code="community_code")
        .join(near.select("peer_code"), on="peer_code")
        .join(read("unit", "unit_code unit_name"), on="unit_code")
        .join(score.rename({"area_code": "peer_code"}), on="peer_code")
        .join(read("band", "band_code band_name symbol", standard_version=standard), on="band_code", how="left")
    )
    return (
        near.join(register.select("kind", "households", peer_code="community_code"), on="peer_code")
        .join(told, on="peer_code", how="left")
        .sort("position")
        .rename({"position": "peer_number", "distance": "context_distance"})
    )


def peer_dimensions(
    read: Read, *, period: str, standard: str, community: str, units: tuple[str, ...] = ()
) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period}
    near = read("peer", "position peer_code", community_code=community, **at).rename({"peer_code": "area_code"})
    itself = near.filter(nw.col("position") == 1).with_columns(position=nw.col("position") - 1)
    near = nw.concat([near, itself.with_columns(area_code=nw.lit(community))])
    total = read("index_score", "area_code score status", area_kind="community", **at)
    total = total.filter(nw.col("status") != "数据不足").drop("status").with_columns(dimension_code=nw.lit("total"))
    dimension = read("dimension_score", "area_code score dimension_code", area_kind="community", **at)
    rated = nw.concat([total, dimension.join(total.select("area_code"), on="area_code")])
    unit = read("unit", "unit_code unit_name")
    register = read("community", "community_code community_name unit_code").rename({"community_code": "area_code"})
    scored = (
        rated.join(near, on="area_code")
        .join(register.join(unit, on="unit_code"), on="area_code")
        .drop_nulls("score")
        .with_columns(printed=printed(nw.col("score")))
    )
    peers = scored.filter(nw.col("position") > 0)
    shown = peers.filter(nw.col("unit_code").is_in(units)) if units else peers
    best = (
        shown.with_columns(behind=-nw.col("printed"))
        .unique("dimension_code", keep="first", order_by=["behind", "position"])
        .select(
            "dimension_code",
            best_score="score",
            best_code="area_code",
            best_name="community_name",
            best_unit_name="unit_name",
        )
    )
    own = scored.filter(nw.col("position") == 0).select("dimension_code", "score", own_printed="printed")
    above = (
        scored.join(own.select("dimension_code", "own_printed"), on="dimension_code")
        .filter(nw.col("printed") > nw.col("own_printed"))
        .group_by("dimension_code")
        .agg(above_count=nw.len())
    )
    middle = peers.group_by("dimension_code").agg(peer_count=nw.len(), peer_median=nw.col("score").median())
    part = read("dimension", "dimension_code dimension_name position", standard_version=standard)
    whole = part.head(1).with_columns(
        dimension_code=nw.lit("total"), dimension_name=nw.lit("总分"), position=nw.col("position") * 0
    )
    return (
        nw.concat([whole, part])
        .join(middle, on="dimension_code")
        .join(own, on="dimension_code", how="left")
        .join(above, on="dimension_code", how="left")
        .join(best, on="dimension_code", how="left")
        .with_columns(
            peer_place=nw.when(~nw.col("score").is_null()).then(1 + zero("above_count")),
            gap_to_best=nw.col("score") - nw.col("best_score"),
        )
        .sort("position")
    )
