"""What a server that runs for days does so that its memory stays as it is."""

from __future__ import annotations

import gc
from functools import cache


@cache  # once per process: even to count what was left alone takes a fifth of a rerun
def leave_alone_what_stays() -> None:
    """Take what is loaded now out of all later searches for garbage: programs, and what they hold, stay for good.

    To be called when the first page stands. What is left to search is small, so it is searched often, and what a visit
    leaves behind goes soon.
    """
    gc.collect()
    gc.freeze()
