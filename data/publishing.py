"""From a folder of plain files to a published version: read, check, score, check again, publish."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from pypinyin import Style, lazy_pinyin

from data.boundaries import read_boundaries
from data.importing import Problem, Refused, apply_rules, find_file, stage, stage_items
from data.sample import write_sample
from data.schema import create_schema
from data.scoring import load_standards, score_city
from data.standard import Standard, StandardError, read_standard
from data.store import DATABASE, PROJECT, Manifest, Store

REFERENCE = PROJECT / "data" / "reference"
CHECKS = PROJECT / "data" / "checks"
LOADING = PROJECT / "data" / "importing" / "loading.sql"
TABLES = ("units", "streets", "communities", "measurements", "activities")
REQUIRED = ("communities", "measurements")
REFERENCE_TABLES = ("units", "streets")
DEMONSTRATION_PREFIX = "99"

Progress = Callable[[float, str], None]


class CheckFailed(Exception):
    """A built version broke an invariant of data/checks; nothing was published."""


def _silent(_fraction: float, _text: str) -> None: ...


def publish_sample(store: Store, progress: Progress = _silent, *, scale: float = 1.0) -> Manifest:
    """Write the demonstration city to a temporary folder and publish it, as any real folder would be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder, scale=scale, progress=lambda done, text: progress(0.4 * done, text))
        return publish_folder(
            store,
            folder,
            published_by="首次启动",
            reason="演示数据",
            progress=lambda done, text: progress(0.4 + 0.6 * done, text),
        )


def publish_folder(
    store: Store, folder: Path, *, published_by: str = "", reason: str = "", progress: Progress = _silent
) -> Manifest:
    """Check a folder in the schema's own layout, score it and put it in force as a new version.

    Args:
        store: where to publish.
        folder: communities and measurements, and optionally activities, streets, about.toml, standard/*.toml and
            districts.geojson; tables as CSV or Parquet. What is absent comes from data/reference.
        published_by: who publishes, for the history.
        reason: why, for the history.
        progress: called with the fraction done and what is being done, in Chinese.

    Raises:
        Refused: rows or files break a rule; every fault is named.
        StandardError, BoundaryError: a standard or the boundaries cannot be used.
        CheckFailed: the built version breaks an invariant.
        StoreError: another publication is under way.
    """
    if not folder.is_dir():
        raise Refused([Problem(str(folder), None, None, None, "不是文件夹", "给出放有数据文件的文件夹")])
    return store.publish(lambda target, number: _build(folder, target, number, published_by, reason, progress))


