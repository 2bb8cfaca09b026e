"""What the page of one community draws: the bars of what moved, and tables and cards that print."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from pages.shared import formats
from pages.shared.cells import cell_colour
from pages.shared.theme import Palette

_BARS = 6
_PRACTICES = 3
_NOTHING = 1e-9  # two sums of the same numbers may differ in the last digit
_STATES = {"value": "有值", "not_applicable": "不适用", "unreported": "未报"}


def moved_parts(contributions: pd.DataFrame) -> pd.DataFrame:
    """The largest contributions, all others in one row, and the rest: they sum to the change of the total.

    Columns: name, contribution. What is exactly nothing is left out.
    """
    rows = contributions[contributions["contribution"].abs() > _NOTHING]
    items = rows[rows["indicator_code"] != "rest"]
    order = items["contribution"].abs().sort_values(ascending=False, kind="stable").index
    largest, others = items.loc[order[:_BARS]], items.loc[order[_BARS:]]
    parts = [(row["indicator_name"], row["contribution"]) for row in largest.to_dict("records")]
    parts.sort(key=lambda part: -part[1])
    if len(others):
        parts.append((f"其余 {len(others)} 项", others["contribution"].sum()))
    rest = rows[rows["indicator_code"] == "rest"]
    parts += [(row["indicator_name"], row["contribution"]) for row in rest.to_dict("records")]
    return pd.DataFrame(parts, columns=["name", "contribution"])


def measured(row: Mapping[Hashable, Any], column: str = "measured_value") -> str:
    """A value in the indicator's own unit, a grade as it is; a dash where there is none."""
    grades = {"from_value": "from_grade", "to_value": "to_grade", "best_value": "best_grade"}
    grade = row.get(grades.get(column, "grade"))
    if isinstance(grade, str) and column != "line_value":
        return grade
    if formats.is_missing(row[column]):
        return formats.MISSING
    unit = row["unit_text"] or ""
    space = "" if unit.startswith("%") or not unit else "\u00a0"
    return f"{formats.number(row[column], int(row['decimals']))}{space}{unit}"


def indicator_sheet(indicators: pd.DataFrame, line: float, palette: Palette, small_sample: int) -> str:
    """Every item of the standard, as an HTML table: value, line, score, weight, sample, basis, state.

    Args:
        indicators: as :func:`queries.community_indicators` gives them.
        line: the standard's line.
        palette: the viewer's colours.
        small_sample: how many people a rate must rest on; with fewer it is said instead of a value.
    """
    heads = "".join(
        f'<th scope="col" class="{name}">{word}</th>'
        for name, word in (
            ("name", "指标"),
            ("state", "状态"),
            ("number", "数值"),
            ("number", "达标线"),
            ("number", "得分"),
            ("number more", "误差±"),
            ("number more", "占总分"),
            ("number more", "样本"),
            ("more", "依据"),
        )
    )
    printed = formats.parts((100 * indicators["effective_weight"]).tolist(), 1)
    indicators = indicators.assign(effective_weight=[part / 100 for part in printed])
    body = []
    for dimension, rows in indicators.groupby("dimension_name", sort=False):
        body.append(f'<tr class="dimension"><th scope="rowgroup" colspan="9">{escape(str(dimension))}</th></tr>')
        body += [_indicator_row(row, line, palette, small_sample) for row in rows.to_dict("records")]
    return f'<table class="sheet"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def _indicator_row(row: Mapping[Hashable, Any], line: float, palette: Palette, small_sample: int) -> str:
    score = row["score"]
    shade = "" if formats.is_missing(score) else f' style="{cell_colour(score, line, palette)}"'
    error = row["standard_error"]
    state = _STATES[row["state"]] + ("（沿用）" if row["is_carried_forward"] and row["state"] == "value" else "")
    value = escape(measured(row))
    if row["is_small_sample"]:
        state, value = "样本不足", f"少于 {small_sample} 人"
        if not formats.is_missing(row["shrunk"]):
            value += f"<small>约 {formats.number(row['shrunk'], int(row['decimals']))}%（收缩估计，仅供参考）</small>"
    size = formats.MISSING
    if (row["state"] == "value" or row["is_small_sample"]) and not formats.is_missing(row["sample_size"]):
        size = formats.number(row["sample_size"], 0)
        if not formats.is_missing(row["population_size"]):
            size += f"/{formats.number(row['population_size'], 0)}"
    elif row["state"] == "value" and row["sampling"] == "full":
        size = "全数"
    weight = row["effective_weight"]
    basis = formats.BASES.get(row["basis"], formats.MISSING) if isinstance(row["basis"], str) else formats.MISSING
    citation = row["citation"] if isinstance(row["citation"], str) else ""
    reprint = "（转载）" if row["is_reprint"] is True and citation else ""
    cited = f"{escape(citation)}{reprint}" or "未注明出处"
    spread = "未知" if row["state"] == "value" else formats.MISSING
    if not formats.is_missing(error):
        spread = formats.number(formats.half_width(error, row["degrees_of_freedom"]), 1)
    return (
        f'<tr class="{row["state"]}"><th scope="row">{escape(row["indicator_name"])}</th><td>{state}</td>'
        f'<td class="number">{value}</td><td class="number">{escape(measured(row, "line_value"))}</td>'
        f'<td class="number score"{shade}>{formats.number(score)}</td>'
        f'<td class="number more">{spread}</td>'
        f'<td class="number more">{formats.MISSING if formats.is_missing(weight) else formats.percent(100 * weight)}</td>'
        f'<td class="number more">{size}</td><td class="more cited" title="{cited}"><b>{basis}</b> {cited}</td></tr>'
    )


