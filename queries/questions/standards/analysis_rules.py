"""What a standard says of small samples and of the pace towards a target."""

from queries.question import Scope, question


@question(Scope.PUBLIC, title="标准细则小样本与进度", page="rules", place=2)
def analysis_rules(*, standard: str) -> None:
    """What a standard says of small samples and of the pace towards a target.

    One row, or none for an unknown standard: small_sample_counted and small_sample_listed (people a rate must rest on to
    count and to be listed), pace_stretch (how many times the present pace a goal may need and still be 需提速).
    """
