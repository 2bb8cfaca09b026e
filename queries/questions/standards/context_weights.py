"""What makes communities alike under a standard, and how much each attribute weighs."""

from queries.question import Scope, question


@question(Scope.PUBLIC, title="标准细则同类条件", page="rules", place=3)
def context_weights(*, standard: str) -> None:
    """What makes communities alike under a standard, and how much each attribute weighs.

    One row per attribute, in the order in which a register gives them: attribute ('households', 'share_60_plus',
    'share_renters', 'building_age', 'density', 'other_kind') and context_weight (relative; of 'other_kind' the distance
    that another kind of community adds).
    """
