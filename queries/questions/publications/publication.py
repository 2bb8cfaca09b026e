"""What the open version says of itself."""

from queries.question import Scope, question


@question(Scope.PUBLIC)
def publication() -> None:
    """What the open version says of itself.

    One row: version, is_demonstration, register_note, boundary_source, boundary_vintage, map_approval_number,
    data_until.
    """
