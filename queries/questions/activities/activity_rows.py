"""The ledger of activities of one period, activity by activity."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="活动台账", page="activities", place=5)
def activity_rows(*, period: str, standard: str, units: Codes = None, dimensions: Codes = None) -> None:
    """The ledger of activities of one period, activity by activity.

    One row per activity of a community then standing, the earliest first: activity_code, held_at, unit_code, unit_name,
    street_name, community_code, community_name, dimension_code, dimension_name (NaN for a dimension of another
    standard), category, activity_kind, participants, participating_households. May be very long: files stream it.
    """
