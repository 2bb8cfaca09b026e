"""The shortest way up for every community of a version.

The next band is the nearest better one whose least total is at or above the line. An item can rise to what the best of
its peers reach (the 90th percentile of the ten nearest communities by context), to 100 where no peer has a score.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from data.scoring.frames import insert
from data.scoring.peers import PEERS
from data.scoring.shortest_way import Floats, Scale, Task, Wholes, peer_caps, shortest_way

_BLOCK = 2048


def improve_city(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill improvement_path and improvement for every rated community below the best band, period and standard.

    The temporary tables of improvement.sql say where each stands.
    """
    standards = connection.execute(
        "select standard_version, case aggregation when 'geometric' then geometric_floor end from standard order by all"
    ).fetchall()
    for standard, floor in standards:
        for table, rows in zip(("improvement_path", "improvement"), _improve(connection, standard, floor), strict=True):
            insert(connection, table, [rows.assign(standard_version=standard)])


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
    return pd.DataFrame(
        {
            "row": row,
            "item": item,
            "from_score": task.scores[row, item],
            "to_score": to_score,
            "position": position,
            "to_value": to_value,
            "to_grade": to_grade,
            "gain": gain,
        }
    )
