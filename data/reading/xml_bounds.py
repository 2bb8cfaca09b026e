"""Whether the parts of a workbook fit in memory, seen before openpyxl makes objects of them.

Openpyxl lets go of a row, and of a shared text, once it is read; everything else of a part it holds until the end. So
each part is gone through once, holding nothing, and what would have to be held at a time is counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from data.reading.files import MEGABYTE, refusal

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ONE_BY_ONE = {"worksheet": "row", "sst": "si", "pivotCacheRecords": "r"}
"""What the roots of large parts consist of; the last of these is never read."""

_CALLED = {  # by which openpyxl finds the parts that it reads, and which of the large roots they may have
    re.compile(rb'PartName="([^"]*)"[^<>]*sharedStrings\+xml|sharedStrings\+xml[^<>]*PartName="([^"]*)"'): "sst",
    re.compile(rb'PartName="([^"]*)"[^<>]*\bmain\+xml|\bmain\+xml[^<>]*PartName="([^"]*)"'): "",
    re.compile(rb'Target="([^"]*)"[^<>]*/worksheet"|/worksheet"[^<>]*Target="([^"]*)"'): "worksheet",
}
_BY_NAME = re.compile(r"(^|/)(styles|theme1|core|custom|\[content_types\])\.xml$|\.rels$")
_INDEX = re.compile(r"\[content_types\]\.xml$|\.rels$")
_DEEPEST = 100
_MOST_ONES = 2_000_000  # rows of a sheet (Excel has half as many) or shared texts
_MOST_IN_ONE = 100_000  # elements of one row: Excel has 16,384 cells
_MOST_HELD = 200_000  # elements of the rest: formats, merges, names
_MOST_RUNS = 100_000  # pieces of shared texts with a format of their own
_LARGEST_ONE = 8 * MEGABYTE
_LARGEST_HELD = 50 * MEGABYTE
_LARGEST_TEXTS = 100 * MEGABYTE
_CHUNK = 1 << 18
_BROKEN = (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_RULE = "工作簿内部的内容异常，疑似恶意文件"
_REMEDY = "用 Excel 或 WPS 新建工作簿，只粘贴要报送的数值后再试"
_DAMAGED = ("工作簿不完整或已损坏，打不开", "用 Excel 或 WPS 打开并重新保存；打不开时请对方重新传送")


class _TooMuch(Exception):
    """What is too much of a part, in Chinese."""


class _Part:
    """What openpyxl would hold of one part, counted while expat goes through it; ``root``: which of the large it is."""

    def __init__(self) -> None:
        self.root = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_entities
        self._one = self._run = ""  # the names of what is let go of, and of what a text consists of
        self._depth = self._depth_of_one = 0
        self._ones = self._in_one = self._held = self._runs = 0
        self._since = self._bytes_held = (
            0  # where the one that is read, or the gap behind the last, begins; gaps in all
        )

    def feed(self, chunk: bytes, fed: int) -> None:
        """Go on with the next bytes, behind those that were fed.

        Raises:
            _TooMuch: there is too much.
            expat.ExpatError: it is not XML.
        """
        self.parser.Parse(chunk)
        if self._depth_of_one:
            _require(fed - self._since, _LARGEST_ONE, "字节的一行")
        else:
            _require(self._bytes_held + fed - self._since, _LARGEST_HELD, "字节的格式或定义")
        if self.root == "sst":
            _require(fed, _LARGEST_TEXTS, "字节的文字")

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        _require(self._depth, _DEEPEST, "层嵌套")
        if self._depth_of_one:
            self._in_one += 1
            _require(self._in_one, _MOST_IN_ONE, "项在一行里")
            if name == self._run:
                self._runs += 1
                _require(self._runs, _MOST_RUNS, "段带格式的文字")
        elif name == self._one:
            self._ones += 1
            _require(self._ones, _MOST_ONES, "行")
            at = self.parser.CurrentByteIndex
            self._bytes_held += at - self._since
            self._depth_of_one, self._in_one, self._since = self._depth, 0, at
        else:
            self._held += 1
            _require(self._held, _MOST_HELD, "项格式或定义")
            if self._held == 1:
                self._begin(*name.rpartition(" ")[::2])

    def _begin(self, namespace: str, root: str) -> None:
        if namespace in _NAMESPACES and root in _ONE_BY_ONE:
            self.root, self._one = root, f"{namespace} {_ONE_BY_ONE[root]}"
            self._run = f"{namespace} r" if root == "sst" else ""

    def _end(self, _name: str) -> None:
        if self._depth == self._depth_of_one:
            at = self.parser.CurrentByteIndex
            _require(at - self._since, _LARGEST_ONE, "字节的一行")
            self._depth_of_one, self._since = 0, at
        self._depth -= 1

    def _refuse_entities(self, *_: object) -> None:
        raise _TooMuch("含有文档类型或实体定义")


def require_moderate_parts(path: Path, file: str) -> None:
    """Refuse a workbook with parts that openpyxl could not hold, or could not read.

    Raises:
        Refused: a part has entities, is nested too deeply, has too many elements or one too large, or a large one is not XML.
    """
    with zipfile.ZipFile(path) as package:
        try:
            roots = {_plain(entry.filename): _root(package, entry) for entry in package.infolist()}
            _require_own_roots(package, roots)
        except _TooMuch as too_much:
            raise refusal(file, f"{_RULE}（{too_much}）", _REMEDY) from None
        except _BROKEN:
            raise refusal(file, *_DAMAGED) from None


def _root(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Which of the large roots a part has, empty for any other part.

    Raises:
        _TooMuch: there is too much in it.
        expat.ExpatError: it is large, should be XML and is not.
    """
    part, fed = _Part(), 0
    try:
        with package.open(entry) as content:
            while chunk := content.read(_CHUNK):
                part.feed(chunk, fed)
                fed += len(chunk)
        part.parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by place only
    except expat.ExpatError:
        if entry.file_size > _LARGEST_ONE and _plain(entry.filename).endswith((".xml", ".rels")):
            raise  # of a small part openpyxl says better what is wrong
    return part.root


def _require_own_roots(package: zipfile.ZipFile, roots: Mapping[str, str]) -> None:
    """Refuse a part that is counted as one thing and would be read as another."""
    ways = dict.fromkeys((name for name in roots if _BY_NAME.search(name)), "")
    for index in filter(lambda entry: _INDEX.search(_plain(entry.filename)), package.infolist()):
        content = package.read(index).replace(b"'", b'"')
        for pattern, root in _CALLED.items():
            for found in pattern.findall(content):
                called = _plain(b"".join(found).decode(errors="replace")).rpartition("/")[2]
                ways |= {name: root for name in roots if name.rpartition("/")[2] == called}
    for name, root in ways.items():
        if roots[name] not in ("", root):
            raise _TooMuch("内部各部分的名称与内容不符")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _require(count: int, most: int, what: str) -> None:
    if count > most:
        raise _TooMuch(f"超过 {most:,} {what}")
