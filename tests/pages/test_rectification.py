"""整改: what the page says is what the ledgers hold, and what is built into the demonstration is found."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import queries
from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.collecting.supervising import waiting
from data.sample.stories import sample_stories
from data.versions.store import Store
from pages.shared.formats import number
from pages.shared.viewer import Role, Viewer
from queries.database import Database, open_database
from queries.ledger_finding import problems_finding
from queries.rates import LOWER, beside, by_age, percent
from tests.conftest import copied
from tests.pages.conftest import Asking, Open, drawings, exports, tables


@pytest.fixture
def database(shown: Store) -> Database:
    return open_database(shown, 1)


def test_the_title_and_the_cards_say_what_the_ledger_holds(database: Database, open_page: Open) -> None:
    (city,) = queries.finding_rates(database, period="2026Q3", area_kind="city").to_dict("records")
    app = open_page("rectification/page.py")
    assert not app.exception
    assert app.title[0].value.replace("\\", "").startswith(f"全市整改率 {percent(city['rectified_rate'])}")
    drawn = " ".join(element.proto.body for element in app.get("html"))
    for hits, cases in (("rectified_count", "due_count"), ("truly_closed_count", "items_rechecked")):
        assert f"{number(city[hits], 0)}/{number(city[cases], 0)}" in drawn


def test_what_is_overdue_adds_up_and_the_longest_stands_first(database: Database, open_page: Open) -> None:
    app = open_page("rectification/page.py")
    (city,) = queries.finding_rates(database, period="2026Q3", area_kind="city").to_dict("records")
    rows = queries.open_findings(database)
    late = rows[rows["overdue_days"].notna()]
    assert by_age(late["overdue_days"])["count"].sum() == len(late) == city["overdue_count"]
    assert tables(app)[0]["超期天数"].iloc[0] == late["overdue_days"].max()
    assert any(link.startswith("/export/open_findings.xlsx?") for link in exports(app))


def test_a_street_that_lags_is_told_for_certain(database: Database) -> None:
    streets = queries.finding_rates(database, period="2026", area_kind="street")
    whole = streets["rectified_count"].sum() / streets["due_count"].sum()
    judged = beside(streets, "rectified_count", "due_count", whole)
    assert judged["rate"].is_monotonic_decreasing
    lagging = sample_stories(0.1).laggard_street
    assert judged.set_index("area_code")["verdict"][lagging] == LOWER


ROW = {"rectified_rate": 0.9, "rectified_rate_low": 0.88, "rectified_rate_high": 0.92, "found_count": 900}
BEFORE = {"rectified_rate": 0.8, "rectified_rate_low": 0.78, "rectified_rate_high": 0.82}


@pytest.mark.parametrize(
    ("page", "unit"), [(page, unit) for page in ("appeals", "rectification") for unit in ("", "330212")]
)
@pytest.mark.usefixtures("shown")
def test_every_figure_of_a_page_adds_up(open_page: Open, page: str, unit: str) -> None:
    """A rate is its numerator by its denominator, rounded once; parts and categories are together the whole."""
    app = open_page(f"{page}/page.py", unit=unit)
    bodies = [element.proto.body for element in app.get("html")]
    counted = [re.search(r"([\d.]+)%<small>([\d,]+)/([\d,]+)", body) for body in bodies if 'class="figure"' in body]
    cards = [
        [float(found[1]), *(int(part.replace(",", "")) for part in found.groups()[1:])] for found in counted if found
    ]
    assert len(cards) >= 4
    drawn = drawings(app)
    for name in ("parts", "categories"):
        texts = re.findall(r"<text[^>]*>([^<]+)<", drawn[name].split("</svg>")[0])  # the others are for other widths
        rates = [float(text[:-1]) for text in texts if re.fullmatch(r"[\d.]+%", text)]
        pairs = [tuple(int(part.replace(",", "")) for part in text.split("/")) for text in texts if "/" in text]
        assert len(rates) == len(pairs) > 1
        for rate, (hits, cases) in zip(rates, pairs, strict=True):
            assert rate == (2000 * hits + cases) // (2 * cases) / 10
        assert [sum(part) for part in zip(*pairs, strict=True)] == cards[0][1:]
    for rate, hits, cases in cards:
        assert rate == (2000 * int(hits) + int(cases)) // (2 * int(cases)) / 10


@pytest.mark.parametrize(
    ("row", "before", "counts", "sentence"),
    [
        (ROW, None, (90, 100), "全市整改率 90.0%；没有单位明显低于全体"),
        (ROW, BEFORE, (90, 100), "全市整改率 90.0%，较上一时段明显提高 10.0 个百分点；没有单位明显低于全体"),
        (BEFORE, ROW, (80, 100), "全市整改率 80.0%，较上一时段明显下降 10.0 个百分点；没有单位明显低于全体"),
        (ROW, ROW, (90, 100), "全市整改率 90.0%，较上一时段变化在误差内；没有单位明显低于全体"),
        (ROW, None, (40, 100), "全市整改率 90.0%；“飞线”只有 40.0%，被总数掩盖；1 个单位明显低于全体"),
        (ROW, None, (1, 9), "全市整改率 90.0%；没有单位明显低于全体"),
        ({**ROW, "rectified_rate": float("nan")}, None, (90, 100), "全市发现问题 900 个，这一时段没有到期的"),
    ],
)
def test_the_sentence_claims_what_its_numbers_say(
    row: dict[str, float], before: dict[str, float] | None, counts: tuple[int, int], sentence: str
) -> None:
    parts = pd.DataFrame({"category": ["飞线"], "hits": [counts[0]], "cases": [counts[1]]})
    judged = beside(parts, "hits", "cases", row["rectified_rate"])
    earlier = {} if before is None else {"previous": before}
    assert problems_finding("全市", row, earlier, judged, judged, "单位") == sentence


@pytest.mark.usefixtures("shown")
def test_a_quarter_without_a_ledger_says_so(open_page: Open) -> None:
    app = open_page("rectification/page.py", period="2024Q1")
    assert not app.exception
    assert app.title[0].value == "全市2024年第一季度没有整改台账"


@pytest.fixture
def own(shown: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of the demonstration, to write into."""
    store = copied(shown, tmp_path / "own")
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    return store


