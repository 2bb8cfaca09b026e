"""How fast questions are answered: those of every page, beside the same answers by pandas, Polars and SQLite.

All read one and the same published version: its database here, its tables as Parquet there (SQLite: loaded and indexed
before the clock runs). pandas and Polars read only the columns and rows they need, and count activities from the
ledger, activity by activity, where the database has what publication counted. Answers are compared before the clock runs.

Scores they find published, so a single question of scores is read here and there. For a page, pandas first counts the
activities that its scores rest upon, once, in two quarters, as pages say what has changed (every page shows scores, if only
the coverage in its head): the least of what publication has done, since nothing is scored by it, and trends need more
quarters. A note says how a page compares without.

``BENCH_ACTIVITIES`` (millions, separated by commas; 0.4,10) and ``BENCH_COMMUNITIES`` (861) make the city larger,
``BENCH_CITIES`` keeps what was made (see :mod:`tests.benchmarks.cities`);
``BENCH_POSTGRES`` names a PostgreSQL server to ask besides, in a database that may be written.
"""

from __future__ import annotations

import math
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import queries
from queries.catalogue import QUESTIONS, ROW_BY_ROW
from queries.database import Database
from tests.benchmarks.answers import same_answer
from tests.benchmarks.cities import COMMUNITIES, City, kept, opened, published, with_ledger
from tests.benchmarks.counterparts import COUNTERPARTS
from tests.benchmarks.counterparts.activities import computed_measurements
from tests.benchmarks.counterparts.reading import Read, read_with_pandas, read_with_polars
from tests.benchmarks.listening import PAGES, Asked, asked_by_pages, default_arguments
from tests.benchmarks.measuring import Result, beside, seconds, steady
from tests.benchmarks.relational import NOT_PORTABLE, PostgreSQL, SQLite

_LEDGER = 1_000_000  # what a database made for single rows is asked to count; beyond, a page takes it minutes
_FASTER = 10.0
_SLOWER = 3.0
_AT = 10_000_000

Answer = Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class _Question:
    """One question as a page asks it, and how each engine answers it; ours is the first."""

    asked: Asked
    answers: Mapping[str, Answer]


def run(rounds: int) -> Iterator[Result]:
    """Every question of every page in cities of growing ledgers, then the largest ledger beside the smallest."""
    sizes = [round(1e6 * float(size)) for size in os.environ.get("BENCH_ACTIVITIES", "0.4,10").split(",")]
    scale = int(os.environ.get("BENCH_COMMUNITIES", str(COMMUNITIES))) / COMMUNITIES
    with kept() as folder:
        base = published(folder, scale)
        pages = asked_by_pages(base, default_arguments(opened(base), "community_profile")["community"])
        cities = [with_ledger(base, size) for size in sizes]
        for city in cities:
            with ExitStack() as servers:
                questions = _questions(city, pages, servers)
                for question in questions:
                    _compare(question)
                counting = _counting(city)
                times = _times([*questions, counting], rounds)
            counted = times[_key(counting.asked)]["pandas"]
            for page, asked in pages.items():
                yield _page(PAGES[page], [times[_key(one)] for one in asked if one[0] in COUNTERPARTS], counted, city)
            heard = {_key(one): one for asked in pages.values() for one in asked if one[0] in COUNTERPARTS}
            yield _page("all pages", [times[key] for key in heard], counted, city)
            yield from (_question(question, times[_key(question.asked)], city) for question in questions)
        if len(cities) > 1:
            yield from (_growth(page, asked, cities[0], cities[-1], rounds) for page, asked in pages.items())


def _questions(city: City, pages: Mapping[str, list[Asked]], servers: ExitStack) -> list[_Question]:
    """What pages ask, then what none of them opens with, each with those who answer it."""
    ours = city.open()
    heard = [asked for page in pages.values() for asked in page]
    known = {name for name, _ in heard}
    rest = [(name, default_arguments(ours, name)) for name in sorted({*QUESTIONS} - known)]
    frames = {"pandas": read_with_pandas(city.parquet), "Polars": read_with_polars(city.parquet)}
    databases: dict[str, Database] = {}
    if city.activity_count <= _LEDGER:
        file = Path(servers.enter_context(tempfile.TemporaryDirectory())) / "city.sqlite"
        databases["SQLite"] = servers.enter_context(SQLite.of(city.parquet, str(file)))
        if address := os.environ.get("BENCH_POSTGRES"):
            databases["PostgreSQL"] = servers.enter_context(PostgreSQL.of(city.parquet, address))
    questions: dict[str, _Question] = {}
    for name, asked in [*heard, *rest]:
        if name in ROW_BY_ROW:  # only files take it
            continue
        question = getattr(queries, name)
        answers: dict[str, Answer] = {"dashboard": lambda question=question, asked=asked: question(ours, **asked)}
        if name in COUNTERPARTS:
            answers |= {engine: _framed(name, read, asked) for engine, read in frames.items()}
        answers |= {
            engine: lambda question=question, asked=asked, database=database: question(database, **asked)
            for engine, database in databases.items()
            if name not in NOT_PORTABLE
        }
        questions.setdefault(_key((name, asked)), _Question((name, asked), answers))
    return list(questions.values())


