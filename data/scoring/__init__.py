"""Scoring: SQL steps in order, and statistics.py for what SQL cannot say. Runs once, when a version is built.

``score_items`` needs only the standard tables and a table ``item``; ``score_city`` does the whole city, once its ledgers
are counted and its measurements complete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data import verdicts
from data.scoring.analysis import analyse_city
from data.scoring.improvement import improve_city
from data.scoring.peers import find_peers
from data.scoring.statistics import as_printed, change_p_values, discoveries, lower_p_values
from data.standard import Citation, Standard
from data.tables import own_sql

STEPS = Path(__file__).parent


def _run(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    connection.execute((STEPS / f"{step}.sql").read_text(encoding="utf-8"))


def load_standards(connection: duckdb.DuckDBPyConnection, standards: Sequence[Standard]) -> None:
    """Write standards into the standard tables of a database that has the schema."""
    connection.begin()
    for standard in standards:
        weights = {
            dimension.code: sum(item.weight for item in standard.indicator if item.dimension == dimension.code)
            for dimension in standard.dimension
        }
        version = standard.version
        _insert(
            connection,
            "standard",
            [
                (
                    version,
                    standard.name or version,
                    standard.valid_from,
                    standard.is_example,
                    standard.notice,
                    standard.aggregation,
                    standard.geometric_floor,
                    standard.line,
                    standard.coverage.minimum,
                    standard.change.false_discovery_rate,
                    standard.change.minimum,
                    standard.small_sample.counted,
                    standard.small_sample.listed,
                    standard.pace.stretch,
                    standard.minimum_rated_share.minimum,
                    standard.rectification.line,
                    _cited(standard.rectification.citation),
                )
            ],
        )
        _insert(
            connection,
            "context_weight",
            [(version, attribute, weight) for attribute, weight in standard.context.model_dump().items()],
        )
        _insert(
            connection,
            "appeal_limit",
            [(version, kind, hours) for kind, hours in standard.appeal_hours.items()],
        )
        _insert(
            connection,
            "dimension",
            [
                (version, part.code, part.name, position, weights[part.code])
                for position, part in enumerate(standard.dimension, 1)
            ],
        )
        _insert(
            connection,
            "indicator",
            [
                (
                    version,
                    part.code,
                    part.name,
                    part.dimension,
                    position,
                    part.weight,
                    part.unit,
                    part.decimals,
                    part.sampling,
                    part.finite_population,
                    part.about_people,
                    part.computed,
                    part.reported_otherwise,
                    part.window,
                    list(part.activity_categories),
                    part.numerator,
                    part.denominator,
                    part.source,
                    part.basis,
                    part.scale_basis,
                    _cited(part.citation),
                    bool(part.citation and part.citation.is_reprint),
                    part.note,
                    part.method,
                    part.minimum,
                    part.maximum,
                    part.scale_text,
                )
                for position, part in enumerate(standard.indicator, 1)
            ],
        )
        _insert(
            connection,
            "anchor_piece",
            [
                (version, part.code, position, *start, *end)
                for part in standard.indicator
                for position, (start, end) in enumerate(pairwise(part.curve), 1)
            ],
        )
        _insert(
            connection,
            "grade",
            [(version, part.code, grade, score) for part in standard.indicator for grade, score in part.grades.items()],
        )
        _insert(connection, "veto", [(version, part.code, part.name, part.note, part.basis) for part in standard.veto])
        _insert(
            connection,
            "band",
            [
                (
                    version,
                    part.code,
                    part.name,
                    part.symbol,
                    position,
                    part.minimum_score,
                    part.minimum_dimension_score,
                    part.requires_all_reported,
                    part.requires_no_veto,
                )
                for position, part in enumerate(standard.band, 1)
            ],
        )
        _insert(
            connection,
            "target",
            [(version, part.measure, part.value, part.period, part.basis) for part in standard.target],
        )
        _insert(
            connection,
            "finding",
            [(version, position, part.kind, part.text) for position, part in enumerate(standard.finding, 1)],
        )
    connection.commit()


def _cited(citation: Citation | None) -> str | None:
    """Issuer and title, as they are shown."""
    return f"{citation.issuer}：{citation.title}" if citation else None


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:  # a list for a column: a parameter for each value would take five times as long to plan
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"insert into {table} select {', '.join(['unnest(?)'] * len(columns))}", columns)


def score_items(connection: duckdb.DuckDBPyConnection) -> None:
    """Score the table ``item`` into the temporary tables item_score, dimension_total and index_total.

    ``item``: one row per standard_version, area_code, period and indicator_code, with state, value, grade,
    sample_size, population_size, standard_error, is_carried_forward. Indicators due but absent must be there as
    ``unreported``.
    """
    for step in ("indicators", "dimensions", "indices"):
        _run(connection, step)


def count_ledgers(connection: duckdb.DuckDBPyConnection, tables: Collection[str]) -> None:
    """Count staged ledgers into the tables that hold their sums.

    Communities and periods have to be loaded.
    """
    for table in tables:
        if counts := own_sql(table, "counts"):
            connection.execute(counts)


def score_city(connection: duckdb.DuckDBPyConnection, progress: Callable[[float], None] = lambda _: None) -> None:
    """Fill the score tables of a city for every period and standard.

    Its standards and facts have to be loaded, computed measurements among them.
    """
    judge_city(connection, progress)
    with ThreadPoolExecutor(1) as pool:  # the ways up and the analyses know nothing of each other
        analysed = pool.submit(analyse_city, connection.cursor())
        find_peers(connection)
        _run(connection, "improvement")
        improve_city(connection)
        progress(0.95)
        analysed.result()
    progress(1.0)


def judge_city(connection: duckdb.DuckDBPyConnection, progress: Callable[[float], None] = lambda _: None) -> None:
    """The first part of ``score_city``: scores, bands, places and changes, without what is analysed of them."""
    connection.execute("create or replace temp macro round_half_up(x) as floor(x * 100 + 0.5 + 1e-9) / 100")
    _run(connection, "items")
    progress(0.2)
    score_items(connection)
    progress(0.5)
    for step, done in (("communities", 0.6), ("areas", 0.75)):
        _run(connection, step)
        progress(done)
    connection.register("line_test", _line_tests(connection))
    _run(connection, "bands")
    connection.unregister("line_test")
    for step, done in (("places", 0.8), ("change_errors", 0.85), ("changes", 0.9)):
        _run(connection, step)
        progress(done)
    connection.register("progress_verdict", _progress_verdicts(connection))
    _run(connection, "progress")
    connection.unregister("progress_verdict")
    _run(connection, "lists")


def _line_tests(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The total and every dimension of each rated area against the line.

    One row per standard, area, period and score: distance (points), standard_error, degrees_of_freedom and p_value, how
    likely so low a score is of an area on the line.
    """
    tests = connection.execute((STEPS / "line_tests.sql").read_text(encoding="utf-8")).df()
    tests["p_value"] = lower_p_values(
        *(
            tests[name].to_numpy(dtype=float, na_value=np.nan)
            for name in ("distance", "standard_error", "degrees_of_freedom")
        )
    )
    return tests


