"""The SQL of data/scoring against its twin on random small cities, and by hand at the borders."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from scipy import stats

from data.computed import measure
from data.scoring import count_ledgers, load_standards, score_city, score_items
from data.standard import Standard
from data.tables import ledgers
from data.versions.schema import schema
from tests.data.scoring.twin import City, Row, Scores, score_city_twin, shift_quarters

KEYS = {
    "index_score": ["standard_version", "area_kind", "area_code", "period"],
    "dimension_score": ["standard_version", "area_kind", "area_code", "period", "dimension_code"],
    "indicator_score": ["standard_version", "area_kind", "area_code", "period", "indicator_code"],
}

BANDS = [
    {
        "code": "exemplary",
        "name": "典范",
        "symbol": "★",
        "minimum_score": 85,
        "minimum_dimension_score": 75,
        "requires_all_reported": True,
        "requires_no_veto": True,
    },
    {
        "code": "passing",
        "name": "达标",
        "symbol": "●",
        "minimum_score": 60,
        "minimum_dimension_score": 60,
        "requires_all_reported": True,
        "requires_no_veto": True,
    },
    {"code": "developing", "name": "培育", "symbol": "◐", "minimum_score": 50, "requires_no_veto": True},
    {"code": "remedial", "name": "整改", "symbol": "▲"},
]


def _item(code: str, dimension: str, weight: float, **rest: Any) -> Row:
    return {"code": code, "name": code, "dimension": dimension, "weight": weight, **rest}


ARITHMETIC = Standard.model_validate(
    {
        "version": "arithmetic",
        "dimension": [{"code": code, "name": code} for code in "EOVA"],
        "indicator": [
            _item("E1", "E", 6, anchors=[[50, 0], [80, 60], [95, 100]], unit="%", sampling="rate"),
            _item(
                "E2", "E", 3, anchors=[[0, 0], [50, 60], [100, 100]], unit="%", sampling="rate", finite_population=True
            ),
            _item("E3", "E", 2.5, grades={"A": 100, "B": 66, "C": 33, "C#": 0}),
            _item("E4", "E", 0, anchors=[[0, 0], [10, 100]], sampling="mean"),
            _item("O1", "O", 4, anchors=[[30, 0], [10, 60], [0, 100]]),
            _item("O2", "O", 3, deduction={"points": 7, "cap": 60}),
            _item("O3", "O", 5, anchors=[[0, 0], [3, 60], [5, 100]], sampling="mean"),
            _item("V1", "V", 2, anchors=[[0, 0], [40, 60], [60, 100]]),
            _item("V2", "V", 1.5, anchors=[[0, 20], [1, 20], [5, 90]]),
            _item(
                "A1",
                "A",
                3,
                anchors=[[0, 0], [6, 60], [12, 100]],
                computed="activity_count",
                window=4,
                activity_categories=["culture", "sport"],
            ),
            _item(
                "A2",
                "A",
                2,
                anchors=[[0, 0], [3, 60], [5, 100]],
                computed="activity_kind_count",
                window=2,
                activity_categories=["culture", "service"],
            ),
            _item("A3", "A", 4, anchors=[[20, 0], [60, 60], [90, 100]], sampling="rate"),
        ],
        "veto": [{"code": "X1", "name": "X1"}, {"code": "X2", "name": "X2"}],
        "band": BANDS,
    }
)

GEOMETRIC = Standard.model_validate(
    {
        "version": "geometric",
        "aggregation": "geometric",
        "geometric_floor": 5,
        "line": 55,
        "coverage": {"numerator": 1, "denominator": 2},
        "change": {"false_discovery_rate": 0.3, "minimum": 0.5},
        "dimension": [{"code": code, "name": code} for code in "VEO"],
        "indicator": [
            _item("V1", "V", 1, anchors=[[0, 0], [50, 60], [80, 100]]),
            _item("V2", "V", 4, anchors=[[1, 0], [4, 60], [6, 100]]),
            _item("E1", "E", 2, anchors=[[45, 0], [75, 60], [98, 100]], unit="%", sampling="rate", about_people=True),
            _item("E3", "E", 1, grades={"A": 90, "B": 60, "C": 30, "C#": 10}),
            _item("O1", "O", 3, anchors=[[40, 0], [10, 100]]),
            _item("O3", "O", 1, anchors=[[0, 10], [6, 100]], sampling="mean"),
            _item(
                "A1",
                "O",
                1,
                anchors=[[0, 0], [10, 100]],
                computed="activity_count",
                window=4,
                activity_categories=["culture", "sport"],
            ),
        ],
        "veto": [{"code": "X1", "name": "X1"}],
        "band": [
            {"code": "good", "name": "好", "symbol": "+", "minimum_score": 55, "requires_all_reported": True},
            {"code": "nearly", "name": "近", "symbol": "~", "minimum_score": 45, "minimum_dimension_score": 30},
            {"code": "rest", "name": "余", "symbol": "-"},
        ],
    }
)

SIMULATED = {"rank_low", "rank_high", "critical_value"}  # see test_analysis.py

SPANS = {  # what is measured: from, to, step — steps make ties, exact anchors and values beyond the curve
    "E1": (40, 100, 2.5),
    "E2": (0, 100, 5),
    "E4": (0, 12, 1),
    "O1": (0, 36, 2),
    "O2": (0, 10, 1),
    "O3": (0, 6, 0.25),
    "V1": (0, 84, 4),
    "V2": (0, 7, 1),
    "A1": (0, 14, 1),
    "A2": (0, 6, 1),
    "A3": (0, 100, 5),
}


def make_period(name: str, previous: str | None) -> Row:
    starts_on = date(int(name[:4]), 3 * int(name[5]) - 2, 1)
    ends_on = shift_quarters(starts_on, 1) - timedelta(days=1)
    return {"period": name, "starts_on": starts_on, "ends_on": ends_on, "previous_period": previous}


def make_measurement(community_code: str, period: str, indicator_code: str, **rest: Any) -> Row:
    row: Row = {
        "community_code": community_code,
        "period": period,
        "indicator_code": indicator_code,
        "state": "value",
        "value": None,
        "grade": None,
        "sample_size": None,
        "population_size": None,
        "standard_error": None,
        "is_carried_forward": False,
    }
    return row | rest


def make_community(code: str, unit: str = "U1", street: str = "S1", households: int = 100, **rest: Any) -> Row:
    row: Row = {
        "community_code": code,
        "unit_code": unit,
        "street_code": street,
        "households": households,
        "established_on": None,
        "abolished_on": None,
    }
    return row | rest


def random_city(seed: int) -> City:
    """About 30 communities whose data show every case: missing, not applicable, carried forward, new, abolished …"""
    draw = random.Random(seed)  # noqa: S311 — a seeded draw of test data
    names = ["2025Q3", "2025Q4", "2026Q1", "2026Q2"][: draw.choice([3, 4])]
    periods = [make_period(name, before) for name, before in zip(names, [None, *names], strict=False)]
    streets = [("S1", "U1"), ("S2", "U1"), ("S3", "U2"), ("S4", "U2")]  # S4 has no community, and so has U3
    communities = []
    for number in range(30):
        street, unit = draw.choice(streets[:3])
        dates: Row = {}
        if number in {3, 4}:
            dates["established_on"] = draw.choice([date(2025, 12, 31), date(2026, 1, 1), date(2025, 2, 15)])
        if number in {5, 6}:
            dates["abolished_on"] = draw.choice([date(2025, 10, 1), date(2025, 11, 3), date(2026, 1, 1)])
        communities.append(make_community(f"C{number:02}", unit, street, draw.randint(200, 4000), **dates))
    codes = [community["community_code"] for community in communities]
    return City(
        periods=periods,
        units=[{"unit_code": "U1"}, {"unit_code": "U2"}, {"unit_code": "U3"}],
        streets=[{"street_code": street, "unit_code": unit} for street, unit in streets],
        communities=communities,
        measurements=[row for code in codes for row in random_measurements(draw, code, names)],
        activities=[row for code in codes for row in random_activities(draw, code)] + EDGES,
    )


def random_measurements(draw: random.Random, code: str, periods: list[str]) -> Iterator[Row]:
    """What one community reports: at its own level, with its own gaps, one in three carrying everything forward."""
    gap = draw.choice([0, 0, 0, 0.02, 0.3])
    wholly = draw.choice([[], [], [], ["V1", "V2"], ["O1", "O2", "O3"], ["A1", "A2", "A3"]])
    not_applicable = {*draw.sample(sorted(SPANS), draw.choice([0, 0, 1, 2])), *wholly}
    level = draw.uniform(0.2, 1.1)
    carried_share = 1.0 if draw.random() < 0.3 else 0.1
    before: dict[str, Row] = {}
    for period in periods:
        for indicator in [*SPANS, "E3"]:
            chance = draw.random()
            row = make_measurement(code, period, indicator)
            if indicator in before and draw.random() < carried_share:
                row |= before[indicator] | {"period": period, "is_carried_forward": True}
            elif chance < gap / 2 or (indicator in {"A1", "A2"} and draw.random() < 0.8):
                continue
            elif chance < gap:
                row["state"] = "unreported"
            elif indicator in not_applicable:
                row["state"] = "not_applicable"
            else:
                row |= random_value(draw, indicator, level)
            if row["state"] == "value":
                before[indicator] = row
            yield row
        for veto in ("X1", "X2"):
            if draw.random() < 0.3:
                yield make_measurement(code, period, veto, value=draw.choice([0, 0, 0, 0, 1, 2]))


def random_value(draw: random.Random, indicator: str, level: float) -> Row:
    """A value, with a sample or a standard error where one may be given."""
    if indicator == "E3":
        return {"grade": draw.choice(["A", "A", "B", "B", "C", "C#"])}
    low, high, step = SPANS[indicator]
    share = min(max(draw.gauss(level, 0.2), 0), 1)
    if indicator in {"O1", "O2"}:
        share = 1 - share
    row: Row = {"value": low + step * round(share * (high - low) / step)}
    if indicator in {"E1", "E2", "A3"} and draw.random() < 0.9:
        row["sample_size"] = draw.choice([1, 5, 12, 30, 80, 400])
        row["population_size"] = draw.choice([None, 1, 12, 40, 200, 500])
    if draw.random() < (0.8 if indicator == "O3" else 0.05):
        row["standard_error"] = draw.choice([0, 0.1, 0.4, 2])
    return row


def make_activity(code: str, community_code: str, held_at: datetime, category: str, kind: str) -> Row:
    return {
        "activity_code": code,
        "community_code": community_code,
        "held_at": held_at,
        "dimension_code": "A",
        "category": category,
        "kind": kind,
        "participants": 9,
        "households": 3,
    }


def random_activities(draw: random.Random, code: str) -> Iterator[Row]:
    """Up to 40 activities over two years, none in one community of seven."""
    if draw.random() < 0.85:
        for number in range(draw.randint(0, 40)):
            held_at = datetime(2024, 4, 1) + timedelta(hours=draw.randint(0, 24 * 820))  # noqa: DTZ001
            category = draw.choice(["culture", "sport", "service", "other"])
            yield make_activity(f"{code}-{number}", code, held_at, category, draw.choice("abcdef"))


# On the edges of windows: the last second of a quarter and the first moment of the next.
EDGES = [
    make_activity("edge-1", "C29", datetime(2025, 12, 31, 23, 59, 59), "culture", "late"),  # noqa: DTZ001
    make_activity("edge-2", "C29", datetime(2026, 1, 1), "culture", "early"),  # noqa: DTZ001
]


def open_city(standards: list[Standard], city: City) -> duckdb.DuckDBPyConnection:
    """The city scored in an in-memory database."""
    connection = duckdb.connect()
    connection.execute(schema())
    load_standards(connection, standards)
    connection.begin()
    fill(connection, "period", city.periods)
    fill(
        connection,
        "unit",
        [
            {"unit_name": row["unit_code"], "short_name": row["unit_code"], "position": position, **row}
            for position, row in enumerate(city.units, 1)
        ],
    )
    fill(connection, "street", [{"street_name": row["street_code"], **row} for row in city.streets])
    fill(
        connection,
        "community",
        [
            {
                "community_name": row["community_code"],
                "short_name": row["community_code"],
                "pinyin_initials": "",
                "kind": "混合",
                **row,
            }
            for row in city.communities
        ],
    )
    fill(connection, "measurement", [{"origin": "reported", **row} for row in city.measurements])
    fill(connection, "activity", city.activities)
    connection.commit()
    for table, ledger in ledgers().items():
        connection.execute(f"create temp view staged_{table} as from {ledger.stored_as}")
    count_ledgers(connection, ledgers())
    measure(connection)
    score_city(connection)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join("?" for _ in names)
        connection.executemany(
            f"insert into {table} ({', '.join(names)}) values ({marks})",
            [[row[name] for name in names] for row in rows],
        )


def read_scores(connection: duckdb.DuckDBPyConnection) -> Scores:
    tables = []
    for table, key in KEYS.items():
        result = connection.execute(f"select * from {table}")
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, values, strict=True)) for values in result.fetchall()]
        for row in rows:
            for name in SIMULATED & row.keys():
                del row[name]
        tables.append({tuple(row.pop(name) for name in key): row for row in rows})
    return Scores(*tables)


def is_same(left: Any, right: Any) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(is_same(*pair) for pair in zip(left, right, strict=True))
    if isinstance(left, float) and isinstance(right, (int, float)):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return bool(left == right)


def differences(scored: Scores, twin: Scores) -> list[str]:
    found = []
    for name in ("index", "dimension", "indicator"):
        rows, expected = getattr(scored, name), getattr(twin, name)
        found += [f"{name} {key}: only one has it" for key in rows.keys() ^ expected.keys()]
        for key in rows.keys() & expected.keys():
            found += [
                f"{name} {' '.join(key)} {column}: {value!r}, twin {expected[key][column]!r}"
                for column, value in rows[key].items()
                if not is_same(value, expected[key][column])
            ]
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_every_score_of_a_random_city_equals_its_twin(seed: int) -> None:
    city = random_city(seed)
    with open_city([ARITHMETIC, GEOMETRIC], city) as connection:
        assert differences(read_scores(connection), score_city_twin([ARITHMETIC, GEOMETRIC], city)) == []


# By hand, at the borders

IDENTITY = [[0, 0], [60, 60], [100, 100]]
PLAIN = Standard.model_validate(
    {
        "version": "plain",
        "dimension": [{"code": "D", "name": "D"}, {"code": "F", "name": "F"}],
        "indicator": [
            *(_item(code, "D", 0.1, anchors=IDENTITY) for code in ("D1", "D2", "D3")),
            _item("F1", "F", 0.3, anchors=IDENTITY, sampling="rate"),
        ],
        "veto": [{"code": "X", "name": "X"}],
        "band": BANDS,
    }
)


def plain_city(values: dict[str, dict[str, Any]], **rest: Any) -> City:
    """One quarter of communities, each with its values by indicator; None is unreported, "n/a" not applicable."""
    measurements = []
    for code, items in values.items():
        for indicator, value in items.items():
            if value == "n/a":
                measurements.append(make_measurement(code, "2026Q1", indicator, state="not_applicable"))
            elif value is not None:
                measurements.append(make_measurement(code, "2026Q1", indicator, value=value))
    facts: Row = {
        "periods": [make_period("2026Q1", None)],
        "units": [{"unit_code": "U1"}],
        "streets": [{"street_code": "S1", "unit_code": "U1"}],
        "communities": [make_community(code) for code in values],
        "measurements": measurements,
        "activities": [],
    }
    return City(**facts | rest)


def even(score: float | str | None) -> dict[str, Any]:
    """The same value for every indicator of the plain standard, and so the same total."""
    return dict.fromkeys(("D1", "D2", "D3", "F1"), score)


def score_plain(city: City, standard: Standard = PLAIN) -> dict[str, Row]:
    """The index rows of the communities in the last period, by code; they equal the twin's."""
    with open_city([standard], city) as connection:
        scores = read_scores(connection)
    assert differences(scores, score_city_twin([standard], city)) == []
    last = city.periods[-1]["period"]
    codes = [row["community_code"] for row in city.communities]
    return {code: scores.index["plain", "community", code, last] for code in codes}


