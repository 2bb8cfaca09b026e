"""The facts that bar a community from every band but the last."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def vetoes(*, standard: str) -> None:
    """The facts that bar a community from every band but the last.

    One row per veto, by code: indicator_code, veto_name, note, basis.
    """
