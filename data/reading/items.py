"""What may be measured: the items of the shipped standards, staged beside the files they judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from data.standard import Indicator, Standard, Veto


@dataclass(frozen=True)
class Item:
    """One indicator or veto as a heading may name it; a veto is counted, and none is 0."""

    code: str
    name: str
    unit: str
    is_graded: bool = False
    is_veto: bool = False


def items_of(standards: Sequence[Standard]) -> list[Item]:
    """The items of the standards, longest name first; where two standards differ, each name counts."""
    found: dict[tuple[str, str], Item] = {}
    for standard in standards:
        for part in standard.indicator:
            found[part.code, part.name] = Item(part.code, part.name, part.unit, bool(part.grades))
        for veto in standard.veto:
            found[veto.code, veto.name] = Item(veto.code, veto.name, "次", is_veto=True)
    return sorted(found.values(), key=lambda item: -len(item.name))


def stage_items(connection: duckdb.DuckDBPyConnection, standards: Sequence[Standard]) -> None:
    """Write ``staged_items``, ``staged_dimensions`` and ``staged_categories``: what may be measured, and within which bounds.

    ``staged_items`` has one row per standard and item: whether it has to be reported (``is_due``), and ``scale``, the
    distance between the values that earn nothing and full marks; ``is_rate`` is a share of a sample.
    ``staged_categories`` has the categories of activities that some item counts, ``item_dimension`` the dimension of
    every indicator on which the standards agree. Codes and names become part of the vocabulary.
    """
    connection.execute(
        "create or replace temp table staged_items (standard_version text, valid_from date, position integer, "
        "indicator_code text, indicator_name text, minimum double, maximum double, is_graded boolean, grades text, "
        "unit text, is_veto boolean, is_due boolean, scale double, is_rate boolean)"
    )
    connection.execute("create or replace temp table staged_dimensions (dimension_code text, dimension_name text)")
    rows = [
        (standard.version, standard.valid_from, position, part.code, part.name, *_described(part))
        for standard in standards
        for position, part in enumerate(_parts(standard))
    ]
    # Column by column in one go; row by row takes longer than all the rest of a small import.
    unnested = ", ".join(f"unnest(${number})" for number in range(1, len(rows[0]) + 1))
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.execute(f"insert into staged_items select {unnested}", columns)
    connection.executemany(
        "insert into staged_dimensions values (?, ?)",
        [(part.code, part.name) for standard in standards for part in standard.dimension],
    )
    categories = {name for standard in standards for part in standard.indicator for name in part.activity_categories}
    connection.execute(
        "create or replace temp table staged_categories as select unnest($names) as category",
        {"names": sorted(categories)},
    )
    dimensions: dict[str, set[str]] = {}
    for standard in standards:
        for part in standard.indicator:
            dimensions.setdefault(part.code, set()).add(part.dimension)
    agreed = {code: min(found) for code, found in dimensions.items() if len(found) == 1}
    connection.execute(
        "create or replace temp table item_dimension as "
        "select unnest($codes) as indicator_code, unnest($dimensions) as dimension_code",
        {"codes": [*agreed], "dimensions": [*agreed.values()]},
    )
    learn_words(connection, "items", "staged_items", "indicator_code", ("indicator_name",))
    learn_words(connection, "dimensions", "staged_dimensions", "dimension_code", ("dimension_name",))


def _parts(standard: Standard) -> Iterator[Indicator | Veto]:
    yield from standard.indicator
    yield from standard.veto


def _described(part: Indicator | Veto) -> tuple[object, ...]:
    if isinstance(part, Veto):
        return (0.0, None, False, "", "次", True, False, None, False)
    scale = abs(part.curve[-1][0] - part.curve[0][0]) if part.curve else None
    bounds = _bounds(part.minimum, part.maximum, part.sampling)
    return (
        *bounds,
        bool(part.grades),
        "、".join(part.grades),
        part.unit,
        False,
        part.is_reported,
        scale,
        part.sampling == "rate",
    )


def _bounds(minimum: float | None, maximum: float | None, sampling: str) -> tuple[float | None, float | None]:
    """The possible values of an item; a rate cannot leave 0-100 whatever the standard forgot to say."""
    if sampling == "rate":
        return (0.0 if minimum is None else minimum, 100.0 if maximum is None else maximum)
    return minimum, maximum


def learn_words(
    connection: duckdb.DuckDBPyConnection, kind: str, relation: str, code: str, names: Sequence[str]
) -> None:
    """Let the names in a relation stand for its codes; a name of several codes stands for none of them."""
    connection.execute("create temp table if not exists vocabulary (kind text, word text, code text)")
    connection.execute("delete from vocabulary where kind = $kind", {"kind": kind})
    spellings = [spelling for name in names for spelling in (name, f"{code} || {name}", f"{code} || ' ' || {name}")]
    connection.execute(
        "insert into vocabulary select $kind, word, min(code) from "
        f"(select {code} as code, unnest([{', '.join([code, *spellings])}]) as word from {relation}) "
        "where word is not null group by word having min(code) = max(code)",
        {"kind": kind},
    )