def test_a_score_that_reads_60_00_passes_and_one_that_reads_59_99_does_not() -> None:
    rows = score_plain(plain_city({"A": even(59.995), "B": even(59.9949), "C": even(60)}))
    assert {code: row["band_code"] for code, row in rows.items()} == {
        "A": "passing",
        "B": "developing",
        "C": "passing",
    }
    assert rows["A"]["score"] == pytest.approx(59.995, abs=1e-12)


def test_a_weak_dimension_bars_from_passing_and_from_exemplary() -> None:
    rows = score_plain(
        plain_city(
            {
                "A": even(100) | {"F1": 59.994},
                "B": even(100) | {"F1": 74.99},
                "C": even(95) | {"F1": 75},
                "D": even(49.994),
                "E": even(49.995),
            }
        )
    )
    assert [row["band_code"] for row in rows.values()] == [
        "developing",
        "passing",
        "exemplary",
        "remedial",
        "developing",
    ]


def test_a_veto_leaves_only_the_last_band_and_a_count_of_0_is_no_veto() -> None:
    rows = score_plain(plain_city({"A": even(90) | {"X": 1}, "B": even(90) | {"X": 0}, "C": even(90) | {"X": "n/a"}}))
    assert [row["is_vetoed"] for row in rows.values()] == [True, False, False]
    assert [row["band_code"] for row in rows.values()] == ["remedial", "exemplary", "exemplary"]
    assert rows["A"]["certainty"] == "确定未达标"
    assert rows["A"]["status"] == "参评"


