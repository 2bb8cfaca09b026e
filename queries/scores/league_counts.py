"""How the league divides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def league_counts(
    database: Database,
    *,
    period: str,
    standard: str,
    area_kind: str = "community",
    units: tuple[str, ...] = (),
    streets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    bands: tuple[str, ...] = (),
    weak_dimensions: tuple[str, ...] = (),
    search: str = "",
    ranked: int = 50,
) -> pd.DataFrame:
    """How many areas stand where in the league table of the same filters, before any of its rows is read.

    One row per status and progress that occur, the rated first: status, progress (missing where there is no change to
    judge), area_count, above_count (printed score at or above the line), passing_count (communities in a passing band),
    placed_count (areas whose place is given, with ``ranked`` places).
    """
    return database.frame(
        statement(league_counts),
        {
            "period": period,
            "standard": standard,
            "area_kind": area_kind,
            "units": units,
            "streets": streets,
            "kinds": kinds,
            "bands": bands,
            "weak_dimensions": weak_dimensions,
            "search": search,
            "ranked": ranked,
        },
    )
