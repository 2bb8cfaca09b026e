"""Scores of areas: looked up, joined with names and bands, compared with the quarter before."""

from __future__ import annotations

import narwhals as nw

from tests.benchmarks.counterparts.activities import _span, standing
from tests.benchmarks.counterparts.reading import PRINTED, Read, printed, zero
from tests.benchmarks.counterparts.standards import marks

_INDEX = (
    "standard_version area_kind area_code unit_code period status score lower_score simple_mean arithmetic_score "
    "geometric_score standard_error degrees_of_freedom coverage minimum_dimension_score unreported_count is_vetoed "
    "band_code certainty city_place unit_place rank_low rank_high critical_value community_count rated_count "
    "passing_count households change change_standard_error change_degrees_of_freedom p_value progress place_change "
    "two_period_change two_period_progress fall_count dimension_scores trend"
)
_LEAGUE = (
    "area_kind area_code unit_code status score lower_score unit_place rank_low rank_high change progress place_change "
    "certainty band_code coverage unreported_count community_count rated_count passing_count households dimension_scores "
    "trend "
    "city_place standard_error critical_value period"
)
_STATUSES = ("参评", "待补报", "数据不足")
_LINE = 60
_CERTAINTY = {"确定达标": "各项确定在线上", "可能达标": "各项可能在线上", "确定未达标": "有项确定在线下"}
_NO_BAND = ("none", "数据不足", "○")


def names(read: Read, area_kind: str, columns: str = "area_name") -> nw.LazyFrame:
    """One row per area of a kind: its code and what it is called."""
    return read("area", f"area_code {columns}", area_kind=area_kind)


def _every_name(read: Read) -> nw.LazyFrame:
    area_position = nw.lit(3)
    for place, kind in enumerate(("city", "unit", "street")):
        area_position = nw.when(nw.col("area_kind") == kind).then(nw.lit(place)).otherwise(area_position)
    columns = "area_kind area_code area_name unit_code unit_name"
    return read("area", columns).with_columns(area_position=area_position)


def _named_bands(read: Read, standard: str) -> nw.LazyFrame:
    band = read("band", "band_code band_name symbol position minimum_score", standard_version=standard)
    return band.rename({"position": "band_position"})


def _with_turnover(read: Read, score: nw.LazyFrame, table: str, key: str, **where: str) -> nw.LazyFrame:
    """With turnover_change: what the levels of two quarters differ by beyond the change."""
    later = read("period", "period previous_period").rename({"period": "later", "previous_period": "period"})
    earlier = read(table, f"period {key} score", **where).rename({"score": "earlier"}).join(later, on="period")
    joined = score.join(
        earlier.select("later", key, "earlier"), left_on=["period", key], right_on=["later", key], how="left"
    )
    return joined.with_columns(turnover_change=nw.col("score") - nw.col("earlier") - nw.col("change"))


def _worded(score: nw.LazyFrame) -> nw.LazyFrame:
    """With the certainty of areas above communities in words of their own."""
    certainty = nw.col("certainty")
    for code, word in _CERTAINTY.items():
        is_meant = (nw.col("certainty") == code) & (nw.col("area_kind") != "community")
        certainty = nw.when(is_meant).then(nw.lit(word)).otherwise(certainty)
    return score.with_columns(certainty=certainty)


def _sided(score: nw.LazyFrame) -> nw.LazyFrame:
    """With the side of the line in place of the band of areas above communities."""
    is_area = (nw.col("area_kind") != "community") & ~nw.col("score").is_null()
    is_above = printed(nw.col("score")) >= PRINTED * nw.col("line")

    def side(name: str, above: str | int, below: str | int) -> nw.Expr:
        found = nw.when(is_above).then(nw.lit(above)).otherwise(nw.lit(below))
        return nw.when(is_area).then(found).otherwise(nw.col(name))

    return score.with_columns(
        band_name=side("band_name", "得分在线上", "得分在线下"),
        symbol=side("symbol", "＋", "－"),
        band_position=side("band_position", 2, 3),
    )


