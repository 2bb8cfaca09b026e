"""The standard drawn: what each dimension weighs, and how each value becomes a score.

Curves are small SVGs, not plotly figures: two dozen stand on one page, and text beside them must wrap on a phone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd

from pages.shared import formats
from pages.shared.theme import Palette

BASIS_SYMBOLS = {"sourced": "■", "inferred": "◧", "default": "□"}
SAMPLINGS = {"full": "全数统计，无抽样误差", "rate": "抽样比率，按样本量计误差", "mean": "抽样均值，随报标准误"}
REPRINT = "转载，未核原文"

_WIDTH, _HEIGHT = 260.0, 118.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 252.0, 10.0, 96.0
_AS_IT_IS = " <>='/:;,.()-"  # what an address in double quotes need not escape
_LEAST_GAP = 30.0  # between two numbers under the curve


def dimension_weights(dimensions: pd.DataFrame) -> str:
    """The dimensions side by side as HTML, each as wide as it weighs; the share stands beside the name."""
    parts = [
        f'<div style="flex: {float(row["weight_share"]):.4f}"><b>{share}</b>'
        f"<span>{escape(row['dimension_name'])}</span></div>"
        for row, share in zip(
            dimensions.to_dict("records"), formats.shares(dimensions["weight_share"].tolist()), strict=True
        )
    ]
    return f'<div class="weights">{"".join(parts)}</div>'


def anchor_curve(
    anchors: pd.DataFrame, name: str, unit: str, line: float, palette: Palette, at: tuple[float, float] | None = None
) -> str:
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
        return _LEFT + (_RIGHT - _LEFT) * (min(max(value, low), high) - low) / (high - low)

    points = [(low, scores[0]), *zip(values, scores, strict=True), (high, scores[-1])]
    path = " ".join(f"{x(value):.1f},{_y(score):.1f}" for value, score in points)
    drawn = [
        *_frame(line, palette),
        f"<polyline points='{path}' fill='none' stroke='{palette.above}' stroke-width='2.5'/>",
    ]
    for value, score in zip(values, scores, strict=True):
        on_line = score == line
        drawn.append(
            f"<circle cx='{x(value):.1f}' cy='{_y(score):.1f}' r='{4 if on_line else 2.5}' "
            f"fill='{palette.ink if on_line else palette.above}'/>"
        )
    if at:
        drawn.append(_mark(x(at[0]), _y(at[1]), palette, is_above=formats.rounded(at[1]) >= line))
    drawn += [
        _text(x(value), 110, _plain(value), palette.ink if value in _on_line(values, scores, line) else palette.muted)
        for value in _labelled(values, scores, line, x)
    ]
    words = "，".join(
        f"{_with_unit(value, unit)} 得 {_plain(score)} 分" for value, score in zip(values, scores, strict=True)
    )
    return _picture(drawn, f"{name}的得分曲线：{words}；达标线 {_plain(line)} 分")


def grade_steps(grades: pd.DataFrame, name: str, line: float, palette: Palette, at: str = "") -> str:
    """What each grade scores, as columns with the line across; the grade ``at`` is outlined."""
    step = (_RIGHT - _LEFT) / max(len(grades), 1)
    drawn = []
    for number, row in enumerate(grades.to_dict("records")):
        left, top = _LEFT + number * step + step * 0.2, _y(row["score"])
        colour = palette.above if formats.rounded(row["score"]) >= line else palette.below
        outline = f" stroke='{palette.ink}' stroke-width='2.5'" if row["grade"] == at else ""
        drawn.append(
            f"<rect x='{left:.1f}' y='{min(top, _BOTTOM - 1.5):.1f}' width='{step * 0.6:.1f}' "
            f"height='{max(_BOTTOM - top, 1.5):.1f}' fill='{colour}'{outline}/>"
        )
        label = f"{row['grade']} {_plain(row['score'])}"
        drawn.append(_text(left + step * 0.3, 110, label, palette.ink))
    words = "，".join(f"{row['grade']} 得 {_plain(row['score'])} 分" for row in grades.to_dict("records"))
    return _picture([*drawn, *_frame(line, palette)], f"{name}的等级得分：{words}；达标线 {_plain(line)} 分")


def indicator_drawing(
    row: Mapping[Hashable, Any],
    anchors: pd.DataFrame,
    grades: pd.DataFrame,
    line: float,
    palette: Palette,
    at: tuple[float, float] | str | None = None,
) -> str:
    """The curve or the grades of an indicator, by its method; ``at`` is a value and its score, or a grade."""
    if len(grades):
        return grade_steps(grades, row["indicator_name"], line, palette, at if isinstance(at, str) else "")
    if anchors.empty:
        return ""
    point = at if isinstance(at, tuple) else None
    return anchor_curve(anchors, row["indicator_name"], _word(row["unit_text"]), line, palette, point)


def indicator_cards(
    indicators: pd.DataFrame, anchors: pd.DataFrame, grades: pd.DataFrame, line: float, palette: Palette
) -> str:
    """Indicators side by side as HTML, each a card.

    Args:
        indicators: Those to show, in order, with all that is said of them.
        anchors: indicator_code, value and score of every indicator, by rising value.
        grades: indicator_code, grade and score of every indicator, best first.
        line: The score of 达标.
        palette: The viewer's colours.
    """
    cards = [
        indicator_card(row, of(anchors, row["indicator_code"]), of(grades, row["indicator_code"]), line, palette)
        for row in indicators.to_dict("records")
    ]
    return f'<div class="indicators">{"".join(cards)}</div>'


def of(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows of one indicator."""
    return frame[frame["indicator_code"] == code]