def _progress_verdicts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every change with its p value and label: real when it survives the false discovery rate, large by its printed size.

    One row per standard, area, period and span (1 or 2 periods); tested over all areas of one kind in one period and
    span, city-wide.
    """
    changes = connection.execute(
        "select area_change.*, false_discovery_rate, minimum_change from area_change "
        "inner join standard on area_change.standard_version = standard.standard_version "
        "order by standard_version, area_kind, period, span, area_code"
    ).df()
    change = changes["change"].to_numpy(dtype=float)
    changes["p_value"] = change_p_values(
        change,
        *(changes[name].to_numpy(dtype=float, na_value=np.nan) for name in ("standard_error", "degrees_of_freedom")),
    )
    real = np.zeros(len(changes), dtype=bool)
    for indices in changes.groupby(["standard_version", "area_kind", "period", "span"]).indices.values():
        rate = float(changes["false_discovery_rate"].iloc[indices[0]])
        real[indices] = discoveries(changes["p_value"].to_numpy(dtype=float)[indices], rate=rate)
    large = as_printed(np.abs(change)) >= changes["minimum_change"].to_numpy(dtype=float)
    labels = np.select(
        [~real, large & (change > 0), large, change > 0],
        [verdicts.WITHIN, verdicts.RISEN, verdicts.FALLEN, verdicts.UP],
        verdicts.DOWN,
    ).astype(object)
    labels[changes["p_value"].isna()] = None
    changes["progress"] = labels
    return changes
