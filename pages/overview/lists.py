"""The lists behind the overview's figures: rows as they are read, and the boxes they open in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import Parameter, ask
from pages.shared.cells import Shape
from pages.shared.explanation import words
from pages.shared.export import export_link
from pages.shared.tables import table
from queries.changes import reason_words

_ROWS_PER_SHEET = 15
_PLACE = ("community_name", "unit_name", "street_name")
MOVES = Shape((*_PLACE, "band_change", "score", "change", "reason"), "band_moves")
STEPS = Shape((*_PLACE, "score", "indicator_name", "lift", "gain"), "one_step_away")
LEVER = Shape((*_PLACE, "score", "lift", "gain", "step_count"), "lever_communities")
FOCUS = Shape(
    (
        *_PLACE,
        "band",
        "score",
        "two_period_change",
        "fall_count",
        "dimension_name",
        "contribution",
        "reason",
        "verdict",
    ),
    "focus_list",
)
PACES = Shape(("area_name", "score", "goal", "achieved", "needed", "verdict"), "pace")


LEVER_LIST = "lever"  # the list of one item, whose code stands under the same name


def open_list(name: str, code: str = "") -> None:
    """Remember in the address which list is open, and of what."""
    st.query_params["list"] = name
    if code:
        st.query_params[name] = code


def close_list() -> None:
    """Forget the open list, and of what it was."""
    for name in ("list", LEVER_LIST):
        st.query_params.pop(name, None)


def open_button(label: str, name: str) -> None:
    """A button that opens a list."""
    st.button(label, key=f"open-{name}", type="tertiary", on_click=open_list, args=(name,))


@st.dialog("本季新达标 / 跌出", width="large", on_dismiss=close_list)
def show_moves(where: str, moves: pd.DataFrame, within: Mapping[str, Parameter]) -> None:
    """The communities that crossed the line this quarter."""
    st.caption(words(__file__, "名单：新达标与跌出", {"where": where}))
    why = reason_words(ask(queries.reasons, **within))
    risen, fallen = moves[moves["direction"] == "rose"], moves[moves["direction"] == "fell"]
    tabs = st.tabs([f"▲ 新达标 {len(risen)} 个", f"▼ 跌出 {len(fallen)} 个"])
    for tab, rows, word, key in zip(tabs, (risen, fallen), ("新达标", "跌出"), ("risen", "fallen"), strict=True):
        with tab:
            if rows.empty:
                st.info(f"本季没有社区{word}。")
            else:
                _show(move_rows(rows, why), MOVES, key, f"本季{word}的社区")
    export_link("band_moves", **within)


@st.dialog("再补 1 项即可达标", width="large", on_dismiss=close_list)
def show_steps(where: str, steps: pd.DataFrame, within: Mapping[str, Parameter]) -> None:
    """The communities that one item separates from 达标."""
    st.caption(words(__file__, "名单：再补一项即可达标", {"where": where}))
    _show(step_rows(steps), STEPS, "steps", "再补一项即可达标的社区")
    export_link("one_step_away", **within)


@st.dialog("最能拉动的项", width="large", on_dismiss=close_list)
def show_lever(where: str, communities: pd.DataFrame, asked: Mapping[str, Parameter]) -> None:
    """The communities that one item helps over the line."""
    facts = {"where": where, "item": communities["indicator_name"].iloc[0], "count": str(len(communities))}
    st.caption(words(__file__, "名单：最能拉动的项", facts))
    _show(step_rows(communities), LEVER, "lever", "这一项可助达标的社区")
    export_link("lever_communities", **asked)


@st.dialog("重点关注（未达标且连续下滑）", width="large", on_dismiss=close_list)
def show_focus(where: str, focus: pd.DataFrame, within: Mapping[str, Parameter]) -> None:
    """The communities that do not pass and keep falling."""
    st.caption(words(__file__, "名单：重点关注", {"where": where}))
    _show(
        focus_rows(focus, reason_words(ask(queries.reasons, **within), span=2)),
        FOCUS,
        "focus",
        "未达标且连续下滑的社区",
    )
    export_link("focus_list", **within)


@st.dialog("各单位目标进度", width="large", on_dismiss=close_list)
def show_paces(paces: pd.DataFrame, asked: Mapping[str, Parameter]) -> None:
    """How fast each unit rises and must rise."""
    goal = paces.iloc[0]
    facts = {"due": formats.period_name(goal["due_period"]), "goal": formats.number(goal["goal"], 0)}
    st.caption(words(__file__, "名单：各单位目标进度", facts))
    _show(pace_rows(paces), PACES, "pace", "各单位目标进度")
    export_link("pace", **asked)


def move_rows(moves: pd.DataFrame, why: Mapping[str, str]) -> pd.DataFrame:
    """Communities that crossed the line, with their bands before and after, and why.

    Args:
        moves: rows of :func:`queries.band_moves`.
        why: By code what :func:`queries.changes.reason_words` says.
    """
    before = moves["previous_symbol"].fillna("—") + " " + moves["previous_band_name"].fillna("上季无此社区")
    return moves.assign(
        community_name=moves["area_name"],
        community_code=moves["area_code"],
        band_change=before + " → " + moves["symbol"] + " " + moves["band_name"],
        reason=[_why(row, why) for row in moves.to_dict("records")],
    )


def step_rows(steps: pd.DataFrame) -> pd.DataFrame:
    """Communities that one item separates from 达标, with how far it has to be lifted."""
    return steps.assign(lift=[_lift(row) for row in steps.to_dict("records")])


def focus_rows(focus: pd.DataFrame, why: Mapping[str, str]) -> pd.DataFrame:
    """Communities that do not pass and keep falling, with their band, and why.

    Args:
        focus: rows of :func:`queries.focus_list`.
        why: By code what :func:`queries.changes.reason_words` says of two quarters.
    """
    responsible = focus["dimension_name"].fillna(formats.MISSING)
    return focus.assign(
        dimension_name=responsible,
        band=focus["symbol"].fillna("○") + " " + focus["band_name"].fillna("数据不足"),
        reason=focus["community_code"].map(why).fillna(formats.MISSING),
    )


def pace_rows(paces: pd.DataFrame) -> pd.DataFrame:
    """Units with their pace and the one they need, if they need one."""
    return paces.assign(needed=paces["needed"].astype(float).where(paces["verdict"] != "已达"))


def _show(rows: pd.DataFrame, shape: Shape, key: str, alt: str) -> None:
    table(rows, shape, key=f"list-{key}", alt=alt, rows_per_sheet=_ROWS_PER_SHEET)


def _why(row: dict[Hashable, Any], why: Mapping[str, str]) -> str:
    said = [why.get(row["area_code"], "")]
    if row["ground"] == "涉及未报" and row["status"] == "参评":
        said.append(f"上季{row['previous_status']}")
    if isinstance(row["progress"], str):
        said.append(f"总分{row['progress']}")
    return "；".join(filter(None, said))


def _lift(row: dict[Hashable, Any]) -> str:
    """From what to what, in the item's own unit or grades."""
    if isinstance(row["to_grade"], str):
        return f"{row['from_grade']} → {row['to_grade']}"
    values = (formats.number(row[name], int(row["decimals"])) for name in ("from_value", "to_value"))
    return f"{' → '.join(values)} {row['unit']}"
