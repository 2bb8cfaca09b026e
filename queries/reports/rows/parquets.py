"""Parquet for programs: the columns as the question names and types them, in full precision, with what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from queries.reports.facts import Facts
from queries.reports.rows.answers import Answer
from queries.reports.rows.book import pieces
from queries.reports.rows.columns import written
from queries.reports.rows.separated import SeparatedText

_GROUP_ROWS = 100_000


def parquet_file(answer: Answer, facts: Facts) -> Iterator[bytes]:
    """An answer as Parquet; its key-value metadata holds the facts, the rows and the digest of the same answer as CSV."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, dimensions = SeparatedText(answer), answer.dimensions()
    schema = answer.schema.with_metadata(facts.metadata())
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.parquet"
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            waiting: list[pa.RecordBatch] = []
            for batch in answer.batches():
                text.piece(written(batch, dimensions, answer.style))
                waiting.append(batch)
                if sum(map(len, waiting)) >= _GROUP_ROWS:
                    writer.write_table(pa.Table.from_batches(waiting, answer.schema).cast(schema))
                    waiting = []
            if waiting or not answer.rows:
                writer.write_table(pa.Table.from_batches(waiting, answer.schema).cast(schema))
            text.end()
            writer.add_key_value_metadata({"rows": str(answer.rows), "csv_sha256": text.sha256})
        yield from pieces(file)
