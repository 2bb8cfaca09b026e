"""Cities whose truth is known: made, measured as the demonstration is, and scored by the scoring itself.

A community's true score of a quarter is its true rates (of places: its finite population; of an item carried forward:
when it was asked) through the anchors. Who does not move keeps truth and population from quarter to quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from data.reading.standards import read_standard
from data.scoring import judge_city, load_standards
from data.scoring.statistics import discoveries
from data.settings import REFERENCE
from data.standard import Standard
from data.versions.schema import create_schema

Numbers = npt.NDArray[np.float64]

SHIPPED = read_standard(REFERENCE / "standard" / "example-2026.toml")
# Every change beyond the error is a verdict of its own, whatever its size.
STANDARD = SHIPPED.model_copy(update={"change": SHIPPED.change.model_copy(update={"minimum": 0.0})})
PLACES, CHECKS, CALLED = ("E2", "E3", "O1", "O3", "O4"), "E1", ("P5", "P6")
ASKED = ("E5", "O5", "A4")  # in the first and third quarter only, carried forward in the others
UNITS, STREETS = 14, 150


@dataclass
class World:
    """What is known of a city and what the scoring says; one row per community and quarter, or per area and quarter.

    ``scores``: area_code, period, score, standard_error, degrees_of_freedom, truth, change, true_change, is_flagged, p_value
    and is_old_flagged, by 0.4.0's rule. ``families``: area_kind, period, is_flagged (any area of it), and is_flagged_large, by 1
    point or more, as the shipped standard has it.
    """

    scores: pd.DataFrame
    families: pd.DataFrame

    @property
    def coverage(self) -> float:
        """How often the truth lies within the 95 % interval of a score."""
        of = self.scores
        half = stats.t.ppf(0.975, of["degrees_of_freedom"].fillna(np.inf)) * of["standard_error"]
        return float(((of["score"] - of["truth"]).abs() <= half).mean())

    @property
    def old_coverage(self) -> float:
        """The same of 0.4.0: ± 1.96 of its standard errors."""
        of = self.scores
        return float(((of["score"] - of["truth"]).abs() <= 1.96 * of["old_standard_error"]).mean())

    def found(self, flagged: pd.Series) -> tuple[int, int, int, int]:
        """Of changes: how many are flagged, how many of them falsely, how many moved by 3 or more, and those found."""
        of = self.scores
        is_right = flagged & (np.sign(of["change"]) == np.sign(of["true_change"]))
        is_large = of["true_change"].abs() >= 3
        return (
            int(flagged.sum()),
            int((flagged & ~is_right).sum()),
            int(is_large.sum()),
            int((is_right & is_large).sum()),
        )


def make_world(
    seed: int,
    share: float,
    *,
    count: int = 861,
    quarters: int = 5,
    places: int | None = None,
    standard: Standard = STANDARD,
) -> World:
    """A city in which so large a share of communities moves each quarter by 2 to 8 points, up or down.

    Args:
        seed: of everything.
        share: of communities that move in a quarter.
        count: of communities.
        quarters: beginning with the first of 2023.
        places: inspected everywhere; None inspects as in the demonstration, here and there very few.
        standard: with the shipped indicators.
    """
    rng = np.random.default_rng(seed)
    codes = [part.code for part in standard.indicator]
    periods = [f"{2023 + number // 4}Q{number % 4 + 1}" for number in range(quarters)]
    households = np.clip(rng.lognormal(np.log(1450), 0.55, count), 400, 4500).astype(int)
    level = rng.normal(62, 6, count)
    strengths = {code: rng.normal(0, 7, count) for code in codes}
    odd = {code: rng.random(count) for code in codes}
    exist = {code: 10 + np.round(households / 60 * rng.uniform(0.5, 1.2, count)) for code in PLACES}
    sizes = _sizes(rng, count, places)
    tickets = np.maximum(np.round(households * 0.045 * rng.lognormal(0, 0.45, count)), 16)
    exist |= dict.fromkeys(CALLED, tickets)
    odd |= dict.fromkeys(CALLED, rng.random(count))
    truth: dict[str, Numbers] = {}
    rows, truths = [], []
    for number, period in enumerate(periods):
        delta = rng.uniform(2, 8, count) * np.where(rng.random(count) < 0.5, 1, -1) * (rng.random(count) < share)
        level += np.where(np.abs(level + delta - 62) > 18, -delta, delta) * (number > 0)
        is_carried = number % 2 == 1
        for part in standard.indicator:
            code = part.code
            if is_carried and code in ASKED:
                rows.append(rows[-len(codes)].assign(period=period, is_carried_forward=True))
                truths.append(truths[-len(codes)])
                continue
            ends = np.array(sorted(part.curve, key=lambda anchor: anchor[1])).T
            value = np.interp(np.clip(level + strengths[code], 25, 95), ends[1], ends[0])
            if code in exist:
                value = 100 * np.minimum(np.floor(value / 100 * exist[code] + odd[code]), exist[code]) / exist[code]
            truth[code] = value
            row = pd.DataFrame(
                {"community": np.arange(count), "period": period, "indicator_code": code, "value": value}
            )
            row = row.assign(
                sample_size=np.nan, population_size=np.nan, standard_error=np.nan, is_carried_forward=False
            )
            if code in exist:
                asked = np.maximum(rng.binomial(tickets.astype(int), 0.65), 10) if code in CALLED else sizes[code]
                size = np.minimum(asked, exist[code]).astype(int)
                whole, good = exist[code].astype(int), np.round(value * exist[code] / 100).astype(int)
                row["value"] = 100 * rng.hypergeometric(good, whole - good, size) / size
                row["sample_size"], row["population_size"] = size, exist[code]
            elif part.sampling == "mean":
                error = rng.normal(15, 1.5, count) / np.sqrt(sizes[code])
                row["value"] = np.clip(value + rng.normal(0, error), 0, 100)
                row["sample_size"], row["standard_error"] = sizes[code], error
            elif part.sampling == "rate":
                size = sizes[code]
                row["value"], row["sample_size"] = 100 * rng.binomial(size, value / 100) / size, size
            rows.append(row)
            truths.append(value)
    return _judged(standard, periods, households, pd.concat(rows, ignore_index=True), np.concatenate(truths), rng)


def _sizes(rng: np.random.Generator, count: int, places: int | None) -> dict[str, npt.NDArray[np.int64]]:
    """How many are looked at or asked, as in the demonstration."""
    sizes = {CHECKS: rng.integers(60, 401, count)}
    for code in PLACES:
        usual, few = rng.integers(18, 41, count), rng.integers(5, 9, count)
        sizes[code] = np.where(rng.random(count) < 0.08, few, usual) if places is None else np.full(count, places)
    for code in ASKED:
        many = np.clip(rng.lognormal(np.log(180), 0.6, count), 20, 400).astype(int)
        sizes[code] = np.where(rng.random(count) < 0.1, rng.integers(10, 31, count), many)
    return sizes


def _judged(
    standard: Standard,
    periods: list[str],
    households: npt.NDArray[np.int64],
    items: pd.DataFrame,
    truths: Numbers,
    rng: np.random.Generator,
) -> World:
    """Score the measured city, and set what comes out beside what is true."""
    streets = rng.integers(0, STREETS, len(households))
    with duckdb.connect() as connection:
        create_schema(connection)
        load_standards(connection, [standard])
        connection.register(
            "given", pd.DataFrame({"number": range(len(households)), "street": streets, "households": households})
        )
        connection.register("measured", items)
        connection.register("quarters", pd.DataFrame({"period": periods, "previous": [None, *periods[:-1]]}))
        connection.execute(CITY)
        judge_city(connection)
        scores = connection.execute("select * from index_score where area_kind = 'community'").df()
        families = connection.execute(FAMILIES).df()
        parts = connection.execute(PARTS).df()
    parts = parts.merge(
        items.assign(truth=truths), on=["community", "period", "indicator_code"], suffixes=("", "_given")
    )
    for part in standard.indicator:
        own = parts["indicator_code"] == part.code
        marks = np.array(part.curve).T
        parts.loc[own, "true_score"] = np.interp(parts.loc[own, "truth"], *marks)
        parts.loc[own, "old_error"] = old_errors(marks, parts[own])
    parts["true_part"] = parts["effective_weight"] * parts["true_score"]
    parts["old_square"] = (parts["effective_weight"] * parts["old_error"]) ** 2
    parts["fresh_square"] = parts["old_square"].where(~parts["is_carried_forward"], 0.0)
    parts["earlier_square"] = parts["old_square"].where(~_carried_next(parts), 0.0)
    sums = parts.groupby(["area_code", "period"])[["true_part", "old_square", "fresh_square", "earlier_square"]].sum()
    scores = scores.merge(sums.reset_index(), on=["area_code", "period"]).sort_values(["area_code", "period"])
    before = scores.groupby("area_code")
    return World(
        scores.assign(
            truth=scores["true_part"],
            true_change=before["true_part"].diff().round(9),
            old_standard_error=np.sqrt(scores["old_square"]),
            is_flagged=scores["progress"].isin(["明显进步", "明显退步"]),
            is_old_flagged=_old_flags(scores, np.sqrt(scores["fresh_square"] + before["earlier_square"].shift())),
        ),
        families,
    )


def _carried_next(parts: pd.DataFrame) -> pd.Series:
    """Whether the item is carried forward into the quarter after, so that it brings no error to that change."""
    carried = parts.sort_values("period").groupby(["area_code", "indicator_code"])["is_carried_forward"].shift(-1)
    return (carried == True).reindex(parts.index)  # noqa: E712 - of objects, absent in the last quarter


def old_errors(marks: Numbers, items: pd.DataFrame) -> Numbers:
    """The standard errors of 0.4.0: Wilson's limits, or those of the supplied error, through the anchors over 3.92."""
    value, n, whole, error = (
        items[name].to_numpy(dtype=float) for name in ("value", "sample_size", "population_size", "standard_error")
    )
    with np.errstate(divide="ignore"):
        n = np.where(np.isnan(whole), n, n * (whole - 1) / (whole - n))
    p, squared = value / 100, 1.96**2 / n
    half = 1.96 * np.sqrt(np.maximum(p * (1 - p), 0) / n + squared / n / 4) / (1 + squared)
    centre = (p + squared / 2) / (1 + squared)
    lower = np.where(np.isnan(error), 100 * (centre - half), value - 1.96 * error)
    upper = np.where(np.isnan(error), 100 * (centre + half), value + 1.96 * error)
    errors: Numbers = np.nan_to_num(np.interp(upper, *marks) - np.interp(lower, *marks))
    return np.abs(errors) / 3.92


