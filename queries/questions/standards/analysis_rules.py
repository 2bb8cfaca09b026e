"""What a standard says of small samples, of the pace towards a target and of 红黑榜."""

from queries.question import Scope, question


@question(Scope.PUBLIC, title="标准细则小样本与进度", page="rules", place=2)
def analysis_rules(*, standard: str) -> None:
    """What a standard says of small samples, of the pace towards a target and of 红黑榜.

    One row, or none for an unknown standard: small_sample_counted and small_sample_listed (people a rate must rest on to
    count and to be listed), pace_stretch (how many times the present pace a goal may need and still be 需提速),
    rectified_line (percent of due problems put right) and rectified_line_citation (NaN where nothing is cited).
    """