def test_one_click_makes_documents_of_what_is_listed_and_records_them(own: Store, open_page: Open) -> None:
    overdue = queries.open_findings(open_database(own, 1)).query("overdue_days.notna()")
    whose = overdue["responsible"].value_counts().index[0]
    app = open_page("rectification/page.py")
    app.toggle("draft").set_value(True).run()
    app.selectbox("whose").set_value(whose).run()
    app.selectbox("document_kind").set_value("通报").run()
    listed = overdue[overdue["responsible"] == whose]
    app.button("issue").click().run()
    assert "请先填写经办人姓名。" in [error.value for error in app.error]
    app.text_input("by").set_value("王五").run()
    app.button("issue").click().run()
    assert not app.exception
    assert "1 份通报已生成，登记为第 1 批，随下次发布生效。" in [said.value for said in app.success]
    rows = waiting(own)
    assert sum(len(codes.split("、")) for codes in rows["finding_codes"]) == len(listed)
    assert set(rows["responsible"]) == {whose}
    assert any("另有 1 份待发布" in heading.value for heading in app.subheader)
    batch = Collection(own).batch(1)
    assert batch.is_demonstration
    assert [event.state for event in batch.events] == [State.SUBMITTED, State.REVIEWED]


def test_a_district_makes_no_documents_and_sees_its_own(own: Store, open_page: Open, asking: Asking) -> None:
    rows = queries.supervisions(open_database(own, 1), period="2026Q3")
    (unit, *_) = rows["unit_code"].dropna()
    asking(Viewer("海曙", (unit,), Role.DISTRICT))
    app = open_page("rectification/page.py")
    assert not app.exception
    assert "draft" not in [toggle.key for toggle in app.toggle]
    count = rows[rows["unit_code"] == unit]["document_number"].nunique()
    assert any(heading.value.startswith(f"督办文书 {count} 份") for heading in app.subheader)
