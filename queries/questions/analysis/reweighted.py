"""Totals and places under other weights of the dimensions; no basis for evaluation."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="权重推演（不作评价依据）", page="analysis", place=6, view="权重推演")
def reweighted(
    *, period: str, standard: str, area_kind: str = "unit", weights: tuple[str, ...] = (), units: Codes = None
) -> None:
    """Totals and places under other weights of the dimensions; no basis for evaluation.

    One row per unit or community that has a score, by its place under the weights: mark (says what the rows are not),
    area_kind, area_code, area_name, unit_code, unit_name, score and place (official), reweighted_score and
    reweighted_place (competition ranks among all of the city, of those of full place), score_difference (points) and
    place_gain (places won, negative: lost).

    ``weights`` are points of dimensions, 'E=30', whole and 0-100; they need not sum to 100. A dimension that is not named
    keeps its share of 100 in the standard. Where all are 0 nothing has a score.
    """
