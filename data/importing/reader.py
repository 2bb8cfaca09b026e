"""One reader for every table: a CSV or Parquet file becomes a staged table, its faults become problems.

What a table looks like is in ``tables/<table>.toml``; what spans several columns or tables is in ``rules/<table>.sql``.
"""

from __future__ import annotations

import csv
import difflib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.importing.definitions import Column, TableDefinition, read_definition
from data.importing.problems import Problem

RULES = Path(__file__).with_name("rules")
SUFFIXES = (".parquet", ".csv")
MOST_PROBLEMS = 1000
LONGEST_TEXT = 200
LARGEST_INTEGER = 2_147_483_647
_SIMILAR, _MISSPELT = 0.6, 0.85

_SQL_TYPES = {
    "text": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
# DuckDB takes more for a number or a time than is meant: 1_0, infinity, epoch, a time in another zone.
_SHAPES = {
    "date": r"\d{4}[-/]\d{1,2}[-/]\d{1,2}( 00:00(:00)?)?",
    "timestamp": r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?",
}
_TYPE_RULES = {
    "integer": "须为整数",
    "number": "须为数字",
    "boolean": "须为 true 或 false",
    "date": "须为日期，如 2026-09-30",
    "timestamp": "须为时间，如 2026-09-30 19:00",
}


def find_file(folder: Path, table: str) -> Path | None:
    """The file of a table in a folder (``<table>.parquet`` before ``<table>.csv``), None when there is none."""
    return next((folder / f"{table}{suffix}" for suffix in SUFFIXES if (folder / f"{table}{suffix}").is_file()), None)


def stage(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> list[Problem]:
    """Read a file into the temporary table ``staged_<table>`` and return what is wrong with it.

    The staged table has the columns of the definition, typed, and ``row`` (the header is row 1). A refused value is
    staged as null, so that later rules still run and all faults are reported together.
    """
    definition = read_definition(table)
    raw = f"raw_{table}"
    try:
        _load(connection, raw, file)
        present = _columns(connection, raw)
    except (duckdb.Error, csv.Error, UnicodeDecodeError, _BadHeader) as error:
        connection.execute(f"create or replace temp table staged_{table} as {_typed(definition, set())} where false")
        return [_unreadable(file, error)]
    problems = [*_header_problems(definition, present, file)]
    source = f"(select rowid + 2 as row, * from {raw})"
    connection.execute(f"create or replace temp table staged_{table} as {_typed(definition, present)} from {source}")
    for column in definition.column:
        if column.name in present:
            problems += _column_problems(connection, raw, column, file)
    problems += _key_problems(connection, table, definition, file)
    connection.execute(f"drop table {raw}")
    return problems


def apply_rules(connection: duckdb.DuckDBPyConnection, tables: dict[str, Path]) -> list[Problem]:
    """What is wrong between staged tables: references of the definitions, then ``rules/<table>.sql``."""
    problems: list[Problem] = []
    for table, file in tables.items():
        definition = read_definition(table)
        for column in definition.column:
            if column.references:
                problems += _reference_problems(connection, table, column, file)
        rules = RULES / f"{table}.sql"
        if rules.exists():
            found = connection.execute(rules.read_text(encoding="utf-8")).fetchmany(MOST_PROBLEMS)
            problems += [Problem(file.name, *row) for row in found]
    return problems


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _load(connection: duckdb.DuckDBPyConnection, raw: str, file: Path) -> None:
    if file.suffix == ".parquet":
        connection.execute(
            f"create or replace temp table {raw} as select * from read_parquet($file)", {"file": str(file)}
        )
        return
    # Nothing is guessed: DuckDB's detection of dialects skips rows and takes "#" for a comment.
    read = (
        f"create or replace temp table {raw} as select * from read_csv($file, columns = $columns, header = true, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true)"
    )
    with _as_utf8(file) as readable:
        with readable.open(encoding="utf-8-sig", newline="") as text:
            names = [name.strip() for name in next(csv.reader(text), [])]
        if not names or len(set(names)) != len(names) or not all(name and name.isprintable() for name in names):
            raise _BadHeader
        connection.execute(read, {"file": str(readable), "columns": dict.fromkeys(names, "varchar")})


def _columns(connection: duckdb.DuckDBPyConnection, raw: str) -> set[str]:
    names = {name for name, *_ in connection.execute(f"describe {raw}").fetchall()}
    if "rowid" in {name.lower() for name in names}:  # would hide the number of the row
        raise _BadHeader
    return names


class _BadHeader(Exception):
    """A first line that cannot name the columns."""


@contextmanager
def _as_utf8(file: Path) -> Iterator[Path]:
    """The file itself when it is UTF-8, else a temporary copy decoded from GB18030, as Excel in Chinese writes it."""
    if _decodes(file, "utf-8"):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        with file.open(encoding="gb18030", newline="") as source, copy.open("w", encoding="utf-8", newline="") as to:
            for chunk in iter(lambda: source.read(1 << 20), ""):
                to.write(chunk)
        yield copy


def _decodes(file: Path, encoding: str) -> bool:
    try:
        with file.open(encoding=encoding, newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(file: Path, error: Exception) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        return Problem(file.name, None, None, None, "文字编码无法识别", "另存为 UTF-8 或 GB18030（GBK）编码的 CSV")
    if isinstance(error, _BadHeader | csv.Error):
        rule = "表头有空列名、重名的列、保留字 rowid 或未闭合的引号"
        return Problem(file.name, 1, None, None, rule, "第一行写上各列的名称，每列一个，不重复")
    line = re.search(r"Line: (\d+)", str(error))
    if file.suffix == ".parquet":
        return Problem(file.name, None, None, None, "不是完整的 Parquet 文件", "重新导出后再试")
    return Problem(
        file.name,
        int(line[1]) if line else None,
        None,
        None,
        "列数或引号与表头不符，换行符不一致，或这一行过长",
        "核对这一行，或重新另存为逗号分隔的 CSV",
    )


def _header_problems(definition: TableDefinition, present: set[str], file: Path) -> Iterator[Problem]:
    known = [column.name for column in definition.column]
    for name in sorted(present - set(known)):
        # An open table may have columns of its own, but hardly one that looks like a known one misspelt.
        near = difflib.get_close_matches(name, known, n=1, cutoff=_MISSPELT if definition.is_open else _SIMILAR)
        if near or not definition.is_open:
            yield Problem(file.name, 1, name, None, "无法识别的列", f"是否为 {near[0]}" if near else "删去这一列")
    for column in definition.column:
        if column.is_required and column.name not in present:
            yield Problem(file.name, 1, column.name, None, f"缺少必填列（{column.title}）", "补上这一列")


def _clean(column: Column) -> str:
    """The trimmed text of a column, empty as null."""
    return f"nullif(trim(cast({_quoted(column.name)} as varchar)), '')"


def _cast(column: Column) -> str:
    name = _quoted(column.name)
    if column.type == "text":
        return _clean(column)
    if column.type == "integer":
        return f"case when {_is_typed(column)} then try_cast(try_cast({name} as double) as bigint) end"
    if column.type == "number":
        return f"case when {_is_typed(column)} then try_cast({name} as double) end"
    return f"case when {_is_typed(column)} then try_cast({_clean(column)} as {_SQL_TYPES[column.type]}) end"


def _is_typed(column: Column) -> str:
    name = _quoted(column.name)
    match column.type:
        case "text":
            return "true"
        case "integer":
            return f"{_is_number(name)} and try_cast({name} as double) % 1 = 0"
        case "number":
            return _is_number(name)
        case "boolean":
            return f"try_cast({_clean(column)} as boolean) is not null"
        case _:
            return (
                f"coalesce(regexp_full_match({_clean(column)}, '{_SHAPES[column.type]}'), false)"
                f" and try_cast({_clean(column)} as {_SQL_TYPES[column.type]}) is not null"
            )


def _is_number(name: str) -> str:
    return f"coalesce(isfinite(try_cast({name} as double)) and not contains(cast({name} as varchar), '_'), false)"


def _typed(definition: TableDefinition, present: set[str]) -> str:
    columns = [
        f"{_cast(column) if column.name in present else f'cast(null as {_SQL_TYPES[column.type]})'}"
        f" as {_quoted(column.name)}"
        for column in definition.column
    ]
    return f"select {'row' if present else 'cast(null as bigint) as row'}, {', '.join(columns)}"


def _conditions(column: Column) -> Iterator[tuple[str, str]]:
    """The rules of a column, each with the condition under which a row breaks it; the first to hold is reported."""
    text, number = _clean(column), f"try_cast({_quoted(column.name)} as double)"
    if column.is_required:
        yield "不能为空", f"{text} is null"
    if column.type != "text":
        yield _TYPE_RULES[column.type], f"{text} is not null and not ({_is_typed(column)})"
    else:
        yield f"最多 {LONGEST_TEXT} 个字", f"length({text}) > {LONGEST_TEXT}"
        yield "不能含换行、制表等控制字符", f"regexp_matches({text}, '[[:cntrl:]]')"
    if column.type == "integer":
        yield f"绝对值不能大于 {LARGEST_INTEGER}", f"abs({number}) > {LARGEST_INTEGER}"
    if column.pattern:
        yield "格式不符", f"not regexp_full_match({text}, '{column.pattern}')"
    if column.allowed:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        yield f"须为 {'、'.join(column.allowed)} 之一", f"{text} not in ({allowed})"
    if column.minimum is not None:
        yield f"不能小于 {column.minimum:.15g}", f"{number} < {column.minimum}"
    if column.maximum is not None:
        yield f"不能大于 {column.maximum:.15g}", f"{number} > {column.maximum}"


def _column_problems(connection: duckdb.DuckDBPyConnection, raw: str, column: Column, file: Path) -> list[Problem]:
    conditions = list(_conditions(column))
    if not conditions:
        return []
    rule = " ".join(f"when {condition} then {number}" for number, (_, condition) in enumerate(conditions))
    found = connection.execute(
        f"select rowid + 2 as row, {_clean(column)} as value, case {rule} end as rule "
        f"from {raw} where rule is not null order by row limit {MOST_PROBLEMS}"
    ).fetchall()
    return [
        Problem(file.name, row, column.name, value, conditions[number][0], column.remedy)
        for row, value, number in found
    ]


def _key_problems(
    connection: duckdb.DuckDBPyConnection, table: str, definition: TableDefinition, file: Path
) -> list[Problem]:
    key = ", ".join(_quoted(name) for name in definition.key)
    present = " and ".join(f"{_quoted(name)} is not null" for name in definition.key)
    found = connection.execute(
        f"select max(row) as row, concat_ws(' / ', {key}) as value, min(row) as first_row "
        f"from staged_{table} where {present} group by {key} having count(*) > 1 order by row limit {MOST_PROBLEMS}"
    ).fetchall()
    return [
        Problem(
            file.name,
            row,
            "、".join(definition.key),
            value,
            f"与第 {first} 行重复",
            "同一主键只能出现一次，删去其中一行",
        )
        for row, value, first in found
    ]


def _reference_problems(connection: duckdb.DuckDBPyConnection, table: str, column: Column, file: Path) -> list[Problem]:
    target, target_column = str(column.references).split(".")
    name = _quoted(column.name)
    known = f"select {_quoted(target_column)} from staged_{target} where {_quoted(target_column)} is not null"
    if not connection.execute(f"{known} limit 1").fetchone():  # it could not be read: its own fault says so
        return []
    found = connection.execute(
        f"select row, {name} from staged_{table} where {name} is not null and {name} not in ({known}) "
        f"order by row limit {MOST_PROBLEMS}"
    ).fetchall()
    title = read_definition(target).title
    return [
        Problem(file.name, row, column.name, value, f"{title}里没有这个代码", column.remedy) for row, value in found
    ]
