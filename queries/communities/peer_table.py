"""The fair peers of one community: the ten nearest in context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def peer_table(
    database: Database, *, period: str, standard: str, community: str, units: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The fair peers of one community: the ten nearest in context, the nearest first.

    One row per peer: peer_number, community_code, community_name, unit_name, kind, households, context_distance (of
    standardised context; no unit), status, score, band_name, symbol. A peer outside of ``units`` has its context alone
    (peer_number, kind, households, context_distance); everything else is missing.
    """
    return database.frame(
        statement(peer_table), {"period": period, "standard": standard, "community": community, "units": units}
    )
