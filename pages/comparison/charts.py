"""Charts of the comparison: what stands beside the radar."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.charts import ground
from pages.shared.radar import SYMBOLS, profile_colours, shortened
from pages.shared.theme import NO_DATA, POINTS, Palette, tint

STATE_WORDS = {"not_applicable": "不适用", "unreported": "未报"}
_MARKS = ("●", "■", "◆", "▲", "✕")
_FULL_MARK = 100
_ROW = 84


def profile_table(profiles: pd.DataFrame, names: list[str], line: float, palette: Palette) -> str:
    """Dimensions by areas as HTML: the score, under it its distance to the line; the ground is that distance.

    Args:
        profiles: name, dimension_name, score; the totals stand under the dimension_name '得分率'.
        names: The areas in their order.
        line: The line of the standard.
        palette: The viewer's colours.
    """
    scores = {(row["dimension_name"], row["name"]): row["score"] for row in profiles.to_dict("records")}
    rows = [
        f'<tr><th scope="row">{escape(dimension)}</th>'
        + "".join(_cell(scores.get((dimension, name)), line, palette) for name in names)
        + "</tr>"
        for dimension in dict.fromkeys(profiles["dimension_name"])
    ]
    return f'<div class="profiles"><table>{_head("维度", names, palette)}<tbody>{"".join(rows)}</tbody></table></div>'


def indicator_table(indicators: pd.DataFrame, names: list[str], palette: Palette) -> str:
    """Indicators by areas as HTML: the value in its own unit, under it the score; what the line rests on stands below the name."""
    rows = []
    for _, own in indicators.groupby("indicator_code", sort=False):
        by_name = {row["name"]: row for row in _records(own)}
        first = _records(own)[0]
        cells = "".join(
            f"<td><b>{escape(measured(by_name[name]))}</b><small>{score_words(by_name[name])}</small></td>"
            if name in by_name
            else f"<td>{formats.MISSING}</td>"
            for name in names
        )
        rows.append(f'<tr><th scope="row">{escape(str(first["indicator_name"]))}{basis(first)}</th>{cells}</tr>')
    head = _head("指标与依据", names, palette)
    return f'<div class="profiles values"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>'


def indicator_dots(indicators: pd.DataFrame, names: list[str], line: float, palette: Palette) -> go.Figure:
    """The indicators as dots on 0 to 100, one mark per area, against the line and the full mark.

    Above each row stand the indicator, what earns the line and the full mark in its own unit, and the basis of the line.
    What has no score is said in words at the left end.

    Args:
        indicators: name, indicator_code, indicator_name, score, state, unit_text, decimals, line_value, full_value, basis.
        names: The areas in their order; the first has the largest mark.
        line: The line of the standard.
        palette: The viewer's colours.
    """
    codes = list(dict.fromkeys(indicators["indicator_code"]))
    place = {code: len(codes) - 1 - number for number, code in enumerate(codes)}
    figure = go.Figure(layout=ground(palette, height=_ROW * len(codes) + 60, l=14, r=22, t=30, b=26))
    for code in codes:
        own = indicators[indicators["indicator_code"] == code]
        y = place[code]
        figure.add_shape(
            type="line", x0=0, x1=_FULL_MARK, y0=y, y1=y, line={"color": palette.track, "width": 6}, layer="below"
        )
        first = _records(own)[0]
        beside = {"xref": "paper", "x": 0, "y": y, "xanchor": "left", "showarrow": False, "align": "left", "xshift": -8}
        figure.add_annotation(
            text=f"<b>{shortened(str(first['indicator_name']))}</b>", yshift=44, font={"size": 16}, **beside
        )
        figure.add_annotation(text=marks(first), yshift=24, font={"size": 14, "color": palette.muted}, **beside)
        silent = [
            f"{shortened(str(row['name']))} {STATE_WORDS.get(str(row['state']), '数据不足')}"
            for row in own[own["score"].isna()].to_dict("records")
        ]
        if silent:
            figure.add_annotation(
                text="；".join(silent), yshift=-15, font={"size": 14, "color": palette.muted}, **beside
            )
    for number, name in reversed(list(enumerate(names))):
        own = indicators[(indicators["name"] == name) & indicators["score"].notna()]
        figure.add_trace(
            go.Scatter(
                x=own["score"],
                y=[place[code] for code in own["indicator_code"]],
                mode="markers",
                name=shortened(name),
                marker={
                    "symbol": SYMBOLS[number],
                    "size": 17 if number == 0 else 13,
                    "color": profile_colours(palette)[number],
                    "line": {"color": palette.surface, "width": 1.5},
                },
                cliponaxis=False,
            )
        )
    for x, word in ((line, f"达标线 {formats.number(line, 0)}"), (_FULL_MARK, "满分")):
        for y in place.values():  # short strokes: one line through all rows would cross the words
            figure.add_shape(
                type="line",
                x0=x,
                x1=x,
                y0=y - 0.13,
                y1=y + 0.13,
                line={"color": palette.ink, "width": 2},
                layer="below",
            )
        figure.add_annotation(
            x=x,
            y=-0.2,
            yanchor="top",
            text=word,
            showarrow=False,
            font={"size": 14, "color": palette.muted},
        )
    figure.update_xaxes(range=[0, _FULL_MARK], visible=False, fixedrange=True)
    figure.update_yaxes(range=[-0.4, len(codes) - 0.35], visible=False, fixedrange=True)
    return figure


def measured(row: dict[str, Any]) -> str:
    """A value in its own unit, or why there is none."""
    if str(row["state"]) in STATE_WORDS and formats.is_missing(row["score"]):
        return STATE_WORDS[str(row["state"])]
    if formats.is_missing(row["measured_value"]):
        return "按等级" if not formats.is_missing(row["score"]) else "数据不足"
    return with_unit(row["measured_value"], row)


def with_unit(value: float, row: dict[str, Any]) -> str:
    """A number with the indicator's digits and unit; percent signs stand close."""
    unit = str(row["unit_text"])
    return formats.number(value, int(row["decimals"])) + (unit if unit.startswith("%") else f" {unit}")


