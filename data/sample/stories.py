"""What is built into the ledgers of the demonstration, so that pages can be shown to find it.

Each is in another district, and none says anything of a real one: its streets and communities are invented.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data.sample.register import make_register
from data.sample.span import LEDGER, Communities, Flags

REPEATED_MATTER = "2幢北侧水泵房夜间噪声"
FAILING_CATEGORY = "加装电梯"
"""A category of appeals that is hardly ever solved and of which there are few: the total looks fine."""


class Stories(NamedTuple):
    """Where what is built in happens, by code.

    ``laggard_street``: problems are rectified late or not at all. ``silent_community``: many problems per item checked and
    few tickets. ``loud_community``: one matter, ``REPEATED_MATTER``, is raised over and over again.
    """

    laggard_street: str
    silent_community: str
    loud_community: str


def stories_of(city: Communities) -> Stories:
    """Where it happens in a city: in communities that stood all the time."""
    stands: Flags = np.asarray(city.stands[:, LEDGER].all(axis=1))

    def first(unit: str) -> int:
        return int(np.flatnonzero(stands & (city.unit_code == unit))[0])

    return Stories(
        laggard_street=str(city.street_code[first("330282")]),
        silent_community=str(city.code[first("330281")]),
        loud_community=str(city.code[first("330226")]),
    )


def sample_stories(scale: float = 1.0, seed: int = 20260930) -> Stories:
    """Where it happens in the demonstration of a scale and seed."""
    return stories_of(make_register(scale, np.random.default_rng([seed, 0]))[0])
