"""Every question, every kind of viewer, every way in: what is planted in other units' rows comes out nowhere."""

from __future__ import annotations

import io
import zipfile
from html import unescape
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from starlette.applications import Starlette
from starlette.testclient import TestClient

import dashboard
import queries
from data.versions.store import Store
from pages.shared.viewer import Role, Viewer
from queries.catalogue import EXPORTS, QUESTIONS, formats
from queries.database import Database, DuckDBDatabase, open_database
from queries.parameters import BadParameter, NotAllowed, parameters, read_filters, restrict
from queries.question import Question, Scope
from tests.resealed import change

NAME, NUMBER = "秘密", "31.4"
OWN, OTHER = "330203", "330212"
OWN_COMMUNITY, OTHER_COMMUNITY, NO_COMMUNITY = "330203001001", "330212001001", "330212001999"
VIEWERS = {
    "one unit": Viewer("海曙", (OWN,), Role.DISTRICT),
    "several units": Viewer("两区", (OWN, "330226"), Role.DISTRICT),
    "no unit": Viewer("路人", (), Role.VIEWER),
}
every_viewer = pytest.mark.parametrize("asking", VIEWERS.values(), ids=VIEWERS)
# What everybody may read, table by table: the standard, the calendar, the units, what the version says of itself, and the
# city's sums of sampled rates (the counts of rate_summaries come from rate_signal, over the whole city).
PUBLIC_TABLES = {
    "analysis_rule",
    "anchor_piece",
    "band",
    "city_reporting",
    "context_weight",
    "dimension",
    "finding",
    "grade",
    "indicator",
    "period",
    "publication",
    "span",
    "rate_signal",
    "rate_summary",
    "standard",
    "target",
    "unit",
    "veto",
}
# Where a community is held against all others, a nameless count or distribution is made of them on the server; the page
# sends its place only.
_COUNTED_ON_THE_SERVER = {"other_scores"}


def _planted(store: Store, units: tuple[str, ...]) -> None:
    """Mark every name and every score of the units that are not these."""
    own = ", ".join(f"'{unit}'" for unit in (*units, ""))
    others = f"unit_code is not null and unit_code not in ({own})"
    areas = f"area_kind in ('street', 'community') and {others}"
    of_areas = f"area_kind != 'city' and area_code in (select area_code from area where {others})"
    statements = (
        f"update community set community_name = '{NAME}' || community_code, short_name = '{NAME}' where {others}",
        f"update street set street_name = '{NAME}' || street_code where {others}",
        f"update area set area_name = '{NAME}', short_name = '{NAME}' where {areas}",
        f"update index_score set score = {NUMBER}, lower_score = {NUMBER} where {of_areas}",
        f"update dimension_score set score = {NUMBER} where {of_areas}",
        f"update indicator_score set score = {NUMBER}, value = {NUMBER} where {of_areas}",
        f"update appeal set matter = '{NAME}' where community_code in (select community_code from community where {others})",
        f"update problem set description = '{NAME}' where community_code in (select community_code from community where {others})",
        f"update activity_month set category = '{NAME}', kind = '{NAME}' where {others}",
    )
    change(store, 1, ";".join(statements))