def test_with_an_item_unreported_the_best_band_is_developing_and_there_is_no_place() -> None:
    rows = score_plain(plain_city({"A": even(90) | {"D1": None}, "B": even(70)}))
    assert rows["A"]["status"] == "待补报"
    assert rows["A"]["band_code"] == "developing"
    assert rows["A"]["city_place"] is None
    assert rows["A"]["lower_score"] == pytest.approx((60 + 90) / 2)
    assert rows["B"]["city_place"] == 1


def test_a_coverage_of_exactly_two_thirds_suffices_whatever_the_last_digit_says() -> None:
    present, unreported = [4.6, 4.6, 1.2, 1.6], 6.0
    assert sum(present) / sum([*present, unreported]) < 2 / 3
    weights = dict(zip("abcde", [*present, unreported], strict=True))
    standard = PLAIN.model_validate(
        PLAIN.model_dump()
        | {
            "indicator": [_item(code, "D", weight, anchors=IDENTITY) for code, weight in weights.items()]
            + [_item("F1", "F", 1, anchors=IDENTITY)]
        }
    )
    values = dict.fromkeys(["a", "b", "c", "d", "F1"], 70)
    rows = score_plain(plain_city({"A": values, "B": values | {"d": None}}), standard)
    assert rows["A"]["status"] == "待补报"
    assert rows["B"]["status"] == "数据不足"
    assert rows["B"]["band_code"] is None
    assert rows["B"]["score"] is None


