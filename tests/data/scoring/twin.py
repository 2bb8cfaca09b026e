"""A slow, obvious twin of data/scoring: dicts, floats and math, one community at a time, written from the design alone.

Three tables come back, each a dict from key to row: index, dimension and indicator scores, with the columns of
data/versions/schema.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from scipy import stats

from data.standard import Band, Indicator, Standard

Z = 1.96
Row = dict[str, Any]
Table = dict[tuple[str, ...], Row]
MISSING: Row = {
    "state": "unreported",
    "value": None,
    "grade": None,
    "sample_size": None,
    "population_size": None,
    "standard_error": None,
    "is_carried_forward": False,
}


@dataclass
class City:
    """The facts of a small city, each table as a list of rows."""

    periods: list[Row]
    units: list[Row]
    streets: list[Row]
    communities: list[Row]
    measurements: list[Row]
    activities: list[Row]


@dataclass
class Scores:
    """The three score tables."""

    index: Table
    dimension: Table
    indicator: Table


def round_half_up(score: float) -> float:
    return float(Decimal(repr(round(score, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))


# One item


def curve_score(curve: Sequence[tuple[float, float]], value: float) -> float:
    for (value_0, score_0), (value_1, score_1) in pairwise(curve):
        if value_0 <= value <= value_1:
            return score_0 + (score_1 - score_0) * (value - value_0) / (value_1 - value_0)
    return curve[0][1] if value < curve[0][0] else curve[-1][1]


def precision(indicator: Indicator, row: Row) -> tuple[float | None, float | None]:
    """The n of a measured rate, infinite where all was inspected, else the standard error of the value if it is known."""
    n, population = row["sample_size"], row["population_size"]
    if indicator.sampling == "rate" and n is not None:
        if not indicator.finite_population or population is None:
            return n, None
        return (math.inf if n >= population else n * (population - 1) / (population - n)), None
    if row["standard_error"] is not None:
        return None, row["standard_error"]
    return None, (0.0 if indicator.sampling == "full" else None)


def half_of_rate(value: float, n: float, z: float) -> float:
    """Half of an interval of a rate, z standard errors wide, in percent: Wilson's, but around the rate."""
    p = value / 100
    return 100 * z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))


def curve_error(curve: Sequence[tuple[float, float]], value: float, half: float) -> float:
    """The standard error of a score: the scores of the limits, or the side that the curve does not cut, twice."""
    below = abs(curve_score(curve, value) - curve_score(curve, value - half))
    above = abs(curve_score(curve, value + half) - curve_score(curve, value))
    first, last = curve[0][0], curve[-1][0]
    cuts = (value - half < first) + (value + half > last)
    if cuts == 1 and first <= value <= last:
        return max(below, above) / Z
    return (below + above) / (2 * Z)


def score_item(indicator: Indicator, row: Row, counted: int = 10) -> Row:
    item: Row = {
        "state": row["state"],
        "value": None,
        "score": None,
        "standard_error": None,
        "effective_weight": None,
        "is_carried_forward": row["is_carried_forward"],
        "is_small_sample": False,
        "degrees_of_freedom": None,
        "rate_size": None,
        "value_error": None,
        "size_less_one": None,
    }
    if row["state"] != "value":
        return item
    is_rate_of_people = indicator.about_people and indicator.sampling == "rate"
    if is_rate_of_people and row["sample_size"] is not None and row["sample_size"] < counted:
        return item | {"state": "unreported", "is_small_sample": True}
    item["value"] = row["value"]
    if indicator.grades:
        item["score"] = indicator.grades[row["grade"]]
        item["standard_error"] = 0.0 if indicator.sampling == "full" else None
        return item
    item["score"] = curve_score(indicator.curve, row["value"])
    n, error = precision(indicator, row)
    item |= {"rate_size": n, "value_error": error}
    if row["sample_size"] is not None:
        item["size_less_one"] = max((n or row["sample_size"]) - 1, 1)
    if n is not None or error is not None:
        half = half_of_rate(row["value"], n, Z) if n is not None else Z * error
        item["standard_error"] = curve_error(indicator.curve, row["value"], half)
        item["degrees_of_freedom"] = item["size_less_one"] if item["standard_error"] > 0 else None
    return item


