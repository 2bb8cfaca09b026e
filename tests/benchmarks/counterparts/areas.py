"""Who there is: units, streets, communities and their kinds, and the names of all areas."""

from __future__ import annotations

import narwhals as nw

from tests.benchmarks.counterparts.reading import Read


def kinds(read: Read, *, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    counted = read("community", "kind", unit_code=units).group_by("kind").agg(community_count=nw.len())
    return counted.sort("community_count", "kind", descending=[True, False])


def streets(read: Read, *, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    street = read("street", "street_code street_name unit_code", unit_code=units)
    unit = read("unit", "unit_code unit_name position")
    return street.join(unit, on="unit_code").sort("position", "street_code").drop("position")


def units(read: Read) -> nw.LazyFrame:
    unit = read("unit", "unit_code unit_name short_name host_code position")
    host = unit.select(host_code="unit_code", host_name="unit_name")
    return unit.join(host, on="host_code", how="left").sort("position")


def community_names(read: Read, *, search: str = "", most: int = 0, units: tuple[str, ...] = ()) -> nw.LazyFrame:
    if search:
        raise NotImplementedError("no page opens with a search")
    columns = "community_code community_name short_name pinyin_initials unit_code street_code"
    named = (
        read("community", columns, unit_code=units)
        .join(read("unit", "unit_code short_name").rename({"short_name": "unit_short_name"}), on="unit_code")
        .join(read("street", "street_code street_name"), on="street_code")
    )
    rows = named.join(named.select(found_count=nw.len()), how="cross").sort("community_name", "community_code")
    return rows.head(most) if most else rows
