"""Pictures beside rows: files named after a finding, and those that lie on or in the cells of a sheet.

Both become rows of one table, as if somebody had listed them, and go the way of all rows from there. What is kept of a
picture stands in the temporary table ``photograph`` until the import is kept.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from zipfile import ZipFile

import duckdb
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring

from data.reading.files import MEGABYTE, refusal
from data.reading.landed import Cells
from data.reading.photographs import PhotoError, Photograph, photograph
from data.reading.problems import Refused
from data.reading.workbook_rows import OpenedSheet
from data.settings import Settings

HEADINGS = ("问题编号", "照片阶段", "序号", "照片内容", "拍摄日期", "宽", "高")
"""The header of the rows that pictures become."""

_NAMED = re.compile(
    r"(?P<code>.+?)[\s_＿－—-]+(?:整改|处置)?(?P<stage>前|后|复查)(?:照片|图片|照|图)?[\s_＿－—-]*[(（]?(?P<number>\d{0,4})[)）]?"
)
_NAMING = "文件名写成“问题编号_前.jpg”“问题编号_后.jpg”“问题编号_复查.jpg”，几张的加上序号，如“_前2”"
_STAGES = {"复查": r"复查|复核|回头看", "后": "后", "前": "前|现场|问题|照片|图片"}
_SUFFIXES = {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
_SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_IN_CELL = re.compile(r'DISPIMG\("([^"]+)"')
_CELL_PICTURES = "xl/cellimages.xml"


class Place(NamedTuple):
    """Where a picture stands: its file, as the user knows it; the row and the cell, where it is in a sheet."""

    file: str
    row: int | None = None
    cell: str = ""


@dataclass(frozen=True)
class Pictured:
    """A picture of a sheet: the row and column that it lies on or in, and what is kept of it, or why nothing is."""

    row: int
    column: int
    photo: Photograph | PhotoError

    @property
    def cell(self) -> str:
        """The cell."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Named:
    """A picture with its place, and the finding, the stage and the number that are said of it."""

    place: Place
    code: str
    stage: str
    number: int
    photo: Photograph


def is_named_as_picture(name: str) -> bool:
    """Whether a file is called as pictures are."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES


def read_named(connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, file: str) -> Named:
    """A picture that is a file of its own, named after its finding.

    Raises:
        Refused: it is not named so, or is none that is taken.
    """
    found = _NAMED.fullmatch(PurePosixPath(file).stem.strip())
    if found is None:
        raise refusal(file, "是图片，看不出是哪个问题、哪个阶段的照片", _NAMING)
    with path.open("rb") as content:
        photo = _kept(connection, content.read(int(settings.largest_photo_mb * MEGABYTE) + 1), settings)
    if isinstance(photo, PhotoError):
        raise refusal(file, photo.rule, photo.remedy)
    return Named(Place(file), found["code"].strip(), found["stage"], int(found["number"] or 1), photo)


def stage_of(heading: str) -> str | None:
    """The stage of the pictures in a column, by its heading; None where it says none."""
    return next((stage for stage, words in _STAGES.items() if re.search(words, heading)), None)


def listed_pictures(pictures: Iterable[Named]) -> tuple[list[tuple[int, Cells]], tuple[Place, ...]]:
    """The rows that pictures become, below their header, and the place of each: numbered from 1 within its stage."""
    rows: list[tuple[int, Cells]] = [(1, [*HEADINGS])]
    places = []
    ordered = sorted(pictures, key=lambda one: (one.code, one.stage, one.number, one.place.file))
    for (code, stage), those in groupby(ordered, key=lambda one: (one.code, one.stage)):
        for position, one in enumerate(those, 1):
            photo = one.photo
            taken_on = photo.taken_on.isoformat() if photo.taken_on else None
            cells = [code, stage, str(position), photo.name, taken_on, str(photo.width), str(photo.height)]
            rows.append((len(rows) + 1, cells))
            places.append(one.place)
    return rows, tuple(places)


def pictures_of(
    connection: duckdb.DuckDBPyConnection, sheet: OpenedSheet, relation: str, width: int, settings: Settings, file: str
) -> tuple[Pictured, ...]:
    """The pictures that lie on a sheet, and those that WPS keeps in its cells, in order.

    Args:
        connection: where the sheet is landed.
        sheet: of an opened workbook, whose parts were looked at (:mod:`data.reading.xml_bounds`).
        relation: its landed rows.
        width: how many columns these have.
        settings: how large pictures may be, and how many.
        file: as the user knows it.

    Raises:
        Refused: there are too many, or what says where they are is damaged.
    """
    package = sheet.parent._archive  # noqa: SLF001 - openpyxl itself gives no pictures of a workbook that is only read
    names = {*package.namelist()}
    if not any("/media/" in name for name in names):
        return ()
    try:
        found = [*_floating(package, names, sheet._worksheet_path)]  # noqa: SLF001
        found += _in_cells(connection, package, names, relation, width)
    except Exception:  # noqa: BLE001 - a damaged part may make anything happen
        raise refusal(file, "工作簿里的图片已损坏，打不开", "用 Excel 或 WPS 打开并重新保存后再试") from None
    if len(found) > settings.most_photos:
        raise too_many(len(found), settings, file)
    photos = {part: _of_part(connection, package, part, settings) for part in {part for *_, part in found}}
    return tuple(Pictured(row, column, photos[part]) for row, column, part in sorted(found))


def too_many(count: int, settings: Settings, file: str) -> Refused:
    """That a file has more pictures than are taken at a time."""
    rule = f"有 {count:,} 张照片，超过 {settings.most_photos:,} 张的上限"
    return refusal(file, rule, "分成几次报送；确需更多时请管理员调高设置 DASHBOARD_MOST_PHOTOS")


def _floating(package: ZipFile, names: set[str], sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and part of each picture that lies on a sheet."""
    for drawing in _related(package, names, sheet).values():
        if "/drawings/" not in drawing or drawing not in names or not drawing.endswith(".xml"):
            continue
        parts = _related(package, names, drawing)
        for anchor in fromstring(package.read(drawing)):
            start = anchor.find(f"{_SHEET}from")
            if start is None:
                continue
            row, column = (_middle(anchor, start, *axis) for axis in (("row", "rowOff", "cy"), ("col", "colOff", "cx")))
            for blip in anchor.iter(f"{_DRAWING}blip"):
                if part := parts.get(blip.get(_EMBED, "")):
                    yield row + 1, column + 1, part


