"""What makes communities alike under a standard, and how much each attribute weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def context_weights(database: Database, *, standard: str) -> pd.DataFrame:
    """What makes communities alike under a standard, and how much each attribute weighs.

    One row per attribute, in the order in which a register gives them: attribute ('households', 'share_60_plus',
    'share_renters', 'building_age', 'density', 'other_kind') and context_weight (relative; of 'other_kind' the distance
    that another kind of community adds).
    """
    return database.frame(statement(context_weights), {"standard": standard})
