"""Whence the scores of a quarter have what residents ask for, and how many tickets have changed since."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, page="appeals")
def frozen_appeals(*, period: str, area_kind: str = "unit", units: Codes = None) -> None:
    """Whence the scores of a quarter have what residents ask for, and how many tickets have changed since.

    One row per area with any such item (in time, solved, satisfied), by code: area_kind, area_code, computed_count and
    taken_count (communities whose items were computed from tickets, and as the unit reported them), changed_count (how
    many tickets at least are other ones, or stand otherwise, than when the items were computed: per community the largest
    difference of any count, since one ticket changes each of them by one at most).
    """
