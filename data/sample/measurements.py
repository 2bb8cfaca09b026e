"""What is measured of the truth: places inspected, residents asked, tickets closed, and what is never reported."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.sample.span import (
    DIMENSIONS,
    IS_CARRIED,
    LEAD,
    LEDGER,
    QUARTERS,
    Communities,
    Flags,
    Numbers,
    Whole,
    chance,
    repeated,
    table,
)
from data.sample.truth import ITEMS
from data.standard import Indicator, Standard

_WITHOUT_COMPOUNDS = ("村改居", 0.4)  # the kind that may have no residential compound, and the share that has none


class _Figures(NamedTuple):
    """The measured columns of one indicator, per community and quarter; NaN is empty."""

    value: Numbers
    numerator: Numbers
    denominator: Numbers
    sample_size: Numbers
    population_size: Numbers
    standard_error: Numbers


_STATES = ["value", "not_applicable", "unreported"]
_VALUE, _NOT_APPLICABLE, _UNREPORTED, _NO_ROW = range(4)
_ASKED = ("survey", "score")  # sources that ask residents, in the first and third quarter only


class _Bases(NamedTuple):
    """What shares are shares of, per community and quarter."""

    compounds: Whole
    households: Whole
    residents: Whole
    tickets: Whole


def measurement_table(
    part: Communities, truth: dict[str, Numbers], standard: Standard, rng: np.random.Generator
) -> pa.Table:
    """Rows per community, period and item, in this order."""
    reported = [indicator for indicator in standard.indicator if indicator.is_reported]
    figures: dict[str, _Figures] = {}
    bases = _bases(part, rng)
    for indicator in reported:
        figures[indicator.code] = _measured(indicator, truth[indicator.code], bases, figures, rng)
    columns = [np.stack(np.broadcast_arrays(*figures[one.code]), -1) for one in reported]
    columns += [np.ones_like(columns[0])] * len(standard.veto)
    codes = [one.code for one in reported] + [one.code for one in standard.veto]
    is_survey = np.array([code in ITEMS and ITEMS[code].source in _ASKED for code in codes])
    sheet = np.stack(columns, 2)  # community, quarter, item, column
    for quarter in np.flatnonzero(IS_CARRIED).tolist():
        sheet[:, quarter, is_survey] = sheet[:, quarter - 1, is_survey]

    state: Whole = np.where(sheet[..., _Figures._fields.index("denominator")] == 0, _NOT_APPLICABLE, _VALUE)
    _lose_reports(state, part, standard, is_survey, rng)
    state[:, :, len(reported) :] = _vetoes(part, len(standard.veto), rng)
    state[~part.stands | (np.arange(len(QUARTERS)) < LEAD)] = _NO_ROW
    is_in_ledger = np.array([one.computed is not None for one in reported] + [False] * len(standard.veto))
    state[:, LEDGER, is_in_ledger] = _NO_ROW

    rows = np.nonzero(state != _NO_ROW)
    community, at, item = rows
    has_value = state[rows] == _VALUE
    figures_of_rows = np.where(has_value[:, None], sheet[rows], np.nan)
    return table(
        "measurements",
        community_code=repeated(part.code, community),
        period=repeated(QUARTERS, at),
        indicator_code=repeated(codes, item),
        state=repeated(_STATES, state[rows]),
        is_carried_forward=IS_CARRIED[at] & is_survey[item] & has_value,
        **dict(zip(_Figures._fields, figures_of_rows.T, strict=True)),
    )


def _bases(part: Communities, rng: np.random.Generator) -> _Bases:
    kind, share = _WITHOUT_COMPOUNDS
    shape = (part.count, len(QUARTERS))
    households = np.broadcast_to(part.households[:, None], shape)
    compounds = np.maximum(1, np.round(part.households / 320 * rng.lognormal(0, 0.4, part.count))).astype(np.int64)
    compounds[(part.kind == kind) & chance(share, (part.count,), rng)] = 0
    tickets = rng.poisson(households * 0.045 * rng.lognormal(0, 0.45, (part.count, 1))) * ~chance(0.045, shape, rng)
    residents = np.round(households * rng.normal(2.55, 0.15, (part.count, 1))).astype(np.int64)
    return _Bases(np.broadcast_to(compounds[:, None], shape), households, residents, tickets)


def _measured(
    indicator: Indicator, truth: Numbers, bases: _Bases, figures: dict[str, _Figures], rng: np.random.Generator
) -> _Figures:
    """What is found when an indicator whose true value is known is measured the way it is measured."""
    match ITEMS[indicator.code].source:
        case "stock" | "flow":
            return _counted(indicator, truth, bases, figures, rng)
        case "places":
            return _inspected(truth, bases, rng)
        case "score":
            return _scored(truth, rng)
        case "tickets":
            return _share(rng.binomial(bases.tickets, truth / 100), bases.tickets)
        case "answers" | "callback":
            return _answered(truth, bases.tickets, rng, is_of_all=ITEMS[indicator.code].source == "answers")
        case "checks":
            sample = rng.integers(60, 401, (len(truth), 1))
        case "survey":
            sample = _asked(len(truth), rng)
    return _share(rng.binomial(sample, truth / 100), sample, sample_size=sample)


def _answered(truth: Numbers, tickets: Whole, rng: np.random.Generator, *, is_of_all: bool) -> _Figures:
    """What those say who are reached out of all that raised a ticket; ``is_of_all``: what is asked for is so whoever is asked."""
    if is_of_all:
        so, (aside,) = rng.binomial(tickets, truth / 100), rng.spawn(1)
        sample = np.minimum(tickets, 1 + aside.binomial(tickets, 0.8))
        found = aside.hypergeometric(so, tickets - so, sample)
    else:
        sample = np.minimum(tickets, 1 + rng.binomial(tickets, 0.8))
        found = rng.binomial(sample, truth / 100)
    return _share(found, sample, sample_size=sample, population_size=tickets)


def _share(
    found: Whole, of: Whole, sample_size: npt.ArrayLike = np.nan, population_size: npt.ArrayLike = np.nan
) -> _Figures:
    value = np.divide(100.0 * found, of, out=np.full(found.shape, np.nan), where=of > 0)
    return _Figures(value, *map(np.asarray, (found, of, sample_size, population_size, np.nan)))


def _counted(
    indicator: Indicator, truth: Numbers, bases: _Bases, figures: dict[str, _Figures], rng: np.random.Generator
) -> _Figures:
    """A full count: whole things out of the base that the indicator names."""
    nothing = np.asarray(np.nan)
    base: Numbers | None
    match indicator.code:
        case "E4" | "P3":
            base = bases.compounds.astype(float)
        case "O2":  # hundreds of e-bikes
            base = np.round(bases.households * 0.95) / 100
        case "V1":
            base = bases.households / 100
        case "V2":
            base = figures["V1"].numerator
        case "V5":
            base = bases.residents / 10_000
        case "P1":
            base = bases.residents.astype(float)
        case "P2":
            base = figures["P1"].numerator
        case "A3":
            base = bases.households.astype(float)
        case _:  # hours, items
            base = None
    factor = 100 if indicator.unit.startswith("%") else 1
    odd = rng.random((len(truth), 1))  # one and the same rounding at all times: nothing comes and goes by it
    if base is None:
        found = np.floor(truth + odd)
        return _Figures(found, found, *[nothing] * 4)
    found = np.floor(truth / factor * base + odd)
    value = np.divide(factor * found, base, out=np.full(found.shape, np.nan), where=base > 0)
    return _Figures(value, found, base, *[nothing] * 3)


def _inspected(truth: Numbers, bases: _Bases, rng: np.random.Generator) -> _Figures:
    """Some of the places that exist, drawn without replacement; in a few communities very few."""
    count = len(truth)
    exist = 10 + np.round(bases.households[:, :1] / 60 * rng.uniform(0.5, 1.2, (count, 1))).astype(np.int64)
    few = chance(0.08, (count, 1), rng)
    wanted = np.where(few, rng.integers(5, 9, (count, 1)), rng.integers(18, 41, (count, 1)))
    inspected = np.minimum(wanted, exist)
    passing = np.minimum(np.floor(truth / 100 * exist + rng.random((count, 1))), exist).astype(np.int64)
    found = rng.hypergeometric(passing, exist - passing, inspected)
    return _share(found, inspected, sample_size=inspected, population_size=exist)


def _asked(count: int, rng: np.random.Generator) -> Whole:
    """How many residents answer: 20 to 400, in some communities 3 to 30, in a few of them so few that none is listed."""
    many = np.clip(rng.lognormal(np.log(180), 0.6, (count, 1)), 20, 400)
    is_small = chance(0.1, (count, 1), rng)
    few = rng.integers(5, 31, (count, 1))
    return np.where(is_small, few - 2 * (few < 7), many).astype(np.int64)  # noqa: PLR2004 - 5 and 6 become 3 and 4


def _scored(truth: Numbers, rng: np.random.Generator) -> _Figures:
    """A mean of answers on a scale of 0-100; a few reports leave its standard error out."""
    asked = np.broadcast_to(_asked(len(truth), rng), truth.shape)
    deviation = rng.normal(15, 1.5, truth.shape)
    total = np.round(np.clip(truth + rng.normal(0, deviation / np.sqrt(asked)), 0, 100) * asked)
    error = np.where(chance(0.03, truth.shape, rng), np.nan, np.round(deviation / np.sqrt(asked), 3))
    return _Figures(total / asked, total, asked.astype(float), asked.astype(float), np.asarray(np.nan), error)


def _lose_reports(
    state: Whole, part: Communities, standard: Standard, is_survey: Flags, rng: np.random.Generator
) -> None:
    """Take reports away: whole dimensions from a few communities, one to three items from some more.

    A lost item is either marked as unreported or has no row. Single items are chosen so that coverage stays sufficient.
    """
    reported = [indicator for indicator in standard.indicator if indicator.is_reported]
    weight = np.array([one.weight for one in reported])
    dimension = np.array([one.dimension for one in reported])
    computed = {
        code: sum(one.weight for one in standard.indicator if not one.is_reported and one.dimension == code)
        for code in DIMENSIONS
    }
    habit = np.log(part.gaps) + 0.5 * rng.gumbel(size=part.count)
    for quarter in range(LEAD, len(QUARTERS)):
        if IS_CARRIED[quarter]:
            was_lost = (state[:, quarter - 1] >= _UNREPORTED) & is_survey
            state[:, quarter][was_lost] = state[:, quarter - 1][was_lost]
        order = np.argsort(-(habit + rng.gumbel(size=part.count)) + 99.0 * ~part.stands[:, quarter])
        silent, sparing = np.round(part.count * np.cumsum([0.015, 0.055])).astype(int)
        for community in order[:silent]:
            lost = np.flatnonzero(dimension == rng.choice(list(DIMENSIONS)))
            state[community, quarter, lost] = _NO_ROW
        for community in order[silent:sparing]:
            for code in rng.permutation(list(DIMENSIONS))[: rng.integers(1, 4)]:
                present = np.flatnonzero((dimension == code) & (state[community, quarter, : len(reported)] == _VALUE))
                dispensable = present[3 * weight[present] <= weight[present].sum() + computed[code]]
                if dispensable.size:
                    state[community, quarter, rng.choice(dispensable)] = rng.choice([_UNREPORTED, _NO_ROW])


def _vetoes(part: Communities, veto_count: int, rng: np.random.Generator) -> Whole:
    """States of the vetoes: a row only where one occurred, in two to four communities of a thousand a quarter."""
    state = np.full((part.count, len(QUARTERS), veto_count), _NO_ROW)
    for quarter in range(len(QUARTERS)):
        struck = rng.choice(np.flatnonzero(part.stands[:, quarter]), max(2, round(0.0035 * part.count)), replace=False)
        state[struck, quarter, rng.integers(0, veto_count, struck.size)] = _VALUE
    return state
