"""The shortest way up: the fewest items, raised only as far as needed, that lift a community to the next band.

The next band is the nearest better one whose least total is at or above the line. An item can rise to what the best of
its peers reach (the 90th percentile of the ten nearest communities by context), to 100 where no peer has a score.
Everything is one array operation over all communities and periods of a standard.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.scoring.peers import PEERS

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PEER_SHARE = 0.9
_BLOCK = 2048
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


def improve_city(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill improvement_path and improvement for every rated community below the best band, period and standard.

    The temporary tables of improvement.sql say where each stands.
    """
    standards = connection.execute(
        "select standard_version, case aggregation when 'geometric' then geometric_floor end from standard order by all"
    ).fetchall()
    for standard, floor in standards:
        for table, rows in zip(("improvement_path", "improvement"), _improve(connection, standard, floor), strict=True):
            connection.register("improved", rows.assign(standard_version=standard))
            connection.execute(f"insert into {table} by name select * from improved")
            connection.unregister("improved")


def _improve(
    connection: duckdb.DuckDBPyConnection, standard: str, floor: float | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of improvement_path and of improvement under one standard."""

    def read(sql: str) -> pd.DataFrame:
        return connection.execute(sql, {"standard": standard}).df()

    cases = read(
        "select * exclude (standard_version) from improvement_case where standard_version = $standard order by case_number"
    )
    indicators = read(
        "select indicator_code, dimension.position - 1 as dimension, decimals from indicator inner join dimension "
        "on indicator.standard_version = dimension.standard_version "
        "and indicator.dimension_code = dimension.dimension_code "
        "where indicator.standard_version = $standard order by indicator.position"
    )
    items = read("select * exclude (standard_version) from improvement_item where standard_version = $standard")
    scales = _scales(connection, standard, indicators)

    def matrix(column: str, missing: float) -> Floats:
        filled = np.full((len(cases), len(indicators)), missing)
        filled[items["case_number"], items["item"]] = items[column]
        return filled

    near = read("select * exclude (standard_version) from improvement_peer where standard_version = $standard")
    peers = np.full((len(cases), PEERS), -1, dtype=np.int64)
    peers[near["case_number"], near["position"] - 1] = near["peer_number"]
    scores, weights = matrix("score", np.nan), matrix("effective_weight", 0.0)
    has_target = cases["target_band_code"].notna().to_numpy()
    is_vetoed, is_unreported = cases["is_vetoed"].to_numpy(), cases["is_unreported"].to_numpy()
    rows = np.flatnonzero(has_target & ~is_vetoed & ~is_unreported)
    caps = _caps(scores, peers, rows)
    dimension_of = indicators["dimension"].to_numpy(dtype=np.int64)
    dimensions = np.eye(dimension_of.max(initial=0) + 1)[dimension_of]
    dimension_weights = weights[rows] @ dimensions
    own_weights = dimension_weights[:, dimension_of]
    task = Task(
        scores=np.nan_to_num(scores[rows]),
        caps=caps,
        shares=np.divide(weights[rows], own_weights, out=np.zeros_like(own_weights), where=own_weights > 0),
        weights=dimension_weights,
        minimum=cases["minimum_score"].to_numpy(dtype=float)[rows],
        dimension_minimum=cases["minimum_dimension_score"].to_numpy(dtype=float)[rows],
        dimension_of=dimension_of,
        scales=scales,
        floor=floor,
    )
    reached, is_reached = shortest_way(task)
    status = np.select([is_vetoed, is_unreported], ["否决", "未报"], "无路径").astype(object)
    status[rows[is_reached]] = "可达"
    step_count = np.zeros(len(cases), dtype=np.int64)
    step_count[rows] = (reached > task.scores).sum(axis=1)
    paths = cases.loc[has_target, ["community_code", "period", "target_band_code"]].assign(
        status=status[has_target], step_count=step_count[has_target]
    )
    steps = _steps(task, reached)
    steps["indicator_code"] = indicators["indicator_code"].to_numpy()[steps["item"]]
    for name in ("community_code", "period", "target_band_code"):
        steps[name] = cases[name].to_numpy()[rows][steps["row"]]
    steps["case_number"] = rows[steps["row"]]
    given = items[["case_number", "item", "value", "grade"]].rename(
        columns={"value": "from_value", "grade": "from_grade"}
    )
    steps = steps.merge(given, on=["case_number", "item"], how="left", validate="one_to_one")
    return paths, steps.drop(columns=["row", "item", "case_number"])


def _caps(scores: Floats, peers: Wholes, rows: Wholes) -> Floats:
    """What the items of some cases can rise to: one row per entry of ``rows``, a block at a time."""
    blocks = [peer_caps(scores, peers[rows[start : start + _BLOCK]]) for start in range(0, len(rows), _BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros((0, scores.shape[1]))


def _scales(connection: duckdb.DuckDBPyConnection, standard: str, indicators: pd.DataFrame) -> tuple[Scale, ...]:
    """The scales of the indicators, in their order."""
    pieces = connection.execute(
        "select indicator_code, from_value, from_score, to_value, to_score from anchor_piece "
        "where standard_version = $standard order by indicator_code, position",
        {"standard": standard},
    ).fetchall()
    grades = connection.execute(
        "select indicator_code, grade, score from grade where standard_version = $standard order by all",
        {"standard": standard},
    ).fetchall()
    scales = []
    for code, decimals in zip(indicators["indicator_code"], indicators["decimals"], strict=True):
        own = sorted(
            ((score, grade) for indicator, grade, score in grades if indicator == code), key=lambda pair: pair[0]
        )
        if own:
            scales.append(Scale(np.zeros(0), np.array([score for score, _ in own]), 0, tuple(name for _, name in own)))
            continue
        curve = [(piece[1], piece[2]) for piece in pieces if piece[0] == code]
        curve += [(piece[3], piece[4]) for piece in pieces if piece[0] == code][-1:]
        points = np.array(curve if curve[0][1] <= curve[-1][1] else curve[::-1], dtype=float)
        scales.append(Scale(points[:, 0], points[:, 1], decimals))
    return tuple(scales)


def _steps(task: Task, reached: Floats) -> pd.DataFrame:
    """The items to raise, those that bring most first: row and item of the task, position, target and gain."""
    row, item = np.nonzero(reached > task.scores)
    lift = task.shares[row, item] * task.weights[row, task.dimension_of[item]]
    lift = lift * (reached[row, item] - task.scores[row, item])
    order = np.lexsort((item, -lift.round(9), row))
    row, item = row[order], item[order]
    position = np.arange(len(row)) - np.searchsorted(row, row) + 1  # rows stand together
    to_score = reached[row, item]
    to_value, gain = np.full(len(row), np.nan), np.zeros(len(row))
    to_grade = np.full(len(row), None, dtype=object)
    for number in np.unique(item):
        mine = item == number
        value, _ = task.scales[number].lift(to_score[mine])
        grades = task.scales[number].grades
        if grades:
            to_grade[mine] = np.array(grades, dtype=object)[value.astype(np.int64)]
        else:
            to_value[mine] = value
    now = task.scores.copy()
    before = task.total(task.dimensions(now))
    for step in range(1, int(position.max(initial=0)) + 1):
        mine = position == step
        now[row[mine], item[mine]] = to_score[mine]
        after = task.total(task.dimensions(now))
        gain[mine] = (after - before)[row[mine]]
        before = after
    return pd.DataFrame({
        "row": row, "item": item, "from_score": task.scores[row, item], "to_score": to_score,
        "position": position, "to_value": to_value, "to_grade": to_grade, "gain": gain,
    })  # fmt: skip


def as_printed(scores: Floats) -> Floats:
    """Scores as they are printed: half up, two decimals. Bands and places are decided on these."""
    printed: Floats = np.floor(scores * 100 + 0.5 + 1e-9) / 100
    return printed