def change_error(indicator: Indicator, later: Row, earlier: Row) -> tuple[float | None, float | None]:
    """The error of an item's part in a change where the truth is the same twice, and the degrees of freedom of it."""
    sides = [row for row in (later, earlier) if row["state"] == "value" and row["effective_weight"]]
    if any(row["standard_error"] is None for row in sides):
        return None, None
    errors = [row["standard_error"] for row in sides]
    if len(sides) == 2 and indicator.curve:
        value = together(later, earlier)
        for number, row in enumerate(sides):
            n = row["rate_size"]
            half = row["value_error"] if n is None else half_of_rate(value, n, 1)
            high, low = (curve_score(indicator.curve, value + side * half) for side in (1, -1))
            errors[number] = abs(high - low) / 2 or errors[number]
    freedoms = [row["size_less_one"] for row in sides if row["size_less_one"] is not None]
    squares = sum((row["effective_weight"] * error) ** 2 for row, error in zip(sides, errors, strict=True))
    return math.sqrt(squares), sum(freedoms) if freedoms else None


def together(later: Row, earlier: Row) -> float:
    """The value that two measurements of the same truth have together."""
    sizes = later["rate_size"], earlier["rate_size"]
    values = later["value"], earlier["value"]
    if None in sizes or sizes == (math.inf, math.inf):
        return float(sum(values)) / 2
    if math.inf in sizes:
        return float(values[sizes.index(math.inf)])
    return float(sum(n * value for n, value in zip(sizes, values, strict=True)) / sum(sizes))


# One community


def root_of_squares(parts: Iterable[float | None]) -> float | None:
    total = 0.0
    for part in parts:
        if part is None:
            return None
        total += part**2
    return math.sqrt(total)


def satterthwaite(parts: Iterable[tuple[float, float | None]]) -> float | None:
    """The degrees of freedom of the root of the squares of errors, each with its own; None for as many as one likes."""
    known = [(error**2, freedom) for error, freedom in parts]
    below = sum(square**2 / freedom for square, freedom in known if freedom is not None)
    return sum(square for square, _ in known) ** 2 / below if below > 0 else None


def freedom_of(parts: Iterable[tuple[float | None, float | None]]) -> float | None:
    """``satterthwaite``, None too where an error is unknown."""
    given = list(parts)
    if any(error is None for error, _ in given):
        return None
    return satterthwaite((error, freedom) for error, freedom in given if error is not None)


def product(weight: float, error: float | None) -> float | None:
    return None if error is None else weight * error


def geometric(parts: Iterable[tuple[float, float]], floor: float) -> float:
    result = 1.0
    for weight, score in parts:
        result *= max(score, floor) ** weight
    return result


def score_dimensions(standard: Standard, items: dict[str, Row]) -> dict[str, Row]:
    """Every dimension of one community; writes the effective weights into its items, too."""
    total = sum(indicator.weight for indicator in standard.indicator)
    dimensions: dict[str, Row] = {}
    shares: dict[str, float] = {}
    for dimension in standard.dimension:
        own = [part for part in standard.indicator if part.dimension == dimension.code]
        shares[dimension.code] = sum(part.weight for part in own) / total
        applicable = sum(part.weight for part in own if items[part.code]["state"] != "not_applicable")
        present = [part for part in own if items[part.code]["state"] == "value"]
        weight = sum(part.weight for part in present)
        points = sum(part.weight * items[part.code]["score"] for part in present)
        errors = [
            product(part.weight / weight, items[part.code]["standard_error"]) for part in present if part.weight > 0
        ]
        freedoms = [items[part.code]["degrees_of_freedom"] for part in present if part.weight > 0]
        dimensions[dimension.code] = {
            "is_applicable": applicable > 0,
            "score": points / weight if weight > 0 else None,
            "lower_score": points / applicable if applicable > 0 else None,
            "standard_error": root_of_squares(errors) if weight > 0 else None,
            "degrees_of_freedom": freedom_of(zip(errors, freedoms, strict=True)),
            "coverage": weight / applicable if applicable > 0 else None,
            "present_weight": weight,
            "applicable_weight": applicable,
            "effective_weight": None,
        }
    applicable_share = sum(shares[code] for code, row in dimensions.items() if row["is_applicable"])
    for code, row in dimensions.items():
        if row["is_applicable"]:
            row["effective_weight"] = shares[code] / applicable_share
    for part in standard.indicator:
        row = dimensions[part.dimension]
        if items[part.code]["state"] == "value" and row["present_weight"] > 0:
            items[part.code]["effective_weight"] = row["effective_weight"] * part.weight / row["present_weight"]
    return dimensions


