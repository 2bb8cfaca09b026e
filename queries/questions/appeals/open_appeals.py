"""Appeals that are open on the day of the data, the longest overdue first."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="在办诉求", page="appeals", place=1)
def open_appeals(*, as_of: str = "", units: Codes = None) -> None:
    """Appeals that are open on the day of the data, the longest overdue first.

    One row per appeal that is neither closed nor excluded, or was reopened since: appeal_code, unit_code, unit_name,
    street_name, community_code, community_name, channel, category, appeal_class, matter, received_at, due_at, open_days
    (whole days since it was received), age_band (7 天内, 8–15 天, 16–30 天, 30 天以上), overdue_days (NaN where it is not
    due, or has no limit), is_reopened. Told as of the day
    ``as_of``, '' for that of the data. May be very long: files stream it.
    """
