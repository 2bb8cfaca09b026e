"""Who puts problems right above the line for certain (红榜), who below it (黑榜), and of whom neither can be said."""

from typing import Literal

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="红黑榜", page="rectification", place=4)
def red_black_list(
    *,
    period: Span,
    side: Literal["red", "black"] = "red",
    area_kind: str = "street",
    by: Literal["place_kind", "kind"] = "place_kind",
    units: Codes = None,
) -> None:
    """Who puts problems right above the line for certain (红榜), who below it (黑榜), and of whom neither can be said.

    One row per kind and area on the side of the line that is asked for, by kind, those that are certain first, then
    the furthest from the line: area_kind, area_code, area_name, unit_code, unit_name, place_kind or kind (of place or
    of community: only like is held against like), due_count (due in the span by the day of the data), rectified_count
    (verified, not by force), rectified_rate, rectified_rate_low, rectified_rate_high (of 1; Wilson's limits that hold
    for all of the city at once at 95 %, by Bonferroni), line (of 1: ``rectification`` of the standard in force at the
    end of the span), citation (where it comes from, 示例 where nothing is cited), verdict and rule (what made it so).
    红榜 and 黑榜 stand only where the whole interval is beyond the line and at least ten were due; else 待复核. After the
    next random sample the best usually fall a little and the worst rise (regression to the mean).
    """