def score_index(standard: Standard, items: dict[str, Row], dimensions: dict[str, Row], vetoes: Iterable[Row]) -> Row:
    """The total of one community."""
    applicable = [row for row in dimensions.values() if row["is_applicable"]]
    has_score = bool(applicable) and all(row["score"] is not None for row in applicable)
    floor = standard.geometric_floor
    arithmetic_score = geometric_score = standard_error = degrees_of_freedom = lower_score = None
    if has_score:
        arithmetic_score = sum(row["effective_weight"] * row["score"] for row in applicable)
        geometric_score = geometric([(row["effective_weight"], row["score"]) for row in applicable], floor)
        errors: list[float | None] = []
        for row in applicable:
            error = product(row["effective_weight"], row["standard_error"])
            if standard.aggregation == "geometric" and error:
                # on the floor the mean has no slope by which an error could be told
                error = error * geometric_score / row["score"] if row["score"] > floor else None
            errors.append(error)
        standard_error = root_of_squares(errors)
        degrees_of_freedom = freedom_of(
            (error, row["degrees_of_freedom"]) for error, row in zip(errors, applicable, strict=True)
        )
    if applicable:
        lower = [(row["effective_weight"], row["lower_score"]) for row in applicable]
        arithmetic_lower = sum(weight * score for weight, score in lower)
        lower_score = arithmetic_lower if standard.aggregation == "arithmetic" else geometric(lower, floor)
    score = arithmetic_score if standard.aggregation == "arithmetic" else geometric_score
    unreported = sum(part.weight > 0 and items[part.code]["state"] == "unreported" for part in standard.indicator)
    is_covered = all(row["coverage"] + 1e-12 >= standard.coverage.minimum for row in applicable)
    rated = "待补报" if unreported else "参评"
    present_weight = sum(row["present_weight"] for row in dimensions.values())
    applicable_weight = sum(row["applicable_weight"] for row in dimensions.values())
    status = "数据不足" if score is None or not is_covered else rated
    scores = {
        "score": score,
        "lower_score": lower_score,
        "simple_mean": score,
        "arithmetic_score": arithmetic_score,
        "geometric_score": geometric_score,
        "standard_error": standard_error,
        "degrees_of_freedom": degrees_of_freedom,
    }
    return {
        "status": status,
        **(dict.fromkeys(scores) if status == "数据不足" else scores),
        "coverage": present_weight / applicable_weight if applicable_weight > 0 else None,
        "unreported_count": unreported,
        "is_vetoed": any(row["state"] == "value" and row["value"] >= 1 for row in vetoes),
    }


# Verdicts


def lowest(scores: Iterable[float | None]) -> float | None:
    return min((score for score in scores if score is not None), default=None)


def band_of(standard: Standard, total: Row, dimensions: dict[str, Row], *, is_area: bool) -> Band | None:
    if total["status"] == "数据不足":
        return None
    scores = [round_half_up(row["score"]) for row in dimensions.values() if row["score"] is not None]
    for band in standard.band:
        if (
            round_half_up(total["score"]) >= band.minimum_score
            and all(score >= band.minimum_dimension_score for score in scores)
            and (is_area or not band.requires_all_reported or total["unreported_count"] == 0)
            and (is_area or not band.requires_no_veto or not total["is_vetoed"])
        ):
            return band
    return None


