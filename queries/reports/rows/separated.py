"""CSV as Excel reads it: UTF-8 with one BOM, CRLF, Chinese headers; texts are quoted, numbers are not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from queries.reports.rows.answers import Answer
from queries.reports.rows.columns import as_text_file, written

if TYPE_CHECKING:
    import pyarrow as pa

_BOM = b"\xef\xbb\xbf"


class SeparatedText:
    """Written batches as the bytes of a CSV, piece by piece; ``sha256`` is of all pieces given out so far."""

    def __init__(self, answer: Answer, *, is_digested: bool = True) -> None:
        import pyarrow as pa
        from pyarrow.csv import CSVWriter, WriteOptions

        self._digest = hashlib.sha256()
        self._is_digested = is_digested
        self._every_row = answer.every_row()
        self._sink = io.BytesIO()
        self._sink.write(_BOM)
        empty = written(pa.RecordBatch.from_pylist([], answer.schema), answer.dimensions(), answer.style)
        header = as_text_file(empty, self._every_row).schema
        self._writer = CSVWriter(self._sink, header, write_options=WriteOptions(eol="\r\n"))

    def piece(self, batch: pa.RecordBatch) -> bytes:
        """The bytes of a written batch, the first with the header."""
        self._writer.write_batch(as_text_file(batch, self._every_row))
        return self._taken()

    def end(self) -> bytes:
        """What is left, for an empty answer the header."""
        self._writer.close()
        return self._taken()

    @property
    def sha256(self) -> str:
        """The digest of the file so far."""
        return self._digest.hexdigest()

    def _taken(self) -> bytes:
        piece = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        if self._is_digested:
            self._digest.update(piece)
        return piece


def csv_pieces(answer: Answer) -> Iterator[bytes]:
    """An answer as CSV, a batch at a time."""
    text, dimensions = SeparatedText(answer, is_digested=False), answer.dimensions()
    for batch in answer.batches():
        yield text.piece(written(batch, dimensions, answer.style))
    if rest := text.end():
        yield rest
