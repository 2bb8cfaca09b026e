"""To which unit rows belong, by the definitions of their tables: found out, and refused where it is another one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.checking.staging import is_there
from data.tables import COMMUNITY, UNIT, ledgers, read_definition, referenced_ledgers, unit_of

_MISPLACED = Path(__file__).with_suffix(".sql")
_NONE = "cast(null as varchar)"


def find_misplaced(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], *, unit: str | None, period: str | None
) -> None:
    """Add to ``found_problem`` the staged rows of another unit or period than is said of them; see belonging.sql.

    What all rows are about stands in ``spoken_of`` afterwards.
    """
    rows = " union all ".join(map(_spoken_rows, tables))
    connection.execute(f"create or replace temp view spoken_row as {rows}")
    connection.execute(_MISPLACED.read_text(encoding="utf-8"), {"unit": unit, "period": period})


def _spoken_rows(table: str) -> str:
    """Whom and when the staged rows of a table are about; the unit of a community is looked up once for all its rows."""
    definition = read_definition(table)
    community = next((column for column in definition.column if f"{table}.{column.name}" == COMMUNITY), None)
    about = community or definition.owner or (definition.named(UNIT) if definition.has(UNIT) else None)
    is_direct = about is not None and (community is not None or about.references == COMMUNITY)
    code = f"own.{about.name}" if about else _NONE
    unit = _NONE if is_direct and community is None else unit_of(table, "own")
    period = next((f"own.{column.name}" for column in definition.column if column.type == "period"), _NONE)
    is_of_city = "false" if is_direct else f"{unit} is null"
    return (
        f"select '{table}' as table_name, own.row, {code if is_direct else _NONE} as community_code, "
        f"{unit} as unit_code, {period} as period, '{about.name if about else definition.key[0]}' as column_name, "
        f"{_NONE if is_direct else code} as value, {is_of_city} as is_of_city from staged_{table} as own"
    )


def find_owners(connection: duckdb.DuckDBPyConnection, table: str, unit: str | None = None) -> None:
    """Find out the units of a staged ledger, and let its numbers be known where other ledgers refer to them.

    An empty ``unit_code`` is filled in: the unit that hands the row in, else that of its owner. A number that several
    units have says nothing, and is added to ``found_problem``. ``known_<table>``: unit_code and key, staged or published.
    """
    if table not in ledgers():
        return
    if read_definition(table).has(UNIT):
        _fill_units(connection, table, unit)
    if table in referenced_ledgers():
        know_numbers(connection, table)


def _fill_units(connection: duckdb.DuckDBPyConnection, table: str, unit: str | None) -> None:
    definition = read_definition(table)
    found = _NONE
    if definition.unit_named_by:
        named = f"word = own.{definition.unit_named_by}"
        found = f"(select code from vocabulary where kind = 'units' and {named})"
    if definition.owner:
        target, _, name = str(definition.owner.references).partition(".")
        owners = f"from known_{target} as owner where owner.{name} = own.{definition.owner.name}"
        found = f"(select case when count(distinct owner.{UNIT}) = 1 then min(owner.{UNIT}) end {owners})"
        connection.execute(
            f"insert into found_problem select $table, row, $column, own.{definition.owner.name}, $rule, $remedy, null, "
            f"false from staged_{table} as own where {UNIT} is null and $unit is null "
            f"and (select count(distinct owner.{UNIT}) {owners}) > 1 order by row",
            {
                "table": table,
                "column": definition.owner.name,
                "rule": "不止一个报送单位有这个编号",
                "remedy": f"填上{definition.named(UNIT).title}，或上传时选定报送单位",
                "unit": unit,
            },
        )
    connection.execute(
        f"update staged_{table} as own set {UNIT} = coalesce($unit, {found}) where {UNIT} is null", {"unit": unit}
    )


def know_numbers(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write ``known_<table>``: unit_code and key of the staged rows of a ledger and, where they are at hand, the published."""
    definition = read_definition(table)
    key = [name for name in definition.key if name != UNIT]
    within = [UNIT, *key] if definition.is_key_of_unit else key
    own = ", ".join([f"{unit_of(table, 'own')} as {UNIT}", *(f"own.{name}" for name in key)])
    rows = f"select {own}, true as is_staged from staged_{table} as own"
    if is_there(connection, f"published_{table}"):
        rows += f" union all select {UNIT}, {', '.join(key)}, false from published_{table}"
    connection.execute(
        f"create or replace temp table known_{table} as select {UNIT}, {', '.join(key)} from ({rows}) "
        f"qualify row_number() over (partition by {', '.join(within)} order by is_staged desc) = 1"
    )