def certainty_of(standard: Standard, total: Row, dimensions: dict[str, Row], *, is_area: bool) -> str | None:
    if total["status"] == "数据不足":
        return None
    if not is_area and total["is_vetoed"]:
        return "确定未达标"
    rows = [total, *(row for row in dimensions.values() if row["score"] is not None)]
    if holm([one_sided_p(standard, row) for row in rows], 0.05):
        return "确定未达标"
    if (not is_area and total["unreported_count"]) or any(round_half_up(row["score"]) < standard.line for row in rows):
        return "待复核"
    is_certain = all(p is not None and 1 - p <= 0.05 for p in (one_sided_p(standard, row) for row in rows))
    return "确定达标" if is_certain else "可能达标"


def t_below(t: float, freedom: float | None) -> float:
    return float(stats.norm.cdf(t) if freedom is None else stats.t.cdf(t, freedom))


def one_sided_p(standard: Standard, row: Row) -> float | None:
    """How likely so low a score is of an area on the line."""
    distance, error = round_half_up(row["score"]) - standard.line, row["standard_error"]
    if error is None:
        return None
    if error == 0:
        return 1.0 if distance >= 0 else 0.0
    return t_below(distance / error, row["degrees_of_freedom"])


def holm(p_values: Sequence[float | None], level: float) -> list[float]:
    """The rejected p values, from the smallest on, each at the level over how many are left; unknown ones are left."""
    rejected: list[float] = []
    for p in sorted(p for p in p_values if p is not None):
        if p > level / (len(p_values) - len(rejected)):
            break
        rejected.append(p)
    return rejected


def judge(standard: Standard, total: Row, dimensions: dict[str, Row], *, is_area: bool) -> None:
    band = band_of(standard, total, dimensions, is_area=is_area)
    total["band_code"] = band.code if band else None
    total["is_passing"] = band is not None and band.minimum_score >= standard.line
    total["certainty"] = certainty_of(standard, total, dimensions, is_area=is_area)
    total["minimum_dimension_score"] = lowest(row["score"] for row in dimensions.values())


def two_sided_p(change: float | None, error: float | None, freedom: float | None) -> float | None:
    if change is None or error is None:
        return None
    if error == 0:
        return 1.0 if abs(change) < 1e-9 else 0.0
    return 2 * t_below(-abs(change) / error, freedom)


def benjamini_hochberg(p_values: dict[Any, float], rate: float) -> set[Any]:
    """The rejected hypotheses: the largest k with p_(k) ≤ rate·k/m, and every p up to it."""
    cut = -1.0
    for rank, p in enumerate(sorted(p_values.values()), 1):
        if p <= rate * rank / len(p_values):
            cut = p
    return {key for key, p in p_values.items() if p <= cut}


# Areas


def household_mean(pairs: Sequence[tuple[int, float | None]]) -> float | None:
    known = [(households, value) for households, value in pairs if value is not None]
    if not known:
        return None
    return sum(households * value for households, value in known) / sum(households for households, _ in known)


def household_error(pairs: Sequence[tuple[int, float | None]]) -> float | None:
    """The standard error of a household mean; unknown errors count as the known ones on average."""
    known = [(households, error) for households, error in pairs if error is not None]
    if not known:
        return None
    squares = sum(households**2 * error**2 for households, error in known)
    scale = sum(households**2 for households, _ in pairs) / sum(households**2 for households, _ in known)
    return math.sqrt(squares * scale) / sum(households for households, _ in pairs)


def household_freedom(rows: Sequence[tuple[int, float | None, float | None]]) -> float | None:
    """The degrees of freedom of ``household_error``: households, error and degrees of freedom of those whose error is known."""
    return satterthwaite((households * error, freedom) for households, error, freedom in rows if error is not None)


# The city