def counted_first(database: Database) -> dict[str, Any]:
    """The newest quarter, the one before it, and the standard: what the counting is asked with."""
    period = queries.periods(database).set_index("period").loc
    asked = default_arguments(database, "area_score")
    newest = asked["period"]
    return {"periods": (newest, period[newest, "previous_period"]), "standard": asked["standard"]}


def _counting(city: City) -> _Question:
    """What is counted from the ledger before anything can be scored, which no page asks, by those who read Parquet."""
    given = counted_first(city.open())
    frames = {"pandas": read_with_pandas(city.parquet), "Polars": read_with_polars(city.parquet)}
    return _Question(
        ("computed_measurements", given),
        {
            engine: lambda read=read: computed_measurements(read, **given).collect().to_pandas()
            for engine, read in frames.items()
        },
    )


def _framed(name: str, read: Read, asked: dict[str, Any]) -> Answer:
    return lambda: COUNTERPARTS[name](read, **asked).collect().to_pandas()


def _key(asked: Asked) -> str:
    return f"{asked[0]} {sorted(asked[1].items())}"


def _compare(question: _Question) -> None:
    expected = question.answers["dashboard"]()
    for engine, answer in question.answers.items():
        if engine != "dashboard":
            same_answer(answer(), expected, f"{engine}: {question.asked}")


def _times(questions: list[_Question], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds per question and engine, one a round; engines take turns question by question."""
    times: dict[str, dict[str, list[float]]] = {
        _key(question.asked): {engine: [] for engine in question.answers} for question in questions
    }
    for _ in range(rounds):
        for question in questions:
            for engine, answer in question.answers.items():
                times[_key(question.asked)][engine].append(seconds(answer))
    return times


def _sums(times: list[list[float]]) -> list[float]:
    return [math.fsum(one) for one in zip(*times, strict=True)]


def _page(page: str, times: list[dict[str, list[float]]], counting: list[float], city: City) -> Result:
    """All questions of a page together that have a counterpart, round by round; of all pages, each once."""
    reading = _sums([one["pandas"] for one in times])
    own = _sums([one["dashboard"] for one in times])
    pairs = steady(own, _sums([reading, counting]))
    ratios = sorted(control / taken for taken, control in pairs)
    ratio = statistics.median(ratios)
    others = [engine for engine in ("Polars", "SQLite", "PostgreSQL") if all(engine in one for one in times)]
    is_judged = city.activity_count >= _AT / 2
    return Result(
        f"the questions of {page}, {_size(city)}",
        statistics.median(taken for taken, _ in pairs),
        "pandas that counts first",
        statistics.median(control for _, control in pairs),
        1 / ratio,
        f"{ratios[0]:.1f}–{ratios[-1]:.1f} times faster ({len(pairs)} rounds)",
        f"≤ {1 / _FASTER:g} ×" if is_judged else "",
        ratio >= _FASTER if is_judged else None,
        {"questions": len(times), "× pandas on published scores": statistics.median(own) / statistics.median(reading)}
        | {f"ms {engine}": 1e3 * statistics.median(_sums([one[engine] for one in times])) for engine in others},
    )


def _question(question: _Question, times: dict[str, list[float]], city: City) -> Result:
    own = statistics.median(times["dashboard"])
    name, asked = question.asked
    about = " ".join(str(value) for key, value in asked.items() if key in ("area_kind", "measure"))
    notes = {f"ms {engine}": 1e3 * statistics.median(taken) for engine, taken in times.items()}
    control = statistics.median(times["pandas"]) if "pandas" in times else None
    return Result(
        f"{name} {about}".strip() + f", {_size(city)}",
        own,
        "pandas" if control else "",
        control,
        own / control if control else None,
        notes=notes,
    )


def _growth(page: str, asked: list[Asked], small: City, large: City, rounds: int) -> Result:
    """A page in the city of the longest ledger beside itself in that of the shortest, in turns."""
    large_city, small_city = large.open(), small.open()
    return beside(
        f"the questions of {PAGES[page]}, {_size(large)}",
        lambda: _answer_all(large_city, asked),
        f"its own at {_size(small)}",
        lambda: _answer_all(small_city, asked),
        rounds=rounds,
        most=_SLOWER,
    )


def _answer_all(database: Database, asked: list[Asked]) -> None:
    for name, parameters in asked:
        getattr(queries, name)(database, **parameters)


def _size(city: City) -> str:
    return f"{city.activity_count / 1e6:.3g} million activities"
