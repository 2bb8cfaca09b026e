"""By how many standard errors areas must differ to be told apart, simulated: of each area, and of all pairs together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

SEED = 20260101
_EXACT = 250  # up to so many areas every one gets its own critical value
_KNOTS = 14  # beyond, so many areas at even places and so many at even steps of the error,
_LARGEST = 8  # and those of the largest errors
_BLOCK = 2**16  # numbers worked on at a time, which stay in the processor's cache
_PAIRS = 2**20  # pairs compared at a time
_CANDIDATES = 32
_LEAST = float(np.finfo(float).tiny)  # tells every difference apart, but nothing from an infinite error


def critical_values(
    standard_error: npt.ArrayLike, *, confidence: float = 0.95, draws: int = 2000, seed: int = SEED
) -> Floats:
    """By how many standard errors an area must differ from another to be told apart: what its rank interval rests on.

    For each area the ``confidence`` quantile of the largest simulated difference to another, over its standard error.
    Of many areas it is simulated at some, spread over the standard errors, and interpolated: it depends on an area
    through its standard error alone.

    Returns:
        One per area, above 0; the least positive number where no difference to another has an error, or an unknown one.
    """
    errors = np.asarray(standard_error, dtype=float)
    return _critical_values(checked(np.zeros_like(errors), errors)[1], confidence=confidence, draws=draws, seed=seed)


def critical_value_of_all(
    scores: Floats, errors: Floats, cutoff: float, *, confidence: float, draws: int, seed: int
) -> float:
    """The quantile of the largest simulated lead over its error, over the ordered pairs not told apart at the cutoff."""
    exact = np.flatnonzero(errors == 0)
    able = np.flatnonzero((errors > 0) & np.isfinite(errors))
    if able.size == 0:
        return _LEAST  # there are no differences but certain ones
    # Beside an area without error the other's error is all there is, and the worst and the best of them are told apart last.
    ends = np.unique([exact[scores[exact].argmin()], exact[scores[exact].argmax()]]) if exact.size else exact
    mine = np.concatenate([able, ends])
    largest = np.zeros(draws)
    for part, numbers in _simulated(len(able), draws=draws, seed=seed):
        padded = np.pad(numbers, ((0, 0), (0, len(ends))))
        largest[part] = _largest_leads(padded, scores[mine], errors[mine], cutoff)
    return max(float(np.quantile(largest, confidence)), _LEAST)


def checked(score: npt.ArrayLike, standard_error: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Scores and errors as arrays that can be compared."""
    scores, errors = np.asarray(score, dtype=float), np.asarray(standard_error, dtype=float)
    if scores.ndim != 1 or scores.shape != errors.shape:
        raise ValueError(f"得分与标准误须一一对应：得分 {scores.shape}，标准误 {errors.shape}")
    if not np.isfinite(scores).all():
        raise ValueError("得分须是有限的数")
    if np.isnan(errors).any() or (errors < 0).any():
        raise ValueError("标准误须是不小于 0 的数，未知的写 inf")
    return scores, errors


def _critical_values(errors: Floats, *, confidence: float, draws: int, seed: int, exact: int = _EXACT) -> Floats:
    """The critical value of each area: exact up to so many areas, of more interpolated between some."""
    known = np.flatnonzero(np.isfinite(errors))
    mine = errors[known]
    critical = np.full(len(errors), _LEAST)
    if (mine > 0).sum() == 0:
        return critical  # there are no differences but certain ones
    knots = np.arange(len(known)) if len(known) <= exact else _knots(mine)
    largest = np.zeros((len(knots), draws))
    spread = np.hypot(mine[knots, None], mine)
    weight = np.divide(1, spread, out=np.zeros_like(spread), where=spread > 0)
    for part, numbers in _simulated(len(known), draws=draws, seed=seed):
        noise = numbers * mine
        difference = np.empty_like(noise)
        for row, knot in enumerate(knots):
            np.subtract(noise, noise[:, knot, None], out=difference)
            np.multiply(difference, weight[row], out=difference)
            largest[row, part] = np.maximum(difference.max(axis=1), -difference.min(axis=1))
    found = np.quantile(largest, confidence, axis=1)
    if len(known) <= exact:
        critical[known] = found
    else:
        place = _placed(mine)
        critical[known] = np.interp(place, place[knots], found)
    above: Floats = np.maximum(critical, _LEAST)
    return above


