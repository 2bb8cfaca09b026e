"""Rows of a Parquet file, as text: its column names are row 1."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.reading.archives import require_little_unpacked
from data.reading.files import refusal
from data.reading.landed import (
    Landed,
    cells_of,
    columns,
    marked_sql,
    number_rows,
    require_few_columns,
    require_few_rows,
    trimmed,
)
from data.settings import Settings

_LENGTHS = {"VARCHAR": "strlen", "BLOB": "octet_length"}
_READ = "read_parquet($file, hive_partitioning = false)"


def land_parquet(
    connection: duckdb.DuckDBPyConnection, relation: str, path: Path, settings: Settings, *, file: str
) -> Landed:
    """Land a Parquet file's rows.

    Raises:
        Refused: the file is damaged, has too many rows or columns, or unpacks to too much.
    """
    try:
        described = connection.execute(f"describe from {_READ}", {"file": str(path)}).fetchall()
        require_few_columns(len(described), settings, file)
        _require_moderate_size(connection, path, settings, file)
        _require_moderate_texts(connection, path, settings, file)
        names, cells = columns(len(described)), cells_of(relation)
        connection.execute(
            f"create temp table {cells} ({', '.join(f'{name} varchar' for name in names)}, is_odd boolean)"
        )
        header = [trimmed(column) for column, *_ in described]
        connection.execute(f"insert into {cells} values ({', '.join('?' * len(names))}, false)", header)
        texts = ", ".join(
            f"{_text(name, kind)} as {name}" for name, (_, kind, *_) in zip(names, described, strict=True)
        )
        stored = f"(select {texts} from (from {_READ}) as stored ({', '.join(names)}))"
        connection.execute(f"insert into {cells} {marked_sql(stored, len(names))}", {"file": str(path)})
    except duckdb.Error:
        raise refusal(file, "不是完整的 Parquet 文件", "重新导出后再试") from None
    return number_rows(connection, relation, len(names))


def _require_moderate_size(connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, file: str) -> None:
    """What is repeated a million times takes no room in Parquet, so its own account of itself is read first."""
    ((rows, values, unpacked),) = connection.execute(
        "select coalesce(sum(row_group_num_rows) filter (column_id = 0), 0), "
        "coalesce(max(num_values), 0), coalesce(sum(total_uncompressed_size), 0) "
        "from parquet_metadata($file)",
        {"file": str(path)},
    ).fetchall()
    require_few_rows(rows, settings, file)
    require_few_rows(values, settings, file)
    require_little_unpacked(unpacked, settings, file)


def _require_moderate_texts(connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, file: str) -> None:
    """A text that a dictionary has once may stand in every row."""
    described = connection.execute(f"describe from {_READ}", {"file": str(path)}).fetchall()
    names = columns(len(described))
    lengths = [
        f"coalesce(sum({_LENGTHS[kind]}({name})), 0)"
        for name, (_, kind, *_) in zip(names, described, strict=True)
        if kind in _LENGTHS
    ]
    if lengths:
        stored = f"(from {_READ}) as stored ({', '.join(names)})"
        ((size,),) = connection.execute(f"select {' + '.join(lengths)} from {stored}", {"file": str(path)}).fetchall()
        require_little_unpacked(int(size), settings, file)


def _text(name: str, kind: str) -> str:
    """A typed cell as its text: no empty fraction, no midnight."""
    text = f"cast({name} as varchar)"
    if kind in {"DOUBLE", "FLOAT"}:
        return f"regexp_replace({text}, '\\.0$', '')"
    if kind.startswith("DECIMAL"):
        return f"regexp_replace({text}, '\\.?0*$', '')" if not kind.endswith(",0)") else text
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({text}, ' 00:00:00$', '')"
    return text
