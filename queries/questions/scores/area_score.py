"""The total of one area."""

from queries.question import Scope, question


@question(Scope.AREAS, title="总览总分", page="overview", place=1)
def area_score(*, period: str, standard: str, area_kind: str = "city", area_code: str = "city") -> None:
    """The total of one area.

    One row, or none for an unknown area: area_name and the columns of the table index_score;
    change is of the communities rated in both periods, turnover_change what the levels differ by beyond it.
    """
