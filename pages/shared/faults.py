"""Why something was not done, said where it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.reading.boundaries import BoundaryError
from data.reading.problems import Refused
from data.reading.standards import StandardError
from data.versions.building import CheckFailed
from data.versions.store import StoreError
from pages.shared import formats


@contextmanager
def faults_said() -> Iterator[None]:
    """Show why an action was not done; nothing has changed then."""
    try:
        yield
    except (StoreError, Refused, CheckFailed, StandardError, BoundaryError) as error:
        reasons = [formats.literal(line) for line in str(error).splitlines()]
        st.error(
            "没有完成：" + (reasons[0] if len(reasons) == 1 else "\n" + "".join(f"\n- {line}" for line in reasons))
        )
