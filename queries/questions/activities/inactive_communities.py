"""The communities without any activity in one period, by unit and code."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="本季无活动社区", page="activities", place=6)
def inactive_communities(*, period: str, standard: str, units: Codes = None, dimensions: Codes = None) -> None:
    """The communities without any activity in one period, by unit and code.

    One row per community: area_kind, area_code, area_name, unit_code, unit_name, street_name, kind, households,
    last_period (the last one with an activity, NaN if there was none). Empty where the whole city has no activity in
    the quarter: then there is no ledger.
    """
