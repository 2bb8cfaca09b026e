"""How the league divides."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS)
def league_counts(
    *,
    period: str,
    standard: str,
    area_kind: str = "community",
    units: Codes = None,
    streets: Codes = None,
    kinds: Codes = None,
    bands: Codes = None,
    weak_dimensions: Codes = None,
    search: str = "",
    ranked: int = 50,
) -> None:
    """How many areas stand where in the league table of the same filters, before any of its rows is read.

    One row per status and progress that occur, the rated first: status, progress (missing where there is no change to
    judge), area_count, above_count (printed score at or above the line), passing_count (communities in a passing band),
    placed_count (areas whose place is given, with ``ranked`` places).
    """
