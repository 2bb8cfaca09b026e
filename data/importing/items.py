"""What may be measured: the items of the shipped standards, staged beside the files they judge."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.standard import Standard


def stage_items(connection: duckdb.DuckDBPyConnection, standards: Sequence[Standard]) -> None:
    """Write ``staged_items``: what may be measured under which standard, and within which bounds."""
    connection.execute(
        "create or replace temp table staged_items (indicator_code text, minimum double, maximum double, "
        "is_graded boolean, grades text, unit text)"
    )
    rows = [
        (
            part.code,
            *_bounds(part.minimum, part.maximum, part.sampling),
            bool(part.grades),
            "、".join(part.grades),
            part.unit,
        )
        for standard in standards
        for part in standard.indicator
    ]
    rows += [(veto.code, 0.0, None, False, "", "次") for standard in standards for veto in standard.veto]
    connection.executemany("insert into staged_items values (?, ?, ?, ?, ?, ?)", rows)


def _bounds(minimum: float | None, maximum: float | None, sampling: str) -> tuple[float | None, float | None]:
    """The possible values of an item; a rate cannot leave 0-100 whatever the standard forgot to say."""
    if sampling == "rate":
        return (0.0 if minimum is None else minimum, 100.0 if maximum is None else maximum)
    return minimum, maximum
