"""Problems that are neither verified as put right nor closed by force, the longest overdue first."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="在改问题", page="rectification", place=1)
def open_findings(*, as_of: str = "", units: Codes = None, streets: Codes = None) -> None:
    """Problems that are neither verified as put right nor closed by force, the longest overdue first.

    One row per problem: finding_code, unit_code, unit_name, street_name, community_code, community_name, place,
    place_kind, category, description, demand, responsible, source, severity, found_on, due_on, limit_on (the day it was
    deferred or extended to, else due_on), open_days (whole days since it was found), age_band (7 天内, 8–15 天, 16–30 天,
    30 天以上), overdue_days (since limit_on; NaN where it is not due), stage (待派遣, 整改中, 待核查, 缓办), rework_count,
    document_number (of the last document of supervision that names it). Told as of the day
    ``as_of``, '' for that of the data. May be very long: files stream it.
    """
