"""构成效应 in one sentence: where two units trade places as soon as like is compared with like."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import queries
from pages.shared import formats
from pages.shared.ask import ask
from queries.question import Codes


def composition_flags(*, period: str, standard: str, units: Codes = None, among: Codes = None) -> list[str]:
    """A sentence for each pair of units that trade places, in the order of :func:`queries.compositions`."""
    pairs = ask(queries.compositions, period=period, standard=standard, units=units, among=among)
    return [flag for flag in map(composition_flag, pairs.to_dict("records")) if flag]


def composition_flag(pair: Mapping[Hashable, Any]) -> str:
    """The sentence about a pair whose order turns within the same kinds of community; empty where it does not.

    What is printed decides: a difference that reads 0.00 has no order that could turn.

    Args:
        pair: A row of :func:`queries.compositions`: unit_name, other_name, difference, within_kinds (points).
    """
    difference, within = formats.rounded(pair["difference"]), formats.rounded(pair["within_kinds"])
    if difference * within >= 0:
        return ""
    ahead, behind = pair["unit_name"], pair["other_name"]
    if difference < 0:
        ahead, behind = behind, ahead
    return (
        f"{ahead}比{behind}高 {formats.number(abs(difference))} 分，但按相同社区类型比，"
        f"反而低 {formats.number(abs(within))} 分：差别来自社区类型的构成"
    )
