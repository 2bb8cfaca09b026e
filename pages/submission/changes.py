"""What differs between two versions, as a reader wants it: the numbers, what comes and goes, and who moves."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.versions.differences import Differences
from pages.shared import formats
from pages.submission import tables


def show(differences: Differences, key: str) -> None:
    """Draw the differences; ``key`` tells two of them on one page apart."""
    st.markdown("\n".join(f"- {formats.literal(line)}" for line in differences.summary()))
    for name, title, rows in (
        ("moves", "变化最大的社区", move_rows(differences.moves)),
        ("bands", "等次变化", band_rows(differences.bands)),
        ("units", "全市和各单位的变化", unit_rows(differences.units)),
        ("added", "新增社区", community_rows(differences.added)),
        ("removed", "减少社区", community_rows(differences.removed)),
        ("moved", "改属的社区", moved_rows(differences.moved)),
    ):
        if len(rows):
            with st.expander(f"{title}（{len(rows)}）", expanded=name in {"moves", "moved"}):
                tables.show(rows, f"{key}-{name}", title, "differences")


def move_rows(moves: pd.DataFrame) -> pd.DataFrame:
    """The communities that move most, one row each."""
    return pd.DataFrame(
        {
            "community_name": moves["community_name"],
            "unit_name": moves["unit_name"],
            "period": _periods(moves),
            "earlier_score": moves["earlier_score"],
            "later_score": moves["later_score"],
            "change": moves["change"].astype(float),
            "band_change": _change(moves["earlier_band"], moves["later_band"]),
        }
    )


def band_rows(bands: pd.DataFrame) -> pd.DataFrame:
    """How many communities change their band, one row per period and change."""
    return pd.DataFrame(
        {
            "period": _periods(bands),
            "band_change": _change(bands["earlier_band"], bands["later_band"]),
            "community_count": bands["community_count"],
        }
    )


def unit_rows(units: pd.DataFrame) -> pd.DataFrame:
    """The city and the reporting units that change, one row per area and period."""
    return pd.DataFrame(
        {
            "unit_name": units["area_name"],
            "period": _periods(units),
            "earlier_score": units["earlier_score"],
            "later_score": units["later_score"],
            "change": units["change"].astype(float),
        }
    )


def community_rows(communities: pd.DataFrame) -> pd.DataFrame:
    """Communities that come or go, one row each."""
    return pd.DataFrame(
        {
            "community_name": communities["community_name"],
            "unit_name": communities["unit_name"],
            "street_name": communities["street_name"],
            "community_code": communities["community_code"],
        }
    )


def moved_rows(communities: pd.DataFrame) -> pd.DataFrame:
    """Communities in another unit or street, one row each."""
    return pd.DataFrame(
        {
            "community_name": communities["community_name"],
            "earlier_place": communities["earlier_unit_name"] + "/" + communities["earlier_street_name"],
            "later_place": communities["unit_name"] + "/" + communities["street_name"],
            "community_code": communities["community_code"],
        }
    )


def _periods(rows: pd.DataFrame) -> list[str]:
    """The period; with the one it is set against, where that is another."""
    return [
        formats.period_name(period)
        if period == earlier
        else f"{formats.period_name(earlier)} → {formats.period_name(period)}"
        for earlier, period in zip(rows["earlier_period"], rows["period"], strict=True)
    ]


def _change(earlier: pd.Series, later: pd.Series) -> list[str]:
    return [str(new) if old == new else f"{old} → {new}" for old, new in zip(earlier, later, strict=True)]
