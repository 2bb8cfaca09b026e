"""How many of very many are drawn, and how high."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

HEIGHT = 470
MOST_LINES = 900  # about as many as there are pixels across


def evenly(count: int, most: int) -> npt.NDArray[np.int64]:
    """At most so many positions, evenly from the first to the last."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))
