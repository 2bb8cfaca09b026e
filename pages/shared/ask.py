"""The way from a page to an answer: one database per rerun, one cache keyed by (version, question, parameters).

A published version never changes, so nothing is ever invalidated: a new version has new keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data.store import Store, StoreError, default_store
from queries.database import Database, Excerpt, open_database

Parameter = str | float | tuple[str, ...]

_HELD = "_database"
_FOLDER = "_folder"


def hold_database(store: Store, version: int) -> None:
    """Open a version and keep to it until this rerun ends, whatever is published meanwhile.

    Raises:
        StoreError: the version is missing or cannot be read.
    """
    st.session_state[_FOLDER] = store.folder(version)
    st.session_state[_HELD] = open_database(store, version)


def held_version() -> int:
    """The number of the version in hand."""
    database: Database = st.session_state[_HELD]
    return database.version


def held_database() -> Database:
    """The version in hand, for what is made of several questions."""
    database: Database = st.session_state[_HELD]
    return database


def ask(question: Callable[..., pd.DataFrame], **parameters: Parameter) -> pd.DataFrame:
    """The answer to a question of the catalogue; the frame is the caller's own and may be changed.

    Raises:
        StoreError: the database is damaged.
    """
    database: Database = st.session_state[_HELD]
    return _answer(database.version, question.__name__, parameters, database, question)


def ask_rows(question: Callable[..., pd.DataFrame], after: int, most: int, **parameters: Parameter) -> pd.DataFrame:
    """A sheet of an answer: at most so many rows after so many; the others stay in the database.

    Raises:
        StoreError: the database is damaged.
    """
    database: Database = st.session_state[_HELD]
    sheet = f"{question.__name__}:{after}:{most}"
    return _answer(database.version, sheet, parameters, Excerpt(database, after, most), question)


def boundaries() -> tuple[str, dict[str, Any]]:
    """Where a browser fetches the boundaries of the version in hand, and the boundaries (GeoJSON)."""
    database: Database = st.session_state[_HELD]
    url = f"/geometry/{database.version}/districts.geojson"
    return url, _boundaries(database.version, st.session_state[_FOLDER] / "districts.geojson")


@st.cache_data(max_entries=400, show_spinner=False)
def _answer(
    version: int,  # noqa: ARG001 - part of the key
    name: str,  # noqa: ARG001 - part of the key
    parameters: dict[str, Parameter],
    _database: Database,
    _question: Callable[..., pd.DataFrame],
) -> pd.DataFrame:
    return _question(_database, **parameters)


@st.cache_data(max_entries=4, show_spinner=False)
def _boundaries(version: int, _file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(_file.read_text(encoding="utf-8"))
        shapes = content["features"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = f"第 {version} 版的边界文件无法读取（districts.geojson）"
        raise StoreError(f"{reason}。{default_store().remedy(version)}") from error
    return {**content, "features": shapes}