def test_what_is_not_applicable_leaves_the_denominator() -> None:
    whole = even("n/a") | {"F1": 80}
    rows = score_plain(plain_city({"A": even(70) | {"D1": "n/a", "D2": "n/a"}, "B": whole, "C": even("n/a")}))
    assert [row["status"] for row in rows.values()] == ["参评", "参评", "数据不足"]
    assert [row["coverage"] for row in rows.values()] == [1, 1, None]
    assert rows["B"]["score"] == pytest.approx(80)
    assert rows["B"]["dimension_scores"] == [None, 80]


def test_a_dimension_without_data_makes_the_total_unknown() -> None:
    rows = score_plain(plain_city({"A": {"D1": 70, "D2": 70, "D3": 70}}))
    assert rows["A"]["score"] is None
    assert rows["A"]["lower_score"] is None
    assert rows["A"]["status"] == "数据不足"


def test_of_an_area_with_too_few_rated_nothing_is_said() -> None:
    """Two of three suffice, one does not: neither score nor band, place or change, whatever its communities have."""
    facts: Row = {
        "units": [{"unit_code": "U1"}, {"unit_code": "U2"}],
        "streets": [{"street_code": "S1", "unit_code": "U1"}, {"street_code": "S2", "unit_code": "U2"}],
        "communities": [
            *(make_community(code) for code in "ABC"),
            *(make_community(code, "U2", "S2") for code in "DEF"),
        ],
    }
    city = plain_city({"A": even(70), "B": even(70), "C": {}, "D": even(90), "E": {}, "F": {}}, **facts)
    with open_city([PLAIN], city) as connection:
        scores = read_scores(connection)
    assert differences(scores, score_city_twin([PLAIN], city)) == []
    rows = {code: scores.index["plain", "unit", code, "2026Q1"] for code in ("U1", "U2")}
    total = scores.index["plain", "city", "city", "2026Q1"]
    assert [rows["U1"][name] for name in ("status", "band_code", "city_place")] == ["参评", "passing", 1]
    assert rows["U1"]["score"] == pytest.approx(70)
    for row, counted in ((rows["U2"], (1, 3, 1)), (total, (3, 6, 3))):
        assert tuple(row[name] for name in ("rated_count", "community_count", "passing_count")) == counted
        for name in ("score", "lower_score", "simple_mean", "standard_error", "band_code", "certainty", "city_place"):
            assert row[name] is None
    assert scores.dimension["plain", "city", "city", "2026Q1", "D"]["score"] is None
    assert scores.indicator["plain", "unit", "U2", "2026Q1", "F1"]["score"] is None


