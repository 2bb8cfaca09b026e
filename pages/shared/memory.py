"""What a server that runs for days does so that its memory stays as it is."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from functools import cache

import pyarrow as pa
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

INSPECTION = "_inspection"
"""Where a session keeps what was found in the files it holds."""


@cache  # once per process: even to count what was left alone takes a fifth of a rerun
def leave_alone_what_stays() -> None:
    """Take what is loaded now out of all later searches for garbage: programs, and what they hold, stay for good.

    To be called when the first page stands. What is left to search is small, so it is searched often, and what a visit
    leaves behind goes soon.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Give memory that was needed for a while back to the system; the C library would keep it for the next time."""
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # where it is another library
        ctypes.CDLL(None).malloc_trim(0)


def forget_uploads() -> None:
    """Throw away what a visitor has chosen to hand in on a page that they have left, and what was found in it."""
    st.session_state.pop(INSPECTION, None)
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and Runtime.exists():
        Runtime.instance().uploaded_file_mgr.remove_session_files(context.session_id)
