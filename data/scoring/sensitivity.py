"""How far places depend on the weights: the band of places under many other weights, for both ways to average.

The weights are a choice, so a place that another choice as good would not give is no finding. Every draw multiplies each
weight by its own factor and rolls up anew, once by the arithmetic and once by the geometric mean of the dimensions
(OECD & JRC 2008, Handbook on Constructing Composite Indicators, step 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.scoring.critical_values import SEED

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]

_BLOCK = 2**18  # scores worked on at a time


@dataclass(frozen=True)
class RankBands:
    """Places of areas under other weights; arrays with one element per area, 0 (the score: NaN) for one without score.

    ``_low`` is the better end of the band and ``_high`` the worse. ``geometric_score`` and ``geometric_place`` are those
    of the standard's own weights under the geometric mean; the score is in full precision.
    """

    arithmetic_low: Wholes
    arithmetic_high: Wholes
    geometric_low: Wholes
    geometric_high: Wholes
    geometric_place: Wholes
    geometric_score: Floats


def rank_bands(
    item_scores: npt.ArrayLike,
    item_weights: npt.ArrayLike,
    dimension_of: npt.ArrayLike,
    *,
    groups: npt.ArrayLike | None = None,
    group_weights: npt.ArrayLike | None = None,
    spread: float = 0.25,
    draws: int = 1000,
    seed: int = SEED,
    floor: float = 1.0,
    confidence: float = 0.90,
) -> RankBands:
    """Between what places areas lie when each weight is anything from 1 - spread to 1 + spread times what it is.

    Places are 1-2-2-4 by scores rounded half up to two decimals, as everywhere.

    Args:
        item_scores: rows of areas, columns of items; NaN where an area has no score for an item, which then leaves its
            dimension, and the dimension the total where all of its items do.
        item_weights: one per item, not negative.
        dimension_of: the dimension of each item, a number.
        groups: a number per row: places are then those of the groups' weighted means, one per distinct number, ascending.
        group_weights: what a row weighs in its group, such as its households; all the same if not given.
        spread: by which share a weight goes up or down.
        draws: of weights.
        seed: the same seed gives the same bands.
        floor: what a dimension counts at least in the geometric mean.
        confidence: the share of draws within the band; its ends are places that were drawn.

    Raises:
        ValueError: the arguments do not fit together or a weight is negative.
    """
    parts = [Partition(groups=groups, group_weights=group_weights)]
    (bands,) = rank_bands_of(
        item_scores,
        item_weights,
        dimension_of,
        parts,
        spread=spread,
        draws=draws,
        seed=seed,
        floor=floor,
        confidence=confidence,
    )
    return bands


@dataclass(frozen=True)
class Partition:
    """What is ranked: the rows, or groups of rows; ``rows`` are those that take part (all of them if not given)."""

    groups: npt.ArrayLike | None = None
    group_weights: npt.ArrayLike | None = None
    rows: npt.ArrayLike | None = None


def rank_bands_of(
    item_scores: npt.ArrayLike,
    item_weights: npt.ArrayLike,
    dimension_of: npt.ArrayLike,
    partitions: Sequence[Partition],
    *,
    spread: float = 0.25,
    draws: int = 1000,
    seed: int = SEED,
    floor: float = 1.0,
    confidence: float = 0.90,
) -> list[RankBands]:
    """:func:`rank_bands` of several partitions of the same rows, which are rolled up once for all of them."""
    scores, weights = np.asarray(item_scores, dtype=float), np.asarray(item_weights, dtype=float)
    numbers = np.asarray(dimension_of)
    if weights.shape != numbers.shape or scores.shape != (*scores.shape[:1], *weights.shape):
        raise ValueError("每个指标须有一列得分、一个权重、一个维度")
    if not (weights >= 0).all() or not np.isfinite(weights).all():
        raise ValueError("权重须是不小于 0 的数")
    weighed = weights > 0
    roll_up = _RollUp(scores[:, weighed], numbers[weighed], floor)
    all_areas = [_Areas(roll_up.is_scored, part) for part in partitions]

    own = of_size_one(weights[weighed])
    _, own_geometric = roll_up.totals(own[None, :])
    # multiplied weights need not be made to sum to 1: they only ever meet as shares
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, weights.size))[:, weighed]
    all_places = [np.empty((2, draws, areas.count), dtype=np.int32) for areas in all_areas]
    step = max(1, _BLOCK // max(len(scores), 1))
    for start in range(0, draws, step):
        part = slice(start, start + step)
        for kind, totals in enumerate(roll_up.totals(own * factors[part])):
            for areas, places in zip(all_areas, all_places, strict=True):
                places[kind, part] = _places(areas.means(totals))
    return [
        _bands(areas.means(own_geometric)[0], places, confidence)
        for areas, places in zip(all_areas, all_places, strict=True)
    ]


def of_size_one(weights: Floats) -> Floats:
    """Weights of the same proportions, to the last digit, whose sums cannot overflow: the largest lies between ½ and 1."""
    exponent = int(np.frexp(weights.max(initial=0.0))[1])
    smaller: Floats = np.ldexp(weights, -exponent)
    return smaller


def _bands(geometric_score: Floats, places: Places, confidence: float) -> RankBands:
    """The bands of the places that were drawn, by the arithmetic and by the geometric mean."""
    (arithmetic_low, arithmetic_high), (geometric_low, geometric_high) = (_band(kind, confidence) for kind in places)
    return RankBands(
        arithmetic_low=arithmetic_low,
        arithmetic_high=arithmetic_high,
        geometric_low=geometric_low,
        geometric_high=geometric_high,
        geometric_place=_places(geometric_score[None, :])[0].astype(np.int64),
        geometric_score=geometric_score,
    )


class _RollUp:
    """Items of rows, ready to be rolled up under many weights."""

    def __init__(self, scores: Floats, dimension_of: npt.NDArray[np.generic], floor: float) -> None:
        is_present = ~np.isnan(scores)
        self.is_scored: Flags = is_present.sum(axis=1) > 0
        self.floor = floor
        self.columns = [dimension_of == number for number in np.unique(dimension_of)]
        self.scores = [np.nan_to_num(scores[:, own]).T for own in self.columns]
        self.present = [is_present[:, own].T.astype(float) for own in self.columns]

    def totals(self, weights: Floats) -> tuple[Floats, Floats]:
        """The arithmetic and the geometric total of each row (columns) under each line of weights; NaN without items."""
        shape = (len(weights), len(self.is_scored))
        weight_sum, weighted, logarithms = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for own, scores, present in zip(self.columns, self.scores, self.present, strict=True):
            mine = np.ascontiguousarray(weights[:, own])
            there = mine @ present
            has = there > 0
            score = np.divide(mine @ scores, there, out=np.ones(shape), where=has)
            weight = mine.sum(axis=1)[:, None] * has
            weight_sum += weight
            weighted += weight * score
            np.maximum(score, self.floor, out=score, where=has)
            with np.errstate(divide="ignore"):
                logarithm = np.log(score)
            logarithms += weight * logarithm
        weight_sum[:, ~self.is_scored] = np.nan
        return weighted / weight_sum, np.exp(logarithms / weight_sum)


class _Areas:
    """What is ranked: the rows themselves or the weighted means of groups of rows; rows without score leave theirs."""

    def __init__(self, is_scored: Flags, partition: Partition) -> None:
        self.is_grouped = partition.groups is not None
        taking_part = np.ones(len(is_scored), dtype=bool) if partition.rows is None else np.asarray(partition.rows)
        self.own = np.flatnonzero(taking_part)
        self.count = len(self.own)
        if partition.groups is None:
            return
        numbers = np.asarray(partition.groups)
        given = partition.group_weights
        weights = np.ones(len(is_scored)) if given is None else np.asarray(given, dtype=float)
        if numbers.shape != is_scored.shape or weights.shape != is_scored.shape:
            raise ValueError("每一行须有一个组和一个权重")
        if not (weights >= 0).all() or not np.isfinite(weights).all():
            raise ValueError("权重须是不小于 0 的数")
        distinct, place = np.unique(numbers, return_inverse=True)
        self.count = len(distinct)
        order = np.argsort(place, kind="stable")
        self.rows = order[is_scored[order] & taking_part[order] & (weights[order] > 0)]
        self.filled, self.starts = np.unique(place[self.rows], return_index=True)
        self.weights = weights[self.rows]

    def means(self, totals: Floats) -> Floats:
        """The scores of the areas from those of the rows, line by line; NaN without any."""
        if not self.is_grouped:
            return totals if self.count == totals.shape[1] else totals[:, self.own]
        means = np.full((len(totals), self.count), np.nan)
        if self.rows.size:
            weighted = np.add.reduceat(totals[:, self.rows] * self.weights, self.starts, axis=1)
            means[:, self.filled] = weighted / np.add.reduceat(self.weights, self.starts)
        return means


def _places(scores: Floats) -> Places:
    """Competition ranks along each line, by what is printed; 0 where there is no score."""
    printed = np.floor(scores * 100 + 0.5 + 1e-9)
    is_known = ~np.isnan(printed)
    below = np.where(is_known, -printed, np.inf).astype(np.float32)  # hundredths: exact, and half as much to sort
    order = np.argsort(below, axis=1)
    ordered = np.take_along_axis(below, order, axis=1)
    first = np.ones(scores.shape, dtype=np.int32)  # of those that share a place
    first[:, 1:] = np.where(ordered[:, 1:] > ordered[:, :-1], np.arange(2, scores.shape[1] + 1), 1)
    places = np.empty_like(first)
    np.put_along_axis(places, order, np.maximum.accumulate(first, axis=1), axis=1)
    return np.where(is_known, places, 0)


def _band(places: Places, confidence: float) -> tuple[Wholes, Wholes]:
    """The places that leave half of the rest of the draws on either side, area by area."""
    last = len(places) - 1
    tail = (1 - confidence) / 2
    low, high = int(np.floor(tail * last + 1e-9)), int(np.ceil((1 - tail) * last - 1e-9))
    ordered = np.partition(np.ascontiguousarray(places.T), [low, high], axis=1)
    return ordered[:, low].astype(np.int64), ordered[:, high].astype(np.int64)
