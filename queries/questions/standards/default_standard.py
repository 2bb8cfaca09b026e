"""The standard in force at the end of a period."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def default_standard(*, period: str) -> None:
    """The standard in force at the end of a period.

    One row: standard_version. The one that came into force last; before the first one, the oldest.
    No row for a period without data.
    """
