"""Files of the store on the disk: whole, durable, closed to other accounts, whatever the system."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_ATTEMPTS = 20
FOLDER_MODE, FILE_MODE, _KEPT_MODE = 0o700, 0o600, 0o400


def read_file(file: Path) -> bytes:
    """The content of a file, waiting a moment where Windows is just replacing it."""
    for _ in range(_ATTEMPTS):
        try:
            return file.read_bytes()
        except PermissionError:
            time.sleep(0.05)
    return file.read_bytes()


def replace_text(file: Path, text: str) -> None:
    """Put a small text file of the store in the place of the one before, whole or not at all; under the lock."""
    replace_bytes(file, text.encode())


def replace_bytes(file: Path, new_content: bytes) -> None:
    """Put a small file of the store in the place of the one before, whole or not at all; under the lock."""
    new = file.with_name(f".{file.name}-new")
    with new.open("wb") as content:
        restrict_file(new)
        content.write(new_content)
        content.flush()
        os.fsync(content.fileno())
    for attempt in range(_ATTEMPTS):
        try:
            new.replace(file)
            break
        except PermissionError:  # Windows, while a reader holds the file open
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05)
    sync_folder(file.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder, if there is one, and its files, which may be read-only: Windows would keep those."""
    for path in folder.rglob("*"):
        path.chmod(FOLDER_MODE)
    shutil.rmtree(folder, ignore_errors=True)


def make_durable(folder: Path) -> None:
    """Put a folder and all its files on the disk, and let nothing write to the files again."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            path.chmod(_KEPT_MODE)
        else:
            restrict_file(path)
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(file: Path) -> str:
    """The sha256 of a file, read once a process as long as the file stays what it is."""
    status = file.stat()
    return _digest(file, status.st_ino, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1024)
def _digest(file: Path, _inode: int, _size: int, _changed_at: int) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def restrict_file(path: Path) -> None:
    """Close a file or folder of the store to other accounts, whatever the umask; Windows has other means."""
    if os.name != "nt" and not path.is_symlink():
        mode = path.stat().st_mode
        path.chmod(FOLDER_MODE if path.is_dir() else mode & FILE_MODE)


def _is_open_to_others(path: Path) -> bool:
    """Whether other accounts of the machine could read or enter it."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)


def close_to_others(root: Path) -> None:
    """Folders 700, files 600 (400 in versions and batches), also those of a program that left them open."""
    with suppress(OSError):
        if _is_open_to_others(root):
            for path in root.rglob("*"):
                restrict_file(path)
            restrict_file(root)  # last: then all below it is done
