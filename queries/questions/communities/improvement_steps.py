"""The shortest way up of one community, step by step."""

from queries.question import Scope, question


@question(Scope.COMMUNITY, title="社区档案补短板", page="community", place=5)
def improvement_steps(*, period: str, standard: str, community: str) -> None:
    """The shortest way up of one community, step by step.

    One row per step, the one that brings most first: step, dimension_name, indicator_code, indicator_name, from_value and
    to_value (in unit_text, with decimals), from_grade and to_grade (instead, for graded items), unit_text, decimals,
    from_score, to_score, gain (points of the total).
    """
