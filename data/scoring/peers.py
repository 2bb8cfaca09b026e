"""Fair peers: the communities nearest in context. Never chosen by outcomes, so a peer may be better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

PEERS = 10
ATTRIBUTES = ("households", "share_60_plus", "share_renters", "building_age", "density")
OTHER_KIND = "other_kind"
_BLOCK = 512


def nearest_peers(context: pd.DataFrame, weights: Mapping[str, float] | None = None) -> tuple[Wholes, Floats]:
    """The ten communities nearest in context to each.

    Euclidean distance on standardised attributes (households by their logarithm), each times its weight; what is
    missing counts as average. Another kind adds its weight to the distance. Ties go to the row that comes first.

    Args:
        context: one row per community with ``ATTRIBUTES`` and kind.
        weights: of ``ATTRIBUTES`` and ``OTHER_KIND``, 1 where absent.

    Returns:
        Positions of the peers, one row of ten per row of ``context``, the nearest first, −1 where there are fewer; and
        their distances, infinite there.
    """
    weights = weights or {}
    values = context[list(ATTRIBUTES)].to_numpy(dtype=float, na_value=np.nan).copy()
    values[:, 0] = np.log(values[:, 0])
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    values = np.where(known, values - np.where(known, values, 0).sum(axis=0) / count, 0)
    spread = np.sqrt((values**2).sum(axis=0) / count)
    values *= np.array([weights.get(name, 1.0) for name in ATTRIBUTES]) / np.where(spread > 0, spread, 1)
    kinds = pd.factorize(context["kind"])[0]
    peers = np.full((len(values), PEERS), -1, dtype=np.int64)
    distances = np.full((len(values), PEERS), np.inf)
    for start in range(0, len(values), _BLOCK):
        part = slice(start, start + _BLOCK)
        distance = np.sqrt(((values[part, None, :] - values[None, :, :]) ** 2).sum(axis=2))
        distance += weights.get(OTHER_KIND, 1.0) * (kinds[part, None] != kinds[None, :])
        own = np.arange(start, start + len(distance))
        distance[np.arange(len(distance)), own] = np.inf
        near = np.argsort(distance.round(12), axis=1, kind="stable")[:, : min(PEERS, len(values) - 1)]
        peers[part, : near.shape[1]] = near
        distances[part, : near.shape[1]] = np.take_along_axis(distance, near, axis=1)
    return peers, distances


def find_peers(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table peer for every community standing in a period, by the context weights of each standard."""
    weights = connection.execute("select standard_version, attribute, weight from context_weight").df()
    context = connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")).df()
    known: dict[tuple[object, ...], tuple[Wholes, Floats]] = {}
    for (standard, period), rows in context.groupby(["standard_version", "period"]):
        mine = weights[weights["standard_version"] == standard]
        own = dict(zip(mine["attribute"].tolist(), mine["weight"].tolist(), strict=True))
        codes = rows["community_code"].to_numpy(dtype=str)
        key = (tuple(codes), tuple(sorted(own.items())))  # the same register, as in most quarters
        if key not in known:
            known[key] = nearest_peers(rows, own)
        peers, distances = known[key]
        row, position = np.nonzero(peers >= 0)
        found = pd.DataFrame({
            "standard_version": standard,
            "period": period,
            "community_code": codes[row],
            "position": position + 1,
            "peer_code": codes[peers[row, position]],
            "distance": distances[row, position],
        })  # fmt: skip
        connection.register("found", found)
        connection.execute("insert into peer by name select * from found")
        connection.unregister("found")