def way_up(steps: pd.DataFrame) -> str:
    """The steps as sentences in the indicators' own units, as an HTML list."""
    items = "".join(
        f"<li>把{escape(row['indicator_name'])}从 <b>{escape(measured(row, 'from_value'))}</b> "
        f"{'降到' if row['to_value'] < row['from_value'] else '提到'} "
        f"<b>{escape(measured(row, 'to_value'))}</b>，可增 <b>{formats.number(row['gain'])}</b> 分</li>"
        for row in steps.to_dict("records")
    )
    return f'<ol class="steps">{items}</ol>'


def activity_sheet(activities: pd.DataFrame) -> str:
    """Activities of four quarters by dimension, as an HTML table: how many, and how many took part."""
    periods = list(dict.fromkeys(activities["held_in"]))
    heads = "".join(f'<th scope="col" class="number">{period[:4]}年<br>{period[-1]}季度</th>' for period in periods)
    body = []
    for dimension, rows in activities.groupby("dimension_name", sort=False):
        counted = rows.set_index("held_in")
        cells = "".join(
            f'<td class="number">{int(counted.loc[period, "activity_count"])} 场'
            f"<small>{formats.number(float(counted.loc[period, 'participants']), 0)} 人次</small></td>"
            for period in periods
        )
        body.append(f'<tr><th scope="row">{escape(str(dimension))}</th>{cells}</tr>')
    return f'<table class="sheet"><thead><tr><th></th>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table>'


@dataclass(frozen=True)
class TrialCard:
    """One figure of 推演: what it is, how it would be, how it is; ``band`` colours a band by its position."""

    title: str
    value: str
    note: str = ""
    band: int | None = None


def trial_outcome(cards: Sequence[TrialCard], palette: Palette) -> str:
    """What would come out, as HTML cards beside one another."""
    last = len(palette.band_texts)
    body = "".join(
        f"<div><span>{escape(card.title)}</span>"
        f"<b{_colour(palette.band_texts[min(card.band, last) - 1] if card.band else '')}>{escape(card.value)}</b>"
        f"<small>{escape(card.note)}</small></div>"
        for card in cards
    )
    return f'<div class="outcome">{body}</div>'


def _colour(colour: str) -> str:
    return f' style="color: {colour}"' if colour else ""


def peer_cards(
    dimensions: pd.DataFrame, practices: pd.DataFrame, kept: Mapping[str, str], line: float, palette: Palette
) -> str:
    """A card per dimension, as HTML: own score and place, the best peer, and where the two differ most.

    Args:
        dimensions: the rows of :func:`queries.peer_dimensions` to show.
        practices: the rows of :func:`queries.peer_practices`, the largest gap first.
        kept: what the address of another community's page keeps of this one's.
        line: the standard's line.
        palette: the viewer's colours.
    """
    return f'<div class="peers">{"".join(_peer_card(row, practices, kept, line, palette) for row in dimensions.to_dict("records"))}</div>'