def _middle(anchor: Any, start: Any, axis: str, offset: str, length: str) -> int:  # noqa: ANN401 - elements of lxml
    """The row or column on which most of a picture lies."""
    first, end = int(start.findtext(f"{_SHEET}{axis}")), anchor.find(f"{_SHEET}to")
    last = first if end is None else int(end.findtext(f"{_SHEET}{axis}"))
    if last != first + 1:
        return (first + last) // 2
    size = next((int(one.get(length)) for one in anchor.iter(f"{_DRAWING}ext") if one.get(length)), 0)
    return last if 2 * int(end.findtext(f"{_SHEET}{offset}") or 0) > size > 0 else first


def _in_cells(
    connection: duckdb.DuckDBPyConnection, package: ZipFile, names: set[str], relation: str, width: int
) -> Iterator[tuple[int, int, str]]:
    """Row, column and part of each picture that WPS keeps in a cell."""
    if _CELL_PICTURES not in names:
        return
    parts = _related(package, names, _CELL_PICTURES)
    named = {}
    for picture in fromstring(package.read(_CELL_PICTURES)).iter(f"{_SHEET}pic"):
        (blip, *_), (called, *_) = picture.iter(f"{_DRAWING}blip"), picture.iter(f"{_SHEET}cNvPr")
        named[called.get("name")] = parts.get(blip.get(_EMBED, ""))
    for number in range(1, width + 1):
        cells = connection.execute(f"select row, c{number} from {relation} where contains(c{number}, 'DISPIMG')")
        for row, text in cells.fetchall():
            for name in _IN_CELL.findall(text):
                yield row, number, named.get(name) or ""


def _related(package: ZipFile, names: set[str], part: str) -> dict[str, str]:
    """The parts that a part of a workbook refers to, by the identifiers it has for them."""
    folder, _, name = part.lstrip("/").rpartition("/")
    index = f"{folder}/_rels/{name}.rels"
    if index not in names:
        return {}
    return {
        found.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, found.get("Target", ""))).lstrip("/")
        for found in fromstring(package.read(index))
    }


def _of_part(
    connection: duckdb.DuckDBPyConnection, package: ZipFile, part: str, settings: Settings
) -> Photograph | PhotoError:
    try:
        with package.open(part) as content:
            read = content.read(int(settings.largest_photo_mb * MEGABYTE) + 1)
    except Exception:  # noqa: BLE001 - a damaged part may make anything happen
        return PhotoError("工作簿里没有这张照片，或已损坏", "重新插入照片后再试")
    return _kept(connection, read, settings)


def _kept(connection: duckdb.DuckDBPyConnection, content: bytes, settings: Settings) -> Photograph | PhotoError:
    """A picture as it is kept, its content in ``photograph``; or why it is not."""
    try:
        photo = photograph(content, settings)
    except PhotoError as error:
        return error
    connection.execute("create temp table if not exists photograph (name varchar, content blob)")
    connection.execute(
        "insert into photograph select $name, $content where $name not in (select name from photograph)",
        {"name": photo.name, "content": photo.content},
    )
    return photo._replace(content=b"")
