"""The places of areas under slightly other weights; no basis for evaluation."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, title="权重推演名次区间（不作评价依据）", page="analysis", place=7, view="权重推演")
def weight_sensitivities(*, period: str, standard: str, area_kind: str = "unit", units: Codes = None) -> None:
    """The places of areas under slightly other weights; no basis for evaluation.

    One row per unit or community of full place, by place: mark (says what the rows are not), area_kind, area_code,
    area_name, unit_code, unit_name, place (official), place_count (how many have one), arithmetic_low and arithmetic_high
    (the band of nine of ten draws of indicator weights within 25 %), geometric_low and geometric_high (the same by the
    geometric mean), geometric_place (by the standard's weights), stability ('稳居前列', '稳居后列' where both bands lie in
    the first or last quarter).
    """
