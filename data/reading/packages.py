"""Workbooks (.xlsx) as other programs write them, put into the form that openpyxl reads whole.

Excel opens more than openpyxl does: parts named with backslashes, or in another case than they are called by; Strict Open
XML; numbers that are none (NaN); areas of cells that hold nothing. Such a package is written anew; any other is read as it lies. Whoever opens a
workbook, to read or to mark it, does so through here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import IO

from openpyxl.worksheet.cell_range import CellRange

_CONTENT_TYPES = "[Content_Types].xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/": b"http://schemas.openxmlformats.org/",
}
_REFERENCE = re.compile(rb'\b(PartName|Target)="([^"]*)"')
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?(?:Relationship|Override)\b[^<>]*>")
_BLANK = [
    re.compile(rb"<(\w+:)?%b\b[^<>]*(?:/>|(?<!/)>\s*</(?:\w+:)?%b\s*>)" % (name, name)) for name in (b"c", b"row")
]
_AREA = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"[^<>]*?(?:/>|>\s*</[^<>]*>)'
)
_NO_NUMBER = re.compile(
    rb"(<(?:\w+:)?c\b[^<>]*?)\st=\"n\"([^<>]*>\s*<(?:\w+:)?v>\s*[+-]?(?:nan|inf\w*|1\.#\w+)\s*<)"
    rb"|(<(?:\w+:)?c\b(?:(?!\st=)[^<>])*)(>\s*<(?:\w+:)?v>\s*[+-]?(?:nan|inf\w*|1\.#\w+)\s*<)",
    re.IGNORECASE,
)
_MOST_BLANK = 200_000  # cells without contents; more are no form that anybody filled in
_LARGEST_AREA = 100_000  # cells; what is merged or linked beyond would have to be made of cells, one by one
_CHUNK = 1 << 22


def plain_package(path: Path) -> IO[bytes]:
    """A workbook, opened: itself, or a copy in the form that openpyxl reads whole.

    Raises:
        Exception: whatever a damaged package makes happen.
    """
    with zipfile.ZipFile(path) as package:
        names = {entry.filename: entry.filename.replace("\\", "/").lstrip("/") for entry in package.infolist()}
        is_renamed = _is_called_otherwise(package, names)
        if not is_renamed and not any(_is_odd(package, name) for name in names):
            return path.open("rb")
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for name, plain in names.items():
                if is_renamed and plain.lower() != _CONTENT_TYPES.lower():
                    plain = plain.lower()  # noqa: PLW2901 - the same name
                with copy.open(_CONTENT_TYPES if plain.lower() == _CONTENT_TYPES.lower() else plain, "w") as part:
                    for chunk in _chunks(package, name):
                        part.write(_rewritten(plain, chunk, is_renamed=is_renamed))
    written.seek(0)
    return written


def _is_called_otherwise(package: zipfile.ZipFile, names: dict[str, str]) -> bool:
    """Whether a part is named with backslashes, or only the case of letters keeps it from being found."""
    if any(name != plain for name, plain in names.items()) or _CONTENT_TYPES not in names:
        return True
    last = {name.rsplit("/", 1)[-1] for name in names}
    called = {
        target.decode(errors="replace").rsplit("/", 1)[-1]
        for name in names
        if _is_index(name)
        for _, target in _REFERENCE.findall(package.read(name))
    }
    return not {name.lower() for name in called - last}.isdisjoint(name.lower() for name in last)


def _is_index(name: str) -> bool:
    return name.lower().endswith((".rels", _CONTENT_TYPES.lower()))


def _is_odd(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part is Strict Open XML, or has more empty cells or larger areas than a form has."""
    if not name.lower().endswith((".xml", ".rels")):
        return False
    blank = 0
    with closing(_chunks(package, name)) as chunks:
        for chunk in chunks:
            blank += sum(sum(1 for _ in pattern.finditer(chunk)) for pattern in _BLANK)
            is_odd = _STRICT in chunk or _NO_NUMBER.search(chunk) or any(map(_is_large, _AREA.finditer(chunk)))
            if is_odd or blank > _MOST_BLANK:
                return True
    return False


def _is_large(area: re.Match[bytes]) -> bool:
    size = CellRange(area[1].decode()).size
    return int(size["rows"] * size["columns"]) > _LARGEST_AREA


def _chunks(package: zipfile.ZipFile, name: str) -> Generator[bytes]:
    """The contents of a part, cut only where a row begins."""
    kept = b""
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            kept += chunk
            cut = kept.rfind(b"<", 0, max(kept.rfind(b"<row"), kept.rfind(b":row")) + 1)
            if cut > 0:
                yield kept[:cut]
                kept = kept[cut:]
    yield kept


def _rewritten(name: str, content: bytes, *, is_renamed: bool) -> bytes:
    """The contents without what is odd; names in small letters where that is how parts are found."""
    if name.lower().endswith((".xml", ".rels")):
        for strict, usual in _NAMESPACES.items():
            content = content.replace(strict, usual)
    if "/worksheets/" in name.lower() and not _is_index(name):
        for pattern in _BLANK:
            content = pattern.sub(b"", content)
        content = _NO_NUMBER.sub(rb'\1\3 t="str"\2\4', content)
        content = _AREA.sub(lambda area: b"" if _is_large(area) else area[0], content)
    if is_renamed and _is_index(name):
        content = _RELATIONSHIP.sub(
            lambda found: (
                found[0]
                if b'"External"' in found[0]
                else _REFERENCE.sub(lambda one: one[0].replace(one[2], one[2].lower().replace(b"\\", b"/")), found[0])
            ),
            content,
        )
    return content
