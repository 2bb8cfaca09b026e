"""The streets of some or all units, by unit and code."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS)
def streets(*, units: Codes = None) -> None:
    """The streets of some or all units, by unit and code.

    One row per street: street_code, street_name, unit_code, unit_name.
    """
