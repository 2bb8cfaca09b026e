"""From DuckDB's SQL to that of ClickHouse: SQLGlot translates, and here is what it cannot know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlglot
from sqlglot import exp


def translated(sql: str, parameters: Mapping[str, Any], database: str) -> str:
    """A query with its values bound into the tree, in the words of ClickHouse.

    Values become literals, escaped by SQLGlot, since placeholders lose their type on the way.

    Args:
        sql: a query in DuckDB's dialect with ``$names``.
        parameters: texts, numbers and sequences of texts.
        database: where its tables are.
    """

    def bound(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Parameter | exp.Placeholder):
            return _literal(parameters[node.name])
        return node

    tree = sqlglot.parse_one(sql, read="duckdb").transform(bound)
    _sign_counts(tree)
    _name_quantiles(tree)
    _name_columns(tree)
    own = {part.alias for part in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.name not in own:
            table.set("db", exp.to_identifier(database))
    return tree.sql(dialect="clickhouse")


def _sign_counts(tree: exp.Expression) -> None:
    """Make every count a signed number: ClickHouse counts without a sign, and mixes the two in no ``case``."""
    for count in list(tree.find_all(exp.Count)):
        whole = count.parent if isinstance(count.parent, exp.Window) else count
        whole.replace(exp.cast(whole.copy(), "bigint"))


def _name_quantiles(tree: exp.Expression) -> None:
    """Ask for exact quantiles between two values: ClickHouse's plain ones are drawn from a sample."""
    for quantile in list(tree.find_all(exp.PercentileCont)):
        quantile.replace(
            exp.ParameterizedAgg(
                this="quantileExactInclusive", expressions=[quantile.expression.copy()], params=[quantile.this.copy()]
            )
        )


def _name_columns(tree: exp.Expression) -> None:
    """Give every selected column its plain name: in a join ClickHouse would call the result ``table.column``."""
    for select in tree.find_all(exp.Select):
        select.set(
            "expressions",
            [
                exp.alias_(part.copy(), part.name, quoted=True)
                if isinstance(part, exp.Column) and not isinstance(part.this, exp.Star)
                else part
                for part in select.expressions
            ],
        )


def _literal(value: Any) -> exp.Expression:  # noqa: ANN401 - a parameter
    if isinstance(value, str):
        return exp.Literal.string(value)
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int | float):
        return exp.Literal.number(repr(value))
    texts: exp.Expression = exp.Array(expressions=[exp.Literal.string(text) for text in value])
    return exp.cast(texts, exp.DataType.build("text[]", dialect="duckdb"))