def area_score(
    read: Read, *, period: str, standard: str, area_kind: str = "city", area_code: str = "city"
) -> nw.LazyFrame:
    score = read(
        "index_score", _INDEX, standard_version=standard, period=period, area_kind=area_kind, area_code=area_code
    )
    at = {"standard_version": standard, "area_kind": area_kind}
    score = _with_turnover(read, score, "index_score", "area_code", **at)
    return _worded(score.join(names(read, area_kind), on="area_code").sort("area_code"))


def score_trend(read: Read, *, standard: str, area_kind: str = "city", area_code: str = "city") -> nw.LazyFrame:
    columns = "period area_code score lower_score standard_error change progress"
    score = read("index_score", columns, standard_version=standard, area_kind=area_kind, area_code=area_code)
    at = {"standard_version": standard, "area_kind": area_kind, "area_code": area_code}
    score = _with_turnover(read, score, "index_score", "area_code", **at)
    return score.join(read("period", "period starts_on"), on="period").sort("starts_on")


def dimension_summary(
    read: Read, *, period: str, standard: str, area_kind: str = "city", area_code: str = "city"
) -> nw.LazyFrame:
    columns = "period dimension_code score change passing_count rated_count effective_weight"
    score = read(
        "dimension_score", columns, standard_version=standard, period=period, area_kind=area_kind, area_code=area_code
    )
    at = {"standard_version": standard, "area_kind": area_kind, "area_code": area_code}
    score = _with_turnover(read, score, "dimension_score", "dimension_code", **at)
    share = 100.0 * nw.col("passing_count") / nw.when(nw.col("rated_count") > 0).then(nw.col("rated_count"))
    return (
        read("dimension", "dimension_code dimension_name position", standard_version=standard)
        .join(score, on="dimension_code", how="left")
        .with_columns(share_passing=share, passing_count=zero("passing_count"), rated_count=zero("rated_count"))
        .sort("position")
    )


def band_counts(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), streets: tuple[str, ...] = ()
) -> nw.LazyFrame:
    score = read(
        "index_score",
        "area_code band_code",
        standard_version=standard,
        period=period,
        area_kind="community",
        unit_code=units,
    )
    community = read("community", "community_code", street_code=streets).rename({"community_code": "area_code"})
    counted = (
        score.join(community, on="area_code")
        .with_columns(band_code=nw.col("band_code").fill_null(_NO_BAND[0]))
        .group_by("band_code")
        .agg(community_count=nw.len())
    )
    band = read("band", "band_code band_name symbol position", standard_version=standard)
    code, name, symbol = map(nw.lit, _NO_BAND)
    none = band.select(position=nw.col("position").max() + 1).with_columns(
        band_code=code, band_name=name, symbol=symbol
    )
    columns = ["band_code", "band_name", "symbol", "position"]
    every = nw.concat(
        [part.with_columns(position=nw.col("position").cast(nw.Int64)).select(columns) for part in (band, none)]
    )
    return (
        every.join(counted, on="band_code", how="left")
        .with_columns(community_count=zero("community_count"))
        .sort("position")
    )


def band_moves(
    read: Read, *, period: str, standard: str, area_kind: str = "community", units: tuple[str, ...] = ()
) -> nw.LazyFrame:
    band = _named_bands(read, standard).join(read("standard", "line", standard_version=standard), how="cross")
    band = band.with_columns(is_passing=nw.when(nw.col("minimum_score") >= nw.col("line")).then(1).otherwise(0))
    rest = {"standard_version": standard, "area_kind": area_kind, "unit_code": units}

    def judged(columns: str, **keep: str) -> nw.LazyFrame:
        score = read("index_score", f"area_code period band_code {columns}", **rest, **keep)
        return score.join(
            band.select("band_code", "band_name", "symbol", "is_passing"), on="band_code", how="left"
        ).with_columns(
            band_name=nw.col("band_name").fill_null(_NO_BAND[1]),
            symbol=nw.col("symbol").fill_null(_NO_BAND[2]),
            is_passing=zero("is_passing"),
        )

    now = judged(
        "unit_code status score minimum_dimension_score change progress is_vetoed unreported_count", period=period
    )
    quarter = read("period", "period previous_period", period=period).drop_nulls("previous_period")
    before = (
        judged("")
        .join(quarter.select(period="previous_period"), on="period")
        .select("area_code", previous_symbol="symbol", previous_band_name="band_name", was_passing="is_passing")
    )
    over = (nw.col("score") >= _LINE) & (nw.col("minimum_dimension_score") >= _LINE) & ~nw.col("is_vetoed")
    is_only_unreported = (nw.col("status") == _STATUSES[2]) | ((nw.col("unreported_count") > 0) & over)
    moved = (
        now.join(quarter.select("period"), on="period")
        .join(before, on="area_code", how="left")
        .filter(nw.col("is_passing") != zero("was_passing"))
        .filter((nw.col("is_passing") == 1) | ~is_only_unreported)
        .join(names(read, area_kind, "area_name unit_name street_name"), on="area_code")
    )
    return (
        moved.with_columns(
            direction=nw.when(nw.col("is_passing") == 1).then(nw.lit("rose")).otherwise(nw.lit("fell")),
            distance=nw.col("change").abs(),
        )
        .sort("is_passing", "distance", "area_code", descending=[True, True, False], nulls_last=True)
        .drop("distance")
    )


