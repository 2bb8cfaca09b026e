"""The standards the data is scored under, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def standards(database: Database) -> pd.DataFrame:
    """The standards the data is scored under, the newest first.

    One row per standard: standard_version, standard_name, valid_from, is_example, notice, aggregation, geometric_floor
    (the least a dimension counts with in a geometric mean), line, minimum_coverage (a share of 1), false_discovery_rate
    (a share of 1) and minimum_change (points): when a change is real.
    """
    return database.frame(statement(standards), {})