def test_ties_share_a_place_and_the_next_place_is_skipped() -> None:
    values = {"A": even(70.004), "B": even(80.004), "C": even(80.001), "D": even(90), "E": even(70.005)}
    rows = score_plain(plain_city(values))
    assert {code: row["city_place"] for code, row in rows.items()} == {"D": 1, "B": 2, "C": 2, "E": 4, "A": 5}


@pytest.mark.parametrize(
    "curve",
    [
        [[50, 0], [80, 60], [95, 100]],
        [[0.1, 0], [0.3, 60], [0.7, 100]],
        [[30, 0], [10.1, 60], [3.3, 100]],
        [[-2, 0], [0, 33], [1 / 3, 66], [0.9, 100]],
    ],
)
def test_an_anchor_gives_its_score_and_beyond_the_ends_the_score_stays(curve: list[list[float]]) -> None:
    standard = Standard.model_validate(
        {
            "version": "one",
            "dimension": [{"code": "D", "name": "D"}],
            "indicator": [_item("I", "D", 1, anchors=curve)],
        }
    )
    width = abs(curve[-1][0] - curve[0][0])
    down = curve[0][0] > curve[-1][0]
    values = [*curve, [min(curve)[0] - width, 100 if down else 0], [max(curve)[0] + width, 0 if down else 100]]
    with duckdb.connect() as connection:
        connection.execute(schema())
        load_standards(connection, [standard])
        connection.execute(
            "create table item as select 'one' as standard_version, cast(value as text) as area_code, '1' as period, "
            "'I' as indicator_code, 'value' as state, value, cast(null as text) as grade, "
            "cast(null as integer) as sample_size, cast(null as integer) as population_size, "
            "cast(null as double) as standard_error, false as is_carried_forward "
            "from (select unnest($values) as value)",
            {"values": [float(value) for value, _ in values]},
        )
        score_items(connection)
        scored = dict(connection.execute("select value, score from item_score").fetchall())
    assert scored == pytest.approx({float(value): score for value, score in values}, abs=1e-12)