def _peer_card(
    row: Mapping[Hashable, Any], practices: pd.DataFrame, kept: Mapping[str, str], line: float, palette: Palette
) -> str:
    count, median = int(row["peer_count"]), formats.number(row["peer_median"])
    tone = palette.above if formats.rounded(row["score"]) >= line else palette.below
    head = (
        f'<b>{escape(row["dimension_name"])} <span style="color: {tone}">{formats.number(row["score"])}</span></b>'
        f"<small>{count + 1} 个同类中第 {int(row['peer_place'])} · 中位数 {median}</small>"
    )
    if not isinstance(row["best_code"], str):
        return f"<div>{head}<p>同类社区都不在您可以查看的单位内，只列名次与中位数。</p></div>"
    best = (
        f'<a href="{escape(_address(row["best_code"], kept))}" target="_self">{escape(row["best_name"])}</a>'
        f"（{escape(row['best_unit_name'])}）"
    )
    if formats.rounded(row["gap_to_best"]) >= 0:
        return f"<div>{head}<p>已是同类中最好的；其次 {best} {formats.number(row['best_score'])}</p></div>"
    mine = practices[practices["dimension_code"] == row["dimension_code"]]
    mine = mine[mine["weighted_gap"] > _NOTHING].head(_PRACTICES)
    lines = "".join(
        f"<tr><th scope='row'>{escape(item['indicator_name'])}</th><td>{escape(measured(item))}</td>"
        f"<td>{escape(measured(item, 'best_value'))}</td><td>{formats.signed(item['weighted_gap'])}</td></tr>"
        for item in mine.to_dict("records")
    )
    table = (
        f"<table><thead><tr><th scope='col'>它做得不同的地方</th><th scope='col'>本社区</th><th scope='col'>它</th>"
        f"<th scope='col'>值总分</th></tr></thead><tbody>{lines}</tbody></table>"
    )
    return f"<div>{head}<p>最好：{best} {formats.number(row['best_score'])}</p>{table if lines else ''}</div>"


def _address(community_code: str, kept: Mapping[str, str]) -> str:
    return f"?{urlencode({**kept, 'code': community_code})}"


def peer_sheet(peers: pd.DataFrame, kept: Mapping[str, str]) -> str:
    """The peers, the nearest first, as an HTML table; of those that may not be shown only what makes them alike.

    Args:
        peers: as :func:`queries.peer_table` gives them.
        kept: what the address of another community's page keeps of this one's.
    """
    body = []
    for row in peers.to_dict("records"):
        name, unit, score, band = "其他单位的社区", formats.MISSING, formats.MISSING, formats.MISSING
        if isinstance(row["community_code"], str):
            name = f'<a href="{escape(_address(row["community_code"], kept))}" target="_self">{escape(row["community_name"])}</a>'
            unit = escape(row["unit_name"])
            is_rated = row["status"] != "数据不足"
            score = formats.number(row["score"]) if is_rated else formats.MISSING
            band = f"{row['symbol']} {escape(row['band_name'])}" if isinstance(row["band_name"], str) else "○ 数据不足"
        body.append(
            f'<tr><td class="number">{row["peer_number"]}</td><th scope="row">{name}</th><td>{unit}</td>'
            f'<td>{escape(row["kind"])}</td><td class="number">{formats.number(row["households"], 0)}</td>'
            f'<td class="number">{formats.number(row["context_distance"])}</td><td class="number">{score}</td>'
            f"<td>{band}</td></tr>"
        )
    heads = "".join(
        f'<th scope="col" class="{name}">{word}</th>'
        for name, word in (
            ("number", "序"),
            ("", "社区"),
            ("", "单位"),
            ("", "类型"),
            ("number", "户数"),
            ("number", "条件距离"),
            ("number", "得分"),
            ("", "等次"),
        )
    )
    return f'<table class="sheet"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table>'
