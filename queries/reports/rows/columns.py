"""How the columns of an answer are written: under Chinese headers, rounded, codes as words; see queries/columns.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from data.guarding import guarded
from queries.columns import Column
from queries.rounding import round_half_up

if TYPE_CHECKING:
    import pyarrow as pa

_MOMENT_LENGTH = len("2026-09-30 19:00")


def written(batch: pa.RecordBatch, dimensions: Sequence[str], style_of: Callable[[str], Column]) -> pa.RecordBatch:
    """A batch of an answer under Chinese headers: texts, int64, decimals of as many digits as are shown, and points in time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {}
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        style = style_of(name)
        if not style.header:
            continue
        match style.kind:
            case "text":
                columns[style.header] = _text(values, style)
            case "whole":
                columns[style.header] = values.cast(pa.int64())
            case "number" | "percent":
                columns[style.header] = _number(values, style.decimals)
            case "share":
                columns[style.header] = _number(pc.multiply(values, 100.0), style.decimals)
            case "moment":
                columns[style.header] = values.cast(pa.timestamp("s"))
            case "dimensions":
                for position, dimension in enumerate(dimensions):
                    score = pc.list_slice(values, position, position + 1, return_fixed_size_list=True)
                    columns[dimension + style.header] = _number(pc.list_element(score, 0), 2)
    return pa.RecordBatch.from_pydict(columns)


def as_text_file(batch: pa.RecordBatch, every_row: Mapping[str, str]) -> pa.RecordBatch:
    """A written batch as a text file holds it: what every row says first, points in time in words, texts guarded."""
    import pyarrow as pa

    columns = {header: pa.repeat(guarded(pa.array([word]))[0], len(batch)) for header, word in every_row.items()}
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_string(values.type):
            columns[name] = guarded(values)
        elif pa.types.is_timestamp(values.type):
            columns[name] = moments(values)
        else:
            columns[name] = values
    return pa.RecordBatch.from_pydict(columns)


def moments(times: pa.Array) -> pa.Array:
    """Points in time as 2026-09-30 19:00."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_slice_codeunits(times.cast(pa.string()), 0, _MOMENT_LENGTH)


def band_headers(styles: Iterable[Column]) -> frozenset[str]:
    """The headers of those columns that hold a band's name or symbol."""
    return frozenset(style.header for style in styles if style.is_band)


def _text(values: pa.Array, style: Column) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = values.cast(pa.string())
    for code, word in style.words.items():
        values = pc.if_else(pc.equal(values, code), word, values)
    return values if style.absent is None else values.fill_null(style.absent)


def _number(values: pa.Array, decimals: int) -> pa.Array:
    import pyarrow as pa

    rounded = round_half_up(values.cast(pa.float64()).to_numpy(zero_copy_only=False), decimals)
    return pa.array(rounded, from_pandas=True).cast(pa.decimal128(18, decimals), safe=False)