def score_words(row: dict[str, Any]) -> str:
    """The score as it stands under a value."""
    carried = "，沿用上期" if row["is_carried_forward"] else ""
    return "无得分" if formats.is_missing(row["score"]) else f"{formats.number(row['score'])} 分{carried}"


def marks(row: dict[str, Any]) -> str:
    """What earns the line and the full mark, and the basis of the line."""
    words = [
        f"{word} {with_unit(row[column], row)}"
        for word, column in (("达标", "line_value"), ("满分", "full_value"))
        if not formats.is_missing(row[column])
    ]
    return escape(" · ".join([*words, formats.BASES.get(str(row["basis"]), "依据未注明")]), quote=False)


def basis(row: dict[str, Any]) -> str:
    """What the line of an indicator rests on as HTML: the word, and folded up the citation and its note."""
    word = formats.BASES.get(str(row["basis"]), "未注明")
    reprint = "（转载）" if row["is_reprint"] is True else ""
    citation = f"；{row['citation']}{reprint}" if isinstance(row["citation"], str) and row["citation"] else ""
    note = f"；{row['note']}" if isinstance(row["note"], str) and row["note"] else ""
    if not citation + note:
        return f"<small>依据：{word}</small>"
    return f"<details><summary>依据：{word}</summary>{escape((citation + note)[1:])}</details>"


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in rows.to_dict("records")]


def _head(corner: str, names: list[str], palette: Palette) -> str:
    cells = "".join(
        f'<th scope="col"><i style="color: {profile_colours(palette)[number]}">{_MARKS[number]}</i> {escape(name)}</th>'
        for number, name in enumerate(names)
    )
    return f"<thead><tr><th>{corner}</th>{cells}</tr></thead>"


def _cell(score: float | None, line: float, palette: Palette) -> str:
    if score is None or formats.is_missing(score):
        return "<td>数据不足</td>"
    number = POINTS.class_of(score - line)
    ground_colour = "" if number == NO_DATA else f' style="background: {tint(number, palette)}"'
    gap = formats.rounded(score) - line
    return f"<td{ground_colour}><b>{formats.number(score)}</b><small>{formats.signed(gap)}</small></td>"
