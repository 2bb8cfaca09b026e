"""What was handed in or published before, beside new rows: numbers that are taken, rows that would go, rows that join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import duckdb

from data.tables import read_definition, unit_of

_NAMED = 8


class Fate(Enum):
    """What becomes of earlier rows when the new ones are taken: they stay beside them, go for them, or join them."""

    STAYS = auto()
    GOES = auto()
    JOINS = auto()


@dataclass(frozen=True)
class Earlier:
    """Rows of before: what they are called, and where they are.

    ``batch``: the number of the submission, None for the version in force. ``place``: the folder of its Parquet files by
    table, or the database of the version. ``tables``: which ones it has.
    """

    name: str
    batch: int | None
    place: Path
    tables: tuple[str, ...]
    fate: Fate = Fate.STAYS

    def relation(self, table: str) -> str:
        """The rows of a table; those of the version in force where it is attached as ``published``."""
        if self.batch is None:
            return f"published.{read_definition(table).stored_as}"
        file = str(self.place / f"{table}.parquet").replace("'", "''")
        return f"read_parquet('{file}')"


@dataclass(frozen=True)
class Replacement:
    """An earlier submission that a new one takes the place of, or takes up (``is_joined``).

    ``row_count``: its rows that the new files do not have, of so many communities (``community_count``) that are not in
    them at all; ``communities``: the first of those by name.
    """

    batch: int
    name: str
    is_joined: bool
    row_count: int
    community_count: int
    communities: tuple[str, ...]

    def __str__(self) -> str:
        """What happens to it, in Chinese."""
        among = f"（{'、'.join(self.communities)}{'等' if self.community_count > len(self.communities) else ''}）"
        rows = f"{self.row_count} 行" + (f"，包括 {self.community_count} 个社区{among}" if self.community_count else "")
        if self.is_joined:
            return f"补充{self.name}：保留其中不在这次文件里的 {rows}；同一项以这次为准"
        if self.row_count:
            return f"替换{self.name}：其中 {rows}不在这次的文件里，不再报送"
        return f"替换{self.name}：其中各行这次都有"


def changed_identities(table: str, new: str, old: str, told_of: str = "true") -> str:
    """The query for the new rows whose number already belongs to something else.

    One row per such row: row, number (the key), now and before (what the new and the old row are about), owner (the
    ``row`` of the old one).

    Args:
        table: whose rows they are; whose units they are is found in ``known_<table>`` of their owners.
        new: relation of the new rows, with ``row``.
        old: relation of the earlier ones, with ``row``.
        told_of: a condition on ``old_row``, under which it may be told of.
    """
    definition = read_definition(table)
    same = " and ".join(f'new_row."{name}" = old_row."{name}"' for name in definition.key)
    differs = " or ".join(f'new_row."{name}" is distinct from old_row."{name}"' for name in definition.identity)

    same_unit = ""
    if definition.is_key_of_unit:
        same_unit = f" and {unit_of(table, 'new_row')} is not distinct from {unit_of(table, 'old_row')}"

    def told(row: str, names: Sequence[str]) -> str:
        return f"""concat_ws(' ', {", ".join(f'{row}."{name}"' for name in names)})"""

    return f"""
    select
        new_row.row,
        {told("new_row", definition.key)} as number,
        {told("new_row", definition.identity)} as now,
        {told("old_row", definition.identity)} as before,
        old_row.row as owner
    from {new} as new_row
    inner join {old} as old_row on {same}
    where ({differs}){same_unit} and {told_of}
    """


# The earlier rows that may be told of: not those of a community that a register of the same import has just claimed.
_CLAIMED = "(select community_code from register_place where unit_code not in (from visible_unit))"

TAKEN = "编号 {number} 已是另一{counter}：{name}里是 {before}，这里是 {now}"
RENUMBER = "换一个没有用过的编号；确实是更正原来那一{counter}的，报送时注明是更正（--correct）"


def _may_be_told(table: str) -> str:
    unit = unit_of(table, "old_row")
    told = f"({unit} is null or {unit} in (from visible_unit))"
    if read_definition(table).names_communities:
        told += f" and old_row.community_code not in {_CLAIMED}"
    return told


def find_changed_identities(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], earlier: Sequence[Earlier]
) -> int:
    """Add to ``found_problem`` the staged rows under a number that already belongs to something else; how many."""
    count = 0
    for table in tables:
        definition = read_definition(table)
        for other in earlier if definition.identity else ():
            if other.fate is Fate.GOES or table not in other.tables:
                continue
            old = f"(select null as row, * from {other.relation(table)})"
            query = changed_identities(table, f"staged_{table}", old, _may_be_told(table))
            rule = TAKEN.replace("{name}", other.name).replace("{counter}", definition.counter)
            (found,) = connection.execute(
                "insert into found_problem select $table, row, $column, number, "
                "replace(replace(replace($rule, '{number}', number), '{before}', before), '{now}', now), "
                f"$remedy, null, false from ({query}) order by row",
                {
                    "table": table,
                    "column": "、".join(definition.key),
                    "rule": rule,
                    "remedy": RENUMBER.format(counter=definition.counter),
                },
            ).fetchone() or (0,)
            count += found
    return count


def replacements(connection: duckdb.DuckDBPyConnection, earlier: Sequence[Earlier]) -> tuple[Replacement, ...]:
    """What becomes of each earlier submission that does not stay."""
    return tuple(_replacement(connection, other) for other in earlier if other.batch and other.fate is not Fate.STAYS)


def _replacement(connection: duckdb.DuckDBPyConnection, other: Earlier) -> Replacement:
    connection.execute("create or replace temp table lost_row (community_code varchar, is_absent boolean)")
    for table in _with_columns(other.tables):
        place = "null, false"
        if read_definition(table).has("community_code"):
            known = f"(select community_code from staged_{table} where community_code is not null)"
            place = f"old_row.community_code, old_row.community_code not in {known}"
        connection.execute(
            f"insert into lost_row select {place} from {other.relation(table)} as old_row where {_is_lost(table)}"
        )
    rows, count = connection.execute(
        "select count(*), count(distinct community_code) filter (is_absent) from lost_row"
    ).fetchone() or (0, 0)
    names = connection.execute(
        "select distinct lost_row.community_code, coalesce(known.short_name, known.community_name, lost_row.community_code) "
        "from lost_row left join known_communities as known on lost_row.community_code = known.community_code "
        "where lost_row.is_absent order by lost_row.community_code limit $most",
        {"most": _NAMED},
    ).fetchall()
    is_joined = other.fate is Fate.JOINS
    return Replacement(int(other.batch or 0), other.name, is_joined, rows, count, tuple(name for _, name in names))


def join_rows(connection: duckdb.DuckDBPyConnection, earlier: Sequence[Earlier]) -> None:
    """Put the rows of the submissions that join beside the staged ones, which win where both have one."""
    for other in earlier:
        if other.fate is Fate.JOINS:
            for table in _with_columns(other.tables):
                columns = ", ".join(f'"{name}"' for name in read_definition(table).names)
                connection.execute(
                    f"insert into staged_{table} by name select {columns} from {other.relation(table)} as old_row "
                    f"where {_is_lost(table)}"
                )


def _with_columns(tables: Sequence[str]) -> list[str]:
    return [table for table in tables if read_definition(table).column]


def _is_lost(table: str) -> str:
    """Whether an earlier row is not among the staged ones: it would be gone without them."""
    definition = read_definition(table)
    owner = [definition.owner.name] if definition.is_key_of_unit and definition.owner else []
    names = dict.fromkeys((*(definition.replaces or definition.key), *definition.identity, *owner))
    same = " and ".join(f'new_row."{name}" is not distinct from old_row."{name}"' for name in names)
    return f"not exists (select 1 from staged_{table} as new_row where {same})"
