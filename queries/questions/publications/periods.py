"""The quarters of the data, newest first."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def periods() -> None:
    """The quarters of the data, newest first.

    One row per period: period ('2026Q3'), starts_on, ends_on, previous_period, is_default (of one: the newest of which
    the city may be spoken, see ``minimum_rated_share`` of the standard; it is meant where no period is named).
    """
