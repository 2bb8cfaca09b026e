"""漏斗图 and 小样本: every sampled rate against the city's, for its sample size and what it was drawn from."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.scoring.frames import insert
from data.scoring.funnels import OUTER_TAIL, funnel_limits, spread_of_rates, standard_deviation
from data.scoring.statistics import shrunk_rates

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ROUNDING = 1e-6  # of a case


def judge_rates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill rate_signal and rate_summary."""
    measured = connection.execute(
        "select indicator.standard_version, measurement.period, indicator.indicator_code, "
        "measurement.community_code, measurement.sample_size, measurement.value, "
        "case when indicator.is_finite_population then measurement.population_size end as population_size, "
        "indicator_score.is_small_sample, "
        "indicator_score.is_small_sample and measurement.sample_size < standard.small_sample_listed as is_hidden "
        "from measurement "
        "inner join indicator on measurement.indicator_code = indicator.indicator_code "
        "and indicator.sampling = 'rate' "
        "inner join standard on indicator.standard_version = standard.standard_version "
        "inner join indicator_score on indicator.standard_version = indicator_score.standard_version "
        "and indicator_score.area_kind = 'community' and measurement.community_code = indicator_score.area_code "
        "and measurement.period = indicator_score.period "
        "and measurement.indicator_code = indicator_score.indicator_code "
        "where measurement.state = 'value' and measurement.sample_size is not null and measurement.value is not null "
        "order by period, indicator_code, standard_version, community_code"
    ).df()
    if measured.empty:
        return
    columns = {
        "rate": measured["value"].to_numpy(dtype=float) / 100,
        "size": measured["sample_size"].to_numpy(dtype=float),
        "population": measured["population_size"].to_numpy(dtype=float, na_value=np.inf),
        "is_small": measured["is_small_sample"].to_numpy(dtype=bool),
        "is_hidden": measured["is_hidden"].to_numpy(dtype=bool),
    }
    code = measured["community_code"].to_numpy(dtype=str)
    keys = ["period", "indicator_code", "standard_version"]
    starts = np.flatnonzero(~measured[keys].duplicated().to_numpy())
    places = [slice(*ends) for ends in zip(starts, [*starts[1:], len(measured)], strict=True)]
    # Standards that count the same samples come to the same, which is judged once.
    samples = [(code[place].tobytes(), *(values[place].tobytes() for values in columns.values())) for place in places]
    distinct = dict(zip(samples, places, strict=True))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        judged = dict(
            zip(
                distinct,
                pool.map(
                    lambda place: _judged(**{name: values[place] for name, values in columns.items()}),
                    distinct.values(),
                ),
                strict=True,
            )
        )
    found = [judged[sample] for sample in samples]
    signals = measured[[*keys, "community_code", "sample_size", "population_size"]].assign(
        **{name: np.concatenate([signal[name] for signal, _ in found]) for name in found[0][0]}
    )
    summaries = measured[keys].iloc[starts].reset_index(drop=True).join(pd.DataFrame([summary for _, summary in found]))
    may_be_missing = ["population_size", "rate", "z", "lower_limit", "upper_limit"]
    signals = signals[~columns["is_hidden"]].astype(dict.fromkeys(may_be_missing, "Float64"))
    insert(connection, "rate_signal", [signals])
    insert(connection, "rate_summary", [summaries.astype({"tau": "Float64", "tau_limit": "Float64"})])


def _judged(
    rate: Floats, size: Floats, population: Floats, is_small: Flags, is_hidden: Flags
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, float]]:
    """The communities of one rate in one period as columns of rate_signal, and its row of rate_summary."""
    shrunk, alpha, beta = shrunk_rates(rate * size, size, population)
    # rates of which too few were asked have no place in the funnel
    rate = np.where(is_small, np.nan, rate)
    spread = spread_of_rates(rate[~is_small], size[~is_small], population[~is_small])
    low, high = funnel_limits(size, spread, tail=OUTER_TAIL, population=population)
    deviation = standard_deviation(size, spread, population)
    # a percentage may be rounded, a count is whole
    found = np.rint(rate * size)
    signal = np.select(
        [found > high * size + _ROUNDING, found < low * size - _ROUNDING], ["明显高于", "明显低于"], "在范围内"
    ).astype(object)
    signal[is_small] = None
    signals = {
        "rate": rate * 100,
        "z": np.divide(rate - spread.mean, deviation, out=np.full_like(rate, np.nan), where=deviation > 0),
        "lower_limit": np.where(is_small, np.nan, low * 100),
        "upper_limit": np.where(is_small, np.nan, high * 100),
        "shrunk": shrunk * 100,
        "signal": signal,
    }
    return signals, {
        "mean": 100 * (alpha / (alpha + beta) if is_small.all() else spread.mean),
        "tau": 100 * spread.tau,
        "tau_limit": 100 * spread.most,
        "alpha": alpha,
        "beta": beta,
        "community_count": len(rate),
        "small_count": int(is_small.sum()),
        "hidden_count": int(is_hidden.sum()),
    }