def two_quarters(first: list[Row], second: list[Row]) -> City:
    """Community A in two quarters, from the rows of its measurements (indicator and what is special about them)."""
    periods = [make_period("2026Q1", None), make_period("2026Q2", "2026Q1")]
    measurements = [
        make_measurement("A", period["period"], **row)
        for period, rows in zip(periods, (first, second), strict=True)
        for row in rows
    ]
    return plain_city({"A": {}}, periods=periods, measurements=measurements)


def plain_rows(*, f1: Row, **rest: Any) -> list[Row]:
    return [
        *({"indicator_code": code, "value": 70.1, **rest} for code in ("D1", "D2", "D3")),
        {"indicator_code": "F1", "value": 64.7, "sample_size": 50, **f1},
    ]


def test_when_everything_is_carried_forward_nothing_changed_and_that_is_certain() -> None:
    row = score_plain(
        two_quarters(plain_rows(f1={}), plain_rows(f1={"is_carried_forward": True}, is_carried_forward=True))
    )["A"]
    assert row["standard_error"] > 0
    assert (row["change"], row["change_standard_error"], row["p_value"]) == (0, 0, 1)
    assert row["progress"] == "在抽样误差内"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(71.09, "略升"), (71.1, "明显进步"), (69.11, "略降"), (69.1, "明显退步"), (70.1, "在抽样误差内")],
)
def test_a_change_beyond_its_error_is_called_by_its_printed_size(value: float, verdict: str) -> None:
    def rows(level: float) -> list[Row]:  # full counts only: every change of them is beyond the error
        return plain_rows(f1={"state": "not_applicable", "value": None, "sample_size": None}, value=level)

    row = score_plain(two_quarters(rows(70.1), rows(value)))["A"]
    assert row["progress"] == verdict, (row["change"], row["p_value"])


