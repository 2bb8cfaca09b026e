"""What is said of a change: one word for its error and its size, everywhere the same."""

from __future__ import annotations

RISEN, FALLEN, UP, DOWN = "明显进步", "明显退步", "略升", "略降"
WITHIN = "在抽样误差内"
# What says nothing of a change. The second is of versions until 0.4, where it also meant below the least size.
WITHIN_ERROR = (WITHIN, "在误差内")

# Beyond the error: filled where the change is as large as the standard asks, hollow below that.
SYMBOLS = {RISEN: "▲", FALLEN: "▼", UP: "△", DOWN: "▽"}


def is_beyond_error(verdict: object) -> bool:
    """Whether the change is real, large or small."""
    return verdict in SYMBOLS


def is_small(verdict: object) -> bool:
    """Whether the change is real and below the least size."""
    return verdict in {UP, DOWN}


def is_within_error(verdict: object) -> bool:
    """Whether nothing can be said of the change; a missing verdict has no known error."""
    return verdict in WITHIN_ERROR