def _told(content: bytes) -> str:
    """What a file says; an archive by all that is in it."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return unescape("\n".join(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist()))


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=dashboard.routes, middleware=dashboard.middleware))


@every_viewer
def test_nothing_of_other_units_leaves(
    client: TestClient, city_store: Store, monkeypatch: pytest.MonkeyPatch, asking: Viewer
) -> None:
    _planted(city_store, asking.units or ())
    database = open_database(city_store, 1)
    for question in QUESTIONS.values():
        _require_own_rows(database, question, asking)
    monkeypatch.setattr(dashboard, "viewer", lambda _: asking)
    about = f"?units={OWN}" if asking.units else ""
    ways = [f"/export/{name}.csv" for name in EXPORTS]
    ways += [f"/export/{name}.{ending}{about}" for name in ("slides", "brief", "workbook") for ending in formats(name)]
    ways += [f"/stage{about or '?'}&version=1"]
    answers = {way: client.get(way) for way in ways}
    assert {answer.status_code for answer in answers.values()} <= {200, 400, 403}
    for way, answer in answers.items():
        told = _told(answer.content)
        assert NAME not in told, way
        assert NUMBER not in told.replace('"', ",").split(","), way
        assert f"{NUMBER}0" not in told, way
    given = [way for way, answer in answers.items() if answer.status_code == 200]
    public = [f"/export/{name}.csv" for name, question in EXPORTS.items() if question.scope is Scope.PUBLIC]
    assert len(given) > 30 if asking.units else given == public


def _require_own_rows(database: Database, question: Question[Any], asking: Viewer) -> None:
    """What a question gives a viewer has nothing planted in it, and no code of another unit."""
    if question.name in _COUNTED_ON_THE_SERVER:
        return
    given = {"areas": [f"unit:{OWN}", f"unit:{OTHER}", "city:city"]} if question.takes("areas") else {}
    try:
        filters = restrict(database, question, read_filters(database, question, given, asking.units), asking.units)
    except (NotAllowed, BadParameter):
        assert question.scope is not Scope.PUBLIC
        return
    frame = question(database, **filters)
    assert question.scope is Scope.PUBLIC or asking.units
    told = [str(value) for value in frame.to_numpy().ravel()]
    assert not [text for text in told if NAME in text or text == NUMBER], question.name
    for column in set() if question.scope is Scope.PUBLIC else set(frame) & {"unit_code", "other_code"}:
        assert set(frame[column].dropna()) <= set(asking.units or ()), question.name


def test_another_units_and_what_is_not_there_are_refused_alike_and_no_choice_names_one(city_store: Store) -> None:
    _planted(city_store, (OWN,))
    change(city_store, 1, f"update community set kind = '{NAME}' where unit_code != '{OWN}'")
    database = open_database(city_store, 1)
    cases: list[tuple[Question[Any], str, dict[str, list[str]], str, str]] = [
        (queries.league_table, "streets", {}, "330212001", "330212999"),
        (queries.league_table, "kinds", {}, NAME, "没有"),
        (queries.community_profile, "community", {}, OTHER_COMMUNITY, NO_COMMUNITY),
        (queries.dimension_profile, "areas", {}, f"community:{OTHER_COMMUNITY}", f"community:{NO_COMMUNITY}"),
        (queries.area_score, "area_code", {"area_kind": ["community"]}, OTHER_COMMUNITY, NO_COMMUNITY),
    ]
    for question, parameter, given, theirs, nowhere in cases:
        said = []
        for value in (theirs, nowhere):
            with pytest.raises(BadParameter, match="不存在") as refused:
                read_filters(database, question, {**given, parameter: [value]}, (OWN,))
            said.append(str(refused.value).replace(value, "…"))
        assert said[0] == said[1]
        assert NAME not in said[0]


def test_a_community_that_nobody_names_is_ones_own(city: DuckDBDatabase) -> None:
    filters = read_filters(city, queries.community_profile, {}, ("3302GX",))
    assert filters["community"] == "330212099001"
    with pytest.raises(NotAllowed):
        read_filters(city, queries.community_profile, {}, ())


def test_a_neighbour_by_place_is_named_only_within_the_units(city: DuckDBDatabase) -> None:
    asked = {"period": "2026Q3", "standard": "example-2026"}
    everybody = queries.league_table(city, **asked).set_index("area_code")["next_code"]
    assert everybody["330212099001"] == OTHER_COMMUNITY
    filters = restrict(city, queries.league_table, read_filters(city, queries.league_table, {}), ("3302GX", OWN))
    own = queries.league_table(city, **filters).set_index("area_code")["next_code"]
    assert own.isna().all()


def test_public_questions_read_public_tables_only() -> None:
    for name, question in QUESTIONS.items():
        if question.scope is Scope.PUBLIC:
            tree = sqlglot.parse_one(question.sql, read="duckdb")
            own = {part.alias for part in tree.find_all(exp.CTE)}
            read = {table.name for table in tree.find_all(exp.Table)} - own
            assert read - {""} <= PUBLIC_TABLES, name


@pytest.mark.usefixtures("city_store")
@pytest.mark.parametrize("asking", [VIEWERS["one unit"], Viewer("市", None, Role.CITY)], ids=["district", "city"])
def test_a_version_that_was_withdrawn_is_for_those_who_publish(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asking: Viewer
) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: asking)
    monkeypatch.setattr(Store, "withdrawn", lambda _: {1})
    for way in ("/export/league_table.csv", "/stage"):
        answer = client.get(f"{way}?version=1&units={OWN}")
        assert answer.status_code == (200 if asking.may_publish else 403)
        assert ("第 1 版已经撤回" in answer.text) is not asking.may_publish
    assert ("用当前版本放映" in answer.text) is not asking.may_publish


@pytest.mark.parametrize(
    "way", ["/export/indicators.csv", "/export/league_table.csv", "/stage", "/template/communities.xlsx"]
)
@pytest.mark.usefixtures("city_store")
def test_who_is_not_let_in_is_given_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("路人", (), Role.VIEWER, is_let_in=False))
    answer = client.get(way)
    assert answer.status_code == 403
    assert "您不在可以查看看板的人员之列" in answer.text


def test_every_parameter_that_names_places_is_cut() -> None:
    named = {name for name, part in parameters().items() if part.choices and part.choices[0] in {"streets", "kinds"}}
    assert {getattr(queries, parameters()[name].choices[0]).scope for name in named} == {Scope.UNITS}  # type: ignore[index]
