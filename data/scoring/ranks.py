"""Places and how sure they are: competition ranks, intervals of ranks, who may be among the best.

Ranks are simulated never by ranking noisy scores, whose percentiles are too narrow, but by telling pairs apart
(Mogstad, Romano, Shaikh & Wilhelm 2023, Inference for Ranks with Applications to Mobility across Neighbourhoods and
Academic Achievement across Countries, Review of Economic Studies 91: 476-518).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.scoring.critical_values import SEED, Floats, Wholes, checked, critical_value_of_all, critical_values

Flags = npt.NDArray[np.bool_]

_PAIRS = 2**20  # pairs compared at a time
_ALIKE = 256  # areas of like errors that are compared as a group
_ROUNDING = 1e-9  # of scores


def competition_ranks(score: npt.ArrayLike) -> Wholes:
    """Places 1-2-2-4, the largest score first.

    Raises:
        ValueError: a score is NaN.
    """
    scores = np.asarray(score, dtype=float)
    if np.isnan(scores).any():
        raise ValueError("没有得分的不能排名")
    places: Wholes = np.searchsorted(np.sort(-scores), -scores, side="left") + 1
    return places


def rank_intervals(
    score: npt.ArrayLike,
    standard_error: npt.ArrayLike,
    *,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = SEED,
) -> tuple[Wholes, Wholes]:
    """The interval of each area's rank, area by area (marginal), in a single step; the largest score is rank 1.

    An area's score is compared with all others at its own critical value.

    Args:
        score: one per area. Where errors are 0 the least difference counts, so pass scores rounded as they are printed.
        standard_error: of the scores, taken as independent; 0 is known without error, inf is unknown.
        confidence: with which the interval of one area covers its rank.
        draws: of the simulation.
        seed: the same seed gives the same intervals.

    Returns:
        The best and the worst rank of each area: 1 to n where the error is unknown.

    Raises:
        ValueError: a score or an error is no number, an error is negative, or there are not as many of one as of the other.
    """
    scores, errors = checked(score, standard_error)
    return told_intervals(scores, errors, critical_values(errors, confidence=confidence, draws=draws, seed=seed))


def told_intervals(
    score: npt.ArrayLike, standard_error: npt.ArrayLike, critical_value: npt.ArrayLike
) -> tuple[Wholes, Wholes]:
    """``rank_intervals`` from critical values that are known: the best and the worst rank of each area at its critical value."""
    scores, errors = checked(score, standard_error)
    better, worse = _told_apart(scores, errors, np.asarray(critical_value, dtype=float))
    return 1 + better, len(scores) - worse


def possible_top(
    score: npt.ArrayLike,
    standard_error: npt.ArrayLike,
    k: int,
    *,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = SEED,
    step_down: bool = True,
) -> Flags:
    """Who may be among the k best: with ``confidence`` all of the true k best are in, however many others are.

    An area is possible unless k others are surely better, all pairs tested together (one-sided). With ``step_down``
    what is told apart leaves the test, which sharpens it for the rest, until nothing more is told apart.

    Args:
        score: one per area, rounded as they are printed.
        standard_error: of the scores, taken as independent; 0 is known without error, inf is unknown.
        k: how many are the best.
        confidence: of all areas together.
        draws: of the simulation.
        seed: the same seed gives the same areas.
        step_down: False is the single step, which lets a few more in.

    Returns:
        True where the area may be one of the k best, and where its error is unknown.

    Raises:
        ValueError: a score or an error is no number, an error is negative, or there are not as many of one as of the other.
    """
    scores, errors = checked(score, standard_error)
    told = 0
    cutoff = np.inf
    while True:
        cutoff = critical_value_of_all(scores, errors, cutoff, confidence=confidence, draws=draws, seed=seed)
        better, _ = _told_apart(scores, errors, np.full(len(scores), cutoff))
        if not step_down or better.sum() == told:
            return better < k
        told = int(better.sum())


def _told_apart(scores: Floats, errors: Floats, critical: Floats) -> tuple[Wholes, Wholes]:
    """How many others are surely better and how many surely worse than each area, at the area's critical value."""
    return _led_by(scores, errors, critical), _led_by(-scores, errors, critical)


def _led_by(scores: Floats, errors: Floats, critical: Floats) -> Wholes:
    """By how many others each area is surely led: pairs whose lead exceeds the area's critical value times their error.

    The others go by groups of like errors. The least and the largest error of a group say how far its members must be
    ahead at least and at most, so sorted scores answer for most of them and only those in between are compared.
    """
    led = np.zeros(len(scores), dtype=np.int64)
    known = np.flatnonzero(np.isfinite(errors))  # an infinite error tells nothing apart
    for alike in np.array_split(known[np.argsort(errors[known], kind="stable")], -(-len(known) // _ALIKE) or 1):
        group = alike[np.argsort(scores[alike], kind="stable")]
        sorted_scores, squares = scores[group], errors[group] ** 2
        for start in range(0, len(known) if len(group) else 0, _PAIRS // _ALIKE):
            rows = known[start : start + _PAIRS // _ALIKE]
            own, factor = errors[rows] ** 2, critical[rows]
            least, most = factor * np.sqrt(own + squares.min()), factor * np.sqrt(own + squares.max())
            first = np.searchsorted(sorted_scores, scores[rows] + least - _ROUNDING, side="right")
            sure = np.searchsorted(sorted_scores, scores[rows] + most + _ROUNDING, side="right")
            led[rows] += len(group) - sure
            open_count = sure - first
            row = np.repeat(np.arange(len(rows)), open_count)
            other = np.arange(len(row)) - np.repeat(np.cumsum(open_count) - open_count - first, open_count)
            # not divided: an error of 0 tells every difference apart, without a special case
            is_led = sorted_scores[other] - scores[rows][row] > factor[row] * np.sqrt(own[row] + squares[other])
            led[rows] += np.bincount(row[is_led], minlength=len(rows))
    return led
