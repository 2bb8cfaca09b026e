"""Staging: rows of text become typed rows in ``staged_<table>``; every cell that will not is written down.

All faults of an import are rows of the temporary table ``found_problem``; ``row`` is the number that
:class:`data.reading.sources.Source` leads back to a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from data.checking.columns import (
    SQL_TYPES,
    Rule,
    is_plain_period,
    mask_of,
    rules_of,
    text_of,
    typed_value,
    vocabulary_of,
)
from data.checking.masking import mask_texts
from data.periods import named_period
from data.reading.items import learn_words
from data.reading.sources import Source, rows_of_text
from data.tables import UNIT, Column, TableDefinition, own_sql, read_definition, unit_of

HERE = Path(__file__).parent
LETTERS, NORMAL, MATCHING = HERE / "letters.sql", HERE / "normal.sql", HERE / "matching.sql"
ITEMS = HERE / "items.sql"
# Nothing to find out about a file of one's own, which takes longer than to read it.
OWN_CSV = (
    "read_csv($file, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', sample_size = 20)"
)
# The names that stand for codes once a table is staged: the code and its names.
_WORDS = {
    "units": ("unit_code", ("unit_name", "short_name", "'宁波市' || unit_name")),
    "streets": ("street_code", ("street_name",)),
}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros and the tables that staging writes to; no problem is found yet."""
    if not is_there(connection, "found_problem"):
        for macros in (LETTERS, NORMAL):
            connection.execute(macros.read_text(encoding="utf-8"))
    connection.execute("create temp table if not exists vocabulary (kind text, word text, code text)")
    connection.execute(
        "create or replace temp table found_problem (table_name text, row bigint, column_name text, value text, "
        "rule text, remedy text, other_row bigint, is_warning boolean)"
    )


