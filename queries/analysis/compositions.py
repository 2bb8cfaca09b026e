"""What of the difference of two reporting units remains within the same kinds of community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def compositions(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), among: tuple[str, ...] = ()
) -> pd.DataFrame:
    """What of the difference of two reporting units remains within the same kinds of community.

    One row per pair of units that touches one of ``units``, both of the pair in ``among``; first the pairs whose order
    turns: unit_code, unit_name, other_code, other_name, difference (points, first minus second), within_kinds (of it,
    between the same kinds), mix (of it, by different shares of the kinds; together the difference), is_reversed (within
    the kinds the other one is ahead).
    """
    return database.frame(
        statement(compositions), {"period": period, "standard": standard, "units": units, "among": among}
    )
