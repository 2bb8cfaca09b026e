"""The same questions asked of ClickHouse: another :class:`queries.database.Database`, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.versions import clickhouse
from data.versions.clickhouse import ClickHouseError
from queries.database import Parameters, register

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from clickhouse_connect.driver.client import Client

# What makes its answers those of DuckDB: an outer join leaves nulls, and a name is a column before it is an alias.
_SETTINGS: dict[str, Any] = {"join_use_nulls": 1, "prefer_column_name_to_alias": 1}


@dataclass(frozen=True)
class ClickHouseDatabase:
    """A version in a database of its own on a server of ClickHouse."""

    server: Client
    version: int
    digest: str

    def frame(self, sql: str, parameters: Parameters) -> pd.DataFrame:
        """See :meth:`queries.database.Database.frame`."""
        frame: pd.DataFrame = self._table(sql, parameters).to_pandas(date_as_object=False)
        return frame

    def batches(self, sql: str, parameters: Parameters) -> pa.RecordBatchReader:
        """See :meth:`queries.database.Database.batches`."""
        import pyarrow as pa

        text = self._text(sql, parameters)
        schema = self._table(f"select * from ({text}) limit 0", None).schema  # noqa: S608 - a question of ours

        def drained() -> Iterator[pa.RecordBatch]:
            with self.server.query_arrow_stream(text, settings=_SETTINGS, use_strings=True) as stream:
                for piece in stream:
                    yield from _plain(pa.Table.from_batches([piece])).cast(schema).to_batches(10_000)

        return pa.RecordBatchReader.from_batches(schema, drained())

    def _table(self, sql: str, parameters: Parameters | None) -> pa.Table:
        text = sql if parameters is None else self._text(sql, parameters)
        return _plain(self.server.query_arrow(text, settings=_SETTINGS, use_strings=True))

    def _text(self, sql: str, parameters: Parameters) -> str:
        from data.dialect import translated  # of a group of dependencies that is not always there

        return translated(sql, parameters, clickhouse.database_of(self.version))


def _plain(table: pa.Table) -> pa.Table:
    """The types that DuckDB answers with: counts are signed, whatever may be empty may be null."""
    import pyarrow as pa

    def plain(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_timestamp(kind):
            return pa.timestamp("us")  # the server names its time zone; what is stored has none
        return signed.get(kind, kind)

    signed = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(), pa.uint64(): pa.int64()}
    fields = [pa.field(field.name, plain(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields))


def open_clickhouse(version: int, digest: str) -> ClickHouseDatabase:
    """A version on the server that the setting names.

    Raises:
        ClickHouseError: the server cannot be reached, or does not have the version whole, or has another of its number.
    """
    if not clickhouse.has_version(version, digest):
        raise ClickHouseError(f"第 {version} 版还没有复制到 ClickHouse，请运行 uv run python -m data mirror {version}")
    return ClickHouseDatabase(clickhouse.client(), version, digest)


register(clickhouse.is_used, open_clickhouse)
