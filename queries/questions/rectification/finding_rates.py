"""What was found in a span of time, and what of what fell due in it is put right."""

from typing import Literal

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="整改各项比率", page="rectification")
def finding_rates(
    *,
    period: Span,
    area_kind: str = "unit",
    by: Literal[
        "none", "category", "indicator", "severity", "slot", "place_kind", "responsible", "source", "month"
    ] = "none",
    as_of: str = "",
    units: Codes = None,
) -> None:
    """What was found in a span of time, and what of what fell due in it is put right.

    One row per area and value of ``by`` with anything found, due, overdue or inspected; areas by their place, then by
    value: area_kind, area_code, area_name, unit_code, unit_name, the column that ``by`` names (none without one); by the
    day found: found_count, filed_count, dispatched_count, rectified_of_found_count; by the day due, as of the day of the
    data: due_count, closed_count (verified), rectified_count (verified, not by force), on_time_count (put right by its
    day, or by the day it was extended to; deferred ones are neither on time nor late), rework_count, extended_count,
    deferred_count, forced_count; overdue_count (a stock on the day of the data); then rates from 0 to 1, each with
    ``_low`` and ``_high`` (Wilson, 95 %; Newcombe 1998, method 3): filed_rate of those found, dispatch_rate of those
    filed, closed_rate, rework_rate, extension_rate and rectified_rate of those due, on_time_rate of those due and not
    deferred, rectified_of_found, true_close_rate (items inspected again and not found again, ÷ items inspected again);
    per_100_items (found on first inspections ÷ items checked there; by month and slot those of it, else all of the
    area's), found_without_visit_count (in no inspection, so not in it), visit_count and items_checked (first
    inspections), items_rechecked and truly_closed_count, rectify_median_days (Kaplan and Meier).

    Told as of the day ``as_of`` ('2026-09-30'; '' is the day of the data): what came later counts as not yet come, so that
    a span before can be held against one of the same age. Work done again and days put off bear no date: they count.
    """
