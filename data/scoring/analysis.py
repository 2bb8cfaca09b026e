"""What depends only on the version and needs statistics: computed once, when it is built, after the scores stand.

Each step reads a frame, applies a function of statistics.py or sensitivity.py, and writes its table or columns.
"""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.periods import number_of, quarters_between
from data.scoring.critical_values import critical_values
from data.scoring.frames import Key, each, groups, insert
from data.scoring.ranks import told_intervals
from data.scoring.rates import judge_rates
from data.scoring.sensitivity import Partition, RankBands, rank_bands_of
from data.scoring.statistics import as_printed, composition, theil_sen_rows

LONGEST_PACE, SHORTEST_PACE = 6, 4  # periods that a pace is judged by
STABLE_SHARE = 0.25  # of all places: the first and the last quarter


def analyse_city(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill rank intervals, pace, weight_sensitivity, rate_signal, rate_summary and composition."""
    _intervals(connection)
    _pace(connection)
    _sensitivity(connection)
    judge_rates(connection)
    _composition(connection)


def _intervals(connection: duckdb.DuckDBPyConnection) -> None:
    """名次区间 of every area of full place, among all of its kind in the city; an unknown error tells nothing apart."""
    ranked = connection.execute(
        "select standard_version, area_kind, period, area_code, score, standard_error from index_score "
        "where status = '参评' and area_kind != 'city' order by standard_version, area_kind, period, area_code"
    ).df()
    frames = each(_interval_rows, groups(ranked, "standard_version", "area_kind", "period"))
    if not frames:
        return
    connection.register("analysed", pd.concat(frames, ignore_index=True))
    connection.execute(
        "update index_score set rank_low = analysed.rank_low, rank_high = analysed.rank_high, "
        "critical_value = case when not isnan(analysed.critical_value) then analysed.critical_value end "
        "from analysed where index_score.standard_version = analysed.standard_version "
        "and index_score.area_kind = analysed.area_kind and index_score.area_code = analysed.area_code "
        "and index_score.period = analysed.period"
    )
    connection.unregister("analysed")


def _interval_rows(key: Key, rows: pd.DataFrame) -> pd.DataFrame:
    """The intervals of the areas of one kind in one period."""
    scores = as_printed(rows["score"].to_numpy(dtype=float))
    errors = rows["standard_error"].fillna(np.inf).to_numpy(dtype=float)
    critical = critical_values(errors)
    low, high = told_intervals(scores, errors, critical)
    return pd.DataFrame(
        {
            **key,
            "area_code": rows["area_code"],
            "rank_low": low,
            "rank_high": high,
            "critical_value": np.where(np.isfinite(errors), critical, np.nan),
        }
    )


def _pace(connection: duckdb.DuckDBPyConnection) -> None:
    """目标进度: the median slope (Theil–Sen) of the last periods against what the goal asks for per quarter."""
    scores = connection.execute(
        "select standard_version, area_kind, area_code, period, score from index_score "
        "where status != '数据不足' and score is not null order by standard_version, area_kind, area_code, period"
    ).df()
    goals = connection.execute(
        "select period.period, standard.standard_version, standard.line, standard.pace_stretch, "
        "min_by(target.value, target.period) filter (where target.measure = 'index') as target, "
        "min(target.period) filter (where target.measure = 'index') as due_period "
        "from period cross join standard inner join target on standard.standard_version = target.standard_version "
        "and target.period > period.period group by all"
    ).df()
    goals = goals.dropna(subset=["due_period"])
    if scores.empty or goals.empty:
        return
    frames = []
    for key, rows in groups(scores, "standard_version", "area_kind"):
        table = rows.pivot(index="area_code", columns="period", values="score")
        numbers = np.array([number_of(period) for period in table.columns])
        every = np.arange(numbers[0], numbers[-1] + 1)
        matrix = np.full((len(table), len(every)), np.nan)
        matrix[:, numbers - numbers[0]] = table.to_numpy(dtype=float)
        for goal in goals[goals["standard_version"] == key["standard_version"]].to_dict("records"):
            now = number_of(goal["period"])
            if not numbers[0] <= now <= numbers[-1]:
                continue
            last = now - numbers[0]
            window = matrix[:, max(0, last + 1 - LONGEST_PACE) : last + 1]
            count = (~np.isnan(window)).sum(axis=1)
            own = np.flatnonzero((count >= SHORTEST_PACE) & ~np.isnan(matrix[:, last]))
            if not own.size:
                continue
            left = quarters_between(goal["period"], goal["due_period"])
            aim = float(goal["line"] if key["area_kind"] == "community" else goal["target"])
            score = matrix[own, last]
            achieved = theil_sen_rows(window[own])
            needed = (aim - score) / left
            is_there = as_printed(score) >= aim
            within = [is_there, achieved >= needed, (achieved > 0) & (needed <= goal["pace_stretch"] * achieved)]
            frames.append(
                pd.DataFrame(
                    {
                        **key,
                        "area_code": table.index.to_numpy(dtype=str)[own],
                        "period": goal["period"],
                        "goal": aim,
                        "due_period": goal["due_period"],
                        "quarters_left": left,
                        "needed": needed,
                        "achieved": achieved,
                        "period_count": count[own],
                        "verdict": np.select(within, ["已达", "可达", "需提速"], "难达"),
                    }
                )
            )
    insert(connection, "pace", frames)


def _sensitivity(connection: duckdb.DuckDBPyConnection) -> None:
    """权重推演 of communities and units of full place: the band of places under other weights and the geometric mean."""
    indicators = connection.execute(
        "select indicator.standard_version, indicator.indicator_code, indicator.weight, "
        "dimension.position - 1 as dimension, standard.geometric_floor from indicator "
        "inner join dimension on indicator.standard_version = dimension.standard_version "
        "and indicator.dimension_code = dimension.dimension_code "
        "inner join standard on indicator.standard_version = standard.standard_version "
        "order by indicator.standard_version, indicator.position"
    ).df()
    rated = connection.execute(
        "select index_score.standard_version, index_score.period, index_score.area_code, index_score.unit_code, "
        "index_score.status, community.households, whole.status = '参评' as is_unit_rated from index_score "
        "inner join community on index_score.area_code = community.community_code "
        "inner join index_score as whole on index_score.standard_version = whole.standard_version "
        "and index_score.period = whole.period and whole.area_kind = 'unit' and index_score.unit_code = whole.area_code "
        "where index_score.area_kind = 'community' and index_score.status != '数据不足' "
        "order by index_score.standard_version, index_score.period, index_score.area_code"
    ).df()

    def bands(key: Key, rows: pd.DataFrame) -> pd.DataFrame:
        # a period at a time, on a cursor of its own: all of them at once would not fit into memory
        items = connection.cursor().execute(
            "select indicator_score.area_code, indicator.position - 1 as item, indicator_score.score "
            "from indicator_score inner join indicator "
            "on indicator_score.standard_version = indicator.standard_version "
            "and indicator_score.indicator_code = indicator.indicator_code "
            "where indicator_score.standard_version = $standard_version and indicator_score.period = $period "
            "and indicator_score.area_kind = 'community' and indicator_score.state = 'value'",
            key,
        )
        own = indicators[indicators["standard_version"] == key["standard_version"]]
        return _sensitivity_rows(key, rows, own, items.df())

    insert(connection, "weight_sensitivity", each(bands, groups(rated, "standard_version", "period")))


def _sensitivity_rows(key: Key, rows: pd.DataFrame, indicators: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The bands of the communities and the units of one period under one standard."""
    scores = np.full((len(rows), len(indicators)), np.nan)
    place = pd.Index(rows["area_code"]).get_indexer(items["area_code"])
    is_rated = place >= 0
    scores[place[is_rated], items["item"].to_numpy()[is_rated]] = items["score"].to_numpy()[is_rated]
    is_ranked = (rows["status"] == "参评").to_numpy()
    is_of_rated_unit = rows["is_unit_rated"].to_numpy(dtype=bool)
    units, groups = np.unique(rows["unit_code"].to_numpy(dtype=str), return_inverse=True)
    of_communities, of_units = rank_bands_of(
        scores,
        indicators["weight"].to_numpy(dtype=float),
        indicators["dimension"].to_numpy(dtype=np.int64),
        [Partition(rows=is_ranked), Partition(groups, rows["households"].to_numpy(dtype=float), is_of_rated_unit)],
        floor=max(float(indicators["geometric_floor"].iloc[0]), 1.0),
    )
    codes = rows["area_code"].to_numpy(dtype=str)[is_ranked]
    unit_rows = _stability(of_units, units, {**key, "area_kind": "unit"})
    return pd.concat(
        [
            _stability(of_communities, codes, {**key, "area_kind": "community"}),
            unit_rows[unit_rows["area_code"].isin(units[groups[is_of_rated_unit]])],
        ]
    )


def _stability(bands: RankBands, codes: npt.NDArray[np.str_], key: Key) -> pd.DataFrame:
    """The bands as rows, with who is robustly high or low."""
    count = len(codes)
    worst = np.maximum(bands.arithmetic_high, bands.geometric_high)
    best = np.minimum(bands.arithmetic_low, bands.geometric_low)
    label = np.full(count, None, dtype=object)
    label[worst <= STABLE_SHARE * count] = "稳居前列"
    label[best > (1 - STABLE_SHARE) * count] = "稳居后列"
    return pd.DataFrame(
        {
            **key,
            "area_code": codes,
            "arithmetic_low": bands.arithmetic_low,
            "arithmetic_high": bands.arithmetic_high,
            "geometric_low": bands.geometric_low,
            "geometric_high": bands.geometric_high,
            "geometric_place": bands.geometric_place,
            "stability": label,
        }
    )


def _composition(connection: duckdb.DuckDBPyConnection) -> None:
    """构成效应 of every pair of reporting units: what remains of a difference within the same kinds of community."""
    kinds = connection.execute(
        "select index_score.standard_version, index_score.period, unit.position, community.unit_code, community.kind, "
        "sum(community.households) as households, "
        "sum(community.households * index_score.score) / sum(community.households) as score "
        "from index_score inner join community on index_score.area_code = community.community_code "
        "inner join unit on community.unit_code = unit.unit_code "
        "inner join index_score as whole on index_score.standard_version = whole.standard_version "
        "and index_score.period = whole.period and whole.area_kind = 'unit' and unit.unit_code = whole.area_code "
        "and whole.status != '数据不足' "
        "where index_score.area_kind = 'community' and index_score.status != '数据不足' group by all order by all"
    ).df()
    rows = []
    for key, own in groups(kinds, "standard_version", "period"):
        order = own.drop_duplicates("unit_code")["unit_code"].tolist()
        shares = own.pivot(index="unit_code", columns="kind", values="households").reindex(order).fillna(0)
        shares = shares.div(shares.sum(axis=1), axis=0)
        scores = own.pivot(index="unit_code", columns="kind", values="score").reindex(order)
        share, score = shares.to_numpy(dtype=float), scores.to_numpy(dtype=float)
        for first in range(len(order)):
            for second in range(first + 1, len(order)):
                parts = composition(share[first], score[first], share[second], score[second])
                rows.append(
                    {
                        **key,
                        "unit_code": order[first],
                        "other_code": order[second],
                        "difference": parts.total,
                        "within_kinds": parts.within,
                        "mix": parts.mix,
                        "is_reversed": parts.is_reversed,
                    }
                )
    insert(connection, "composition", [pd.DataFrame(rows)] if rows else [])
