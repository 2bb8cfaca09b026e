"""Fair peers: the communities nearest in context. Never chosen by outcomes, so a peer may be better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from data.scoring.frames import insert

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

PEERS = 10
ATTRIBUTES = ("households", "share_60_plus", "share_renters", "building_age", "density")
OTHER_KIND = "other_kind"
_PLACES = 2 * PEERS  # of each kind that are looked at: more than wanted, for ties
_BLOCK = 4096


def nearest_peers(context: pd.DataFrame, weights: Mapping[str, float] | None = None) -> tuple[Wholes, Floats]:
    """The ten communities nearest in context to each.

    Euclidean distance on standardised attributes (households by their logarithm), each times its weight; what is
    missing counts as average. Another kind adds its weight to the distance. Ties go to the row that comes first, of each
    kind among the rows at the twenty nearest different places.

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
    return _nearest(values, pd.factorize(context["kind"])[0], weights.get(OTHER_KIND, 1.0))


def _nearest(values: Floats, kinds: Wholes, other_kind: float) -> tuple[Wholes, Floats]:
    """The ten rows nearest to each, from the nearest places of every kind: a tree a kind, for pairs are too many."""
    peers = np.full((len(values), PEERS), -1, dtype=np.int64)
    distances = np.full((len(values), PEERS), np.inf)
    places = [_Places(values, np.flatnonzero(kinds == kind)) for kind in np.unique(kinds)]
    for start in range(0, len(values), _BLOCK):
        part = np.arange(start, min(start + _BLOCK, len(values)))
        found = [own.near(values[part]) for own in places]
        rows = np.concatenate([row for row, _ in found], axis=1)
        distance = np.concatenate([away for _, away in found], axis=1)
        distance += other_kind * (kinds[part, None] != kinds[rows])
        distance[(rows < 0) | (rows == part[:, None])] = np.inf
        order = np.lexsort((rows, distance.round(12)), axis=1)[:, :PEERS]
        away = np.take_along_axis(distance, order, axis=1)
        near = np.where(np.isfinite(away), np.take_along_axis(rows, order, axis=1), -1)
        peers[part, : near.shape[1]], distances[part, : near.shape[1]] = near, away
    return peers, distances


class _Places:
    """Rows of one kind by where they lie; rows alike, as those of which nothing is known, share a place."""

    def __init__(self, values: Floats, rows: Wholes) -> None:
        where, place = np.unique(values[rows], axis=0, return_inverse=True)
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(len(where) + 1))
        # of each place the first rows, one more than wanted because a row is no peer of itself
        position = starts[:-1, None] + np.arange(PEERS + 1)
        self.rows = np.where(position < starts[1:, None], rows[order[np.minimum(position, len(rows) - 1)]], -1)
        self.rows = self.rows[:, : np.diff(starts).max()]
        self.tree = KDTree(where)

    def near(self, values: Floats) -> tuple[Wholes, Floats]:
        """Rows of the nearest places (-1 where a place has fewer) and their distances, for each row of values."""
        away, place = self.tree.query(values, k=np.arange(1, min(_PLACES, len(self.rows)) + 1), workers=-1)
        rows = self.rows[place]
        distance = np.broadcast_to(away[:, :, None], rows.shape)
        return rows.reshape(len(values), -1), distance.reshape(len(values), -1).copy()


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
        found = pd.DataFrame(
            {
                "standard_version": standard,
                "period": period,
                "community_code": codes[row],
                "position": position + 1,
                "peer_code": codes[peers[row, position]],
                "distance": distances[row, position],
            }
        )
        insert(connection, "peer", [found])
