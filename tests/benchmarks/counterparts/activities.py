"""What was held, counted from the ledger: activity by activity, where the questions read what publication counted."""

from __future__ import annotations

from datetime import date, datetime, time

import narwhals as nw

from tests.benchmarks.counterparts.reading import Read, Span, zero

_MONTHS = 3
_QUARTERS = 4


def _quarter(period: str, later: int = 0) -> date:
    """The first day of a quarter, or of another so many quarters later."""
    number = int(period[:4]) * _QUARTERS + int(period[5]) - 1 + later
    return date(number // _QUARTERS, number % _QUARTERS * _MONTHS + 1, 1)


def _span(period: str) -> Span:
    return Span(_quarter(period), _quarter(period, 1))


def standing(read: Read, standard: str, period: str, units: tuple[str, ...]) -> nw.LazyFrame:
    """One row per community then in the register: code, unit, street and households."""
    there = read(
        "index_score", "area_code", standard_version=standard, period=period, area_kind="community", unit_code=units
    )
    community = read("community", "community_code unit_code street_code households kind community_name")
    return community.join(there.rename({"area_code": "community_code"}), on="community_code")


def _rate(count: str, households: str = "all_households") -> nw.Expr:
    return 1000.0 * nw.col(count) / nw.when(nw.col(households) > 0).then(nw.col(households))


def _per_household(held: nw.LazyFrame, there: nw.LazyFrame) -> nw.LazyFrame:
    base = there.select(all_households=nw.col("households").sum())
    return held.join(base, how="cross").with_columns(activity_rate=_rate("activity_count")).drop("all_households")


def computed_measurements(read: Read, *, periods: tuple[str, ...], standard: str) -> nw.LazyFrame:
    """What every score rests on: the indicators of quarters that are counted from activities, for whom they have a value.

    One row per quarter, community and indicator. It answers no question: publication has done it before any is asked.
    """
    measured = read(
        "measurement", "period community_code indicator_code", period=periods, origin="computed", state="value"
    )
    columns = "indicator_code measured_by window_quarters activity_categories"
    ways = ("activity_count", "activity_kind_count")
    computed = read("indicator", columns, standard_version=standard).filter(nw.col("measured_by").is_in(ways)).collect()
    wanted = [(period, *row) for period in periods for row in computed.iter_rows()]
    spans = [Span(_quarter(period, 1 - int(window)), _quarter(period, 1)) for period, _, _, window, _ in wanted]
    categories = tuple({category for *_, mine in wanted for category in mine})
    widest = Span(min(span.first for span in spans), max(span.before for span in spans))
    held = read("activity", "community_code held_at category kind", held_at=widest, category=categories)
    parts = []
    for span, (period, code, measured_by, _, mine) in zip(spans, wanted, strict=True):
        first, before = (datetime.combine(day, time()) for day in span)
        within = held.filter(
            nw.col("category").is_in([*mine]) & (nw.col("held_at") >= first) & (nw.col("held_at") < before)
        )
        count = nw.len() if measured_by == "activity_count" else nw.col("kind").n_unique()
        counted = within.group_by("community_code").agg(value=count)
        due = measured.filter((nw.col("indicator_code") == code) & (nw.col("period") == period))
        parts.append(due.join(counted, on="community_code", how="left").with_columns(value=zero("value")))
    return nw.concat(parts).sort("period", "indicator_code", "community_code")


def activity_hours(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> nw.LazyFrame:
    there = standing(read, standard, period, units)
    held = (
        read("activity", "community_code held_at", held_at=_span(period), dimension_code=dimensions)
        .join(there.select("community_code"), on="community_code")
        .with_columns(weekday=nw.col("held_at").dt.weekday(), hour=nw.col("held_at").dt.hour())
        .group_by("weekday", "hour")
        .agg(activity_count=nw.len())
    )
    return _per_household(held, there).sort("weekday", "hour")


def activity_kinds(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> nw.LazyFrame:
    there = standing(read, standard, period, units)
    columns = "community_code dimension_code category kind participants"
    by = ["dimension_code", "category", "kind"]
    held = (
        read("activity", columns, held_at=_span(period), dimension_code=dimensions)
        .join(there.select("community_code"), on="community_code")
        .group_by(by)
        .agg(activity_count=nw.len(), participants=nw.col("participants").sum())
    )
    named = read("dimension", "dimension_code dimension_name", standard_version=standard)
    return (
        _per_household(held, there)
        .join(named, on="dimension_code", how="left")
        .sort("activity_count", *by, descending=[True, False, False, False])
        .rename({"kind": "activity_kind"})
    )


def activity_months(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> nw.LazyFrame:
    quarters = read("period", "period starts_on").filter(nw.col("period") <= period)
    quarters = quarters.sort("starts_on", descending=True).head(_QUARTERS).select("period")
    base = (
        read("index_score", "area_code period", standard_version=standard, area_kind="community", unit_code=units)
        .join(read("community", "community_code households").rename({"community_code": "area_code"}), on="area_code")
        .group_by("period")
        .agg(nw.col("households").sum())
        .join(quarters, on="period")
    )
    there = read("index_score", "area_code period unit_code", standard_version=standard, area_kind="community")
    since = Span(_quarter(period, 1 - _QUARTERS), _quarter(period, 1))
    held = read("activity", "community_code held_at participants dimension_code", held_at=since).with_columns(
        year=nw.col("held_at").dt.year(), number=nw.col("held_at").dt.month()
    )
    quarter = nw.concat_str(
        nw.col("year").cast(nw.String), nw.lit("Q"), ((nw.col("number") + 2) / 3).floor().cast(nw.Int64).cast(nw.String)
    )
    month = nw.concat_str(nw.col("year").cast(nw.String), nw.lit("-"), nw.col("number").cast(nw.String).str.zfill(2))
    counted = (
        held.group_by("community_code", "dimension_code", "year", "number")
        .agg(activity_count=nw.len(), participants=nw.col("participants").sum())
        .with_columns(period=quarter, month=month)
        .join(there.rename({"area_code": "community_code"}), on=["community_code", "period"])
    )
    ledger = counted.select("period", "month").unique()
    if units:
        counted = counted.filter(nw.col("unit_code").is_in(units))
    if dimensions:
        counted = counted.filter(nw.col("dimension_code").is_in(dimensions))
    by_month = counted.group_by("month").agg(nw.col("activity_count").sum(), nw.col("participants").sum())
    return (
        ledger.join(quarters, on="period")
        .join(by_month, on="month", how="left")
        .join(base, on="period", how="left")
        .with_columns(activity_count=zero("activity_count"), participants=zero("participants"))
        .with_columns(activity_rate=_rate("activity_count", "households"))
        .sort("month")
    )


def activity_summary(read: Read, *, period: str, standard: str, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    there = standing(read, standard, period, units)
    base = there.select(community_count=nw.len(), households=nw.col("households").sum())
    held = (
        read("activity", "community_code dimension_code participants", held_at=_span(period))
        .join(there.select("community_code"), on="community_code")
        .group_by("community_code", "dimension_code")
        .agg(activity_count=nw.len(), participants=nw.col("participants").sum())
    )
    sums = {name: nw.col(name).sum() for name in ("activity_count", "participants")}
    sums["active_count"] = nw.col("community_code").n_unique()
    every = read("dimension", "dimension_code dimension_name position", standard_version=standard)
    columns = ["dimension_code", "dimension_name", "position", *sums]
    each = every.join(held.group_by("dimension_code").agg(**sums), on="dimension_code", how="left")
    whole = held.select(**sums).with_columns(
        dimension_code=nw.lit("all"), dimension_name=nw.lit("全部"), position=nw.lit(0)
    )
    position = nw.col("position").cast(nw.Int64)
    numbers = {name: zero(name).cast(nw.Int64) for name in sums}
    return (
        nw.concat([part.with_columns(position=position, **numbers).select(columns) for part in (whole, each)])
        .join(base, how="cross")
        .with_columns(
            activity_rate=_rate("activity_count", "households"),
            inactive_count=nw.col("community_count") - nw.col("active_count"),
        )
        .sort("position")
    )


def inactive_communities(
    read: Read, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> nw.LazyFrame:
    until = Span(date(1, 1, 1).replace(year=1900), _quarter(period, 1))
    held = (
        read("activity", "community_code held_at", held_at=until, dimension_code=dimensions)
        .group_by("community_code")
        .agg(nw.col("held_at").max())
    )
    last = nw.concat_str(
        nw.col("held_at").dt.year().cast(nw.String),
        nw.lit("Q"),
        ((nw.col("held_at").dt.month() + 2) / 3).floor().cast(nw.Int64).cast(nw.String),
    )
    known = held.select("community_code", last_period=last)
    unit, street = read("unit", "unit_code unit_name position"), read("street", "street_code street_name")
    return (
        standing(read, standard, period, units)
        .join(known, on="community_code", how="left")
        .filter(nw.col("last_period").is_null() | (nw.col("last_period") < period))
        .join(unit, on="unit_code")
        .join(street, on="street_code")
        .with_columns(area_kind=nw.lit("community"))
        .sort("position", "community_code")
        .rename({"community_code": "area_code", "community_name": "area_name"})
    )


def community_activities(read: Read, *, period: str, standard: str, community: str) -> nw.LazyFrame:
    quarters = (
        read("period", "period starts_on")
        .filter(nw.col("period") <= period)
        .sort("starts_on", descending=True)
        .head(_QUARTERS)
    )
    since = Span(_quarter(period, 1 - _QUARTERS), _quarter(period, 1))
    quarter = nw.concat_str(
        nw.col("held_at").dt.year().cast(nw.String),
        nw.lit("Q"),
        ((nw.col("held_at").dt.month() + 2) / 3).floor().cast(nw.Int64).cast(nw.String),
    )
    held = (
        read("activity", "held_at dimension_code participants", community_code=community, held_at=since)
        .with_columns(period=quarter)
        .group_by("period", "dimension_code")
        .agg(activity_count=nw.len(), participants=nw.col("participants").sum())
    )
    dimension = read("dimension", "dimension_code dimension_name position", standard_version=standard)
    return (
        quarters.join(dimension, how="cross")
        .join(held, on=["period", "dimension_code"], how="left")
        .with_columns(activity_count=zero("activity_count"), participants=zero("participants"))
        .sort("starts_on", "position", descending=[True, False])
        .rename({"period": "held_in"})
    )
