"""How the columns of an answer are written: under Chinese headers, rounded, codes as words; see queries/columns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import queries
from data.guarding import guarded
from queries.rounding import round_half_up

if TYPE_CHECKING:
    import pyarrow as pa

_MOMENT_LENGTH = len("2026-09-30 19:00")


def written(batch: pa.RecordBatch, dimensions: Sequence[str]) -> pa.RecordBatch:
    """A batch under Chinese headers: texts, int64, decimals of as many digits as are shown, and points in time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        style = styles()[name]
        if "header" not in style:
            continue
        match style["kind"]:
            case "text":
                columns[style["header"]] = _text(column, style)
            case "whole":
                columns[style["header"]] = column.cast(pa.int64())
            case "number":
                columns[style["header"]] = _number(column, style.get("decimals", 2))
            case "share":
                columns[style["header"]] = _number(pc.multiply(column, 100.0), style.get("decimals", 2))
            case "moment":
                columns[style["header"]] = column.cast(pa.timestamp("s"))
            case "dimensions":
                for position, dimension in enumerate(dimensions):
                    score = pc.list_slice(column, position, position + 1, return_fixed_size_list=True)
                    columns[dimension + style["header"]] = _number(pc.list_element(score, 0), 2)
    return pa.RecordBatch.from_pydict(columns)


def as_text_file(batch: pa.RecordBatch, every_row: Mapping[str, str]) -> pa.RecordBatch:
    """A written batch as a text file holds it: what every row says first, points in time in words, texts guarded."""
    import pyarrow as pa

    columns = {header: pa.repeat(guarded(pa.array([word]))[0], len(batch)) for header, word in every_row.items()}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_string(column.type):
            columns[name] = guarded(column)
        elif pa.types.is_timestamp(column.type):
            columns[name] = moments(column)
        else:
            columns[name] = column
    return pa.RecordBatch.from_pydict(columns)


def moments(column: pa.Array) -> pa.Array:
    """Points in time as 2026-09-30 19:00."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_slice_codeunits(column.cast(pa.string()), 0, _MOMENT_LENGTH)


def band_headers(names: Sequence[str]) -> frozenset[str]:
    """The headers of those columns that hold a band's name or symbol."""
    return frozenset(styles()[name]["header"] for name in names if styles()[name].get("is_band"))


@cache
def styles() -> dict[str, dict[str, Any]]:
    """What queries/columns.toml says of every column."""
    file = Path(queries.__file__).with_name("columns.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _text(column: pa.Array, style: Mapping[str, Any]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = column.cast(pa.string())
    for code, word in style.get("words", {}).items():
        column = pc.if_else(pc.equal(column, code), word, column)
    return column.fill_null(style["absent"]) if "absent" in style else column


def _number(column: pa.Array, decimals: int) -> pa.Array:
    import pyarrow as pa

    rounded = round_half_up(column.cast(pa.float64()).to_numpy(zero_copy_only=False), decimals)
    return pa.array(rounded, from_pandas=True).cast(pa.decimal128(18, decimals), safe=False)