def of_rates(first: Row, second: Row, **rest: Any) -> Row:
    """Community A, of whose items only F1 was measured anew: half of its score, its first and its second measurement."""
    standard = PLAIN.model_copy(
        update={"indicator": [*PLAIN.indicator[:3], PLAIN.indicator[3].model_copy(update=rest)]}
    )
    city = two_quarters(
        plain_rows(f1=first), plain_rows(f1=second | {"is_carried_forward": False}, is_carried_forward=True)
    )
    with open_city([standard], city) as connection:
        scores = read_scores(connection)
    assert differences(scores, score_city_twin([standard], city)) == []
    own = scores.indicator["plain", "community", "A", "2026Q1", "F1"]["standard_error"]
    return scores.index["plain", "community", "A", "2026Q2"] | {"own_error": own}


def test_a_change_is_tested_by_the_errors_of_the_rate_that_both_quarters_have_together() -> None:
    # 40 % of 50 and 80 % of 150 are 70 % of 200
    row = of_rates({"value": 40, "sample_size": 50}, {"value": 80, "sample_size": 150})
    squares = 0.7 * 0.3 / 50 + 1 / (4 * 50**2) + 0.7 * 0.3 / 150 + 1 / (4 * 150**2)
    assert row["change"] == pytest.approx(20)
    assert row["change_standard_error"] == pytest.approx(0.5 * 100 * math.sqrt(squares))
    assert row["change_degrees_of_freedom"] == pytest.approx(49 + 149)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(20 / row["change_standard_error"], 198))


def test_where_a_quarter_was_inspected_whole_its_rate_is_that_of_both() -> None:
    row = of_rates(
        {"value": 60, "sample_size": 10, "population_size": 20},
        {"value": 80, "sample_size": 20, "population_size": 20},
        finite_population=True,
    )
    # n (N - 1) / (N - n) = 19 in the first quarter, and no error in the second
    assert row["change_standard_error"] == pytest.approx(0.5 * 100 * math.sqrt(0.8 * 0.2 / 19 + 1 / (4 * 19**2)))
    assert row["change_degrees_of_freedom"] is None


def test_where_the_curve_is_level_around_both_quarters_the_error_of_each_stays() -> None:
    # 99.8 % of both together lies far above where the curve ends, so that its limits have the same score
    ends_at_80 = ((0.0, 0.0), (60.0, 60.0), (80.0, 100.0))
    row = of_rates({"value": 75, "sample_size": 10}, {"value": 100, "sample_size": 1000}, anchors=ends_at_80)
    assert row["own_error"] > 0
    assert row["change_standard_error"] == pytest.approx(0.5 * row["own_error"])


def test_the_error_of_a_mean_in_a_change_is_the_supplied_one_at_the_mean_of_both_quarters() -> None:
    # 50 and 64 make 57, where the curve rises by 1 below and by 2 above 60
    steeper = ((0.0, 0.0), (60.0, 60.0), (80.0, 100.0))
    row = of_rates(
        {"value": 50, "standard_error": 2, "sample_size": 5},
        {"value": 64, "standard_error": 4, "sample_size": 9},
        anchors=steeper,
        sampling="mean",
    )
    assert row["change_standard_error"] == pytest.approx(0.5 * math.hypot(2, (4 + 3 + 2 * 1) / 2))
    assert row["change_degrees_of_freedom"] == pytest.approx(4 + 8)


def test_the_error_of_an_item_that_went_away_still_counts() -> None:
    gone = plain_rows(f1={"state": "not_applicable", "value": None, "sample_size": None}, is_carried_forward=True)
    city = two_quarters(plain_rows(f1={}), gone)
    with open_city([PLAIN], city) as connection:
        before = read_scores(connection).indicator["plain", "community", "A", "2026Q1", "F1"]
    row = score_plain(city)["A"]
    assert row["change_standard_error"] == pytest.approx(0.5 * before["standard_error"])
    assert row["change_standard_error"] > 0


def test_an_unknown_error_makes_the_error_of_the_total_and_of_the_change_unknown() -> None:
    unknown = plain_rows(f1={"sample_size": None})
    row = score_plain(two_quarters(plain_rows(f1={}), unknown))["A"]
    assert row["change"] == 0
    assert row["standard_error"] is None
    assert row["change_standard_error"] is None
    assert row["p_value"] is None
    assert row["certainty"] == "可能达标"


