"""Charts of the activities."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.shared import formats
from pages.shared.charts import ground
from pages.shared.theme import Palette

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
MOST_KINDS = 15
_NAME_LENGTH = 12
_FINE = 2  # below this, months differ in the second digit only


def month_bars(months: pd.DataFrame, own: Collection[str], palette: Palette) -> go.Figure:
    """Activities per 1,000 households and month; the period's ``own`` months in full colour, those before paler."""
    rates = months["activity_rate"]
    highest = float(rates.max()) if rates.notna().any() else 1.0
    decimals = 1 if highest >= _FINE else 2  # twelve numbers stand side by side on a phone
    figure = go.Figure(layout=ground(palette, height=250, t=8, b=4))
    figure.add_trace(
        go.Bar(
            x=months["month"],
            y=rates,
            marker={
                "color": [palette.above if month in own else palette.no_band for month in months["month"]],
                "line": {"width": 0},
            },
            text=["无台账" if formats.is_missing(rate) else formats.number(rate, decimals) for rate in rates],
            textposition="outside",
            textfont={"size": 14},
            textangle=0,
            cliponaxis=False,
            constraintext="none",
        )
    )
    names = []
    for position, month in enumerate(months["month"]):
        is_first = position == 0 or month.endswith("-01")
        names.append(f"{int(month[5:])}" + (f"<br>{month[:4]}" if is_first else ""))
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, max(highest, 0.1) * 1.15])
    figure.update_xaxes(
        type="category",
        tickvals=months["month"],
        ticktext=names,
        tickfont={"size": 14},
        tickangle=0,
        fixedrange=True,
        showgrid=False,
    )
    figure.update_layout(bargap=0.25, margin_b=44)
    return figure


def rate_bars(summary: pd.DataFrame, palette: Palette) -> go.Figure:
    """Activities per 1,000 households in each dimension, in the standard's order, with their number beside."""
    rows = summary.iloc[::-1].reset_index(drop=True)
    figure = go.Figure(layout=ground(palette, height=44 * len(rows) + 30, l=94, r=124, t=24, b=6))
    figure.add_trace(
        go.Bar(
            x=rows["activity_rate"],
            y=rows.index,
            orientation="h",
            marker={"color": palette.muted, "line": {"width": 0}},
            text=[
                f"<b>{formats.number(row['activity_rate'])}</b>（{formats.number(row['activity_count'], 0)} 场）"
                for row in rows.to_dict("records")
            ],
            textposition="outside",
            textfont={"size": 15},
            cliponaxis=False,
            constraintext="none",
        )
    )
    _rows(figure, [str(name) for name in rows["dimension_name"]], rows["activity_rate"])
    figure.update_layout(bargap=0.62)
    return figure


def kind_bars(kinds: pd.DataFrame, palette: Palette) -> go.Figure:
    """The most frequent kinds with number and rate; what is left over stands in one row."""
    first, rest = kinds.iloc[:MOST_KINDS], kinds.iloc[MOST_KINDS:]
    names = [_shortened(str(name)) for name in first["activity_kind"]]
    counts, rates = first["activity_count"].tolist(), first["activity_rate"].tolist()
    if len(rest):
        names.append(f"其余 {len(rest)} 种")
        counts.append(rest["activity_count"].sum())
        rates.append(rest["activity_rate"].sum())
    is_rest = [position >= len(first) for position in range(len(names))]
    shown = pd.Series([0 if left_over else rate for rate, left_over in zip(rates, is_rest, strict=True)])[::-1]
    figure = go.Figure(layout=ground(palette, height=32 * len(names) + 12, l=112, r=124, t=4, b=4))
    figure.add_trace(
        go.Bar(
            x=shown.tolist(),
            y=list(range(len(names))),
            orientation="h",
            marker={"color": palette.muted, "line": {"width": 0}},
            text=[
                f"<b>{formats.number(rate)}</b>（{formats.number(count, 0)} 场）"
                for rate, count in zip(rates[::-1], counts[::-1], strict=True)
            ],
            textposition="outside",
            textfont={"size": 14},
            cliponaxis=False,
            constraintext="none",
        )
    )
    _rows(figure, names[::-1], shown)
    figure.update_layout(bargap=0.5)
    return figure


def hour_table(hours: pd.DataFrame) -> str:
    """Weekday by hour as an HTML table, with the number of activities in every cell; hours without any are left out."""
    held = sorted({int(hour) for hour in hours["hour"]})
    counts = {(int(row["weekday"]), int(row["hour"])): int(row["activity_count"]) for row in hours.to_dict("records")}
    highest = max(counts.values())
    head = "".join(f"<th>周{day}</th>" for day in WEEKDAYS)
    body = "".join(
        f"<tr><th>{hour} 时</th>"
        + "".join(_cell(counts.get((weekday, hour), 0), highest) for weekday in range(1, len(WEEKDAYS) + 1))
        + "</tr>"
        for hour in held
    )
    return f'<table class="hours"><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(count: int, highest: int) -> str:
    share = f' style="--share: {count / highest:.0%}"' if count else ""
    return f"<td{share}>{formats.number(count, 0) if count else '·'}</td>"


def _rows(figure: go.Figure, names: list[str], values: pd.Series) -> None:
    """Axes of a bar chart whose rows carry their own words."""
    highest = float(values.max()) if values.notna().any() else 0
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, max(highest, 0.01) * 1.05])
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[escape(name, quote=False) for name in names],
        tickfont={"size": 15},
        ticklabelstandoff=10,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        range=[-0.5, len(names) - 0.5],
    )


def _shortened(name: str) -> str:
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"
