"""Tiny files as offices send them, good and bad, as bytes: what the tests of the way in read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD_PROTECTED = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
OLD_XLS = OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(496)
WEB_PAGE = "<html><head><meta charset='utf-8'></head><body><table><tr><td>社区</td></tr></table></body></html>".encode()
SPREADSHEET_XML = b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook></Workbook>'
BINARY_RUBBISH = bytes(range(256)) * 8


def workbook(sheets: Mapping[str, Rows] | Rows, *, formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of sheets by name (or of one, 数据); ``formats`` are number formats by cell of the first sheet."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"数据": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        book.worksheets[0][cell].number_format = number_format
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook as its file's bytes."""
    content = io.BytesIO()
    book.save(content)
    book.close()
    return content.getvalue()


def merged_header_workbook(title: str, upper: Sequence[str], lower: Sequence[str], rows: Rows) -> bytes:
    """A title over all columns, a header of two lines and rows; an empty upper cell is merged with the one before it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "数据"
    sheet.append([title])
    sheet.append([text or None for text in upper])
    sheet.append([text or None for text in lower])
    for row in rows:
        sheet.append(list(row))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(upper))
    starts = [column for column, text in enumerate(upper, start=1) if text]
    for start, end in zip(starts, [*starts[1:], len(upper) + 1], strict=True):
        if end - start > 1:
            sheet.merge_cells(start_row=2, start_column=start, end_row=2, end_column=end - 1)
    return saved(book)


def workbook_of_every_type() -> bytes:
    """One row of each kind of cell, from A to L, over a header."""
    values = [
        "　甲社区 ",
        330212001001,
        12.0,
        82.35,
        0.07,
        datetime(2026, 9, 30),  # noqa: DTZ001 - a workbook knows no zones
        datetime(2026, 9, 30, 19, 0),  # noqa: DTZ001
        True,
        "=SUM(B2:C2)",
        "#N/A",
        "=1+1",
        0.85,
    ]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"第{number}列" for number in range(1, len(values) + 1)])
    sheet.append(values)
    sheet["E2"].number_format = "0.0%"
    sheet["K2"].data_type = "s"  # text that only looks like a formula
    sheet["L2"].number_format = '0.00"%"'  # a sign that only stands there
    return saved(book)


def workbook_with_hidden_sheets(rows: Rows) -> bytes:
    """A sheet 数据, and the same twice more, hidden."""
    book = Workbook()
    for name, state in (("数据", "visible"), ("隐藏", "hidden"), ("深藏", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(list(row))
    book.remove(book.worksheets[0])
    return saved(book)


def macro_workbook(rows: Rows) -> bytes:
    """A workbook that carries a macro, whatever it is named."""
    return with_members(workbook(rows), {"xl/vbaProject.bin": OLE})


def with_members(archive: bytes, members: Mapping[str, bytes]) -> bytes:
    """A zip (or workbook) in which some members are replaced or added."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in members:
                new.writestr(entry, old.read(entry))
        for name, data in members.items():
            new.writestr(name, data)
    return content.getvalue()


def member(archive: bytes, name: str) -> bytes:
    """One member of a zip."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """A zip of files by name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def zip_by_windows(members: Mapping[str, bytes]) -> bytes:
    """A zip as Windows in Chinese writes it: names in GBK, and nothing says so."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number, data in enumerate(members.values()):
            archive.writestr(_placeholder(number, list(members)[number]), data)
    packed = content.getvalue()
    for number, name in enumerate(members):
        packed = packed.replace(_placeholder(number, name).encode(), name.encode("gbk"))
    return packed


def _placeholder(number: int, name: str) -> str:
    """A name in Latin letters as long as the real one in GBK."""
    return f"{number}".rjust(len(name.encode("gbk")), "x")


def zip_bomb(megabytes: int = 20) -> bytes:
    """A zip of next to nothing that unpacks to a CSV of this size."""
    return zip_of({"数据.csv": b"0" * (megabytes * 1_000_000)})


def zip_that_lies(data: bytes, said: int) -> bytes:
    """A zip whose directory says that its member is smaller than it is."""
    packed = zip_of({"a.csv": data})
    return packed.replace(len(data).to_bytes(4, "little"), said.to_bytes(4, "little"))


def zip_with_password(members: Mapping[str, bytes]) -> bytes:
    """A zip that says its members are encrypted."""
    packed = bytearray(zip_of(members))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.find(signature)
        while start >= 0:
            packed[start + flags] |= 1
            start = packed.find(signature, start + 1)
    return bytes(packed)


def parquet(select: str, folder: Path) -> bytes:
    """What a query gives, as a Parquet file."""
    file = folder / "written.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({select}) to '{file}' (format parquet)")
    return file.read_bytes()