def test_an_area_is_the_mean_of_its_households_and_unknown_errors_weigh_as_the_known_ones() -> None:
    values = {"A": even(80), "B": even(60), "C": even(70) | {"F1": 70}, "D": {"D1": 99}}
    city = plain_city(
        values,
        communities=[make_community(code, households=h) for code, h in zip("ABCD", (100, 300, 200, 999), strict=True)],
    )
    for row in city.measurements:
        if row["indicator_code"] == "F1" and row["community_code"] != "C":
            row["standard_error"] = 4.0
    with open_city([PLAIN], city) as connection:
        scores = read_scores(connection)
    assert differences(scores, score_city_twin([PLAIN], city)) == []
    row = scores.index["plain", "city", "city", "2026Q1"]
    assert row["score"] == pytest.approx((100 * 80 + 300 * 60 + 200 * 70) / 600)
    assert row["simple_mean"] == pytest.approx(70)
    # community errors are 0.5 × 4 = 2 for A and B, unknown for C, whose share of the squared households is 4/14
    squares = (100**2 + 300**2) * 2**2
    assert row["standard_error"] == pytest.approx(math.sqrt(squares * 14 / 10) / 600)
    assert (row["community_count"], row["rated_count"], row["passing_count"]) == (4, 3, 3)
    assert row["unreported_count"] == 3


def test_a_community_counts_its_activities_from_the_first_full_window_of_its_life() -> None:
    standard = PLAIN.model_validate(
        PLAIN.model_dump()
        | {
            "indicator": [
                *(_item(code, code[0], 1, anchors=IDENTITY) for code in ("D1", "F1")),
                _item(
                    "D2",
                    "D",
                    1,
                    anchors=[[0, 0], [4, 100]],
                    computed="activity_count",
                    window=2,
                    activity_categories=["culture"],
                ),
            ]
        }
    )
    on_the_day, day_after, silent, told = (make_community(code) for code in "ABCD")
    on_the_day["established_on"] = date(2025, 10, 1)
    day_after["established_on"] = date(2025, 10, 2)
    values = {code: {"D1": 50, "F1": 50} for code in "ABCD"}
    city = plain_city(
        values | {"D": values["D"] | {"D2": 4}},
        communities=[on_the_day, day_after, silent, told],
        activities=[
            make_activity(f"{code}{number}", code, datetime(2025, 9 + number, 30), category, "film")  # noqa: DTZ001
            for code in "ABD"
            for number, category in enumerate(["culture", "culture", "culture", "sport"])
        ],
    )
    with open_city([standard], city) as connection:
        scores = read_scores(connection)
    assert differences(scores, score_city_twin([standard], city)) == []
    items = {code: scores.indicator["plain", "community", code, "2026Q1", "D2"] for code in "ABCD"}
    assert {code: (row["state"], row["value"]) for code, row in items.items()} == {
        "A": ("value", 2),
        "B": ("not_applicable", None),
        "C": ("unreported", None),
        "D": ("value", 4),
    }


def of_fifty(**values: float) -> City:
    """Communities whose ledgers read 70 and of whom 50 were asked for F1, with its value by community."""
    city = plain_city({code: even(70) | {"F1": value} for code, value in values.items()})
    for row in city.measurements:
        if row["indicator_code"] == "F1":
            row["sample_size"] = 50
    return city


def test_certainty_is_of_all_scores_together_below_the_line_and_of_each_above_it() -> None:
    # t of 49 degrees of freedom, of three scores: p is 0.008 for A, and 0.031 for B, that is 0.092 of all three
    rows = score_plain(of_fifty(A=42, B=46, C=58, D=70, E=72))
    assert [row["certainty"] for row in rows.values()] == ["确定未达标", "待复核", "待复核", "可能达标", "确定达标"]
    assert rows["A"]["standard_error"] == pytest.approx(50 * math.sqrt(0.42 * 0.58 / 50 + 1.96**2 / 10000))
    assert rows["A"]["degrees_of_freedom"] == pytest.approx(49)


def test_a_geometric_mean_on_its_floor_has_an_unknown_error_unless_what_lies_there_is_exact() -> None:
    standard = PLAIN.model_copy(update={"aggregation": "geometric", "geometric_floor": 5.0})
    city = of_fifty(A=0, B=60)
    for row in city.measurements:
        if row["community_code"] == "B" and row["indicator_code"] != "F1":
            row["value"] = 0
    rows = score_plain(city, standard)
    assert rows["A"]["standard_error"] is None
    assert rows["B"]["standard_error"] > 0
