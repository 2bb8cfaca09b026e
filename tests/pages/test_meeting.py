"""The slides of the ledgers: every printed figure adds up, nobody is named who may not be, and titles blame no real district."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest

import queries
from data.naming import release
from data.sample.stories import sample_stories
from data.versions.store import Store
from queries.database import Database, open_database
from queries.reports.bodies.bars import Bars
from queries.reports.bodies.columns import Columns
from queries.reports.bodies.figures import Figures
from queries.reports.bodies.map import CityMap
from queries.reports.bodies.ranges import Ranges
from queries.reports.bodies.table import Table
from queries.reports.briefing import Slide, build_briefing
from queries.reports.orders import Order, read_orders
from queries.reports.subject import Subject
from tests.pages.conftest import Open

pytestmark = pytest.mark.usefixtures("shown")
PERIOD, STANDARD, UNIT = "2026Q3", "example-2026", "330282"
LEDGERS = ("appeals", "findings", "overdue", "red_black")
BLAME = re.compile("落到线下|退步|下降|低于|跌出|不到线|超期|黑榜|下滑|未达标|掩盖|最低|短板|在线下")


@cache
def slides(store: Store, order: str, unit: str = "", span: str = "", *, is_released: bool = False) -> tuple[Slide, ...]:
    boundaries = json.loads((store.folder(1) / "districts.geojson").read_text("utf-8"))
    subject = Subject(open_database(store, 1), boundaries, PERIOD, STANDARD, unit, is_released=is_released, span=span)
    return build_briefing(subject, read_orders()[order]).slides


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def bodies(told: tuple[Slide, ...], section: str, kind: type) -> list[Any]:
    return [body for slide in told if slide.section == section for body in slide.bodies if isinstance(body, kind)]


def words(told: tuple[Slide, ...]) -> str:
    said = [(slide.title, slide.subtitle, *slide.talk, *(body.words for body in slide.bodies)) for slide in told]
    cells = [
        cell for slide in told for body in slide.bodies if isinstance(body, Table) for row in body.rows for cell in row
    ]
    return "\n".join([*(text for texts in said for text in texts), *cells])


def number(text: str) -> int:
    found = re.search(r"[\d,]+", text)
    assert found
    return int(found[0].replace(",", ""))


def printed(hits: int, cases: int) -> str:
    """A rate as it is printed: rounded once, half up."""
    return f"{(2000 * hits + cases) // (2 * cases) / 10:.1f}%"


def adds_up(figures: Figures, ranges: list[Ranges]) -> None:
    for figure in figures.items:
        if of := re.match(r"([\d,]+)/([\d,]+)", figure.note):
            assert figure.value == printed(number(of[1]), number(of[2])), figure.label
    for drawn in ranges:
        for item in drawn.items:
            hits, cases = map(number, item.note.split("/"))
            assert item.words == printed(hits, cases)
            assert item.low - 1e-9 <= hits / cases <= item.high + 1e-9
            assert item.tone != "above" or item.low > drawn.line
            assert item.tone != "below" or item.high < drawn.line


@pytest.mark.parametrize("unit", ["", UNIT])
def test_every_figure_of_the_ledgers_adds_up(shown: Store, database: Database, unit: str) -> None:
    told = slides(shown, "meeting", unit, is_released=True)
    for section in ("appeals", "findings"):
        (figures,) = bodies(told, section, Figures)
        ranges = bodies(told, section, Ranges)
        adds_up(figures, ranges)
        whole = next(figure for figure in figures.items if figure.label in ("按期办结", "整改率"))
        hits, cases = map(number, whole.note.partition("；")[0].split("/"))
        parts = [tuple(map(number, item.note.split("/"))) for item in ranges[-1].items]
        if "未画出" not in told[[slide.section for slide in told].index(section)].subtitle:
            assert [sum(part) for part in zip(*parts, strict=True)] == [hits, cases]
        (columns,) = bodies(told, section, Columns)
        assert [item.words for item in columns.items if item.is_own] == [whole.value.removesuffix("%")]
    (found,) = bodies(told, "findings", Bars)
    (figures,) = bodies(told, "findings", Figures)
    assert sum(number(item.words) for item in found.items) == number(figures.items[0].value)
    (late,) = bodies(told, "overdue", Figures)
    count, new, earlier, longest = (number(item.value) for item in late.items)
    assert count == new + earlier == number(figures.items[-1].value)
    for bars in bodies(told, "overdue", Bars):
        assert sum(number(item.words) for item in bars.items) == count
    rows = queries.overdue_findings(database, period="2026-09", units=(unit,) if unit else None)
    assert (len(rows), rows["overdue_days"].max()) == (count, longest)
    for table in bodies(told, "red_black", Table):
        for row in table.rows:
            cells = dict(zip((column.name for column in table.columns), row, strict=True))
            hits, cases = map(number, cells["整改 / 到期"].split("/"))
            assert cells["整改率"] == printed(hits, cases)
            low, high = (float(text.removesuffix("%")) for text in cells["误差区间"].split("–"))
            line = float(cells["线"].removesuffix("%"))
            assert low >= line if cells["榜"] == "红榜" else high <= line


def test_the_order_is_that_of_a_meeting(shown: Store) -> None:
    for order in ("meeting", "report"):
        told = list(dict.fromkeys(slide.section for slide in slides(shown, order)))
        assert [section for section in told if section in LEDGERS] == list(LEDGERS)
    told = [slide.section for slide in slides(shown, "meeting")]
    assert told.index("next") > told.index("red_black")
    (points,) = next(slide.bodies for slide in slides(shown, "meeting") if slide.section == "next")
    assert points.words.startswith("下月先改超期问题")


def test_a_month_is_told_unless_another_span_is_given(shown: Store) -> None:
    (month,) = [slide for slide in slides(shown, "meeting") if slide.section == "appeals"][:1]
    (quarter,) = [slide for slide in slides(shown, "meeting", span="2026Q3") if slide.section == "appeals"][:1]
    assert month.subtitle.startswith("2026年9月 · ")
    assert quarter.subtitle.startswith("2026年第三季度 · ")


def test_without_a_ledger_its_slides_are_left_out(shown: Store) -> None:
    told = slides(shown, "meeting", span="2024-01")
    assert not {slide.section for slide in told} & {"appeals", "findings"}


def test_the_worst_are_named_only_inside_and_released(shown: Store, database: Database) -> None:
    focus = queries.focus_list(database, period=PERIOD, standard=STANDARD)["community_name"].tolist()
    lagging = queries.streets(database).set_index("street_code")["street_name"][sample_stories(0.1).laggard_street]
    inside, hidden = slides(shown, "meeting", is_released=True), slides(shown, "meeting")
    assert any(row[2] == lagging for table in bodies(inside, "red_black", Table) for row in table.rows)
    assert bodies(inside, "overdue", Table)
    assert not bodies(hidden, "overdue", Table)
    assert not any(row[0] == "黑榜" for table in bodies(hidden, "red_black", Table) for row in table.rows)
    named = [slide for slide in hidden if slide.section in (*LEDGERS, "focus", "next")]
    assert not any(name in words(tuple(named)) for name in [*focus, lagging])
    assert not focus or all(name in words(inside) for name in focus)


def test_in_public_nobody_below_the_line_is_named(shown: Store, database: Database) -> None:
    below = queries.league_table(database, period=PERIOD, standard=STANDARD, area_kind="unit", ranked=0)
    below = below[below["gap"].map(lambda gap: round(gap, 2)) < 0]["area_name"].tolist()
    ours = read_orders()["meeting"].model_dump()
    public = Order.model_validate({**ours, "code": "ours", "audience": "public"})
    boundaries = json.loads((shown.folder(1) / "districts.geojson").read_text("utf-8"))
    subject = Subject(database, boundaries, PERIOD, STANDARD, is_released=True)
    lagging = queries.streets(database).set_index("street_code")["street_name"][sample_stories(0.1).laggard_street]
    own, forum = build_briefing(subject, public).slides, slides(shown, "forum", is_released=True)
    assert "黑榜" not in words(own) + words(forum)
    assert lagging not in words(own) + words(forum)
    for slide in forum:
        drawn = [body for body in slide.bodies if not isinstance(body, CityMap)]
        shown_names = [unit.long_name for body in slide.bodies if isinstance(body, CityMap) for unit in body.units]
        said = (
            words((replace(slide, bodies=tuple(drawn), talk=()),))
            if slide.section in ("overview", "map", "league")
            else ""
        )
        assert [name for name in below if name in shown_names or name in said] == [], slide.section


def blaming(title: str, names: list[str]) -> list[str]:
    """Parts of a title that name a district and say no good."""
    return [
        part for part in re.split("[，；：（]", title) if BLAME.search(part) and any(name in part for name in names)
    ]


@pytest.mark.parametrize(
    ("order", "unit", "is_released"), [*product(("forum", "meeting", "report"), ("", UNIT), (False, True))]
)
def test_no_title_of_the_demonstration_blames_a_real_district(
    shown: Store, database: Database, order: str, unit: str, *, is_released: bool
) -> None:
    names = queries.units(database)["unit_name"].tolist()
    titles = [(slide.title, *slide.titles) for slide in slides(shown, order, unit, is_released=is_released)]
    assert [part for several in titles for title in several for part in blaming(title, names)] == []


@pytest.mark.parametrize("page", ["appeals/page.py", "rectification/page.py", "overview/page.py"])
@pytest.mark.parametrize("unit", ["", UNIT])
def test_no_title_of_a_page_does(open_page: Open, database: Database, page: str, unit: str) -> None:
    names = queries.units(database)["unit_name"].tolist()
    app = open_page(page, **({"unit": unit} if unit else {}))
    assert (page.startswith("overview") and unit) or blaming(app.title[0].value, names) == []


def test_who_publishes_releases_the_names_on_the_page(
    shown: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, bool]] = []

    def released(_store: Store, _digest: str, period: str, *, is_released: bool) -> None:
        said.append((period, is_released))

    monkeypatch.setattr("pages.briefing.choices.release", released)
    app = open_page("briefing/page.py", deck="meeting")
    assert "未放开点名" in " ".join(caption.value for caption in app.caption)
    app.button(key="release").click().run()
    assert said == [(PERIOD, True)]
    public = open_page("briefing/page.py", deck="forum")
    assert not [button for button in public.button if button.key == "release"]
    assert release is not released
    del shown
