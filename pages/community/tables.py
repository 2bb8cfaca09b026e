"""What 社区档案 says in tables and lists, which print: its indicators, activities and peers, and the way up."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from pages.community.charts import NOTHING
from pages.shared import formats
from pages.shared.cells import Shape, worded
from pages.shared.links import link
from pages.shared.markup import Cell, Row, crossed, filled, html_table
from pages.shared.theme import Palette
from pages.shared.verdicts import band_words

_PRACTICES = 3
_GRADES = {"from_value": "from_grade", "to_value": "to_grade", "best_value": "best_grade", "measured_value": "grade"}
_INDICATORS = Shape(
    (
        "indicator_name",
        "state",
        "measured_value",
        "line_value",
        "score",
        "half_width",
        "effective_weight",
        "sample_size",
        "basis",
    )
)
_PEERS = Shape(
    ("peer_number", "community_name", "unit_name", "kind", "households", "context_distance", "score", "band")
)
_DIFFERENCES = Shape(("indicator_name", "measured_value", "best_value", "weighted_gap"), "peer_practices")
_STATE = Markup('<span class="{}">{}{}</span>')
_ESTIMATE = Markup("少于 {} 人<small>约 {}%（收缩估计，仅供参考）</small>")
_BASIS = Markup('<span title="{cited}"><b>{basis}</b> {cited}</span>')
_QUARTER, _HELD = Markup("{}年<br>{}季度"), Markup("{} 场<small>{} 人次</small>")


def measured(row: Mapping[Hashable, Any], name: str = "measured_value") -> str:
    """A value in the indicator's own unit, a grade as it is; a dash where there is none."""
    grade = row.get(_GRADES.get(name, ""))
    if isinstance(grade, str):
        return grade
    if formats.is_missing(row[name]):
        return formats.MISSING
    return formats.in_unit(formats.number(row[name], int(row["decimals"])), row["unit_text"])


def indicator_table(indicators: pd.DataFrame, line: float, palette: Palette, small_sample: int) -> Markup:
    """Every item of the standard: value, line, score, weight, sample, basis, state.

    Args:
        indicators: as :func:`queries.community_indicators` gives them.
        line: the standard's line.
        palette: the viewer's colours.
        small_sample: how many people a rate must rest on; with fewer it is said instead of a value.
    """
    printed = formats.parts((100 * indicators["effective_weight"]).tolist(), 1)
    rows = indicators.assign(effective_weight=[part / 100 for part in printed]).to_dict("records")
    said = [{**row, **_said(row, small_sample)} for row in rows]
    return html_table(said, _INDICATORS._replace(line=line, palette=palette), by="dimension_name")


def _said(row: Mapping[Hashable, Any], small_sample: int) -> dict[str, str]:
    """What is put together of several columns, by the column that it stands for."""
    is_known, is_small = row["state"] == "value", row["is_small_sample"]
    carried = "（沿用）" if row["is_carried_forward"] and is_known else ""
    value = measured(row)
    if is_small:
        value = f"少于 {small_sample} 人"
        if not formats.is_missing(row["shrunk"]):
            value = _ESTIMATE.format(small_sample, formats.number(row["shrunk"], int(row["decimals"])))
    size = formats.MISSING
    if (is_known or is_small) and not formats.is_missing(row["sample_size"]):
        size = formats.number(row["sample_size"], 0)
        if not formats.is_missing(row["population_size"]):
            size += f"/{formats.number(row['population_size'], 0)}"
    elif is_known and row["sampling"] == "full":
        size = worded("sampling", "full")
    citation = row["citation"] if isinstance(row["citation"], str) else ""
    cited = citation + ("（转载）" if row["is_reprint"] is True and citation else "") or "未注明出处"
    spread = "未知" if is_known else formats.MISSING
    if not formats.is_missing(row["standard_error"]):
        spread = formats.number(formats.half_width(row["standard_error"], row["degrees_of_freedom"]), 1)
    return {
        "state": _STATE.format(row["state"], "样本不足" if is_small else worded("state", row["state"]), carried),
        "measured_value": value,
        "line_value": measured(row, "line_value"),
        "half_width": spread,
        "sample_size": size,
        "basis": _BASIS.format(basis=worded("basis", row["basis"]), cited=cited),
    }


def way_up(steps: pd.DataFrame) -> Markup:
    """The steps as sentences in the indicators' own units, as a list."""
    said = [
        {
            **row,
            "now": measured(row, "from_value"),
            "then": measured(row, "to_value"),
            "verb": "降到" if row["to_value"] < row["from_value"] else "提到",
        }
        for row in steps.to_dict("records")
    ]
    return filled(__file__, "steps.html", steps=said)


def activity_table(activities: pd.DataFrame) -> Markup:
    """Activities of four quarters by dimension: how many, and how many took part."""
    periods = list(dict.fromkeys(activities["held_in"]))
    heads = [Cell(""), *(Cell(_QUARTER.format(period[:4], period[-1]), "number") for period in periods)]
    rows = []
    for dimension, own in activities.groupby("dimension_name", sort=False):
        counted = own.set_index("held_in")
        held = ((int(counted.loc[period, "activity_count"]), counted.loc[period, "participants"]) for period in periods)
        cells = (Cell(_HELD.format(count, formats.number(float(people), 0)), "number") for count, people in held)
        rows.append([Cell(str(dimension), is_name=True), *cells])
    return crossed(heads, ("", rows))


def peer_cards(
    dimensions: pd.DataFrame, practices: pd.DataFrame, kept: Mapping[str, str], line: float, palette: Palette
) -> Markup:
    """A card per dimension: own score and place, the best peer, and where the two differ most.

    Args:
        dimensions: the rows of :func:`queries.peer_dimensions` to show.
        practices: the rows of :func:`queries.peer_practices`, the largest gap first.
        kept: what the address of another community's page keeps of this one's.
        line: the standard's line.
        palette: the viewer's colours.
    """
    cards = []
    for row in dimensions.to_dict("records"):
        mine = practices[practices["dimension_code"] == row["dimension_code"]]
        mine = mine[mine["weighted_gap"] > NOTHING].head(_PRACTICES)
        differences = [
            {**item, **{name: measured(item, name) for name in ("measured_value", "best_value")}}
            for item in mine.to_dict("records")
        ]
        cards.append(
            {
                **row,
                "tone": palette.above if formats.rounded(row["score"]) >= line else palette.below,
                "best": link("community", row["best_name"], kept, code=row["best_code"])
                if isinstance(row["best_code"], str)
                else "",
                "is_best": formats.rounded(row["gap_to_best"]) >= 0,
                "differences": html_table(differences, _DIFFERENCES, look="") if differences else "",
            }
        )
    return filled(__file__, "peers.html", cards=cards)


def peer_table(peers: pd.DataFrame, kept: Mapping[str, str]) -> Markup:
    """The peers, the nearest first; of those that may not be shown only what makes them alike.

    Args:
        peers: as :func:`queries.peer_table` gives them.
        kept: what the address of another community's page keeps of this one's.
    """
    rows = []
    for row in peers.to_dict("records"):
        said: Row = {"community_name": "其他单位的社区", "score": None, "band": None}
        if isinstance(row["community_code"], str):
            name = link("community", row["community_name"], kept, code=row["community_code"])
            score = None if row["status"] == "数据不足" else row["score"]
            said = {"community_name": name, "score": score, "band": band_words(row)}
        rows.append({**row, **said})
    return html_table(rows, _PEERS)
