"""The places of areas under slightly other weights; no basis for evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def weight_sensitivities(
    database: Database, *, period: str, standard: str, area_kind: str = "unit", units: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The places of areas under slightly other weights; no basis for evaluation.

    One row per unit or community of full place, by place: mark (says what the rows are not), area_kind, area_code,
    area_name, unit_code, unit_name, place (official), place_count (how many have one), arithmetic_low and arithmetic_high
    (the band of nine of ten draws of indicator weights within 25 %), geometric_low and geometric_high (the same by the
    geometric mean), geometric_place (by the standard's weights), stability ('稳居前列', '稳居后列' where both bands lie in
    the first or last quarter).
    """
    return database.frame(
        statement(weight_sensitivities),
        {"period": period, "standard": standard, "area_kind": area_kind, "units": units},
    )
