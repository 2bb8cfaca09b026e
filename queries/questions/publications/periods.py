"""The quarters of the data, newest first."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def periods() -> None:
    """The quarters of the data, newest first.

    One row per period: period ('2026Q3'), starts_on, ends_on, previous_period.
    """
