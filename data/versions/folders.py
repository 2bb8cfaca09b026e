"""A folder of plain files as the contents of a version; it replaces everything that was published before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from data.checking.inspection import DEMONSTRATION_PREFIX
from data.checking.one_table import SUFFIXES, apply_rules, find_file, is_named_as, stage
from data.checking.staging import stage_rows
from data.reading.bounded import TextError, read_toml
from data.reading.problems import Problem, Refused, require_faultless
from data.settings import REFERENCE
from data.tables import city_tables, ledgers

REQUIRED = ("communities", "measurements")
REFERENCE_TABLES = ("units", "streets")
# What a file of rows may be called at its end, read or not.
_OF_ROWS = (*SUFFIXES, ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".tsv", ".zip", ".numbers")


class FolderContents:
    """The tables of a folder, one file each; what is absent comes from data/reference."""

    scores = None

    def __init__(
        self,
        folder: Path,
        tell: Callable[[Problem], None] = lambda _problem: None,
        keep: Callable[[duckdb.DuckDBPyConnection], None] = lambda _connection: None,
    ) -> None:
        """Look at what is there.

        Args:
            folder: with communities and measurements, and what else a version may have.
            tell: called with what passes and should be known, such as rows that are left out.
            keep: called once everything is staged and faultless, for what is kept beside the version: photographs.

        Raises:
            Refused: it is no folder, a required table is missing, a file would not be read, or about.toml cannot be used.
        """
        if not folder.is_dir():
            raise Refused([Problem(str(folder), None, None, None, "不是文件夹", "给出放有数据文件的文件夹")])
        about = _read_about(folder)
        self.is_demonstration: bool = about["is_demonstration"]
        self.register_note: str = about["register_note"]
        own = sorted((folder / "standard").glob("*.toml"))
        self.standard_files = own or sorted((REFERENCE / "standard").glob("*.toml"))
        districts = folder / "districts.geojson"
        self.boundaries = districts if districts.exists() else REFERENCE / "districts.geojson"
        self._folder = folder
        _require_all_read(folder)
        self._files = _files(folder)
        self._tell = tell
        self._keep = keep
        self._rows: dict[str, int] = {}

    @property
    def ledgers(self) -> frozenset[str]:
        """The ledgers to be written: all of them."""
        return frozenset(ledgers())

    def stage(self, connection: duckdb.DuckDBPyConnection, progress: Callable[[float], None]) -> None:
        """Write ``staged_<table>`` for every table of a city, all checked.

        Raises:
            Refused: rows break a rule.
        """
        problems: list[Problem] = []
        for done, (table, file) in enumerate(self._files.items(), 1):
            problems += stage(connection, table, file)
            progress(done / (len(self._files) + 1))
        for table in ledgers().keys() - self._files.keys():  # which the others may refer to
            stage_rows(connection, table, [])
        problems += apply_rules(connection, self._files)
        require_faultless(problems, self._tell)
        for table, file in self._files.items():
            (self._rows[table],) = connection.execute(f"select count(*) from staged_{table}").fetchone() or (0,)
            if not self._rows[table] and table not in ledgers():
                raise Refused([Problem(file.name, None, None, None, "没有任何数据行", "填上数据后重试")])
        _check_masked(connection, self._files["communities"], is_demonstration=self.is_demonstration)
        self._keep(connection)

    def sources(self) -> list[dict[str, Any]]:
        """The staged files of the folder, for the manifest."""
        return [
            {"name": file.name, "sha256": _digest(file), "rows": self._rows[table]}
            for table, file in self._files.items()
            if file.parent == self._folder and file.is_file()
        ]


def _read_about(folder: Path) -> dict[str, Any]:
    about: dict[str, Any] = {
        "is_demonstration": False,
        "register_note": "",
    }
    file = folder / "about.toml"
    if file.exists():
        try:
            given = read_toml(file)
        except TextError as error:
            raise Refused([Problem(file.name, None, None, None, str(error), "改正后重试")]) from None
        unknown = [key for key in given if key not in about or not isinstance(given[key], type(about[key]))]
        if unknown:
            raise Refused(
                [
                    Problem(file.name, None, key, None, "无法识别的键或类型不对", f"可用的键：{'、'.join(about)}")
                    for key in unknown
                ]
            )
        about |= given
    return about


def _require_all_read(folder: Path) -> None:
    """Refuse a folder with a file of rows that would be left out: its table would be missing, and nobody told."""
    read = tuple(table for table in city_tables() if table != "units")
    unread = [
        file
        for file in sorted(folder.iterdir())
        if file.is_file()
        and not file.name.startswith((".", "~$"))
        and (file.suffix.casefold() in _OF_ROWS or file.stem.casefold().startswith(read))
        and not (file.stem.casefold() in read and is_named_as(file.stem.casefold(), file))
    ]
    if unread:
        names = "、".join(f"{table}.csv" for table in read)
        raise Refused(
            [
                Problem(
                    file.name, None, None, None, "文件名不是约定的名称，不会读入", f"改名为 {names} 之一，或移出文件夹"
                )
                for file in unread
            ]
        )


def _files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    missing: list[Problem] = []
    for table in city_tables():
        file = find_file(folder, table) if table != "units" else None
        if file is None and table in REFERENCE_TABLES:
            file = find_file(REFERENCE, table)
        if file is not None:
            files[table] = file
        elif table in REQUIRED:
            missing.append(
                Problem(f"{table}.csv", None, None, None, f"文件夹 {folder.name} 里没有这个文件（或 {table}.parquet）")
            )
    if missing:
        raise Refused(missing)
    return files


def _check_masked(connection: duckdb.DuckDBPyConnection, file: Path, *, is_demonstration: bool) -> None:
    """Refuse demonstration codes among real ones and real codes in a demonstration: neither may pass for the other."""
    found = connection.execute(
        "select row, column_name, code from ("
        "select row, 'community_code' as column_name, community_code as code from staged_communities "
        "union all select row, 'street_code' as column_name, street_code as code from staged_communities"
        ") where starts_with(code, $prefix) != $is_demonstration order by row, column_name",
        {"prefix": DEMONSTRATION_PREFIX, "is_demonstration": is_demonstration},
    ).fetchall()
    if found:
        rule = "演示数据只能用 99 开头的保留代码" if is_demonstration else "99 开头的代码是演示数据的保留代码"
        remedy = "核对代码，或在 about.toml 中写明 is_demonstration"
        raise Refused([Problem(file.name, row, column, code, rule, remedy) for row, column, code in found])


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
