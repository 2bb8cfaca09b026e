"""推演: what one community would score if some of its items were other than they are.

The same roll-up as the scoring of a publication, for one community and a handful of values: anchors or grades, then
dimensions, then the total, the status and the band. Nothing here is stored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.scoring.sensitivity import of_size_one
from data.scoring.shortest_way import Floats
from data.scoring.statistics import as_printed

Value = float | str  # a value in the item's own unit, or a grade


@dataclass(frozen=True)
class Rules:
    """What a standard says of the roll-up: ``aggregation`` is 'arithmetic' or 'geometric', coverage a share of 1."""

    aggregation: str
    geometric_floor: float
    minimum_coverage: float


@dataclass(frozen=True)
class Outcome:
    """What would come out: ``score`` and dimensions are NaN without data, ``band_code`` is empty where there is no band."""

    status: str
    score: float
    dimensions: dict[str, float]
    items: dict[str, float]
    band_code: str


def what_if(
    items: pd.DataFrame,
    anchors: pd.DataFrame,
    grades: pd.DataFrame,
    bands: pd.DataFrame,
    rules: Rules,
    tries: Mapping[str, Value],
    *,
    is_vetoed: bool = False,
) -> Outcome:
    """The score, status and band of a community whose items have other values.

    Args:
        items: one row per indicator: indicator_code, dimension_code, weight (relative), state, score (NaN without).
        anchors: one row per indicator and anchor, by rising value: indicator_code, value, score.
        grades: one row per indicator and grade: indicator_code, grade, score.
        bands: one row per band, best first, with its conditions (as in the table band).
        rules: the standard's roll-up.
        tries: item → the value it would have; what was 未报 is then reported. 不适用 stays 不适用.
        is_vetoed: whether a veto bars the community, which no item lifts.

    Raises:
        KeyError: an item or a grade that the standard does not have.
    """
    state = dict(zip(items["indicator_code"], items["state"], strict=True))
    scores = dict(zip(items["indicator_code"], items["score"].astype(float), strict=True))
    for code, value in tries.items():
        if state[code] != "not_applicable":
            state[code], scores[code] = "value", value_score(code, value, anchors, grades)
    weights = of_size_one(items["weight"].to_numpy(dtype=float))
    states = np.array([state[code] for code in items["indicator_code"]])
    points = np.array([scores[code] for code in items["indicator_code"]], dtype=float)
    is_present, is_applicable = states == "value", states != "not_applicable"
    dimensions: dict[str, float] = {}
    shares, means, coverages = [], [], []
    for code in dict.fromkeys(items["dimension_code"]):
        own = (items["dimension_code"] == code).to_numpy()
        present, applicable = weights[own & is_present].sum(), weights[own & is_applicable].sum()
        mean = float((weights * points)[own & is_present].sum() / present) if present > 0 else math.nan
        dimensions[code] = mean
        if applicable > 0:
            shares.append(weights[own].sum())
            means.append(mean)
            coverages.append(round(present / applicable, 9))
    score = _total(np.array(shares), np.array(means), rules)
    has_unreported = bool(((states == "unreported") & (weights > 0)).any())
    if math.isnan(score) or min(coverages) < round(rules.minimum_coverage, 9):
        return Outcome("数据不足", score, dimensions, scores, "")
    status = "待补报" if has_unreported else "参评"
    band = _band(bands, score, min(means), has_unreported=has_unreported, is_vetoed=is_vetoed)
    return Outcome(status, score, dimensions, scores, band)


def value_score(code: str, value: Value, anchors: pd.DataFrame, grades: pd.DataFrame) -> float:
    """What a value or a grade of an item earns: straight between two anchors, level outside.

    Raises:
        KeyError: the standard has no such item or grade.
    """
    own = grades[grades["indicator_code"] == code]
    if len(own):
        return float(dict(zip(own["grade"], own["score"], strict=True))[str(value)])
    curve = anchors[anchors["indicator_code"] == code]
    if curve.empty:
        raise KeyError(code)
    marks, points = curve["value"].to_numpy(dtype=float), curve["score"].to_numpy(dtype=float)
    return float(np.interp(float(value), marks, points))


def place_of(score: float, others: pd.DataFrame) -> int:
    """The place a score would take, 1-2-2-4: one more than how many of the others score higher, as printed.

    Args:
        score: the total.
        others: one row per score of the others, as printed: score, community_count.
    """
    printed = float(as_printed(np.array([score]))[0])
    return 1 + int(others.loc[others["score"] > printed, "community_count"].sum())


def _total(shares: Floats, means: Floats, rules: Rules) -> float:
    """The mean of the dimensions that apply; NaN as soon as one has no data."""
    if not len(means) or np.isnan(means).any():
        return math.nan
    shares = shares / shares.sum()
    if rules.aggregation == "arithmetic":
        return float((shares * means).sum())
    floored = np.maximum(means, rules.geometric_floor)
    return float(np.exp((shares * np.log(floored)).sum())) if (floored > 0).all() else 0.0


def _band(bands: pd.DataFrame, score: float, lowest: float, *, has_unreported: bool, is_vetoed: bool) -> str:
    """The first band, best first, whose conditions all hold."""
    total, least = as_printed(np.array([score, lowest]))
    for band in bands.sort_values("position").to_dict("records"):
        if (
            total >= band["minimum_score"]
            and least >= band["minimum_dimension_score"]
            and not (band["requires_all_reported"] and has_unreported)
            and not (band["requires_no_veto"] and is_vetoed)
        ):
            return str(band["band_code"])
    return ""
