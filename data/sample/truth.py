"""The hidden truth: what each indicator of each community really is, quarter by quarter."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from data.sample.span import DIMENSIONS, LEAD, QUARTERS, Communities, Numbers, chance
from data.standard import Standard

# From a community's quality (the sum of its effects, in points) to the score aimed at: effort gathers above the line.
_QUALITY = [-30.0, -13.0, -7.0, -4.5, -1.0, 6.0, 10.5, 12.0, 17.0, 40.0]
_AIM = [40.0, 50.5, 52.0, 53.0, 65.0, 66.0, 67.5, 86.0, 94.0, 102.0]


class _Item(NamedTuple):
    """How an indicator is measured, and how far its level lies from its dimension's."""

    source: Literal["checks", "places", "survey", "score", "stock", "flow", "tickets", "answers", "callback"]
    offset: float


ITEMS = {
    "E1": _Item("checks", 2.0),
    "E2": _Item("places", -6.0),
    "E3": _Item("places", -12.0),
    "E4": _Item("stock", 24.0),
    "E5": _Item("score", 5.0),
    "O1": _Item("places", -4.0),
    "O2": _Item("stock", -4.0),
    "O3": _Item("places", -4.0),
    "O4": _Item("places", -1.0),
    "O5": _Item("survey", 14.0),
    "V1": _Item("stock", 0.0),
    "V2": _Item("stock", 4.0),
    "V3": _Item("stock", 6.0),
    "V4": _Item("stock", -4.0),
    "V5": _Item("stock", -6.0),
    "P1": _Item("flow", 8.0),
    "P2": _Item("flow", -4.0),
    "P3": _Item("stock", -7.0),
    "P4": _Item("tickets", -4.0),
    "P5": _Item("answers", -1.0),
    "P6": _Item("callback", 9.0),
    "A1": _Item("flow", 6.0),
    "A2": _Item("flow", 0.0),
    "A3": _Item("flow", -5.0),
    "A4": _Item("survey", 2.0),
}


def true_values(part: Communities, standard: Standard, rng: np.random.Generator) -> dict[str, Numbers]:
    """The true value of each indicator, per community and quarter."""
    quality = dict(zip(DIMENSIONS, _quality(part, rng), strict=True))
    strengths = rng.normal(0, 7.0, (len(standard.indicator), part.count))
    for code in DIMENSIONS:  # strengths and weaknesses within a dimension leave the dimension where it is
        inside = [position for position, one in enumerate(standard.indicator) if one.dimension == code]
        weights = [standard.indicator[position].weight for position in inside]
        strengths[inside] -= np.average(strengths[inside], axis=0, weights=weights)
    truth = {}
    for indicator, strength in zip(standard.indicator, strengths, strict=True):
        item = ITEMS[indicator.code]
        aim = quality[indicator.dimension] + item.offset + strength[:, None]
        # What is built or hired stays; the rest comes and goes.
        aim = np.maximum.accumulate(aim, 1) if item.source == "stock" else aim + _drift(part.count, 1.0, 0.6, rng)
        values, scores = np.array(sorted(indicator.curve, key=lambda anchor: anchor[1])).T
        truth[indicator.code] = np.interp(aim, scores, values)
    return truth


def _quality(part: Communities, rng: np.random.Generator) -> list[Numbers]:
    """The score aimed at: for each dimension, per community and quarter."""
    own = rng.normal(0, 5.0, (part.count, 1)) + _drift(part.count, 0.4, 0.85, rng)
    common = np.interp(part.level + own, _QUALITY, _AIM) + _moves(part.count, rng)
    lean = part.lean + rng.normal(0, 0.7, part.lean.shape)
    return [
        common + np.interp(common, [55, 65], [below, above]) + lean[:, [position]] + _drift(part.count, 0.5, 0.6, rng)
        for position, (above, below) in enumerate(DIMENSIONS.values())
    ]


def _drift(count: int, deviation: float, persistence: float, rng: np.random.Generator) -> Numbers:
    """A stationary AR(1) course over the quarters, one per community."""
    course = rng.normal(0, deviation, (count, len(QUARTERS)))
    for quarter in range(1, len(QUARTERS)):
        course[:, quarter] = persistence * course[:, quarter - 1] + (1 - persistence**2) ** 0.5 * course[:, quarter]
    return course


def _moves(count: int, rng: np.random.Generator) -> Numbers:
    """The courses, in points, of the few that really move: a sharp rise that stays or a fall over several quarters."""
    quarter, last = np.arange(len(QUARTERS)), len(QUARTERS) - 1
    rise_from = rng.choice([*range(LEAD + 1, last), last - 1, last, last, last], (count, 1))
    rise: Numbers = rng.uniform(9, 17, (count, 1)) * (quarter >= rise_from)
    fall_from, fall_for = rng.choice([last - 7, last - 2], (count, 1)), rng.integers(3, 6, (count, 1))
    fall: Numbers = rng.uniform(2.5, 4.5, (count, 1)) * np.clip(quarter - fall_from + 1, 0, fall_for)
    return rise * chance(0.06, (count, 1), rng) - fall * chance(0.02, (count, 1), rng)
