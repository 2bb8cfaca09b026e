"""A table of a question's rows: named and written as columns.toml says, sorted and searched over the whole answer.

The order, what is searched and the number of the sheet are kept in the address. A head sorts; a community's name opens its
page, a street's its map, a unit's chooses the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import pandas as pd
import streamlit as st

import queries
from pages.shared.ask import ask
from pages.shared.cells import Order, Shape, found_rows, sorted_rows
from pages.shared.choose import offer_clearing
from pages.shared.drawing import show
from pages.shared.links import open_community
from pages.shared.markup import sheet

ROWS_PER_SHEET = 20
_OPENED, _MOVED = "_opened", "_opened_unit"


@st.fragment
def table(rows: pd.DataFrame, shape: Shape, *, key: str, alt: str, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Draw rows that are in hand; where they do not fit on one sheet, with what searches and turns them.

    It is a fragment: who turns a sheet waits for the table alone.

    Args:
        rows: Of a question, in its order, with the codes of what its names open.
        shape: What is shown of them.
        key: The name of the sheet's number in the address; ``key-sort`` and ``key-search`` go with it.
        alt: What a screen reader says of it.
        rows_per_sheet: How many stand on one sheet.
    """
    _follow_click()
    sortable = _sortable(shape)
    order = _order(key, sortable)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(rows) > rows_per_sheet:
            rows = _search(rows, shape, key)
        first, most = _turn(len(rows), rows_per_sheet, key)
    if rows.empty:
        st.info("没有符合的行，请换一个词。")
        offer_clearing(f"{key}-search")
    else:
        rows = sorted_rows(rows, shape, order)
        _draw(rows.iloc[first : first + most], shape, order, sortable, key, alt)


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
    by = _sortable(sortable)
    order = _order(key, by)
    first, most = _turn(count, rows_per_sheet, key)
    rows = read(first, most, order)
    _draw(rows, shape(rows), order, by, key, f"{len(rows)} 行评分表")


def _draw(rows: pd.DataFrame, shape: Shape, order: Order, sortable: Collection[str], key: str, alt: str) -> None:
    show(sheet, rows, shape, order, sortable, alt, key=f"{key}-rows", on_choose=partial(_chosen, key))


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


def _sortable(shape: Shape) -> tuple[str, ...]:
    """By what a table of a shape can be sorted."""
    names = shape.sorting()
    return tuple(names[label] for label, style in shape.columns().items() if style.kind != "line")


def _order(key: str, sortable: Collection[str]) -> Order:
    """What the address says that the table is sorted by; the name of a column that goes down begins with a minus."""
    said = st.query_params.get(f"{key}-sort", "")
    name = said.removeprefix("-")
    return Order(name, said.startswith("-")) if name in sortable else Order()


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


def _chosen(key: str, code: str) -> None:
    """Sort by a head, down, then up, then not at all; remember what a name opens, for a callback cannot leave the page."""
    kind, _, name = code.partition(" ")
    match kind:
        case "sort":
            said = st.query_params.get(f"{key}-sort", "")
            turned = {f"-{name}": name, name: ""}.get(said, f"-{name}")
            st.query_params.pop(f"{key}-sort", None)
            if turned:
                st.query_params[f"{key}-sort"] = turned
            _turn_back(key)
        case "unit_code":
            st.session_state["unit"] = name
            st.session_state[_MOVED] = True
        case _:
            if kind == "street_code":  # the map shows the streets of a unit
                streets = ask(queries.streets)
                (st.session_state["unit"],) = streets.loc[streets["street_code"] == name, "unit_code"]
            st.session_state[_OPENED] = kind, name


def _follow_click() -> None:
    kind, code = st.session_state.pop(_OPENED, ("", ""))
    if kind == "community_code":
        open_community(code)
    if kind == "street_code":
        st.switch_page("map/page.py", query_params={"street": code})
    if st.session_state.pop(_MOVED, False):
        st.rerun()  # all of the page follows the unit
