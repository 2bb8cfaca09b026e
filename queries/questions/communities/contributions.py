"""What moved the total of an area between two periods; the parts sum exactly to the change."""

from queries.question import Scope, question


@question(Scope.AREAS, title="分数变化来源", page="community", place=4)
def contributions(
    *, period: str, standard: str, area_kind: str = "city", area_code: str = "city", since: str = ""
) -> None:
    """What moved the total of an area between two periods; the parts sum exactly to the change.

    One row per indicator measured in both periods and last one row 'rest': indicator_code, indicator_name,
    dimension_code, previous_score and score (of the communities measured in both, by households and weight),
    effective_weight (of 1, of the later period), contribution (points of the total: weight times the difference of the
    scores), compared_count (communities measured in both; of the rest: rated in both). None where there is no total to
    compare. Areas above communities are compared on the communities rated in both periods, by households.

    Args:
        period: The later period.
        standard: The standard both periods are scored under.
        area_kind: 'city', 'unit', 'street' or 'community'.
        area_code: The area's code, 'city' for the city.
        since: The earlier period; empty for the one before.
    """