def unit_reporting(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    score = read(
        "index_score",
        "unit_code status unreported_count",
        standard_version=standard,
        period=period,
        area_kind="community",
        unit_code=units,
    )
    waiting = nw.when(nw.col("unreported_count") > 0).then(1).otherwise(0)
    insufficient = nw.when(nw.col("status") == _STATUSES[2]).then(1).otherwise(0)
    counted = (
        score.with_columns(waiting=waiting, insufficient=insufficient)
        .group_by("unit_code")
        .agg(
            community_count=nw.len(),
            waiting_count=nw.col("waiting").sum(),
            insufficient_count=nw.col("insufficient").sum(),
            unreported_count=nw.col("unreported_count").sum(),
        )
        .with_columns(rated_count=nw.col("community_count") - nw.col("insufficient_count"))
    )
    return read("unit", "unit_code unit_name position").join(counted, on="unit_code").sort("position")


def pace(
    read: Read,
    *,
    period: str,
    standard: str,
    area_kind: str = "city",
    area_code: str = "",
    units: tuple[str, ...] = (),
) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period, "area_kind": area_kind}
    if area_code:
        at["area_code"] = area_code
    columns = "area_kind area_code goal due_period quarters_left achieved needed period_count verdict"
    return (
        read("pace", columns, **at)
        .join(read("index_score", "area_code unit_code score", unit_code=units, **at), on="area_code")
        .join(names(read, area_kind, "area_name unit_name position"), on="area_code")
        .sort("position", "area_code")
    )


