"""整改 in one sentence, and the rows behind its cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.shared import formats
from pages.shared.rates import Earlier, moved_words
from queries.rates import LOWER, hidden_failure, percent


def finding(
    name: str,
    row: Mapping[Any, Any],
    earlier: Earlier,
    parts: pd.DataFrame,
    strata: pd.DataFrame,
    part: str,
) -> str:
    """The rate and whether it moved, what the total hides, and how many parts are certainly below it.

    Args:
        name: The area.
        row: Its row of :func:`queries.finding_rates`.
        earlier: The same of earlier spans.
        parts: Its units or streets, as :func:`queries.rates.beside` gives them.
        strata: Its categories, the same.
        part: What a part is called.
    """
    if formats.is_missing(row["rectified_rate"]):
        return f"{name}发现问题 {row['found_count']:,.0f} 个，这一时段没有到期的"
    moved = moved_words(row, earlier, "rectified_rate")
    said = [f"{name}整改率 {percent(row['rectified_rate'])}{moved}"]
    hidden = hidden_failure(strata, row["rectified_rate"])
    if hidden is not None:
        said.append(f"“{hidden['category']}”只有 {percent(hidden['rate'])}，被总数掩盖")
    below = int((parts["verdict"] == LOWER).sum())
    said.append(f"{below} 个{part}明显低于全体" if below else f"没有{part}明显低于全体")
    return "；".join(said)
