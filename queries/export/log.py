"""What left is an act: who took what, in which format, with which filters, and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from data.acts import Kind, act
from data.store import Store


def logged(
    chunks: Iterator[bytes], store: Store, who: str, name: str, entry: Mapping[str, Any], rows: Callable[[], int]
) -> Iterator[bytes]:
    """The same bytes; the log says who takes what before the first, and how much of it after the last.

    Raises:
        StoreError: the log cannot be written: then nothing leaves.
    """
    stack = ExitStack()
    doing = stack.enter_context(act(store, Kind.EXPORT, name, who=who, **entry))

    def drained() -> Iterator[bytes]:
        size, digest = 0, hashlib.sha256()
        with stack:
            try:
                for chunk in chunks:
                    size += len(chunk)
                    digest.update(chunk)
                    yield chunk
            finally:
                doing.details |= {"rows": rows(), "bytes": size, "sha256": digest.hexdigest()}

    return drained()
