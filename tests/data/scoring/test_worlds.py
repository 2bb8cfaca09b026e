"""Statements about error in cities whose truth is known: how often intervals cover it, and how often verdicts are false.

A short world by default; where DASHBOARD_THOROUGH is set (``poe thorough``) ten of each kind.
"""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

from tests.data.scoring.worlds import World, make_world

IS_THOROUGH = bool(os.environ.get("DASHBOARD_THOROUGH"))
thorough = pytest.mark.skipif(not IS_THOROUGH, reason="minutes of computing: poe thorough")


def told(worlds: list[World]) -> dict[str, float]:
    """Of several worlds together: coverage, false share of what is flagged, and power, each of ours and of 0.4.0's."""
    now = np.sum([world.found(world.scores["is_flagged"]) for world in worlds], axis=0)
    old = np.sum([world.found(world.scores["is_old_flagged"]) for world in worlds], axis=0)
    answer = {
        "coverage": float(np.mean([world.coverage for world in worlds])),
        "old_coverage": float(np.mean([world.old_coverage for world in worlds])),
        "false": now[1] / now[0],
        "old_false": old[1] / old[0],
        "power": now[3] / now[2],
        "old_power": old[3] / old[2],
    }
    print(answer)  # noqa: T201 - the figures, for those who ask with -s
    return answer


def test_in_a_city_that_moves_intervals_cover_the_truth_and_few_verdicts_are_false() -> None:
    found = told([make_world(seed, 0.5, quarters=2) for seed in (1, 2)])
    assert 0.94 <= found["coverage"] <= 0.97
    assert found["old_coverage"] < 0.93
    assert found["false"] <= 0.10
    assert found["power"] >= 0.75 * found["old_power"]


@thorough
@pytest.mark.parametrize("places", [None, 25], ids=["as in the demonstration", "25 places everywhere"])
@pytest.mark.parametrize("share", [0.2, 0.5])
def test_ten_cities_that_move(share: float, places: int | None) -> None:
    found = told([make_world(seed, share, quarters=3, places=places) for seed in range(10)])
    assert 0.94 <= found["coverage"] <= 0.97
    assert found["false"] <= 0.10
    assert found["power"] >= 0.75 * found["old_power"]


@thorough
@pytest.mark.parametrize("places", [None, 25], ids=["as in the demonstration", "25 places everywhere"])
def test_where_nobody_moves_hardly_a_quarter_has_a_verdict(places: int | None) -> None:
    families = pd.concat([make_world(seed, 0, count=430, quarters=13, places=places).families for seed in range(5)])
    assert len(families) == 5 * 4 * 12
    print(families.groupby("area_kind")[["is_flagged", "is_flagged_large"]].mean())  # noqa: T201
    print(families[["is_flagged", "is_flagged_large"]].mean())  # noqa: T201
    assert families["is_flagged"].mean() <= 0.10