def _build(
    folder: Path, target: Path, number: int, published_by: str, reason: str, progress: Progress
) -> dict[str, Any]:
    about = _read_about(folder)
    standard_files = _standard_files(folder)
    standards = read_standards(standard_files)
    files = _files(folder)
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(target / DATABASE) as connection:
        connection.execute("set temp_directory = $folder", {"folder": spill})
        create_schema(connection)
        load_standards(connection, standards)
        stage_items(connection, standards)
        progress(0.05, "正在读取数据文件")
        rows = _stage(connection, files, lambda done: progress(0.05 + 0.3 * done, "正在检查数据"))
        boundaries = _publish_boundaries(connection, folder, target)
        _check_masked(connection, files["communities"], is_demonstration=about["is_demonstration"])
        connection.execute(LOADING.read_text(encoding="utf-8"))
        _name_initials(connection)
        _describe(connection, number, about, boundaries)
        for table in files:
            connection.execute(f"drop table staged_{table}")
        score_city(connection, lambda done: progress(0.4 + 0.5 * done, "正在评分"))
        progress(0.9, "正在核对")
        _check(connection)
        fields = _fields(connection)
        for (table,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
            connection.execute(f"drop table if exists {table}")
        connection.execute("checkpoint")
    (target / "standard").mkdir()
    for file in standard_files:
        shutil.copyfile(file, target / "standard" / file.name)
    progress(0.97, "正在发布")
    return {
        "published_by": published_by,
        "reason": reason,
        "is_demonstration": about["is_demonstration"],
        "standards": tuple(standard.version for standard in standards),
        "sources": [
            {"name": file.name, "sha256": _digest(file), "rows": rows[table]}
            for table, file in files.items()
            if file.parent == folder
        ],
        **fields,
    }


def _read_about(folder: Path) -> dict[str, Any]:
    about: dict[str, Any] = {
        "is_demonstration": False,
        "register_note": "",
    }
    file = folder / "about.toml"
    if file.exists():
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            raise Refused([Problem(file.name, None, None, None, "不是有效的 TOML", "改正语法后重试")]) from None
        unknown = [key for key in given if key not in about or not isinstance(given[key], type(about[key]))]
        if unknown:
            raise Refused([
                Problem(file.name, None, key, None, "无法识别的键或类型不对", f"可用的键：{'、'.join(about)}") for key in unknown
            ])  # fmt: skip
        about |= given
    return about


def _standard_files(folder: Path) -> list[Path]:
    own = sorted((folder / "standard").glob("*.toml"))
    return own or sorted((REFERENCE / "standard").glob("*.toml"))


def read_standards(files: Sequence[Path]) -> list[Standard]:
    """Standards to be shipped together: different versions that agree on how an item is computed.

    Raises:
        StandardError: a file cannot be used, or the standards do not go together.
    """
    standards: list[Standard] = []
    faults: list[str] = []
    for file in files:
        try:
            standards.append(read_standard(file))
        except StandardError as error:
            faults.append(str(error))
    if faults:
        raise StandardError("\n".join(faults))
    computed: dict[str, tuple[object, ...]] = {}
    seen: dict[str, str] = {}
    for file, standard in zip(files, standards, strict=True):
        if standard.version in seen:
            faults.append(f"{file.name}：版本 {standard.version} 与 {seen[standard.version]} 重复")
        seen[standard.version] = file.name
        if not standard.band or standard.valid_from is None:
            faults.append(f"{file.name}：发布用的标准须有 valid_from（生效日期）和至少一个等次（band）")
        for part in standard.indicator:
            way = (part.computed, part.window, part.activity_categories)
            if part.computed and computed.setdefault(part.code, way) != way:
                faults.append(f"{file.name}：指标 {part.code} 的计算口径与另一标准不同，请改用新的指标代码")
    if faults:
        raise StandardError("\n".join(faults))
    return standards


def _files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    missing: list[Problem] = []
    for table in TABLES:
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


def _stage(
    connection: duckdb.DuckDBPyConnection, files: dict[str, Path], progress: Callable[[float], None]
) -> dict[str, int]:
    problems: list[Problem] = []
    for done, (table, file) in enumerate(files.items(), 1):
        problems += stage(connection, table, file)
        progress(done / (len(files) + 1))
    problems += apply_rules(connection, files)
    if problems:
        raise Refused(problems)
    rows = {}
    for table in files:
        (rows[table],) = connection.execute(f"select count(*) from staged_{table}").fetchone() or (0,)
    for table, file in files.items():
        if not rows[table] and table != "activities":
            raise Refused([Problem(file.name, None, None, None, "没有任何数据行", "填上数据后重试")])
    if "activities" not in files:
        connection.execute("create temp table staged_activities as select * from activity where false")
    return rows


def _publish_boundaries(connection: duckdb.DuckDBPyConnection, folder: Path, target: Path) -> dict[str, Any]:
    codes = [
        code for (code,) in connection.execute("select unit_code from staged_units where host_code is null").fetchall()
    ]
    own = folder / "districts.geojson"
    boundaries = read_boundaries(own if own.exists() else REFERENCE / "districts.geojson", codes)
    text = json.dumps(boundaries, ensure_ascii=False, separators=(",", ":"))
    (target / "districts.geojson").write_text(text, encoding="utf-8")
    return boundaries


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


def _name_initials(connection: duckdb.DuckDBPyConnection) -> None:
    names = connection.execute("select distinct community_name from community").fetchall()
    rows = [
        ("".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda other: other.lower())), name)
        for (name,) in names
    ]
    connection.executemany("update community set pinyin_initials = ? where community_name = ?", rows)


def _describe(
    connection: duckdb.DuckDBPyConnection, number: int, about: dict[str, Any], boundaries: dict[str, Any]
) -> None:
    connection.execute(
        "insert into publication select $version, $is_demonstration, $register_note, $source, $vintage, $approval, "
        "max(ends_on) from period",
        {
            "version": number,
            "is_demonstration": about["is_demonstration"],
            "register_note": about["register_note"] or _register_note(connection),
            "source": str(boundaries.get("source", "")),
            "vintage": str(boundaries.get("vintage", "")),
            "approval": str(boundaries.get("map_approval_number", "")),
        },
    )


def _register_note(connection: duckdb.DuckDBPyConnection) -> str:
    (count,) = connection.execute("select count(*) from community").fetchone() or (0,)
    return f"本次发布的名册共{count}个社区（参考：2023年统计区划口径861个居委会，其中街道内646个；公开报道为663个社区）"


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    faults = []
    for file in sorted(CHECKS.glob("*.sql")):
        sql = file.read_text(encoding="utf-8")
        found = connection.execute(sql).fetchmany(5)
        if found:
            says = re.sub(r"^-- ", "", sql.splitlines()[0])
            faults.append(f"核对 {file.stem} 未通过（{says}）：{'；'.join(str(row) for row in found)}")
    if faults:
        raise CheckFailed("\n".join(faults))


def _fields(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    periods = tuple(period for (period,) in connection.execute("select period from period order by period").fetchall())
    (count,) = connection.execute("select count(*) from community").fetchone() or (0,)
    return {"periods": periods, "community_count": count}


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
