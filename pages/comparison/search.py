"""Streets and communities to compare: found by name, and known again from a link. The register stays in the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
import streamlit as st

import queries
from pages.shared import formats
from pages.shared.ask import ask
from queries.question import Codes

_STREETS, _COMMUNITIES = 3, 6  # shown at most
_OF_ONE_NAME = 200  # looked through at most
_LABEL = re.compile(r"(?P<name>.+)（(?P<within>[^（）]+)）(?: (?P<code>\S+))?")


class Area(NamedTuple):
    """An area that can be compared: ``key`` is kind:code, ``label`` a name that nobody else has."""

    key: str
    name: str
    label: str


@st.fragment
def find_box(chosen: str, allowed: Codes) -> None:
    """A box that finds streets and communities while something is typed; a click adds one.

    Args:
        chosen: The key of the box whose areas are compared.
        allowed: The units that the viewer may see; ``None`` means all.
    """
    text = st.text_input(
        "查找街道、社区，点选加入",
        key=f"find-{chosen}",
        type="search",
        placeholder="名称或社区的首字母",
        max_chars=40,
        live=True,
        autocomplete="off",
    )
    if not (text or "").strip():
        return
    with st.container(key=f"found-{chosen}", horizontal=True, gap="small"):
        areas = [*_streets(text, allowed, _STREETS), *_communities(text, allowed, _COMMUNITIES)]
        for area in areas:
            if st.button(
                formats.literal(f"＋ {area.label}"),
                key=f"{chosen}-{area.key}",
                type="tertiary",
                on_click=_add,
                args=(chosen, area.key),
            ):
                st.rerun()
        if not areas:
            st.caption("没有找到，请换一个名称或首字母。")


def known(value: str, allowed: Codes) -> Area | None:
    """The street or community of a link: by kind:code or by its label; None where there is none that may be seen."""
    kind, _, code = value.partition(":")
    label = _LABEL.fullmatch(value)
    searched = label["code"] or label["name"] if label else code
    found: Iterator[Area] = iter(())
    if kind == "street" or label:
        found = _streets(label["name"] if label else "", allowed, 0)
    areas = [*found, *(_communities(searched, allowed, _OF_ONE_NAME) if kind == "community" or label else ())]
    return next((area for area in areas if value in (area.key, area.label)), None)


def _streets(text: str, allowed: Codes, most: int) -> Iterator[Area]:
    rows = ask(queries.streets, units=allowed)
    labels = rows["street_name"] + "（" + rows["unit_name"] + "）"
    labels = labels.where(~labels.duplicated(keep=False), labels + " " + rows["street_code"])
    rows = rows.assign(label=labels)[rows["street_name"].str.contains(text.strip(), case=False, regex=False)]
    for row in rows.head(most or len(rows)).to_dict("records"):
        yield Area(f"street:{row['street_code']}", row["street_name"], row["label"])


def _communities(text: str, allowed: Codes, most: int) -> Iterator[Area]:
    rows = ask(queries.community_names, search=text, most=most, units=allowed)
    for row in rows.to_dict("records"):
        namesakes = ask(queries.community_names, search=row["community_name"], most=_OF_ONE_NAME)
        label = f"{row['community_name']}（{row['street_name']}）"
        is_alone = _count(namesakes, row["community_name"], row["street_name"]) == 1
        code = row["community_code"]
        yield Area(f"community:{code}", row["community_name"], label if is_alone else f"{label} {code}")


def _count(rows: pd.DataFrame, name: str, street: str) -> int:
    return int(((rows["community_name"] == name) & (rows["street_name"] == street)).sum())


def _add(chosen: str, key: str) -> None:
    st.session_state[chosen] = [*dict.fromkeys([*st.session_state.get(chosen, ()), key])]
    st.session_state[f"find-{chosen}"] = ""