def stage_own(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    """Write ``staged_<table>`` from a CSV of the project itself, which need not be checked again each time."""
    columns = ", ".join(
        f'cast("{column.name}" as {SQL_TYPES[column.type]}) as "{column.name}"'
        for column in read_definition(table).column
    )
    connection.execute(
        f"create or replace temp table staged_{table} as select row_number() over () + 1 as row, {columns} from {OWN_CSV}",
        {"file": str(file)},
    )


def stage_rows(connection: duckdb.DuckDBPyConnection, table: str, sources: Sequence[Source]) -> None:
    """Write ``staged_<table>``: the columns of the definition, typed, and ``row``; what will not go in becomes null.

    Faults of single cells and repeated keys are added to ``found_problem``. The tables that the table refers to by
    name have to be known before (``known_communities``, words of the vocabulary).
    """
    definition = read_definition(table)
    if not sources:
        columns = ", ".join(f'"{column.name}" {SQL_TYPES[column.type]}' for column in definition.column)
        connection.execute(f"create or replace temp table staged_{table} (row bigint, {columns})")
        return
    # A long table may be large and is read where it lies; a wide one is put together once.
    is_wide = any(source.layout.is_wide for source in sources)
    raw = f"raw_wide_{table}" if is_wide else f"raw_long_{table}"
    rows = " union all ".join(f"({rows_of_text(source)})" for source in sources)
    connection.execute(f"create or replace temp {'table' if is_wide else 'view'} {raw} as {rows}")
    given = set().union(*(source.given for source in sources))
    _learn_texts(connection, table, raw)
    is_placed = any(column.name in given for column in definition.place_columns)
    if is_placed:
        _match_places(connection, raw)
    is_plain = all(source.sheet.is_plain for source in sources)
    rules = {column.name: [*rules_of(column, definition, given, is_plain=is_plain)] for column in definition.column}
    if _type_rows(connection, raw, table, definition, rules, is_placed=is_placed):
        _find_faults(connection, table, definition, rules)
    if is_placed:
        _find_wrong_places(connection, table, raw)
    _fill_dimensions(connection, table)
    if not definition.is_key_of_unit:  # which unit a community belongs to is known later
        _find_repeated_keys(connection, table, definition)
    if table in _WORDS:
        learn_words(connection, table, f"staged_{table}", *_WORDS[table])


def _learn_texts(connection: duckdb.DuckDBPyConnection, table: str, raw: str) -> None:
    """Find out what the texts of columns stand for that Python has to read: quarters, and what tells of persons."""
    for column in read_definition(table).column:
        if column.type == "period":
            _learn_periods(connection, raw, column)
        if column.is_free_text:
            mask_texts(connection, table, raw, column)


def _fill_dimensions(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    for column in read_definition(table).column:
        if column.dimension_of:
            connection.execute(
                f"update staged_{table} as own set {column.name} = item_dimension.dimension_code from item_dimension "
                f"where own.{column.name} is null and own.{column.dimension_of} = item_dimension.indicator_code"
            )


def _learn_periods(connection: duckdb.DuckDBPyConnection, raw: str, column: Column) -> None:
    """Let the words of a column stand for the quarter that each of them names; few are written in more than one way."""
    text = text_of(column)
    words = connection.execute(
        f"select distinct {text} from {raw} as raw "
        f"where not {is_plain_period(text)} and not starts_with({text}, chr(31))"  # no formula
    ).fetchall()
    codes = [(word, code) for (word,) in words if (code := named_period(word))]
    connection.execute("delete from vocabulary where kind = 'periods'")
    connection.execute(
        "insert into vocabulary select 'periods', unnest($words), unnest($codes)",
        {"words": [word for word, _ in codes], "codes": [code for _, code in codes]},
    )


def check_rules(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> None:
    """Add to ``found_problem`` what is wrong between tables: keys of units, references, values of items, then ``<table>.rules.sql``.

    References are looked up in ``known_<table>``; where nothing is known, the fault is that table's own. What a table
    works out from others (``<table>.fill.sql``) is worked out first.
    """
    for table in tables:
        definition = read_definition(table)
        fill = own_sql(table, "fill")
        if fill and is_there(connection, f"staged_{table}"):  # what stands as it was published is a view
            connection.execute(fill)
        if definition.is_key_of_unit:
            _find_repeated_keys(connection, table, definition)
        for column in definition.column:
            if column.references:
                _find_unknown_references(connection, table, column)
            if column.item:
                _find_wrong_values(connection, table, column.item)
        _run(connection, table, own_sql(table, "rules"), is_warning=False)


def check_warnings(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> None:
    """Add to ``found_problem`` what is odd and passes: ``<table>.warnings.sql``."""
    for table in tables:
        _run(connection, table, own_sql(table, "warnings"), is_warning=True)


def _run(connection: duckdb.DuckDBPyConnection, table: str, rules: str, *, is_warning: bool) -> None:
    if rules:
        connection.execute(
            "insert into found_problem select $table, row, column_name, value, rule, remedy, null, $is_warning "
            f"from ({rules})",
            {"table": table, "is_warning": is_warning},
        )


def _joins(definition: TableDefinition, *, is_placed: bool) -> str:
    joins = ""
    for column in definition.column:
        if kind := vocabulary_of(column):
            joins += (
                f" left join vocabulary as word_{column.name} on word_{column.name}.kind = '{kind}' "
                f"and word_{column.name}.word = {text_of(column)}"
            )
        if column.is_free_text:
            joins += f" left join {mask_of(column)} on {mask_of(column)}.text = {text_of(column)}"
        if column.item:
            code = definition.named(column.item)
            joins += (
                " left join (select indicator_code, bool_or(starts_with(unit, '%')) as is_percent, "
                "bool_or(is_veto) as is_veto from staged_items group by indicator_code) as trait "
                f"on trait.indicator_code = {typed_value(code, definition)}"
            )
    if is_placed:
        same = " and ".join(
            f'raw."{written}" is not distinct from matched_place.{matched}'
            for written, matched in (
                ("community_code", "written_code"),
                ("place_unit", "place_unit"),
                ("place_street", "place_street"),
                ("place_community", "place_community"),
            )
        )
        joins += f" left join matched_place on {same}"
    return joins


def _type_rows(
    connection: duckdb.DuckDBPyConnection,
    raw: str,
    table: str,
    definition: TableDefinition,
    rules: Mapping[str, Sequence[Rule]],
    *,
    is_placed: bool,
) -> bool:
    """Type all rows and mark the suspects in the same pass; whether there are any, kept in ``suspect`` with their texts.

    A pass over a million rows is what checking costs, so a file without faults takes just this one.
    """
    typed = [
        "matched_place.community_code as typed_community_code"
        if is_placed and column.name == "community_code"
        else f'{typed_value(column, definition)} as "typed_{column.name}"'
        for column in definition.column
    ]
    suspect = " or ".join(rule.condition for broken in rules.values() for rule in broken if not rule.is_implied)
    kept = ", ".join(
        f'cast(raw."typed_{column.name}" as {SQL_TYPES[column.type]}) as "{column.name}"'
        for column in definition.column
    )
    joins = _joins(definition, is_placed=is_placed)
    rows = f"select raw.*, {', '.join(typed)} from {raw} as raw{joins}"
    connection.execute(
        f"create or replace temp table staged_{table} as "
        f"select raw.row, {kept}, ({suspect}) is true as is_suspect from ({rows}) as raw"
    )
    has_suspects = _has(connection, f"select 1 from staged_{table} where is_suspect")
    if has_suspects:
        connection.execute(
            f"create or replace temp table suspect as select raw.* from ({rows}) as raw "
            f"where raw.row in (select row from staged_{table} where is_suspect)"
        )
    connection.execute(f"alter table staged_{table} drop column is_suspect")
    return has_suspects


def _has(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    return connection.execute(f"{query} limit 1").fetchone() is not None


def _find_faults(
    connection: duckdb.DuckDBPyConnection, table: str, definition: TableDefinition, rules: Mapping[str, Sequence[Rule]]
) -> None:
    for column in definition.column:
        broken = " ".join(f"when {rule.condition} then {number}" for number, rule in enumerate(rules[column.name]))
        connection.execute(
            "insert into found_problem "
            f"select $table, raw.row, $column, ltrim({text_of(column)}, chr(31)), $rules[broken + 1], "
            "$remedies[broken + 1], null, false "
            f"from (select raw.*, case {broken} end as broken from suspect as raw) as raw "
            "where broken is not null order by raw.row",
            {
                "table": table,
                "column": column.name,
                "rules": [rule.text for rule in rules[column.name]],
                "remedies": [rule.remedy for rule in rules[column.name]],
            },
        )
    connection.execute("drop table suspect")


def _match_places(connection: duckdb.DuckDBPyConnection, raw: str) -> None:
    connection.execute(
        "create or replace temp table place as "
        f"select distinct community_code, place_unit, place_street, place_community from {raw}"
    )
    connection.execute(MATCHING.read_text(encoding="utf-8"))


def _find_wrong_places(connection: duckdb.DuckDBPyConnection, table: str, raw: str) -> None:
    connection.execute(
        f"insert into found_problem select $table, raw.row, matched_place.column_name, "
        "case matched_place.column_name when 'place_unit' then raw.place_unit "
        "when 'place_street' then raw.place_street else raw.place_community end, "
        "matched_place.rule, matched_place.remedy, null, false "
        f"from {raw} as raw{_joins(read_definition(table), is_placed=True)} "
        "where matched_place.fault is not null order by raw.row",
        {"table": table},
    )


def _find_repeated_keys(connection: duckdb.DuckDBPyConnection, table: str, definition: TableDefinition) -> None:
    key = ", ".join(f'staged."{name}"' for name in definition.key)
    present = " and ".join(f'staged."{name}" is not null' for name in definition.key)
    rows = f"staged_{table} as staged"
    if definition.is_key_of_unit:
        rows = f"(select *, {unit_of(table, 'own')} as owner_code from staged_{table} as own) as staged"
    within = "staged.owner_code, " if definition.is_key_of_unit else ""
    repeated = f"from {rows} where {present} group by {within}{key} having count(*) > 1"
    if not _has(connection, f"select 1 {repeated}"):
        return
    connection.execute(
        f"insert into found_problem select $table, max(staged.row), $column, concat_ws(' / ', {key}), "
        "'与第 {row} 行重复', '同一主键只能出现一次，删去其中一行', min(staged.row), false "
        f"{repeated} order by max(staged.row)",
        {"table": table, "column": "、".join(definition.key)},
    )


def _find_unknown_references(connection: duckdb.DuckDBPyConnection, table: str, column: Column) -> None:
    target, target_column = str(column.references).split(".")
    definition = read_definition(target)
    if column.is_list:
        rows = f"(select * replace (unnest(string_split({column.name}, '、')) as {column.name}) from staged_{table})"
    else:
        rows = f"staged_{table}"
    if not definition.is_ledger and not _has(
        connection, f"select 1 from known_{target} where {target_column} is not null"
    ):
        return
    same = f'known.{target_column} = own."{column.name}"'
    if definition.is_key_of_unit:  # a row of no known unit is told of by itself
        rows = f"(select *, {unit_of(table, 'own')} as owner_code from {rows} as own)"
        same += f" and (own.owner_code is null or known.{UNIT} = own.owner_code)"
    connection.execute(
        f'insert into found_problem select $table, row, $column, "{column.name}", $rule, $remedy, null, false '
        f'from {rows} as own where "{column.name}" is not null '
        f"and not exists (select 1 from known_{target} as known where {same}) order by row",
        {
            "table": table,
            "column": column.name,
            "rule": f"{definition.title}里没有这个{'编号' if definition.is_ledger else '代码'}",
            "remedy": column.remedy,
        },
    )


def _find_wrong_values(connection: duckdb.DuckDBPyConnection, table: str, item: str) -> None:
    """Look at the values of a table by the items that its column ``item`` names."""
    connection.execute(
        f"create or replace temp view item_value as select row, '{item}' as column_name, {item} as indicator_code, "
        f"state, value, grade, sample_size, population_size from staged_{table}"
    )
    _run(connection, table, ITEMS.read_text(encoding="utf-8"), is_warning=False)


def is_there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether there is a temporary table of a name."""
    return _has(connection, f"select 1 from duckdb_tables() where temporary and table_name = '{table}'")
