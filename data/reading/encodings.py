"""The encodings of text files: UTF-8, UTF-16 or GB18030, mixed where another system added to them; read as UTF-8."""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, AnyStr

from data.reading.files import NO_TABLE, UTF_16, refusal

_CHUNK = 1 << 20
_CHINESE = re.compile("[一-鿿]")
_MAYBE_UTF_8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_BETWEEN_CELLS = re.compile(rb"([,;\t\"\r\n]+)")  # none of these is ever a part of a letter in GB18030
_UNKNOWN = ("文字编码无法识别", "用 Excel 或 WPS 另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后再试")
_DAMAGED = ("这一行有无法识别的字节", "文件可能已损坏，重新导出后再试")
LONGEST_LINE = 8_000_000  # letters or bytes of a line, or of a row of several lines
OVERLONG = (f"一行超过 {LONGEST_LINE // 1_000_000} MB，不是一行数据", "核对换行和双引号，重新导出后再试")


@contextmanager
def as_utf8(path: Path, file: str) -> Iterator[Path]:
    """The file itself when it is UTF-8, else a temporary copy decoded from UTF-16 or GB18030."""
    with path.open("rb") as opened:
        head = opened.read(2)
    if head in UTF_16:
        lines = _utf_16(path, file)
    elif _is_utf8(path, file):
        yield path
        return
    elif damaged := _damaged_line(path, file):
        raise refusal(file, *_DAMAGED, row=damaged)
    else:
        lines = _gb18030(path, file)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "text"
        with copy.open("w", encoding="utf-8", newline="") as to:
            to.writelines(lines)
        yield copy


def _utf_16(path: Path, file: str) -> Iterator[str]:
    try:
        with path.open(encoding="utf-16", newline="") as source:
            yield from iter(lambda: source.read(_CHUNK), "")
    except UnicodeError:
        raise refusal(file, *_UNKNOWN) from None


def _gb18030(path: Path, file: str) -> Iterator[str]:
    """The lines of a text in GB18030, to which another system may have added cells in UTF-8."""
    with path.open("rb") as source:
        for number, line in enumerate(lines_of(source, file), start=1):
            try:
                cells = _BETWEEN_CELLS.split(line) if _MAYBE_UTF_8.search(line) else [line]
                yield "".join(map(_decoded, cells))
            except UnicodeDecodeError:
                raise refusal(file, *_UNKNOWN, row=number) from None


def _decoded(cell: bytes) -> str:
    """A text in GB18030, unless it is Chinese in UTF-8 and would only be rare letters in GB18030 (柳锦 as 鏌抽敠)."""
    try:
        text = cell.decode()
    except UnicodeDecodeError:
        return cell.decode("gb18030")
    return cell.decode("gb18030") if not _CHINESE.search(text) or _is_gb2312(cell) else text


def _is_gb2312(cell: bytes) -> bool:
    try:
        cell.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:
                    raise refusal(name, *NO_TABLE)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _damaged_line(path: Path, name: str) -> int | None:
    """The first line that is not UTF-8 where Chinese in UTF-8 stands before it; None where it may be GB18030.

    Without this, a single damaged byte would turn a file in UTF-8 into readable nonsense.
    """
    chinese = 0
    with path.open("rb") as file:
        for number, line in enumerate(lines_of(file, name), start=1):
            try:
                chinese += len(_CHINESE.findall(line.decode()))
            except UnicodeDecodeError as error:
                chinese += len(_CHINESE.findall(line[: error.start].decode()))
                return number if chinese > 1 or line.startswith(codecs.BOM_UTF8) else None
    return None


def lines_of(opened: IO[AnyStr], file: str) -> Iterator[AnyStr]:
    """The lines of a file, none longer than fits in memory."""
    number = 0
    while line := opened.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise refusal(file, *OVERLONG, row=number)
        yield line