def focus_list(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    at = {"standard_version": standard, "area_kind": "community"}
    focus = read(
        "index_score",
        "area_code unit_code status score two_period_change fall_count band_code certainty",
        **at,
        period=period,
        unit_code=units,
        passing_count=0,
        two_period_progress="明显退步",
    ).filter((nw.col("status") != _STATUSES[2]) & (nw.col("fall_count") >= 2))
    quarters = read("period", "period previous_period")
    before = quarters.filter(nw.col("period") == period).select(period="previous_period").join(quarters, on="period")
    score = "area_code dimension_code score"
    earlier = read("dimension_score", f"{score} period", **at).join(
        before.select(period="previous_period"), on="period"
    )
    contribution = nw.col("effective_weight") * (nw.col("score") - nw.col("score_right"))
    pull = (
        read("dimension_score", f"{score} effective_weight", period=period, **at)
        .join(focus.select("area_code"), on="area_code")
        .join(earlier.drop("period"), on=["area_code", "dimension_code"])
        .with_columns(contribution=contribution)
        .filter(nw.col("contribution") < 0)
        .join(
            read("dimension", "dimension_code dimension_name position", standard_version=standard), on="dimension_code"
        )
        .sort("area_code", "contribution", "position")
        .unique("area_code", keep="first", order_by=["contribution", "position"])
        .select("area_code", "dimension_code", "dimension_name", "contribution")
    )
    verdict = nw.when(nw.col("certainty") == "确定未达标").then(nw.lit("确定未达标")).otherwise(nw.lit("待复核"))
    return (
        focus.join(names(read, "community"), on="area_code")
        .join(read("community", "community_code street_code").rename({"community_code": "area_code"}), on="area_code")
        .join(read("street", "street_code street_name"), on="street_code")
        .join(read("unit", "unit_code unit_name"), on="unit_code")
        .join(_named_bands(read, standard), on="band_code", how="left")
        .join(pull, on="area_code", how="left")
        .with_columns(verdict=verdict)
        .sort("two_period_change", "area_code")
        .rename({"area_code": "community_code", "area_name": "community_name"})
    )


def _asked(read: Read, table: str, columns: str, period: str, standard: str, areas: tuple[str, ...]) -> nw.LazyFrame:
    """The rows of areas named kind:code (in the quarter asked for) or kind:code@quarter."""
    codes = tuple(area.partition("@")[0].partition(":")[2] for area in areas)
    here = nw.concat_str(nw.col("area_kind"), nw.lit(":"), nw.col("area_code"))
    there = nw.concat_str(here, nw.lit("@"), nw.col("period"))
    rows = read(table, f"area_kind area_code period {columns}", standard_version=standard, area_code=codes)
    rows = rows.filter(((nw.col("period") == period) & here.is_in(areas)) | there.is_in(areas))
    return rows.join(_every_name(read), on=["area_kind", "area_code"])


def dimension_profile(
    read: Read, *, period: str, standard: str, areas: tuple[str, ...] = ("city:city",)
) -> nw.LazyFrame:
    columns = "status score standard_error band_code certainty dimension_scores"
    rows = (
        _worded(_asked(read, "index_score", columns, period, standard, areas))
        .join(read("standard", "line", standard_version=standard), how="cross")
        .join(_named_bands(read, standard), on="band_code", how="left")
    )
    return (
        _sided(rows)
        .with_columns(gap=nw.col("score") - nw.col("line"))
        .sort("area_position", "area_code", "period")
        .rename({"period": "scored_period"})
    )


def indicator_profile(
    read: Read,
    *,
    period: str,
    standard: str,
    areas: tuple[str, ...] = ("city:city",),
    dimensions: tuple[str, ...] = (),
) -> nw.LazyFrame:
    told = (
        "indicator_code indicator_name dimension_code position unit decimals source basis scale_basis citation "
        "is_reprint numerator denominator note"
    )
    columns = "indicator_code state value score is_carried_forward rated_count"
    indicator = read("indicator", told, standard_version=standard, dimension_code=dimensions)
    return (
        _asked(read, "indicator_score", columns, period, standard, areas)
        .join(indicator, on="indicator_code")
        .join(read("standard", "line", standard_version=standard), how="cross")
        .join(read("dimension", "dimension_code dimension_name", standard_version=standard), on="dimension_code")
        .join(marks(read, standard), on="indicator_code", how="left")
        .with_columns(gap=nw.col("score") - nw.col("line"))
        .sort("position", "area_position", "area_code", "period")
        .rename({"period": "scored_period", "value": "measured_value", "unit": "unit_text"})
    )


def area_measure(
    read: Read,
    *,
    period: str,
    standard: str,
    measure: str = "index",
    area_kind: str = "unit",
    units: tuple[str, ...] = (),
    streets: tuple[str, ...] = (),
) -> nw.LazyFrame:
    at = {"standard_version": standard, "period": period, "area_kind": area_kind}
    total = read("index_score", "area_code score change community_count rated_count passing_count", **at)
    columns = (
        "area_code area_name short_name unit_code unit_name street_code longitude latitude position_quality position"
    )
    area = read(
        "area", columns, area_kind=area_kind, unit_code=units, street_code=() if area_kind == "unit" else streets
    )
    if area_kind != "unit":
        area = area.join(total.select("area_code"), on="area_code")
    ruling = read("standard", "line minimum_rated_share", standard_version=standard)
    rated = nw.when(nw.col("rated_count") > 0).then(nw.col("rated_count"))
    part, _, code = measure.partition(":")
    if part == "activities":
        measured, line = _activity_rates(read, period, standard, area_kind)
    elif part in ("dimension", "indicator"):
        keep = {f"{part}_code": code}
        measured = read(f"{part}_score", "area_code score rated_count", **at, **keep).rename({"score": "value"})
        line = ruling.select("line")
    else:
        value = {
            "index": nw.col("score"),
            "share_passing": 100.0 * nw.col("passing_count") / rated,
            "change": nw.col("change"),
            "coverage": 100.0 * nw.col("rated_count") / nw.col("community_count"),
        }[measure]
        measured = total.select("area_code", "rated_count", value=value)
        due = read("target", "period value", standard_version=standard, measure="share_passing")
        line = {
            "index": ruling.select("line"),
            "share_passing": due.filter(nw.col("period") >= period).sort("period").head(1).select(line="value"),
            "change": ruling.select(line=nw.lit(0.0)),
            "coverage": ruling.select(line=100 * nw.col("minimum_rated_share")),
        }[measure]
    unit = read("unit", "unit_code unit_name host_code")
    host = unit.select(host_code="unit_code", host_name="unit_name")
    return (
        area.join(unit.drop("unit_name"), on="unit_code")
        .join(host, on="host_code", how="left")
        .join(line, how="cross")
        .join(measured, on="area_code", how="left")
        .join(total.select("area_code", "community_count"), on="area_code", how="left")
        .with_columns(
            area_kind=nw.lit(area_kind),
            distance=nw.col("value") - nw.col("line"),
            rated_count=zero("rated_count"),
            community_count=zero("community_count"),
        )
        .sort("position", "area_code")
    )


def _activity_rates(read: Read, period: str, standard: str, area_kind: str) -> tuple[nw.LazyFrame, nw.LazyFrame]:
    held = (
        read("activity", "community_code", held_at=_span(period))
        .group_by("community_code")
        .agg(activity_count=nw.len())
    )
    there = (
        standing(read, standard, period, ())
        .join(held, on="community_code", how="left")
        .with_columns(activity_count=zero("activity_count"), area_code=nw.col(f"{area_kind}_code"))
    )
    rate = 1000.0 * nw.col("activity_count").sum() / nw.col("households").sum()
    sums = there.group_by("area_code").agg(
        nw.col("activity_count").sum(), nw.col("households").sum(), rated_count=nw.len()
    )
    value = 1000.0 * nw.col("activity_count") / nw.col("households")
    return sums.select("area_code", "rated_count", value=value), there.select(line=rate)


def league_table(
    read: Read,
    *,
    period: str,
    standard: str,
    area_kind: str = "community",
    units: tuple[str, ...] = (),
    streets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    bands: tuple[str, ...] = (),
    weak_dimensions: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    search: str = "",
    order: str = "score",
    ranked: int = 50,
) -> nw.LazyFrame:
    if weak_dimensions or search or order != "score":
        raise NotImplementedError("no page opens with these filters")
    at = {"standard_version": standard, "period": period, "area_kind": area_kind}
    score = read("index_score", _LEAGUE, **at)
    score = _with_turnover(read, score, "index_score", "area_code", standard_version=standard, area_kind=area_kind)
    given = _places(score, ranked, units)
    line = read("standard", "line", standard_version=standard)
    rows = score.join(given, on="area_code", how="left")
    rows = rows.filter(nw.col("unit_code").is_in(units)) if units else rows
    rows = rows.filter(nw.col("status").is_in(statuses)) if statuses else rows
    rows = rows.join(_league_areas(read, area_kind, streets, kinds), on="area_code")
    rows = rows.filter(nw.col("band_code").fill_null(_NO_BAND[0]).is_in(bands)) if bands else rows
    placed = {
        name: nw.when(~nw.col("place").is_null()).then(nw.col(name))
        for name in ("unit_place", "rank_low", "rank_high", "place_change")
    }
    rows = _worded(rows).join(line, how="cross").join(_named_bands(read, standard), on="band_code", how="left")
    return (
        _sided(rows)
        .with_columns(gap=nw.col("score") - nw.col("line"), status_position=_status_position(), **placed)
        .sort("status_position", "place", "band_position", "area_code", nulls_last=True)
    )


def _status_position() -> nw.Expr:
    return (
        nw.when(nw.col("status") == _STATUSES[0])
        .then(1)
        .otherwise(nw.when(nw.col("status") == _STATUSES[1]).then(2).otherwise(3))
    )


def league_counts(
    read: Read,
    *,
    period: str,
    standard: str,
    area_kind: str = "community",
    units: tuple[str, ...] = (),
    streets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    bands: tuple[str, ...] = (),
    weak_dimensions: tuple[str, ...] = (),
    search: str = "",
    ranked: int = 50,
) -> nw.LazyFrame:
    if weak_dimensions or search:
        raise NotImplementedError("no page opens with these filters")
    columns = "area_code unit_code status progress score band_code passing_count city_place"
    rows = read("index_score", columns, standard_version=standard, period=period, area_kind=area_kind, unit_code=units)
    area = _league_areas(read, area_kind, streets, kinds).select("area_code")
    rows = rows.join(area, on="area_code").join(read("standard", "line", standard_version=standard), how="cross")
    rows = rows.filter(nw.col("band_code").fill_null(_NO_BAND[0]).is_in(bands)) if bands else rows
    is_placed = ~nw.col("city_place").is_null() & ((nw.col("city_place") <= ranked) | nw.lit(ranked == 0))
    return (
        rows.with_columns(
            above_count=(printed(nw.col("score")) >= PRINTED * nw.col("line")).fill_null(value=False).cast(nw.Int64),
            passing_count=zero("passing_count"),
            placed_count=is_placed.cast(nw.Int64),
        )
        .group_by("status", "progress")
        .agg(
            area_count=nw.len(),
            **{name: nw.col(name).sum() for name in ("above_count", "passing_count", "placed_count")},
        )
        .with_columns(status_position=_status_position())
        .sort("status_position", "progress", nulls_last=True)
    )


def _places(score: nw.LazyFrame, ranked: int, units: tuple[str, ...]) -> nw.LazyFrame:
    """Who has a place that is shown, who comes next, and whether both can be told apart."""
    one = score.drop_nulls("city_place").select(
        "area_code",
        "unit_code",
        "standard_error",
        "critical_value",
        place="city_place",
        mark=printed(nw.col("score")),
    )
    one = one.join(one.select(ranked_count=nw.len()), how="cross")
    by = {"order_by": ["place", "area_code"]}
    following = {
        "next_place": nw.col("place").shift(-1).over(**by),
        "following": nw.col("area_code").shift(-1).over(**by),
        "next_unit": nw.col("unit_code").shift(-1).over(**by),
        "next_mark": nw.col("mark").shift(-1).over(**by),
        "next_error": nw.col("standard_error").shift(-1).over(**by),
        "next_critical": nw.col("critical_value").shift(-1).over(**by),
    }
    one = one.with_columns(**following)
    has_next = ~nw.col("next_place").is_null()
    if ranked:
        one, has_next = one.filter(nw.col("place") <= ranked), has_next & (nw.col("next_place") <= ranked)
    critical = (
        nw.when(nw.col("critical_value") >= nw.col("next_critical"))
        .then(nw.col("critical_value"))
        .otherwise(
            nw.when(nw.col("next_critical").is_null()).then(nw.col("critical_value")).otherwise(nw.col("next_critical"))
        )
    )
    error = (nw.col("standard_error") * nw.col("standard_error") + nw.col("next_error") * nw.col("next_error")).sqrt()
    margin = PRINTED * critical * error
    is_near = (
        (nw.col("mark") == nw.col("next_mark")) | margin.is_null() | (nw.col("mark") - nw.col("next_mark") <= margin)
    )
    return one.select(
        "area_code",
        "place",
        "ranked_count",
        next_code=nw.when(has_next & nw.col("next_unit").is_in(units) if units else has_next).then(nw.col("following")),
        is_tied_with_next=nw.when(has_next).then(nw.when(is_near).then(nw.lit(1)).otherwise(nw.lit(0))),
    )


def _league_areas(read: Read, area_kind: str, streets: tuple[str, ...], kinds: tuple[str, ...]) -> nw.LazyFrame:
    """Names, streets and kinds of the areas of a kind."""
    return read(
        "area",
        "area_code area_name unit_name street_name kind",
        area_kind=area_kind,
        street_code=() if area_kind == "unit" else streets,
        kind=kinds if area_kind == "community" else (),
    )