def shift_quarters(day: date, quarters: int) -> date:
    months = day.year * 12 + day.month - 1 + 3 * quarters
    return date(months // 12, months % 12 + 1, 1)


def compute_item(
    indicator: Indicator, community: Row, period: Row, activities: Sequence[Row], ledger_begins_on: date | None
) -> Row:
    """What an item counted from activities is worth where nobody reported it."""
    starts_on = shift_quarters(period["starts_on"], 1 - indicator.window)
    if community["established_on"] is not None and community["established_on"] > starts_on:
        return MISSING | {"state": "not_applicable"}
    inside = [
        activity
        for activity in activities
        if activity["community_code"] == community["community_code"]
        and starts_on <= activity["held_at"].date() <= period["ends_on"]
    ]
    if not inside or ledger_begins_on is None or ledger_begins_on >= shift_quarters(starts_on, 1):
        return MISSING
    counted = [activity for activity in inside if activity["category"] in indicator.activity_categories]
    value = len(counted) if indicator.computed == "activity_count" else len({row["kind"] for row in counted})
    return MISSING | {"state": "value", "value": float(value)}


def stands_in(community: Row, period: Row) -> bool:
    return (community["established_on"] is None or community["established_on"] <= period["ends_on"]) and (
        community["abolished_on"] is None or community["abolished_on"] > period["starts_on"]
    )


def score_city_twin(standards: Sequence[Standard], city: City) -> Scores:
    scores = Scores({}, {}, {})
    for standard in standards:
        _score_communities(standard, city, scores)
        _score_areas(standard, city, scores)
        _place(standard, city, scores)
        _change(standard, city, scores)
        _two_periods(standard, city, scores)
        _list(standard, city, scores)
    return scores


def _score_communities(standard: Standard, city: City, scores: Scores) -> None:
    reported = {(row["community_code"], row["period"], row["indicator_code"]): row for row in city.measurements}
    for period in city.periods:
        for community in city.communities:
            if not stands_in(community, period):
                continue
            key = (standard.version, "community", community["community_code"], period["period"])
            items: dict[str, Row] = {}
            for part in standard.indicator:
                row = reported.get((community["community_code"], period["period"], part.code))
                if row is None and not part.is_reported:
                    unit = {
                        row["community_code"] for row in city.communities if row["unit_code"] == community["unit_code"]
                    }
                    days = [row["held_at"].date() for row in city.activities if row["community_code"] in unit]
                    row = compute_item(part, community, period, city.activities, min(days, default=None))
                items[part.code] = score_item(part, row or MISSING, standard.small_sample.counted)
            vetoes = [
                reported.get((community["community_code"], period["period"], veto.code), MISSING)
                for veto in standard.veto
            ]
            dimensions = score_dimensions(standard, items)
            total = score_index(standard, items, dimensions, vetoes)
            is_rated = total["status"] != "数据不足"
            if not is_rated:
                nothing = dict.fromkeys(("score", "lower_score", "standard_error", "degrees_of_freedom"))
                dimensions = {code: row | nothing for code, row in dimensions.items()}
            judge(standard, total, dimensions, is_area=False)
            total |= {
                "unit_code": community["unit_code"],
                "community_count": 1,
                "households": community["households"],
                "rated_count": int(is_rated),
                "passing_count": int(total["is_passing"]),
            }
            scores.index[key] = total
            for code, row in dimensions.items():
                is_scored = is_rated and row["score"] is not None
                row["rated_count"] = int(is_scored)
                row["passing_count"] = int(is_scored and round_half_up(row["score"]) >= standard.line)
                scores.dimension[*key, code] = row
            for code, row in items.items():
                row["rated_count"] = int(is_rated and row["state"] == "value")
                scores.indicator[*key, code] = row


def areas_of(city: City) -> list[tuple[str, str, str | None, list[Row]]]:
    """Every area above communities: kind, code, unit and members."""
    return [
        ("city", "city", None, city.communities),
        *(
            (
                "unit",
                unit["unit_code"],
                unit["unit_code"],
                [row for row in city.communities if row["unit_code"] == unit["unit_code"]],
            )
            for unit in city.units
        ),
        *(
            (
                "street",
                street["street_code"],
                street["unit_code"],
                [row for row in city.communities if row["street_code"] == street["street_code"]],
            )
            for street in city.streets
        ),
    ]


def _score_areas(standard: Standard, city: City, scores: Scores) -> None:
    for period in city.periods:
        for kind, code, unit_code, members in areas_of(city):
            key = (standard.version, kind, code, period["period"])
            standing = [
                (row["households"], (standard.version, "community", row["community_code"], period["period"]))
                for row in members
                if stands_in(row, period)
            ]
            if not standing and kind != "unit":
                continue
            every = [(h, own) for h, own in standing if scores.index[own]["status"] != "数据不足"]
            is_said = len(every) > 0 and len(every) / len(standing) + 1e-12 >= standard.minimum_rated_share.minimum
            rated = every if is_said else []
            dimensions: dict[str, Row] = {}
            for dimension in standard.dimension:
                own_rows = [(h, scores.dimension[*own, dimension.code]) for h, own in rated]
                scored = [(h, row) for h, row in own_rows if row["score"] is not None]
                counted = [row for _, own in every if (row := scores.dimension[*own, dimension.code])["rated_count"]]
                dimensions[dimension.code] = {
                    "score": household_mean([(h, row["score"]) for h, row in scored]),
                    "lower_score": household_mean([(h, row["lower_score"]) for h, row in scored]),
                    "standard_error": household_error([(h, row["standard_error"]) for h, row in scored]),
                    "degrees_of_freedom": household_freedom(
                        [(h, row["standard_error"], row["degrees_of_freedom"]) for h, row in scored]
                    ),
                    "coverage": len(counted) / len(standing) if standing else None,
                    "effective_weight": household_mean([(h, row["effective_weight"]) for h, row in scored]),
                    "rated_count": len(counted),
                    "passing_count": sum(row["passing_count"] for row in counted),
                }
                scores.dimension[*key, dimension.code] = dimensions[dimension.code]
            for part in standard.indicator if standing else ():
                own_rows = [(h, scores.indicator[*own, part.code]) for h, own in rated]
                present = [(h, row) for h, row in own_rows if row["state"] == "value"]
                states = {scores.indicator[*own, part.code]["state"] for _, own in standing}
                state = "not_applicable" if states == {"not_applicable"} else "unreported"
                if present:
                    state = "value"
                scores.indicator[*key, part.code] = {
                    "state": state,
                    "value": household_mean([(h, row["value"]) for h, row in present]),
                    "score": household_mean([(h, row["score"]) for h, row in present]),
                    "standard_error": household_error([(h, row["standard_error"]) for h, row in present]),
                    "degrees_of_freedom": household_freedom(
                        [(h, row["standard_error"], row["degrees_of_freedom"]) for h, row in present]
                    ),
                    "effective_weight": household_mean([(h, row["effective_weight"]) for h, row in present]),
                    "is_small_sample": False,
                    "is_carried_forward": bool(present) and all(row["is_carried_forward"] for _, row in present),
                    "rated_count": sum(scores.indicator[*own, part.code]["rated_count"] for _, own in every),
                }
            totals = [(h, scores.index[own]) for h, own in rated]
            total: Row = {
                name: household_mean([(h, row[name]) for h, row in totals])
                for name in ("score", "lower_score", "arithmetic_score", "geometric_score")
            }
            total |= {
                "status": "参评" if is_said else "数据不足",
                "unit_code": unit_code,
                "simple_mean": household_mean([(1, row["score"]) for _, row in totals]),
                "standard_error": household_error([(h, row["standard_error"]) for h, row in totals]),
                "degrees_of_freedom": household_freedom(
                    [(h, row["standard_error"], row["degrees_of_freedom"]) for h, row in totals]
                ),
                "coverage": len(every) / len(standing) if standing else None,
                "unreported_count": sum(scores.index[own]["unreported_count"] for _, own in standing),
                "is_vetoed": False,
                "community_count": len(standing),
                "households": sum(h for h, _ in standing) if standing else None,
                "rated_count": len(every),
                "passing_count": sum(scores.index[own]["is_passing"] for _, own in every),
            }
            judge(standard, total, dimensions, is_area=True)
            scores.index[key] = total


def _place(standard: Standard, city: City, scores: Scores) -> None:
    """Competition ranks (1-2-2-4) among those rated in full, on rounded scores, of one kind and period."""
    for period in city.periods:
        for kind in ("community", "street", "unit", "city"):
            rows = [
                row
                for (version, own_kind, _, own_period), row in scores.index.items()
                if (version, own_kind, own_period) == (standard.version, kind, period["period"])
            ]
            ranked = [row for row in rows if row["status"] == "参评" and kind != "city"]
            for row in rows:
                row["city_place"] = row["unit_place"] = None
            for row in ranked:
                better = [other for other in ranked if round_half_up(other["score"]) > round_half_up(row["score"])]
                row["city_place"] = 1 + len(better)
                if kind in {"community", "street"}:
                    row["unit_place"] = 1 + sum(other["unit_code"] == row["unit_code"] for other in better)


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _change(standard: Standard, city: City, scores: Scores) -> None:
    for period in city.periods:
        _change_of_communities(standard, city, period, scores)
        for kind, code, _, members in areas_of(city):
            key = (standard.version, kind, code, period["period"])
            if key not in scores.index:
                continue
            pairs = [
                (row["households"], (standard.version, "community", row["community_code"], period["period"]))
                for row in members
            ]
            both = [(h, own) for h, own in pairs if own in scores.index and scores.index[own]["change"] is not None]
            if not _is_said_of(scores, (standard.version, kind, code), (period["period"], period["previous_period"])):
                both = []
            scores.index[key] |= {
                "change": household_mean([(h, scores.index[own]["change"]) for h, own in both]),
                "change_standard_error": household_error(
                    [(h, scores.index[own]["change_standard_error"]) for h, own in both]
                ),
                "change_degrees_of_freedom": household_freedom(
                    [
                        (h, scores.index[own]["change_standard_error"], scores.index[own]["change_degrees_of_freedom"])
                        for h, own in both
                    ]
                ),
            }
            for dimension in standard.dimension:
                scores.dimension[*key, dimension.code]["change"] = household_mean(
                    [(h, scores.dimension[*own, dimension.code]["change"]) for h, own in both]
                )
        for kind in ("community", "street", "unit", "city"):
            rows = {
                code: row
                for (version, own_kind, code, own_period), row in scores.index.items()
                if (version, own_kind, own_period) == (standard.version, kind, period["period"])
            }
            for code, row in rows.items():
                row["p_value"] = two_sided_p(
                    row["change"], row["change_standard_error"], row["change_degrees_of_freedom"]
                )
                before = scores.index.get((standard.version, kind, code, period["previous_period"]))
                row["place_change"] = _difference(before and before["city_place"], row["city_place"])
            known = {code: row["p_value"] for code, row in rows.items() if row["p_value"] is not None}
            real = benjamini_hochberg(known, standard.change.false_discovery_rate)
            for code, row in rows.items():
                row["progress"] = None
                if row["p_value"] is not None:
                    row["progress"] = _verdict(row["change"], standard.change.minimum, is_real=code in real)


def _is_said_of(scores: Scores, area: tuple[str, str, str], periods: Sequence[str | None]) -> bool:
    """Whether something is said of an area in every one of these periods."""
    rows = [scores.index.get((*area, str(period))) for period in periods]
    return all(row is not None and row["status"] != "数据不足" for row in rows)


def _verdict(change: float, minimum: float, *, is_real: bool) -> str:
    if not is_real:
        return "在抽样误差内"
    if math.floor(abs(change) * 100 + 0.5 + 1e-9) / 100 >= minimum:
        return "明显进步" if change > 0 else "明显退步"
    return "略升" if change > 0 else "略降"


def _two_periods(standard: Standard, city: City, scores: Scores) -> None:
    """The change against the period before last, and for how many periods in a row the score has fallen."""
    names = [period["period"] for period in city.periods]
    for number, name in enumerate(names):
        middle, first = (names[number - 1], names[number - 2]) if number > 1 else (None, None)
        changes: dict[tuple[str, str], tuple[float | None, float | None, float | None]] = {}
        for community in city.communities:
            code = community["community_code"]
            changes["community", code] = _two_period_change(standard, code, (name, middle, first), scores)
        for kind, code, _, members in areas_of(city):
            own = [(row["households"], *changes["community", row["community_code"]]) for row in members]
            is_said = _is_said_of(scores, (standard.version, kind, code), (name, first))
            both = [part for part in own if is_said and part[1] is not None]
            changes[kind, code] = (
                household_mean([(households, change) for households, change, _, _ in both]),
                household_error([(households, error) for households, _, error, _ in both]),
                household_freedom([(households, error, freedom) for households, _, error, freedom in both]),
            )
        for kind in ("community", "street", "unit", "city"):
            rows = {
                code: scores.index[standard.version, kind, code, name]
                for own_kind, code in changes
                if own_kind == kind and (standard.version, kind, code, name) in scores.index
            }
            p_values = {code: two_sided_p(*changes[kind, code]) for code in rows}
            known = {code: p for code, p in p_values.items() if p is not None}
            real = benjamini_hochberg(known, standard.change.false_discovery_rate)
            for code, row in rows.items():
                change = changes[kind, code][0]
                row["two_period_change"] = change
                row["two_period_progress"] = None
                if code in known:
                    row["two_period_progress"] = _verdict(change or 0.0, standard.change.minimum, is_real=code in real)
                past = scores.index.get((standard.version, kind, code, names[number - 1])) if number else None
                is_falling = row["change"] is not None and round(row["change"], 2) < 0
                row["fall_count"] = (past["fall_count"] if past else 0) + 1 if is_falling else 0


def _two_period_change(
    standard: Standard, code: str, periods: tuple[str, str | None, str | None], scores: Scores
) -> tuple[float | None, float | None, float | None]:
    """The change of a community over two periods, its error and their freedom; an item carried forward twice brings none."""
    now, middle, first = [(standard.version, "community", code, str(period)) for period in periods]
    if any(key not in scores.index or scores.index[key]["status"] == "数据不足" for key in (now, first)):
        return None, None, None
    parts: list[tuple[float | None, float | None]] = []
    for part in standard.indicator:
        between = scores.indicator.get((*middle, part.code))
        if scores.indicator[*now, part.code]["is_carried_forward"] and between and between["is_carried_forward"]:
            continue
        parts.append(change_error(part, scores.indicator[*now, part.code], scores.indicator[*first, part.code]))
    change = scores.index[now]["score"] - scores.index[first]["score"]
    return change, root_of_squares(error for error, _ in parts), freedom_of(parts)


def _change_of_communities(standard: Standard, city: City, period: Row, scores: Scores) -> None:
    for community in city.communities:
        now = (standard.version, "community", community["community_code"], period["period"])
        if now not in scores.index:
            continue
        before = (standard.version, "community", community["community_code"], period["previous_period"])
        is_compared = before in scores.index and all(scores.index[key]["status"] != "数据不足" for key in (now, before))
        total = scores.index[now]
        total["change"] = total["change_standard_error"] = total["change_degrees_of_freedom"] = None
        for dimension in standard.dimension:
            scores.dimension[*now, dimension.code]["change"] = None
        if not is_compared:
            continue
        total["change"] = total["score"] - scores.index[before]["score"]
        parts = [
            change_error(part, scores.indicator[*now, part.code], scores.indicator[*before, part.code])
            for part in standard.indicator
            if not scores.indicator[*now, part.code]["is_carried_forward"]
        ]
        total["change_standard_error"] = root_of_squares(error for error, _ in parts)
        total["change_degrees_of_freedom"] = freedom_of(parts)
        for dimension in standard.dimension:
            scores.dimension[*now, dimension.code]["change"] = _difference(
                scores.dimension[*now, dimension.code]["score"], scores.dimension[*before, dimension.code]["score"]
            )


def _list(standard: Standard, city: City, scores: Scores) -> None:
    names = [period["period"] for period in city.periods]
    for (version, kind, code, period), row in scores.index.items():
        if version != standard.version:
            continue
        row["dimension_scores"] = [
            scores.dimension[version, kind, code, period, dimension.code]["score"] for dimension in standard.dimension
        ]
        past = [scores.index.get((version, kind, code, name)) for name in names[: names.index(period) + 1]]
        row["trend"] = [None if one["status"] == "数据不足" else one["score"] for one in past if one is not None][-12:]