def _placed(errors: Floats) -> Floats:
    """Where a standard error lies between 0 and infinity, as a number from 0 to 1.

    The critical value falls from that of the largest of all errors to that of a single one, most where an area's error
    is about as large as the others'; on this scale it falls about evenly, so that straight lines fit it.
    """
    placed: Floats = errors / (errors + np.median(errors[errors > 0]))
    return placed


def _knots(errors: Floats) -> Wholes:
    """Areas that stand for all: at even places and at even steps, with the extremes and 0 if there is one; ascending."""
    distinct, first = np.unique(errors, return_index=True)
    positive = np.flatnonzero(distinct > 0)
    place = _placed(errors)[first]
    steps = np.linspace(place[positive[0]], place[-1], _KNOTS)
    by_order = np.linspace(positive[0], len(distinct) - 1, _KNOTS).round().astype(np.int64)
    by_step = np.abs(place[:, None] - steps).argmin(axis=0)
    # the largest errors are compared with ever fewer like them, which no line follows
    largest = np.arange(max(0, len(distinct) - _LARGEST), len(distinct))
    chosen: Wholes = first[np.unique(np.concatenate([[0], by_order, by_step, largest]))]
    return chosen


def _largest_leads(numbers: Floats, scores: Floats, errors: Floats, cutoff: float) -> Floats:
    """The largest lead over its error in each draw, over the ordered pairs not told apart at the cutoff, at least 0.

    A lead (s_j z_j - s_i z_i) / √(s_i² + s_j²) is at most √(z_j⁺² + z_i⁻²) (Cauchy-Schwarz). So it is enough to pair
    the areas of the largest numbers with those of the smallest, while no area left out could lead by more.
    """
    able, exact = np.flatnonzero(errors > 0), np.flatnonzero(errors == 0)
    mine = numbers[:, able]
    largest = np.zeros(len(numbers))
    open_draws = np.arange(len(numbers))
    width = min(_CANDIDATES, able.size)
    while open_draws.size:
        drawn = mine[open_draws]
        order = np.argpartition(drawn, [width - 1, able.size - width], axis=1)
        behind, ahead = order[:, :width], order[:, able.size - width :]
        always = np.broadcast_to(
            exact, (len(order), exact.size)
        )  # their numbers are 0, so the bound knows nothing of them
        pairs = np.hstack([able[ahead], always]), np.hstack([able[behind], always])
        step = max(1, _PAIRS // pairs[0].shape[1] ** 2)
        for start in range(0, len(open_draws), step):
            part = slice(start, start + step)
            draws = open_draws[part]
            largest[draws] = _leads(numbers[draws], scores, errors, cutoff, pairs[0][part], pairs[1][part])
        if width == able.size:
            break
        up = np.maximum(np.take_along_axis(drawn, ahead, axis=1), 0)
        down = np.maximum(-np.take_along_axis(drawn, behind, axis=1), 0)
        bound = np.maximum(
            np.hypot(up.min(axis=1), down.max(axis=1)),
            np.hypot(up.max(axis=1), down.min(axis=1)),
        )
        open_draws = open_draws[largest[open_draws] < bound]
        width = min(width * 4, able.size)
    return largest


def _leads(numbers: Floats, scores: Floats, errors: Floats, cutoff: float, ahead: Wholes, behind: Wholes) -> Floats:
    """The largest lead of one of ``ahead`` over one of ``behind`` in each draw, over its error."""
    noise = numbers * errors
    largest = np.zeros(len(numbers))
    step = max(1, _PAIRS // ahead.shape[1])
    for start in range(0, behind.shape[1], step):
        part = behind[:, None, start : start + step]
        spread = np.hypot(errors[ahead][:, :, None], errors[part])
        lead = np.take_along_axis(noise, ahead, axis=1)[:, :, None] - noise[np.arange(len(noise))[:, None, None], part]
        lead = np.divide(lead, spread, out=np.zeros_like(lead), where=spread > 0)
        if cutoff < np.inf:
            lead[scores[ahead][:, :, None] - scores[part] > cutoff * spread] = 0
        largest = np.maximum(largest, lead.max(axis=(1, 2)))
    return largest


def _simulated(count: int, *, draws: int, seed: int) -> Iterator[tuple[slice, Floats]]:
    """Standard normal numbers of so many areas, some draws at a time; however they are cut, they are the same."""
    generator = np.random.default_rng(seed)
    step = max(1, _BLOCK // max(count, 1))
    for start in range(0, draws, step):
        part = slice(start, min(start + step, draws))
        yield part, generator.standard_normal((part.stop - start, count))
