"""Landing: any file of rows becomes temporary tables of plain text, one per sheet, before anything is understood."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import duckdb

from data.reading.appearance import Appearance
from data.reading.archives import require_harmless, unpacked_members
from data.reading.files import Kind, kind_of, refusal, system_refusal
from data.reading.landed import FORMULA, Landed, drop_landed, write_rows
from data.reading.parquet_rows import land_parquet
from data.reading.pictures import Named, Pictured, Place, listed_pictures, pictures_of, read_named
from data.reading.problems import Problem, Refused
from data.reading.text_rows import land_text
from data.reading.workbook_rows import hidden_sheets, opened_workbook, rows_of
from data.reading.xml_bounds import require_moderate_parts
from data.settings import Settings

__all__ = ["FORMULA", "Sheet", "land", "land_folder", "land_pictures"]

_EMPTY = ("里面没有任何内容", "核对是否选对了文件，填好后再试")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands in a temporary table of the connection it was landed in.

    ``file``: as the user knows it; a member of an archive is "包.zip/成员.csv". ``name``: the sheet's name, empty where
    the file has none. ``relation``: a temporary view, in row order: ``row`` bigint (as a spreadsheet counts, first
    line = 1) and ``c1`` … ``cN`` varchar, trimmed, null where blank; wholly blank rows are absent. ``width``: N.
    ``is_plain``: no cell has a control character; where false, one may have. ``appearance``: what is hidden, merged and
    left out. ``pictures``: what lies on it or in its cells. ``places``: of a table of pictures, where each of them
    stands, from its second row on.
    """

    file: str
    name: str
    relation: str
    width: int
    row_count: int
    is_plain: bool = False
    appearance: Appearance = field(default_factory=Appearance)
    pictures: tuple[Pictured, ...] = ()
    places: tuple[Place, ...] = ()


def land(
    connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, *, name: str | None = None
) -> list[Sheet]:
    """Land every visible sheet that has rows: .xlsx, text (.csv, .tsv, .txt), .parquet, pictures, or a .zip of these.

    What a file is its content decides, not its name. Cells become text: whole numbers without a fraction, other numbers
    as short as they are exact, 0.85 shown as a percentage "85%", dates "2026-09-30", times "2026-09-30 19:00:00",
    "true" and "false", errors as they show ("#N/A"), a formula as ``FORMULA`` and its text.

    Args:
        connection: where the temporary tables are made.
        path: the file.
        settings: how large, long and wide a file may be.
        name: shown to the user instead of the file's name.

    Returns:
        The sheets in the file's order, at least one.

    Raises:
        Refused: a fault of the file as a whole, or of each member of an archive; nothing stays landed.
    """
    file = "".join(letter if letter.isprintable() else "␣" for letter in name or path.name)
    landed: list[Sheet] = []
    try:
        landed.extend(_land(connection, path, settings, file))
        if not landed:
            raise refusal(file, *_EMPTY)
    except OSError as error:
        raise system_refusal(file, error) from None
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        remedy = "清理磁盘，或拆成几个文件后再试；已有数据没有改变"
        raise refusal(file, "磁盘或内存不足，无法读取", remedy) from None
    return landed


def _land(connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, file: str) -> list[Sheet]:
    match kind_of(path, file, settings):
        case Kind.ARCHIVE:
            return _land_members(connection, unpacked_members(path, settings, file), settings, file)
        case Kind.WORKBOOK:
            return _land_workbook(connection, path, settings, file)
        case Kind.PICTURE:
            return [land_pictures(connection, [read_named(connection, path, settings, file)], settings, file)]
        case Kind.PARQUET:
            write = partial(land_parquet, connection, path=path, settings=settings, file=file)
        case Kind.TEXT:
            write = partial(land_text, connection, path=path, settings=settings, file=file)
    return _landed(connection, write, file)


def land_folder(connection: duckdb.DuckDBPyConnection, folder: Path, settings: Settings) -> list[Sheet]:
    """Land the files of a folder as :func:`land` does those of an archive; hidden ones are left out.

    Raises:
        Refused: the fault of each file.
    """
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith((".", "~$")))
    return _land_members(connection, ((f"{folder.name}/{file.name}", file) for file in files), settings, folder.name)


def _land_members(
    connection: duckdb.DuckDBPyConnection,
    members: Iterable[tuple[str, Path | Refused]],
    settings: Settings,
    file: str,
) -> list[Sheet]:
    """The sheets of all members, and one of their pictures; every member is looked at, so that all faults are told."""
    sheets: list[Sheet] = []
    pictures: list[Named] = []
    problems: list[Problem] = []
    for member, copy in members:
        try:
            if isinstance(copy, Refused):
                raise copy
            kind = kind_of(copy, member, settings)
            if kind is Kind.ARCHIVE:
                raise refusal(member, "压缩包里还有压缩包", "解压里层的压缩包，把表格直接放进一个压缩包")
            if kind is Kind.PICTURE:
                pictures.append(read_named(connection, copy, settings, member))
            else:
                sheets += _land(connection, copy, settings, member)
        except Refused as refused:
            problems += refused.problems
    if problems:
        _drop(connection, sheets)
        raise Refused(problems)
    return [*sheets, land_pictures(connection, pictures, settings, file)] if pictures else sheets


def land_pictures(
    connection: duckdb.DuckDBPyConnection, pictures: Iterable[Named], settings: Settings, file: str, name: str = ""
) -> Sheet:
    """Land what is said of pictures as a sheet of their table: a header, then one row each."""
    rows, places = listed_pictures(pictures)
    write = partial(write_rows, connection, rows=rows, settings=settings, file=file, sheet=name)
    (sheet,) = _landed(connection, write, file, name)
    return replace(sheet, places=places)


def _land_workbook(connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, file: str) -> list[Sheet]:
    require_harmless(path, settings, file)
    require_moderate_parts(path, file)
    sheets: list[Sheet] = []
    try:
        with opened_workbook(path, file) as opened:
            for sheet in opened:
                appearance = Appearance()
                rows = rows_of(sheet, file, appearance)
                write = partial(write_rows, connection, rows=rows, settings=settings, file=file, sheet=sheet.title)
                for landed in _landed(connection, write, file, sheet.title):
                    pictures = pictures_of(connection, sheet, landed.relation, landed.width, settings, file)
                    sheets.append(replace(landed, appearance=appearance, pictures=pictures))
            if sheets:
                sheets[0].appearance.hidden_sheets = hidden_sheets(opened[0], file)
    except BaseException:
        _drop(connection, sheets)
        raise
    return sheets


def _landed(
    connection: duckdb.DuckDBPyConnection, write: Callable[..., Landed], file: str, name: str = ""
) -> list[Sheet]:
    """The sheet written to a table of its own; none, and no table, where it has no rows or is refused."""
    sheet = Sheet(file, name, f"landed_{next(_numbers)}", 0, 0)
    try:
        landed = write(relation=sheet.relation)
    except BaseException:
        _drop(connection, [sheet])
        raise
    if not landed.row_count:
        _drop(connection, [sheet])
        return []
    return [replace(sheet, **landed._asdict())]


def _drop(connection: duckdb.DuckDBPyConnection, sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        drop_landed(connection, sheet.relation)
