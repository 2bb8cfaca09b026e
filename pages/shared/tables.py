"""A table of a question's rows: named and written as columns.toml says, sorted and searched over the whole answer.

The order, what is searched and the number of the sheet are kept in the address. A community's name opens its page, a unit's
name chooses the unit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import formats
from pages.shared.cells import OPENS, Order, Shape, found_rows, short_names, sorted_rows, styled
from pages.shared.choose import choose
from pages.shared.shell import open_community

ROWS_PER_SHEET = 20
_COMMUNITY, _MOVED = "_opened_community", "_opened_unit"


@st.fragment
def table(rows: pd.DataFrame, shape: Shape, *, key: str, alt: str, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Draw rows that are in hand; where they do not fit on one sheet, with what sorts, searches and turns them.

    It is a fragment: who turns a sheet waits for the table alone.

    Args:
        rows: Of a question, in its order, with the codes of what its names open.
        shape: What is shown of them.
        key: The name of the sheet's number in the address; ``key-sort`` and ``key-search`` go with it.
        alt: What a screen reader says of it.
        rows_per_sheet: How many stand on one sheet.
    """
    _follow_click()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(rows) > rows_per_sheet:
            rows = sorted_rows(_search(rows, shape, key), shape, _choose_order(shape, key))
        first, most = _turn(len(rows), rows_per_sheet, key)
    if rows.empty:
        st.info("没有符合的行，请换一个词。")
    else:
        _draw(rows.iloc[first : first + most], shape, key, alt)


@st.fragment
def long_table(
    count: int,
    read: Callable[[int, int, Order], pd.DataFrame],
    shape: Callable[[pd.DataFrame], Shape],
    *,
    sortable: Shape,
    key: str,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Draw a table whose rows stay in the database but for the sheet that is shown; see :func:`table`.

    Args:
        count: How many rows there are.
        read: Gives at most so many rows after so many, in an order.
        shape: What is shown of a sheet.
        sortable: By what it can be sorted.
        key: As in :func:`table`.
        rows_per_sheet: How many stand on one sheet.
    """
    _follow_click()
    order = Order()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if count > rows_per_sheet:
            order = _choose_order(sortable, key)
        first, most = _turn(count, rows_per_sheet, key)
    rows = read(first, most, order)
    _draw(rows, shape(rows), key, f"{len(rows)} 行评分表")


def _draw(rows: pd.DataFrame, shape: Shape, key: str, alt: str) -> None:
    configured: dict[str, Any] = {}
    shorter = short_names(shape.dimensions)
    for label, style in shape.columns().items():
        kind = st.column_config.LineChartColumn if style.kind == "line" else st.column_config.Column
        told = f"{label}得分" if label in shorter else style.help or None
        if style.kind == "line" or style.width or told or shorter.get(label, label) != label:
            configured[label] = kind(shorter.get(label), width=style.width, help=told)
    targets = {
        shape.label(name): (name, rows[code].tolist())
        for name, code in OPENS.items()
        if name in shape.names and code in rows
    }
    opening: dict[str, Any] = (
        {"key": f"{key}-rows", "selection_mode": "single-cell", "on_select": partial(_open, f"{key}-rows", targets)}
        if targets
        else {}
    )
    st.dataframe(
        styled(rows, shape),
        column_config=configured,
        hide_index=True,
        height="content",
        placeholder=formats.MISSING,
        alt=alt,
        **opening,
    )


def _search(rows: pd.DataFrame, shape: Shape, key: str) -> pd.DataFrame:
    """A box, and the rows that hold what is typed into it."""
    text = st.text_input(
        "搜索",
        key=f"{key}-search",
        bind="query-params",
        placeholder="搜索表中的文字",
        max_chars=40,
        width=200,
        label_visibility="collapsed",
        on_change=_turn_back,
        args=(key,),
    )
    return found_rows(rows, shape, text or "")


def _choose_order(shape: Shape, key: str) -> Order:
    """A box with every column up and down; the code of one that goes down begins with a minus."""
    options = {"": "默认排序"}
    for label, style in shape.columns().items():
        if style.kind != "line" and label != shape.label("bracket"):
            name = label if label in shape.dimensions else next(n for n in shape.names if shape.label(n) == label)
            options |= {f"-{name}": f"{label} ↓", name: f"{label} ↑"}
    chosen = choose(
        f"{key}-sort", options, label="排序", label_visibility="collapsed", width=180, on_change=_turn_back, args=(key,)
    )
    return Order(chosen.removeprefix("-"), chosen.startswith("-"))


def _turn(count: int, rows_per_sheet: int, key: str) -> tuple[int, int]:
    """The numbers of the sheets, where there are several; where the one chosen begins, and how many rows it has."""
    sheets = -(-count // rows_per_sheet)
    number = st.pagination(sheets, key=key, bind="query-params", width="stretch") if sheets > 1 else 1
    first = (number - 1) * rows_per_sheet
    return first, min(rows_per_sheet, count - first)


def _turn_back(key: str) -> None:
    """What is sorted or searched anew begins on its first sheet."""
    if key in st.session_state:
        st.session_state[key] = 1


def _open(key: str, targets: dict[str, tuple[str, list[str]]]) -> None:
    """Remember what a click on a name asks for; a callback cannot leave the page."""
    for row, label in st.session_state[key]["selection"]["cells"]:
        name, codes = targets.get(label, ("", []))
        if name == "community_name" and isinstance(codes[row], str):
            st.session_state[_COMMUNITY] = codes[row]
        if name == "unit_name":
            st.session_state["unit"] = codes[row]
            st.session_state[_MOVED] = True


def _follow_click() -> None:
    code = st.session_state.pop(_COMMUNITY, None)
    if code:
        open_community(code)
    if st.session_state.pop(_MOVED, False):
        st.rerun()  # all of the page follows the unit
