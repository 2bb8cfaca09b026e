"""What is said of each indicator of the standard, in a card of its own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from pages.rules.charts import indicator_drawing, plain
from pages.shared import formats
from pages.shared.cells import worded
from pages.shared.markup import filled
from pages.shared.theme import Palette

_SYMBOLS = {"sourced": "■", "inferred": "◧", "default": "□"}
_SAMPLINGS = {"full": "全数统计，无抽样误差", "rate": "抽样比率，按样本量计误差", "mean": "抽样均值，随报标准误"}
REPRINT = "转载，未核原文"


def dimension_weights(dimensions: pd.DataFrame) -> Markup:
    """The dimensions side by side, each as wide as it weighs; the share stands beside the name."""
    shares = formats.shares(dimensions["weight_share"].tolist())
    return filled(__file__, "weights.html", dimensions=dimensions.assign(share=shares).to_dict("records"))


def indicator_cards(
    indicators: pd.DataFrame, anchors: pd.DataFrame, grades: pd.DataFrame, line: float, palette: Palette
) -> Markup:
    """Indicators side by side, each a card: name, weight, curve, how it is measured, and where its lines come from.

    Args:
        indicators: Those to show, in order, with all that is said of them.
        anchors: indicator_code, value and score of every indicator, by rising value.
        grades: indicator_code, grade and score of every indicator, best first.
        line: The score of 达标.
        palette: The viewer's colours.
    """
    cards = []
    for row in indicators.to_dict("records"):
        own = of(anchors, row["indicator_code"]), of(grades, row["indicator_code"])
        cards.append(
            {**row, "drawing": indicator_drawing(row, *own, line, palette), "facts": _facts(row, own[0], line)}
        )
    return filled(__file__, "indicators.html", cards=cards)


def of(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows of one indicator."""
    return frame[frame["indicator_code"] == code]


def scoring_words(row: Mapping[Hashable, Any], anchors: pd.DataFrame, line: float) -> str:
    """How a value becomes a score, in one clause."""
    if row["method"] == "grades":
        return "按等级给分"
    if row["method"] == "deduction" and len(anchors):
        most = 100 - float(anchors["score"].iloc[-1])
        return f"每次扣 {plain(most / float(anchors['value'].iloc[-1]))} 分，最多扣 {plain(most)} 分"
    if formats.is_missing(row["line_value"]):
        return ""
    is_rising = float(anchors["score"].iloc[0]) < float(anchors["score"].iloc[-1])
    word = "达到" if is_rising else "不超过"
    return f"{word} {formats.in_unit(plain(row['line_value']), row['unit_text'])} 即 {plain(line)} 分（达标线）"


def basis_words(basis: object) -> str:
    """The basis of a line as symbol and word."""
    return f"{_SYMBOLS[str(basis)]} {worded('basis', basis)}" if basis in _SYMBOLS else "未注明"


def _facts(row: Mapping[Hashable, Any], anchors: pd.DataFrame, line: float) -> dict[str, str]:
    """What is said of an indicator, by the column that it is said of."""
    words = {name: row[name] if isinstance(row[name], str) else "" for name in _TEXTS}
    quarters = row["window_quarters"]
    window = "按本季" if quarters == 1 else f"按最近 {quarters} 个季度滚动"
    is_reprint = row["is_reprint"] is True and words["citation"] and REPRINT not in words["note"]
    return {
        "score": scoring_words(row, anchors, line),
        "formula": " ÷ ".join(filter(None, (words["numerator"], words["denominator"])))
        + (f"（{words['unit_text']}）" if words["unit_text"] else ""),
        "source": "，".join(filter(None, (words["source"], window))),
        "sampling": _SAMPLINGS.get(row["sampling"], "") + ("，按有限总体修正" if row["is_finite_population"] else ""),
        "basis": f"达标线 {basis_words(row['basis'])}　两端 {basis_words(row['scale_basis'])}",
        "citation": words["citation"] + (f"（{REPRINT}）" if is_reprint else ""),
        "note": words["note"],
    }


_TEXTS = ("numerator", "denominator", "unit_text", "source", "citation", "note")
