"""诉求 in one sentence."""

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
    """How much of what fell due was closed in time, whether that moved, what the total hides, and who is below it.

    Args:
        name: The area.
        row: Its row of :func:`queries.appeal_rates`.
        earlier: The same of earlier spans.
        parts: Its units or streets, as :func:`queries.rates.beside` gives them.
        strata: Its categories, the same.
        part: What a part is called.
    """
    received = f"{name}受理诉求 {row['received_count']:,.0f} 件"
    if formats.is_missing(row["on_time_rate"]):
        return f"{received}，这一时段没有到期的"
    said = [f"{name}诉求按期办结 {percent(row['on_time_rate'])}{moved_words(row, earlier, 'on_time_rate')}"]
    if not formats.is_missing(row["satisfy_rate"]):
        said[0] += f"，回访满意 {percent(row['satisfy_rate'])}"
    hidden = hidden_failure(strata, row["on_time_rate"])
    if hidden is not None:
        said.append(f"“{hidden['category']}”按期只有 {percent(hidden['rate'])}，被总数掩盖")
    below = int((parts["verdict"] == LOWER).sum())
    said.append(f"{below} 个{part}明显低于全体" if below else f"没有{part}明显低于全体")
    return "；".join(said)