def indicator_card(
    row: Mapping[Hashable, Any], anchors: pd.DataFrame, grades: pd.DataFrame, line: float, palette: Palette
) -> str:
    """One indicator as HTML: name, weight, curve, how it is measured, and where its lines come from.

    Args:
        row: An indicator of the standard, with all that is said of it.
        anchors: value and score of this indicator, by rising value.
        grades: grade and score of this indicator, best first.
        line: The score of 达标.
        palette: The viewer's colours.
    """
    drawing = indicator_drawing(row, anchors, grades, line, palette)
    title = (
        f"<header><b>{escape(row['indicator_name'])}</b><small>{escape(row['indicator_code'])}</small>"
        f"<em>{formats.percent(100 * row['weight_share'])}</em></header>"
    )
    facts = [
        ("得分", scoring_words(row, anchors, line)),
        ("算法", _formula(row)),
        ("取数", "，".join(filter(None, (_word(row["source"]), _window(row["window_quarters"]))))),
        ("抽样", SAMPLINGS.get(row["sampling"], "") + ("，按有限总体修正" if row["is_finite_population"] else "")),
        ("依据", f"达标线 {basis_words(row['basis'])}　两端 {basis_words(row['scale_basis'])}"),
        ("出处", _citation(row)),
        ("说明", _word(row["note"])),
    ]
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts if text)
    return f'<article class="indicator">{title}{drawing}<dl>{listed}</dl></article>'


def scoring_words(row: Mapping[Hashable, Any], anchors: pd.DataFrame, line: float) -> str:
    """How a value becomes a score, in one clause."""
    if row["method"] == "grades":
        return "按等级给分"
    if row["method"] == "deduction" and len(anchors):
        most = 100 - float(anchors["score"].iloc[-1])
        return f"每次扣 {_plain(most / float(anchors['value'].iloc[-1]))} 分，最多扣 {_plain(most)} 分"
    if formats.is_missing(row["line_value"]):
        return ""
    is_rising = float(anchors["score"].iloc[0]) < float(anchors["score"].iloc[-1])
    word = "达到" if is_rising else "不超过"
    return f"{word} {_with_unit(row['line_value'], _word(row['unit_text']))} 即 {_plain(line)} 分（达标线）"


