"""The dimensions of a standard, in its order."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def dimensions(*, standard: str) -> None:
    """The dimensions of a standard, in its order.

    One row per dimension: dimension_code, dimension_name, position, weight_share (of 1).
    """
