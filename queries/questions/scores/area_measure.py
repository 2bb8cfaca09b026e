"""One measure for every reporting unit, street or community."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="地图", page="map", place=1)
def area_measure(
    *,
    period: str,
    standard: str,
    measure: str = "index",
    area_kind: str = "unit",
    units: Codes = None,
    streets: Codes = None,
) -> None:
    """One measure for every reporting unit, street or community, in the order of the units, then by code.

    One row per area: area_kind, area_code, area_name, short_name, unit_code, unit_name, host_code, host_name,
    street_code, longitude, latitude, position_quality (surveyed, street or schematic; units have no position), value,
    line, distance (value − line), rated_count, community_count. No data is a value of NaN.

    Units are always all there (but for ``units``); streets and communities when they stood in the register that period.
    ``measure`` is a code of :func:`queries.measures`. The line is the standard's for scores, 0 for the change, the
    target due next for the share passing (0 where the standard has none), the minimum coverage, and the city's rate
    for activities (per 1,000 households in the quarter) and for the rates of ledgers (in percent).
    """
