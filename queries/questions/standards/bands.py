"""The bands of a standard, best first."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def bands(*, standard: str) -> None:
    """The bands of a standard, best first.

    One row per band: band_code, band_name, symbol, position, and its conditions, all of which must hold: minimum_score,
    minimum_dimension_score (of every dimension), requires_all_reported, requires_no_veto.
    """
