"""Workbooks as other programs write them: what Excel opens is read whole, and empty cells cost nothing."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from data.checking.inspecting import inspect_files
from data.reading.landing import land
from data.reading.packages import plain_package
from data.settings import Settings
from data.templates.marking import mark
from tests.data import files_to_read as files
from tests.data.spellings import STANDARDS

ROWS = [["社区", "数值"], ["甲", 1], ["乙", 2.5]]
LANDED = [(1, "社区", "数值"), (2, "甲", "1"), (3, "乙", "2.5")]
SHEET = "xl/worksheets/sheet1.xml"
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def renamed(name: Callable[[str], str]) -> bytes:
    """The workbook with its parts under other names; what they call each other by stays."""
    with zipfile.ZipFile(io.BytesIO(files.workbook(ROWS))) as package:
        return files.zip_of({name(part): package.read(part) for part in package.namelist()})


def changed(*pairs: tuple[bytes, bytes], part: str = SHEET) -> bytes:
    """The workbook with something else in one part."""
    content = files.member(files.workbook(ROWS), part)
    for old, new in pairs:
        assert re.search(old, content)
        content = re.sub(old, new, content)
    return files.with_members(files.workbook(ROWS), {part: content})


def strict() -> bytes:
    """As Excel saves Strict Open XML Spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(files.workbook(ROWS))) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    for usual, other in STRICT.items():
        parts = {part: content.replace(usual, other) for part, content in parts.items()}
    return files.zip_of(parts)


def with_shared_strings() -> bytes:
    """A workbook whose texts stand in one part, named in another case than it is called by, and with a reading."""
    texts = b"".join(
        f"<si><t>{text}</t><rPh sb='0' eb='1'><t>du</t></rPh></si>".encode() for text in ("社区", "数值", "甲", "乙")
    )
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + texts + b"</sst>"
    book = files.workbook(ROWS)
    sheet = files.member(book, SHEET)
    for number, text in enumerate(("社区", "数值", "甲", "乙")):
        escaped = "".join(f"&#{ord(letter)};" for letter in text).encode()
        sheet = sheet.replace(
            b't="inlineStr"><is><t>' + escaped + b"</t></is>", b't="s"><v>' + str(number).encode() + b"</v>"
        )
    override = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.sharedStrings+xml"/></Types>'
    )
    types = files.member(book, "[Content_Types].xml").replace(b"</Types>", override)
    return files.with_members(book, {SHEET: sheet, "[Content_Types].xml": types, "xl/SharedStrings.xml": strings})


def far(cells: bytes) -> bytes:
    """The workbook with further rows below its own."""
    return changed((b"</sheetData>", cells + b"</sheetData>"))


ODD = {
    "parts named with backslashes": renamed(lambda name: name.replace("/", "\\")),
    "parts named in capitals": renamed(lambda name: name if name.startswith("[") else name.upper()),
    "texts in a part of another case": with_shared_strings(),
    "strict": strict(),
    "prefixes": changed((rb"<(/?)(\w)", rb"<\1x:\2"), (b"xmlns=", b"xmlns:x=")),
    "no references": changed((rb' r="\w+"', b"")),
    "a wrong dimension": changed((b"A1:B3", b"A1:A1")),
    "a number as a text": changed((b't="n"><v>2.5', b't="str"><v>2.5')),
    "a cell far away": far(b'<row r="2000"><c r="XFD2000" s="0"/></row>'),
    "a row at the very end": far(b'<row r="1048576" s="0" customFormat="1"><c r="A1048576" s="0"></c></row>'),
    "a large merge": changed((b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="E5:XFD2000"/></mergeCells>')),
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in ODD.items()])
def test_what_excel_opens_is_read_and_can_be_marked(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "数据.xlsx"
    file.write_bytes(content)
    with duckdb.connect() as connection:
        (sheet,) = land(connection, file, Settings())
        assert connection.execute(f"from {sheet.relation}").fetchall() == LANDED
    with plain_package(file) as opened:
        worksheet = load_workbook(opened).worksheets[0]
    assert [[cell.value for cell in row] for row in worksheet["A1:B3"]] == [*ROWS[:2], ["乙", worksheet["B3"].value]]
    assert float(worksheet["B3"].value) == 2.5


def test_a_usual_workbook_is_read_as_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "数据.xlsx"
    file.write_bytes(files.workbook(ROWS))
    with plain_package(file) as opened:
        assert getattr(opened, "name", None) == str(file)


@pytest.mark.parametrize("written", [b"NaN", b"-INF", b"1.#QNAN"])
def test_a_number_that_is_none_is_shown_as_it_stands(written: bytes, tmp_path: Path) -> None:
    file = tmp_path / "数据.xlsx"
    file.write_bytes(changed((b"<v>2.5", b"<v>" + written)))
    with duckdb.connect() as connection:
        (sheet,) = land(connection, file, Settings())
        assert connection.execute(f"select c2 from {sheet.relation} where row = 3").fetchall() == [(written.decode(),)]


_CHECKED = """
import resource, sys
from pathlib import Path
import duckdb
from data.checking.inspecting import inspect_files
from data.templates.marking import mark
from tests.data.spellings import STANDARDS
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
with duckdb.connect(config={"memory_limit": "500MB", "threads": 1}) as connection:
    file = Path(sys.argv[1])
    found = inspect_files(connection, [file], standards=STANDARDS, city=None, period="2026Q3")
    print([problem.cell for problem in found.problems])
    Path(sys.argv[1] + ".marked.xlsx").write_bytes(mark([(file.name, file)], found)[1])
"""


def test_empty_cells_far_away_take_neither_memory_nor_time_to_check_and_mark(tmp_path: Path) -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="XFD%d" s="0"/></row>' % (n, n, n) for n in range(5, 2000))
    cells = empty + b'<row r="2000"><c r="XFD2000" s="0"/></row><row r="1048576" s="0" customFormat="1"/>'
    header = ["社区代码", "社区名称", "E1"]
    book = files.workbook([header, ["330203001001", "澄浪社区", "约90"]])
    sheet = files.member(book, SHEET).replace(b"</sheetData>", cells + b"</sheetData>")
    file = tmp_path / "海曙.xlsx"
    file.write_bytes(files.with_members(book, {SHEET: sheet}))
    checked = subprocess.run(
        [sys.executable, "-c", _CHECKED, str(file), str(3_000_000_000)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (checked.stdout.strip(), checked.stderr) == ("['C2']", "")
    marked = Path(f"{file}.marked.xlsx")
    assert marked.stat().st_size < 100_000
    worksheet = load_workbook(marked)["数据"]
    assert worksheet["C2"].comment is not None


def test_comments_of_an_earlier_check_are_taken_off_without_walking_the_sheet(tmp_path: Path) -> None:
    file = tmp_path / "海曙.xlsx"
    file.write_bytes(files.workbook([["社区代码", "社区名称", "E1"], ["330203001001", "澄浪社区", "约90"]]))
    for _ in range(2):
        with duckdb.connect() as connection:
            found = inspect_files(connection, [file], standards=STANDARDS, city=None, period="2026Q3")
        file.write_bytes(mark([(file.name, file)], found)[1])
    worksheet = load_workbook(file)["数据"]
    assert (worksheet.max_row, worksheet.max_column) == (2, 3)