def _old_flags(scores: pd.DataFrame, errors: pd.Series) -> pd.Series:
    """What 0.4.0 called 明显进步 or 明显退步: a normal test, Benjamini-Hochberg at 10 %, and 1 point at least."""
    p_values = pd.Series(2 * stats.norm.sf((scores["change"] / errors).abs()), scores.index)
    found = p_values.groupby(scores["period"]).transform(lambda own: discoveries(own.to_numpy(), rate=0.10))
    return found.astype(bool) & (scores["change"].abs() >= 1)


CITY = f"""
insert into unit select 'U' || range, 'U' || range, 'U' || range, null, range from range({UNITS});
insert into street by name
select 'S' || range as street_code, street_code as street_name, 'U' || range % {UNITS} as unit_code from range({STREETS});
insert into community by name
select 'C' || number as community_code, community_code as community_name, community_code as short_name,
    '' as pinyin_initials, 'S' || street as street_code, 'U' || street % {UNITS} as unit_code, households, '商品房小区' as kind
from given;
insert into period by name
select period, make_date(cast(left(period, 4) as int), 3 * cast(right(period, 1) as int) - 2, 1) as starts_on,
    last_day(starts_on + interval 2 month) as ends_on, previous as previous_period
from quarters;
insert into measurement by name
select 'C' || community as community_code, period, indicator_code, 'reported' as origin, 'value' as state, value,
    cast(sample_size as integer) as sample_size, cast(population_size as integer) as population_size, standard_error,
    is_carried_forward
from (select * replace (nullif(sample_size, 'nan') as sample_size, nullif(population_size, 'nan') as population_size,
    nullif(standard_error, 'nan') as standard_error) from measured);
"""

FAMILIES = """
select area_kind, period, bool_or(progress in ('明显进步', '明显退步')) as is_flagged,
    bool_or(progress in ('明显进步', '明显退步') and abs(change) >= 1) as is_flagged_large
from index_score where progress is not null group by all order by all
"""

PARTS = """
select area_code, cast(area_code[2:] as integer) as community, period, indicator_code, effective_weight
from indicator_score where area_kind = 'community'
"""
