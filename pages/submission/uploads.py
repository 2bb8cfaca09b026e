"""Uploaded files for the engine, which reads from disk."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from streamlit.runtime.uploaded_file_manager import UploadedFile

_LONGEST_STEM = 60
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"|?*]')


@contextmanager
def on_disk(uploads: Sequence[UploadedFile]) -> Iterator[list[Path]]:
    """The uploads as files under their own names, for as long as the block runs.

    Names are told apart, also where a file system does not know a from A: 数据.xlsx, 数据（2）.xlsx.
    """
    with tempfile.TemporaryDirectory(prefix="submission-") as folder:
        paths: list[Path] = []
        taken: set[str] = set()
        for upload in uploads:
            path = Path(folder, file_name(upload.name))
            stem, number = path.stem, 1
            while path.name.casefold() in taken:
                number += 1
                path = path.with_stem(f"{stem}（{number}）")
            taken.add(path.name.casefold())
            path.write_bytes(upload.getbuffer())
            paths.append(path)
        yield paths


def file_name(given: str) -> str:
    """The name of an upload without folders, as every file system takes it, and not too long."""
    name = PurePosixPath(_NOT_IN_A_NAME.sub("_", given.replace("\\", "/"))).name
    if not name.strip("."):
        return "未命名"
    return PurePosixPath(name).stem[:_LONGEST_STEM] + PurePosixPath(name).suffix
