"""The reporting units, in their fixed order."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def units() -> None:
    """The reporting units, in their fixed order.

    One row per unit: unit_code, unit_name, short_name, host_code and host_name (of hosted units), position.
    """
