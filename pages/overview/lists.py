"""The lists behind the overview's figures: rows as they are read, and the boxes they open in."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import formats
from queries import round_half_up

_ROWS_PER_SHEET = 15


def move_rows(moves: pd.DataFrame) -> pd.DataFrame:
    """Communities that crossed the line, under Chinese headers."""
    before = moves["previous_symbol"].fillna("—") + " " + moves["previous_band_name"].fillna("上期无此社区")
    return pd.DataFrame(
        {
            "社区": moves["area_name"],
            "单位": moves["unit_name"],
            "街道": moves["street_name"],
            "等次": before + " → " + moves["symbol"] + " " + moves["band_name"],
            "得分": round_half_up(moves["score"].astype(float)),
            "较上季": round_half_up(moves["change"].astype(float)),
            "说明": [_why(row) for row in moves.to_dict("records")],
        }
    ).reset_index(drop=True)


def step_rows(steps: pd.DataFrame) -> pd.DataFrame:
    """Communities that one item separates from 达标, under Chinese headers."""
    return pd.DataFrame(
        {
            "社区": steps["community_name"],
            "单位": steps["unit_name"],
            "街道": steps["street_name"],
            "得分": round_half_up(steps["score"].astype(float)),
            "补哪一项": steps["indicator_name"],
            "提到": [_lift(row) for row in steps.to_dict("records")],
            "总分可加": round_half_up(steps["gain"].astype(float)),
        }
    ).reset_index(drop=True)


def focus_rows(focus: pd.DataFrame) -> pd.DataFrame:
    """Communities that do not pass and keep falling, under Chinese headers."""
    return pd.DataFrame(
        {
            "社区": focus["community_name"],
            "单位": focus["unit_name"],
            "街道": focus["street_name"],
            "等次": focus["symbol"].fillna("○") + " " + focus["band_name"].fillna("数据不足"),
            "得分": round_half_up(focus["score"].astype(float)),
            "两季变化": round_half_up(focus["two_period_change"].astype(float)),
            "连降": focus["fall_count"],
            "主要失分": focus["dimension_name"].fillna(formats.MISSING),
            "影响总分": round_half_up(focus["contribution"].astype(float)),
            "判断": focus["verdict"],
        }
    ).reset_index(drop=True)


def pace_rows(paces: pd.DataFrame) -> pd.DataFrame:
    """Units with their pace and the one they need, under Chinese headers."""
    return pd.DataFrame(
        {
            "单位": paces["area_name"],
            "得分": round_half_up(paces["score"].astype(float)),
            "目标": round_half_up(paces["goal"].astype(float)),
            "近几季每季": round_half_up(paces["achieved"].astype(float)),
            "每季需": round_half_up(paces["needed"].astype(float).where(paces["verdict"] != "已达")),
            "进度": paces["verdict"],
        }
    ).reset_index(drop=True)


def show(rows: pd.DataFrame, key: str, alt: str) -> None:
    """Draw a list, a sheet at a time."""
    sheets = -(-len(rows) // _ROWS_PER_SHEET)
    number = st.pagination(sheets, key=key) if sheets > 1 else 1
    column = st.column_config
    st.dataframe(
        rows.iloc[(number - 1) * _ROWS_PER_SHEET : number * _ROWS_PER_SHEET],
        hide_index=True,
        height="content",
        placeholder="—",
        alt=alt,
        column_config={
            "得分": column.NumberColumn(format="%.2f"),
            "较上季": column.NumberColumn(format="%+.2f", help="百分点，同一标准重算"),
            "两季变化": column.NumberColumn(format="%+.2f", help="与前两季相比，百分点，同一标准重算"),
            "连降": column.NumberColumn(format="%d 季", help="连续下降的季数"),
            "主要失分": column.Column(help="两季里拉低总分最多的维度"),
            "影响总分": column.NumberColumn(format="%+.2f", help="维度得分的变化 × 它在总分中的权重"),
            "判断": column.Column(help="误差上限也在达标线下的才是确定未达标"),
            "目标": column.NumberColumn(format="%.0f"),
            "近几季每季": column.NumberColumn(format="%+.2f", help="至多近六季的每季变化，取中位数，不受个别季度左右"),
            "每季需": column.NumberColumn(format="%+.2f", help="到目标期为止每季要提高多少；已达的不列"),
            "总分可加": column.NumberColumn(format="%+.2f", help="补上这一项后总分的增加，百分点"),
        },
    )


def _why(row: dict[Hashable, Any]) -> str:
    if row["is_vetoed"]:
        return "一票否决"
    if row["status"] != "参评":
        return f"{row['status']}：{row['unreported_count']} 项未报"
    if row["ground"] == "涉及未报":
        return f"上季{row['previous_status']}"
    return f"总分{row['progress']}" if isinstance(row["progress"], str) else ""


def _lift(row: dict[Hashable, Any]) -> str:
    """From what to what, in the item's own unit or grades."""
    if isinstance(row["to_grade"], str):
        return f"{row['from_grade']} → {row['to_grade']}"
    values = (formats.number(row[name], int(row["decimals"])) for name in ("from_value", "to_value"))
    return f"{' → '.join(values)} {row['unit']}"
