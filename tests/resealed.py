"""Changing a published database as no program does: with a manifest that says the change was there from the beginning."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb

from data.versions.store import DATABASE, Store


def change(store: Store, version: int, how: str | Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Run a statement, or a function, on the database of a version."""
    file = store.versions / str(version) / DATABASE
    file.chmod(0o600)
    with duckdb.connect(str(file)) as connection:
        if isinstance(how, str):
            connection.execute(how)
        else:
            how(connection)
    reseal(store, version)


def rewrite(store: Store, version: int, without: str) -> None:
    """Leave a table, or a column given as ``table.column``, out of the database of a version."""
    file = store.versions / str(version) / DATABASE
    left_out, _, column = without.partition(".")
    new = file.with_name("new.duckdb")
    with duckdb.connect(str(new)) as connection:
        connection.execute(f"attach '{file}' as old (read_only)")
        names = connection.execute("select table_name from duckdb_tables() where database_name = 'old'").fetchall()
        for (table,) in names:
            if table != left_out or column:
                columns = f"* exclude ({column})" if table == left_out else "*"
                connection.execute(f"create table {table} as select {columns} from old.{table}")
    replace(new, file)
    reseal(store, version)


def replace(new: Path, file: Path) -> None:
    """Put a file in the place of one that is read-only."""
    file.chmod(0o600)
    new.replace(file)


def reseal(store: Store, version: int) -> None:
    """Let the manifest of a version say what its files are now."""
    file = store.versions / str(version) / DATABASE
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    others = {
        name: hashlib.sha256((file.parent / name).read_bytes()).hexdigest() for name in store.manifest(version).digests
    }
    described = store.versions / str(version) / "manifest.json"
    manifest = store.manifest(version).model_copy(
        update={"database_bytes": file.stat().st_size, "database_sha256": digest, "digests": others}
    )
    described.chmod(0o600)
    described.write_text(manifest.model_dump_json(), encoding="utf-8")
