"""The totals and dimensions of some areas, side by side."""

from queries.question import Scope, question


@question(Scope.AREAS, title="五维对标", page="comparison", place=1)
def dimension_profile(*, period: str, standard: str, areas: tuple[str, ...] = ("city:city",)) -> None:
    """The totals and dimensions of some areas, side by side.

    One row per area and period asked for, the larger areas first: area_kind, area_code, area_name, unit_code, unit_name,
    scored_period, status, score, gap (score − line), certainty, band_code, band_name, symbol, dimension_scores (in the
    standard's order). What does not exist has no row.

    ``areas`` are written as ``kind:code``, as 'unit:330212', or with a period of their own 'unit:330212@2025Q3'.
    """
