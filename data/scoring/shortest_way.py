"""The shortest way up: the fewest items, raised only as far as needed, that lift a community to the next band.

Everything is one array operation over all communities and periods of a standard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.scoring.statistics import as_printed

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PEER_SHARE = 0.9
_TOLERANCE = 1e-7  # of scores; what counts as reached still reads as reached


@dataclass(frozen=True)
class Scale:
    """How an indicator's value earns a score: its anchors (or grades) from the lowest score to the highest."""

    marks: Floats
    scores: Floats
    decimals: int = 0
    grades: tuple[str, ...] = ()

    def lift(self, wanted: Floats) -> tuple[Floats, Floats]:
        """The least value that can be printed and earns at least the wanted score (a grade by its number), and its score.

        Where the curve is level the value nearest to the lower end is taken.
        """
        above = np.minimum(np.searchsorted(self.scores, wanted - 1e-9, side="left"), len(self.scores) - 1)
        if self.grades:
            return above.astype(float), self.scores[above]
        below = np.maximum(above - 1, 0)
        rise = self.scores[above] - self.scores[below]
        part = np.where(rise > 0, (wanted - self.scores[below]) / np.where(rise > 0, rise, 1), 1)
        value = self.marks[below] + np.clip(part, 0, 1) * (self.marks[above] - self.marks[below])
        shift = 10.0**self.decimals
        if self.marks[-1] >= self.marks[0]:
            value = np.ceil(value * shift - 1e-9) / shift
            return value, np.interp(value, self.marks, self.scores)
        value = np.floor(value * shift + 1e-9) / shift
        return value, np.interp(-value, -self.marks, self.scores)


@dataclass(frozen=True)
class Task:
    """Communities of one standard that have a band to reach: rows of arrays, columns are items or dimensions.

    ``shares`` is what an item weighs in its dimension, ``weights`` what a dimension weighs in the total; both are 0 where
    it does not count, and so is the score. ``dimension_of`` gives each item's dimension; with a ``floor`` the mean is
    geometric.
    """

    scores: Floats
    caps: Floats
    shares: Floats
    weights: Floats
    minimum: Floats
    dimension_minimum: Floats
    dimension_of: Wholes
    scales: tuple[Scale, ...]
    floor: float | None = None

    def dimensions(self, scores: Floats) -> Floats:
        """The scores of the dimensions; 0 where one does not apply."""
        members = np.eye(self.weights.shape[1])[self.dimension_of]
        means: Floats = (self.shares * scores) @ members
        return means

    def total(self, dimensions: Floats) -> Floats:
        """The total: the arithmetic mean of the dimensions or, with a floor, the geometric."""
        return _mean(self.weights, dimensions, self.floor)

    def least_dimension(self, dimensions: Floats, rows: Wholes, numbers: Wholes, needed: Floats) -> Floats:
        """How low one dimension of each row may be, the others as they are, for the total to be what is needed."""
        every = np.arange(len(rows))
        own = self.weights[rows, numbers]
        others = self.weights[rows]
        others[every, numbers] = 0
        if self.floor is None:
            return (needed - _mean(others, dimensions[rows], None)) / own
        rest = _mean(others, dimensions[rows], self.floor)
        with np.errstate(divide="ignore", over="ignore"):
            least = (needed / rest) ** (1 / own)
        return np.where(least > self.floor, least, 0.0)


def _mean(weights: Floats, dimensions: Floats, floor: float | None) -> Floats:
    """The weighted sum or, with a floor, the weighted product."""
    if floor is None:
        total: Floats = (weights * dimensions).sum(axis=1)
        return total
    with np.errstate(divide="ignore"):
        logarithms = np.log(np.maximum(dimensions, floor))
    product: Floats = np.exp((weights * np.where(weights > 0, logarithms, 0)).sum(axis=1))
    return product


def shortest_way(task: Task) -> tuple[Floats, Flags]:
    """The scores to raise the items to, and whether they reach the band (rows that do not are left as they are).

    Items are taken by their potential, weight times room: first in every dimension below its minimum until it is
    reached, then anywhere until the total is. Then each, the least first, is lowered as far as all minima allow.
    For the arithmetic mean no other choice needs fewer items.
    """
    start = task.scores
    is_open = (task.caps > start + _TOLERANCE) & (task.shares > 0)
    caps = start.copy()
    for item, scale in enumerate(task.scales):
        rows = np.flatnonzero(is_open[:, item])
        caps[rows, item] = np.maximum(scale.lift(task.caps[rows, item])[1], start[rows, item])
    potential = np.where(is_open, task.shares * task.weights[:, task.dimension_of] * (caps - start), 0.0)
    order = np.argsort(-potential, axis=1, kind="stable")

    floors = task.dimensions(start)
    minimum = np.broadcast_to(task.dimension_minimum[:, None], floors.shape)
    floors = np.where(as_printed(floors) >= minimum, floors, minimum)
    needed = task.total(task.dimensions(start))
    needed = np.where(as_printed(needed) >= task.minimum, needed, task.minimum)
    full = task.dimensions(caps)
    is_reached = (task.total(full) >= needed - _TOLERANCE) & np.all(
        (full >= floors - _TOLERANCE) | (task.weights == 0), axis=1
    )

    reached, dimensions = start.copy(), task.dimensions(start)
    every = np.arange(len(start))
    for is_for_total in (False, True):
        for rank in range(start.shape[1]):
            items = order[:, rank]
            numbers = task.dimension_of[items]
            if is_for_total:
                is_short = task.total(dimensions) < needed - _TOLERANCE
            else:
                is_short = dimensions[every, numbers] < floors[every, numbers] - _TOLERANCE
            rows = np.flatnonzero(is_short & is_reached & (potential[every, items] > 0))
            _set(task, reached, dimensions, rows, items[rows], caps[rows, items[rows]])
    for rank in reversed(range(start.shape[1])):
        rows = np.flatnonzero(reached[every, order[:, rank]] > start[every, order[:, rank]])
        items = order[rows, rank]
        numbers = task.dimension_of[items]
        allowed = np.maximum(floors[rows, numbers], task.least_dimension(dimensions, rows, numbers, needed[rows]))
        wanted = reached[rows, items] - (dimensions[rows, numbers] - allowed) / task.shares[rows, items]
        lowered = start[rows, items]
        is_needed = wanted > lowered + _TOLERANCE
        for item in np.unique(items[is_needed]):
            mine = is_needed & (items == item)
            lowered[mine] = task.scales[item].lift(wanted[mine])[1]
        _set(task, reached, dimensions, rows, items, np.minimum(lowered, reached[rows, items]))
    return reached, is_reached


def _set(task: Task, reached: Floats, dimensions: Floats, rows: Wholes, items: Wholes, scores: Floats) -> None:
    """Give one item of each row a score, and its dimension what follows from it."""
    dimensions[rows, task.dimension_of[items]] += task.shares[rows, items] * (scores - reached[rows, items])
    reached[rows, items] = scores


def peer_caps(scores: Floats, peers: Wholes) -> Floats:
    """The 90th percentile of the peers' scores, item by item; 100 where no peer has one."""
    found = np.where(peers[:, :, None] >= 0, scores[peers], np.nan)
    found = np.sort(found, axis=1)
    count = (~np.isnan(found)).sum(axis=1)
    place = PEER_SHARE * np.maximum(count - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    below = np.take_along_axis(found, low[:, None, :], axis=1)[:, 0, :]
    above = np.take_along_axis(found, high[:, None, :], axis=1)[:, 0, :]
    return np.where(count > 0, below + (place - low) * (above - below), 100.0)
