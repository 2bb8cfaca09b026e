"""Charts of the overview, and what stands beside its map."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.charts import ground, mark_line, mark_progress
from pages.shared.theme import NO_DATA, Palette, Scale


def share_cells(dimensions: pd.DataFrame) -> str:
    """The share of communities at or above the line in each dimension as HTML, the lowest marked."""
    lowest = dimensions["share_passing"].min()
    cells = [
        f"<div{' class=lowest' if row['share_passing'] == lowest else ''}><span>{escape(row['dimension_name'])}</span>"
        f"<b>{formats.percent(row['share_passing'])}</b></div>"
        for row in dimensions.to_dict("records")
    ]
    return f'<div class="cells">{"".join(cells)}</div>'


def progress_trend(
    trend: pd.DataFrame, line: float, palette: Palette, target: pd.Series | None = None, quarters_left: int = 0
) -> go.Figure:
    """The total over the quarters against the line, real changes marked, and dashed from the last one to the target.

    Args:
        trend: period, score and progress, oldest first.
        line: The line.
        palette: The viewer's colours.
        target: period and value of the target due next, if there is one.
        quarters_left: How many quarters after the last row of the trend it is due.
    """
    figure = go.Figure(layout=ground(palette, height=154, l=8, r=12, t=28, b=46))
    positions = list(range(len(trend)))
    end = positions[-1] + (quarters_left if target is not None else 0)
    figure.add_trace(go.Scatter(x=positions, y=trend["score"], mode="lines", line={"color": palette.above, "width": 3}))
    known = [(position, score) for position, score in enumerate(trend["score"]) if not formats.is_missing(score)]
    values = [line, *(score for _, score in known)]
    mark_line(figure, line, palette, is_below=not known or known[0][1] < line)
    if known:
        position, score = known[-1]
        figure.add_trace(
            go.Scatter(x=[position], y=[score], mode="markers", marker={"size": 11, "color": palette.above})
        )
        rises = target is not None and target["value"] > score
        figure.add_annotation(
            x=position,
            y=score,
            showarrow=False,
            yanchor="top" if rises else "bottom",
            yshift=6 if not position else -8 if rises else 8,
            xshift=0 if position else 12,
            xanchor="left" if not position else "right" if position == end else "center",
            text=f"<b>{formats.number(score)}</b>",
            font={"size": 17, "color": palette.above},
            bgcolor=palette.surface,
        )
        if target is not None:
            values.append(target["value"])
            figure.add_trace(
                go.Scatter(
                    x=[position, end],
                    y=[score, target["value"]],
                    mode="lines+markers",
                    line={"color": palette.below, "width": 2, "dash": "dash"},
                    marker={
                        "size": [0, 11],
                        "color": palette.surface,
                        "opacity": 1,
                        "line": {"color": palette.below, "width": 2},
                    },
                )
            )
            figure.add_annotation(
                x=end,
                y=target["value"],
                showarrow=False,
                yanchor="bottom",
                yshift=9,
                xanchor="right",
                xshift=8,
                text=f"{formats.period_name(target['period'])}目标 <b>{formats.number(target['value'], 0)}</b>",
                font={"size": 14, "color": palette.below},
            )
    mark_progress(figure, positions, trend, palette)
    room = max(max(values) - min(values), 1.0) * 0.28
    figure.update_yaxes(visible=False, fixedrange=True, range=[min(values) - room, max(values) + room])
    figure.update_xaxes(visible=False, fixedrange=True, range=[-0.2, end + 0.25])
    ends = dict.fromkeys((positions[0], positions[-1]))
    for position in ends:
        figure.add_annotation(
            x=position,
            y=0,
            yref="paper",
            yanchor="top",
            showarrow=False,
            xanchor="left" if position == 0 else "right" if position == end else "center",
            text=formats.period_name(trend["period"].iloc[position]),
            font={"size": 13, "color": palette.muted},
        )
    return figure


def tiles(units: pd.DataFrame, scale: Scale, chosen: str = "") -> str:
    """The units without a polygon as HTML tiles beside the map, each with its host."""
    pieces = []
    for unit in units.to_dict("records"):
        number = scale.class_of(unit["distance"])
        name = "nodata" if number == NO_DATA else f"class{number}"
        value = "数据不足" if number == NO_DATA else formats.number(unit["value"])
        mark = " chosen" if unit["unit_code"] == chosen else ""
        host = f" · 属{escape(unit['host_name'])}" if isinstance(unit["host_name"], str) else ""
        pieces.append(f'<div class="{name}{mark}"><span>{escape(unit["unit_name"])}{host}</span><b>{value}</b></div>')
    return f'<div class="tiles">{"".join(pieces)}</div>'


def legend(units: pd.DataFrame, scale: Scale, title: str) -> str:
    """The classes of the scale and how many units stand in each, as HTML."""
    counts = [scale.class_of(distance) for distance in units["distance"]]
    rows = [
        f'<i class="class{number}"></i><span>{label}</span><b>{counts.count(number) or ""}</b>'
        for number, label in reversed(list(enumerate(scale.labels())))
    ]
    rows.append(f'<i class="nodata"></i><span>数据不足</span><b>{counts.count(NO_DATA) or ""}</b>')
    return f'<div class="legend"><p>{title}</p>{"".join(rows)}</div>'


def focus_rows(focus: pd.DataFrame) -> str:
    """Communities that do not pass and keep falling as HTML: where, score, fall, the dimension responsible, how sure."""
    rows = []
    for row in focus.to_dict("records"):
        cause = (
            f"{escape(row['dimension_name'])} <small>{formats.signed(row['contribution'])}</small>"
            if isinstance(row["dimension_name"], str)
            else ""
        )
        rows.append(
            f"<b>{escape(row['community_name'])}</b><span>{escape(row['unit_name'])}</span>"
            f"<b>{formats.number(row['score'])}</b><em>{formats.arrow(row['two_period_change'])}</em>"
            f"<span>{cause}</span><span>{row['verdict']}</span>"
        )
    return f'<div class="focus">{"".join(rows)}</div>'


def lever_bars(levers: pd.DataFrame) -> str:
    """Items by how many communities they help over the line as HTML bars, for how many alone in the darker part."""
    most = max(levers["community_count"].max(), 1)
    rows = []
    for row in levers.to_dict("records"):
        alone = f"其中 {row['alone_count']} 个只差这一项" if row["alone_count"] else ""
        rows.append(
            f"<span>{escape(row['indicator_name'])}</span>"
            f'<i><u style="width: {100 * row["alone_count"] / most:.1f}%"></u>'
            f'<s style="width: {100 * (row["community_count"] - row["alone_count"]) / most:.1f}%"></s></i>'
            f"<b>{row['community_count']} 个</b><small>{alone}</small>"
        )
    return f'<div class="levers">{"".join(rows)}</div>'


def reporting_cells(reporting: pd.DataFrame) -> str:
    """Every unit with its communities scored of all, and how many wait for a report, as HTML."""
    cells = []
    for unit in reporting.to_dict("records"):
        waiting = f"<em>待补报 {unit['waiting_count']}</em>" if unit["waiting_count"] else ""
        cells.append(
            f"<div><span>{escape(unit['unit_name'])}</span>"
            f"<b>{unit['rated_count']}/{unit['community_count']}</b>{waiting}</div>"
        )
    return f'<div class="cells units">{"".join(cells)}</div>'
