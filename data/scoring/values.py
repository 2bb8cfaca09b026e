"""Scoring without the city: any standard, any long file of values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from data.checking.one_table import apply_rules, stage
from data.reading.items import stage_items
from data.reading.problems import Problem, Refused, require_faultless
from data.reading.standards import read_standard
from data.scoring import load_standards, score_items
from data.versions.schema import create_schema

COLUMNS = ["unit", "period", "level", "code", "score", "standard_error", "coverage"]


def score_values(
    standard_file: Path, values_file: Path, tell: Callable[[Problem], None] = lambda _problem: None
) -> pd.DataFrame:
    """Score a long file of values by a standard.

    Args:
        standard_file: a TOML standard; dimensions and indicators suffice.
        values_file: CSV or Parquet with unit, period, indicator and value, and optionally state (value,
            not_applicable, unreported), grade, sample_size, population_size and standard_error. An indicator without
            a row for a unit and period counts as unreported.
        tell: called with what passes and should be known, such as rows that are left out.

    Returns:
        One row per unit, period, level (index, dimension, indicator) and code, in full precision: score,
        standard_error (NaN where unknown) and coverage (share of the applicable weight that is present). The index
        has the code ``index``; it is NaN where an applicable dimension has no data.

    Raises:
        StandardError: the standard cannot be used.
        Refused: the values break a rule.
    """
    standard = read_standard(standard_file)
    if not values_file.is_file():
        raise Refused([Problem(values_file.name, None, None, None, "找不到这个文件", "核对路径")])
    with duckdb.connect() as connection:
        create_schema(connection)
        load_standards(connection, [standard])
        stage_items(connection, [standard])
        problems = stage(connection, "values", values_file)
        problems += apply_rules(connection, {"values": values_file})
        require_faultless(problems, tell)
        connection.execute(ITEMS)
        score_items(connection)
        return connection.execute(ROWS).df()[COLUMNS]


ITEMS = """
create temp table item as
with area as (select distinct unit, period from staged_values)
select
    indicator.standard_version,
    area.unit as area_code,
    area.period,
    indicator.indicator_code,
    case when staged_values.unit is null then 'unreported' else coalesce(staged_values.state, 'value') end as state,
    staged_values.value,
    staged_values.grade,
    staged_values.sample_size,
    staged_values.population_size,
    staged_values.standard_error,
    false as is_carried_forward
from area
cross join indicator
left join staged_values
    on area.unit = staged_values.unit
    and area.period = staged_values.period
    and indicator.indicator_code = staged_values.indicator
"""

ROWS = """
select area_code as unit, period, 'index' as level, 'index' as code, score, standard_error, coverage, 0 as level_position,
    0 as position
from index_total
union all
select dimension_total.area_code, dimension_total.period, 'dimension', dimension_total.dimension_code,
    dimension_total.score, dimension_total.standard_error, dimension_total.coverage, 1, dimension.position
from dimension_total
inner join dimension on dimension_total.dimension_code = dimension.dimension_code
union all
select item_score.area_code, item_score.period, 'indicator', item_score.indicator_code, item_score.score,
    item_score.standard_error,
    case item_score.state when 'value' then 1.0 when 'unreported' then 0.0 end, 2, indicator.position
from item_score
inner join indicator on item_score.indicator_code = indicator.indicator_code
order by unit, period, level_position, position
"""
