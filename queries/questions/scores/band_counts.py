"""How many communities stand in each band."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="总览等次", page="overview", place=3)
def band_counts(*, period: str, standard: str, units: Codes = None, streets: Codes = None) -> None:
    """How many communities stand in each band.

    One row per band of the standard, zeros included: band_code, band_name, symbol, position, community_count; the last
    row is 'none' (○ 数据不足), the communities without a band.
    """
