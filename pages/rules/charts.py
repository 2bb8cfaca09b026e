"""How each value becomes a score, drawn.

Curves are small SVGs, not plotly figures: two dozen stand on one page, and text beside them must wrap on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from pages.shared import formats
from pages.shared.markup import filled
from pages.shared.theme import Palette

_WIDTH, _HEIGHT = 260, 118
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 252.0, 10.0, 96.0
_AS_IT_IS = " <>='/:;,.()-"  # what an address in double quotes need not escape
_LEAST_GAP = 30.0  # between two numbers under the curve
_IMAGE = Markup('<img alt="{}" src="data:image/svg+xml,{}">')


def indicator_drawing(
    row: Mapping[Hashable, Any],
    anchors: pd.DataFrame,
    grades: pd.DataFrame,
    line: float,
    palette: Palette,
    at: tuple[float, float] | str | None = None,
) -> Markup:
    """The curve or the grades of an indicator, by its method; ``at`` is a value and its score, or a grade."""
    if len(grades):
        return grade_steps(grades, row["indicator_name"], line, palette, at if isinstance(at, str) else "")
    if anchors.empty:
        return Markup()
    point = at if isinstance(at, tuple) else None
    return anchor_curve(anchors, row["indicator_name"], row["unit_text"], line, palette, point)


def anchor_curve(
    anchors: pd.DataFrame,
    name: str,
    unit: str | None,
    line: float,
    palette: Palette,
    at: tuple[float, float] | None = None,
) -> Markup:
    """How a value becomes a score, as an image with its words for those who cannot see it.

    Args:
        anchors: value and score, by rising value; straight between them, level outside.
        name: What is measured, for the text.
        unit: The unit of the values.
        line: The score of 达标: a dashed line across, and printed.
        palette: The viewer's colours.
        at: A value and its score to mark; a value outside the drawing stands at its edge.
    """
    values, scores = anchors["value"].astype(float).tolist(), anchors["score"].astype(float).tolist()
    room = (values[-1] - values[0]) * 0.06
    low = values[0] - (room if values[0] != 0 else 0)
    high = values[-1] + room

    def x(value: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (min(max(value, low), high) - low) / (high - low), 1)

    marked = list(zip(values, scores, strict=True))
    on_line = [value for value, score in marked if score == line]
    curve = " ".join(f"{x(value)},{_y(score)}" for value, score in ((low, scores[0]), *marked, (high, scores[-1])))
    colour = palette.above if at and formats.rounded(at[1]) >= line else palette.below
    words = "，".join(f"{formats.in_unit(plain(value), unit)} 得 {plain(score)} 分" for value, score in marked)
    return _picture(
        f"{name}的得分曲线：{words}；达标线 {plain(line)} 分",
        line,
        palette,
        curve=curve,
        dots=[{"x": x(value), "y": _y(score), "is_on_line": score == line} for value, score in marked],
        at={"x": x(at[0]), "y": _y(at[1]), "colour": colour} if at else None,
        labels=[
            {"x": round(x(value)), "text": plain(value), "colour": palette.ink if value in on_line else palette.muted}
            for value in _labelled([*on_line, values[0], values[-1], *values], x)
        ],
    )


def grade_steps(grades: pd.DataFrame, name: str, line: float, palette: Palette, at: str = "") -> Markup:
    """What each grade scores, as columns with the line across; the grade ``at`` is outlined."""
    step = (_RIGHT - _LEFT) / max(len(grades), 1)
    columns, labels, words = [], [], []
    for number, row in enumerate(grades.to_dict("records")):
        left, top = _LEFT + number * step + step * 0.2, _y(row["score"])
        columns.append(
            {
                "x": round(left, 1),
                "y": min(top, _BOTTOM - 1.5),
                "width": round(step * 0.6, 1),
                "height": round(max(_BOTTOM - top, 1.5), 1),
                "colour": palette.above if formats.rounded(row["score"]) >= line else palette.below,
                "is_tried": row["grade"] == at,
            }
        )
        score = plain(row["score"])
        labels.append({"x": round(left + step * 0.3), "text": f"{row['grade']} {score}", "colour": palette.ink})
        words.append(f"{row['grade']} 得 {score} 分")
    said = f"{name}的等级得分：{'，'.join(words)}；达标线 {plain(line)} 分"
    return _picture(said, line, palette, columns=columns, labels=labels)


def plain(value: float) -> str:
    """A number with as many digits as it needs."""
    return f"{formats.rounded(value, 4):g}"


def _y(score: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * score / 100, 1)


def _labelled(values: list[float], x: Callable[[float], float]) -> list[float]:
    """The values whose numbers fit under the curve, those that come first before the others."""
    kept: list[float] = []
    for value in dict.fromkeys(values):
        if all(abs(x(value) - x(other)) >= _LEAST_GAP for other in kept):
            kept.append(value)
    return kept


def _picture(words: str, line: float, palette: Palette, **parts: Any) -> Markup:  # noqa: ANN401 - of the drawing
    """An SVG as an image of its own: inside a page's HTML Streamlit lets no drawing through."""
    nothing: dict[str, Any] = {"columns": (), "curve": "", "dots": (), "at": None}
    drawing = filled(
        __file__,
        "curve.svg",
        **{**nothing, **parts},
        levels=[
            {"y": _y(score), "text": plain(score), "is_line": score == line} for score in sorted({0.0, line, 100.0})
        ],
        palette=palette,
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        bottom=_BOTTOM,
    )
    return _IMAGE.format(words, Markup(quote(drawing.replace("\n", ""), safe=_AS_IT_IS)))  # noqa: S704 - an address
