"""The way from a page to an answer: one database per rerun, one cache keyed by (digest, question, parameters).

A published version never changes, so nothing is ever invalidated: a new version has new keys, whatever its number.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Hashable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from streamlit.runtime.scriptrunner import get_script_run_ctx

import queries
from data.versions.store import Store, StoreError, default_store
from pages.shared.viewer import RolesError, Viewer, viewer
from queries.database import Database, Excerpt, open_database
from queries.parameters import restrict
from queries.question import Question, Value

Parameter = Value

_HELD_BYTES = 256_000_000
_FRAME_BYTES = 2_000  # of a frame with nothing in it
_ASKED_AGAIN = 150  # answers: what a few readers look at
_ONE_ASKS = threading.Condition()
_KNOWN: deque[str] = deque(maxlen=64)  # the digests of versions that were asked
_HELD = "_database"
_ASKING = "_asking"
_SURE = "_sure"  # the run in which who asks was last looked up
_FOLDER = "_folder"


def _size(answer: pd.DataFrame) -> int:
    return _FRAME_BYTES + int(answer.memory_usage(deep=True).sum())


ANSWERS: LRUCache[Any, pd.DataFrame] = LRUCache(_HELD_BYTES, getsizeof=_size)
"""What was asked, as long as there is room; who asks at once for the same waits for one answer."""


def hold_database(store: Store, version: int) -> None:
    """Open a version for whoever asks and keep to it until this rerun ends, whatever is published meanwhile.

    Raises:
        StoreError: the version is missing or cannot be read.
    """
    st.session_state[_FOLDER] = store.folder(version)
    st.session_state[_HELD] = database = open_database(store, version)
    _ask_again(database)
    st.session_state[_ASKING] = viewer(st.context.headers)
    st.session_state[_SURE] = _run()


def _ask_again(database: Database) -> None:
    """Ask of a version that comes into force what was asked last of those before, aside, so that nobody waits for it."""
    with _ONE_ASKS:
        if database.digest in _KNOWN:
            return
        _KNOWN.append(database.digest)
        asked = dict.fromkeys(key[1:] for key in [*ANSWERS][-_ASKED_AGAIN:])
    threading.Thread(target=_ask_all, args=(database, asked), name="ask again", daemon=True).start()


def _ask_all(database: Database, asked: Iterable[tuple[Any, ...]]) -> None:
    for name, sheet, *parameters in asked:
        with suppress(Exception):  # what the new version does not have is told to who asks for it
            _answer(database, getattr(queries, name), dict(parameters), sheet)


def held_version() -> int:
    """The number of the version in hand."""
    database: Database = st.session_state[_HELD]
    return database.version


def held_digest() -> str:
    """What tells the version in hand from every other."""
    return held_database().digest


def held_database() -> Database:
    """The version in hand, for what is made of several questions."""
    database: Database = st.session_state[_HELD]
    return database


def ask(question: Question[Any], **parameters: Parameter) -> pd.DataFrame:
    """The answer to a question of the catalogue, of what the viewer may see; the frame is the caller's own.

    Raises:
        NotAllowed: nothing of what is asked may be seen.
        StoreError: the database is damaged.
    """
    database: Database = st.session_state[_HELD]
    return _own(_answer(database, question, _allowed(database, question, parameters)))


def ask_rows(
    question: Question[Any], after: int, most: int, order: str = "", /, **parameters: Parameter
) -> pd.DataFrame:
    """A sheet of an answer: at most so many rows after so many; the others stay in the database.

    ``order`` sorts the whole answer first, in the terms of :class:`queries.database.Excerpt`.

    Raises:
        NotAllowed: nothing of what is asked may be seen.
        StoreError: the database is damaged.
    """
    database: Database = st.session_state[_HELD]
    return _own(_answer(database, question, _allowed(database, question, parameters), (after, most, order)))


def _allowed(database: Database, question: Question[Any], parameters: dict[str, Parameter]) -> dict[str, Parameter]:
    """All parameters, cut down to what the viewer may see; who asks is looked up once a run.

    Where that is not who it was when the page was drawn, or where a part of the page that runs alone still holds a version
    that was withdrawn, all of it is drawn anew.
    """
    held: Viewer = st.session_state[_ASKING]
    run = _run()
    if run is not st.session_state[_SURE]:
        try:
            asking = viewer(st.context.headers)
        except RolesError:
            st.rerun()
        if asking != held or not asking.may_read(database.version, default_store().withdrawn()):
            st.rerun()
        st.session_state[_SURE] = run
    return restrict(database, question, question.filled(parameters), held.units)


def _run() -> object:
    """What tells this run, of the whole page or of a part that runs alone, from every other."""
    context = get_script_run_ctx(suppress_warning=True)
    return context and context.cursors  # made anew for each


def _own(answer: pd.DataFrame) -> pd.DataFrame:
    """A frame for the caller alone.

    Of what shares its columns or axes with others pandas keeps a list, which in a frame that is kept for days grows with
    every look at a copy. So columns are copied, and the axes, which every copy shares, are made anew for the kept one.
    """
    own = answer.copy(deep=True)
    answer.index, answer.columns = pd.RangeIndex(len(answer)), answer.columns.copy(deep=True)
    return own


def boundaries() -> tuple[str, dict[str, Any]]:
    """Where a browser fetches the boundaries of the version in hand, and the boundaries (GeoJSON)."""
    database: Database = st.session_state[_HELD]
    url = f"/geometry/{database.version}/districts.geojson?{database.digest[:12]}"  # kept by browsers for a year
    return url, _boundaries(database.digest, database.version, st.session_state[_FOLDER] / "districts.geojson")


def _key(
    database: Database,
    question: Question[Any],
    parameters: dict[str, Parameter],
    sheet: tuple[int, int, str] | None = None,
) -> Hashable:
    return hashkey(database.digest, question.name, sheet, *sorted(parameters.items()))


@cached(ANSWERS, key=_key, condition=_ONE_ASKS)
def _answer(
    database: Database,
    question: Question[Any],
    parameters: dict[str, Parameter],
    sheet: tuple[int, int, str] | None = None,
) -> pd.DataFrame:
    return question(Excerpt(database, *sheet) if sheet else database, **parameters)


@st.cache_resource(max_entries=4, show_spinner=False)
def _boundaries(digest: str, version: int, _file: Path) -> dict[str, Any]:  # noqa: ARG001 - part of the key
    try:
        content: dict[str, Any] = json.loads(_file.read_text(encoding="utf-8"))
        shapes = content["features"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = f"第 {version} 版的边界文件无法读取（districts.geojson）"
        raise StoreError(f"{reason}。{default_store().remedy(version)}") from error
    return {**content, "features": shapes}