def _formula(row: Mapping[Hashable, Any]) -> str:
    words = " ÷ ".join(filter(None, (_word(row["numerator"]), _word(row["denominator"]))))
    return words + (f"（{row['unit_text']}）" if _word(row["unit_text"]) else "")


def _window(quarters: int) -> str:
    return "按当季" if quarters == 1 else f"按最近 {quarters} 个季度滚动"


def basis_words(basis: str) -> str:
    """The basis of a line as symbol and word."""
    return f"{BASIS_SYMBOLS[basis]} {formats.BASES[basis]}" if basis in BASIS_SYMBOLS else "未注明"


def _citation(row: Mapping[Hashable, Any]) -> str:
    citation = _word(row["citation"])
    is_reprint = not formats.is_missing(row["is_reprint"]) and bool(row["is_reprint"])
    reprint = f"（{REPRINT}）" if is_reprint and REPRINT not in _word(row["note"]) else ""
    return citation + reprint if citation else ""


def _word(text: object) -> str:
    return text if isinstance(text, str) else ""


def _with_unit(value: float, unit: str) -> str:
    return f"{_plain(value)}{unit}" if unit.startswith("%") else f"{_plain(value)} {unit}".rstrip()


def _plain(value: float) -> str:
    return f"{formats.rounded(value, 4):g}"


def _y(score: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * score / 100


def _frame(line: float, palette: Palette) -> list[str]:
    rules = [
        f"<line x1='{_LEFT}' x2='{_RIGHT}' y1='{_y(score):.1f}' y2='{_y(score):.1f}' stroke='{palette.track}'/>"
        for score in (0, 100)
    ]
    dashed = (
        f"<line class='line' x1='{_LEFT}' x2='{_RIGHT}' y1='{_y(line):.1f}' y2='{_y(line):.1f}' "
        f"stroke='{palette.ink}' stroke-width='1.2' stroke-dasharray='3 3'/>"
    )
    numbers = [
        _text(_LEFT - 5, _y(score) + 4, _plain(score), palette.ink if score == line else palette.muted, "end")
        for score in dict.fromkeys((0.0, line, 100.0))
    ]
    return [*rules, dashed, *numbers]


def _on_line(values: list[float], scores: list[float], line: float) -> list[float]:
    return [value for value, score in zip(values, scores, strict=True) if score == line]


def _labelled(values: list[float], scores: list[float], line: float, x: Any) -> list[float]:  # noqa: ANN401 - a function
    """The values whose numbers fit under the curve: the line's first, then the ends, then the others."""
    kept: list[float] = []
    for value in dict.fromkeys([*_on_line(values, scores, line), values[0], values[-1], *values]):
        if all(abs(x(value) - x(other)) >= _LEAST_GAP for other in kept):
            kept.append(value)
    return kept


def _mark(x: float, y: float, palette: Palette, *, is_above: bool) -> str:
    colour = palette.above if is_above else palette.below
    return (
        f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{y:.1f}' y2='{_BOTTOM}' stroke='{colour}' stroke-width='1.5'/>"
        f"<circle class='at' cx='{x:.1f}' cy='{y:.1f}' r='6' fill='{colour}' stroke='{palette.surface}' stroke-width='2'/>"
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str = "middle") -> str:
    return f"<text x='{x:.0f}' y='{y:.0f}' fill='{colour}' text-anchor='{anchor}'>{escape(text)}</text>"


def _picture(drawn: list[str], words: str) -> str:
    """An SVG as an image of its own: inside a page's HTML Streamlit lets no drawing through."""
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH:g} {_HEIGHT:g}' font-family='sans-serif' "
        f"font-size='12'>{''.join(drawn)}</svg>"
    )
    return f'<img alt="{escape(words)}" src="data:image/svg+xml,{quote(drawing, safe=_AS_IT_IS)}">'
