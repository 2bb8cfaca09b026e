from __future__ import annotations

import getpass
import hashlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import dashboard
from data import acts
from data.versions.store import Store, default_store
from pages.shared.viewer import Role, RolesError, Viewer
from queries.__main__ import main
from queries.catalogue import FORMATS
from queries.reports.opening import open_export


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=dashboard.routes, middleware=dashboard.middleware))


def test_the_boundaries_of_a_version_are_fetched_once(client: TestClient, city_store: Store) -> None:
    content = (city_store.folder(1) / "districts.geojson").read_bytes()
    answer = client.get("/geometry/1/districts.geojson")
    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    assert answer.headers["etag"] == tag
    again = client.get("/geometry/1/districts.geojson", headers={"If-None-Match": f"W/{tag}"})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("city_store")
def test_the_boundaries_are_for_those_who_see_a_unit(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("访客", (), Role.VIEWER))
    assert client.get("/geometry/1/districts.geojson").status_code == 403


@pytest.mark.usefixtures("city_store")
def test_the_boundaries_of_an_unknown_version_are_not_found(client: TestClient) -> None:
    answer = client.get("/geometry/99/districts.geojson")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "没有第 99 版" in answer.text


def test_route_command_line_and_function_give_the_same_bytes(
    client: TestClient, city_store: Store, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = {"units": ["330212", "3302GX"], "kinds": ["商品房"], "period": ["2026Q3"]}
    called = open_export(city_store, "league_table", given, who="测试")
    bytes_of_function = b"".join(called.chunks)
    answer = client.get("/export/league_table.csv", params={**given, "version": "1"})
    options = ["--unit", "330212", "--unit", "3302GX", "--kind", "商品房", "--period", "2026Q3"]
    assert main(["export", "league_table", *options, "-o", "-"]) == 0
    assert answer.status_code == 200
    assert answer.content == bytes_of_function
    assert capfdbinary.readouterr().out == bytes_of_function
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(called.name)}"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("league_table", "csv"),
        ("league_table", "xlsx"),
        ("league_table", "parquet"),
        ("league_table", "geojson"),
        ("workbook", "xlsx"),
        ("slides", "pptx"),
        ("brief", "docx"),
        ("brief", "html"),
    ],
)
def test_every_format_is_the_same_by_route_command_line_and_function(
    client: TestClient, city_store: Store, tmp_path: Path, name: str, ending: str
) -> None:
    called = open_export(city_store, name, {"units": ["330212"]}, who="测试", ending=ending)
    content = b"".join(called.chunks)
    answer = client.get(f"/export/{name}.{ending}", params={"units": "330212"})
    file = tmp_path / f"x.{ending}"
    assert main(["export", name, "--unit", "330212", "-o", str(file)]) == 0
    assert answer.content == content
    assert file.read_bytes() == content
    assert answer.headers["content-type"] == FORMATS[ending]
    assert "_鄞州区" in called.name
    assert called.name.endswith(f".{ending}")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(called.name)}"
    log = acts.read(city_store)
    assert [(entry.who, entry.door) for entry in log] == [
        (getpass.getuser(), "命令行"),
        ("未登录", "网页"),
        ("测试", log[2].door),
    ]
    assert {entry.details["sha256"] for entry in log} == {hashlib.sha256(content).hexdigest()}
    assert {entry.details["rows"] for entry in log} == {log[0].details["rows"]}


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/export/league_table.doc", 404, "“排行榜”不能导出为 .doc，可选：.csv、.xlsx、.parquet、.geojson"),
        ("/export/workbook.csv", 404, "“整套看板”不能导出为 .csv，可选：.xlsx"),
        ("/export/league_table.csv?period=2020Q1", 400, "参数“period”的值“2020Q1”不存在，可选：2026Q3、2026Q2"),
        ("/export/league_table.csv?unit=330212", 400, "没有参数“unit”，可用的参数：period、standard"),
        ("/export/league_table.csv?units=330212&units=x", 400, "参数“units”的值“x”不存在"),
        ("/export/league_table.csv?version=x", 400, "不是版本号"),
        ("/export/league_table.csv?version=99", 404, "没有第 99 版"),
        ("/export/periods.csv", 404, "没有可导出的“periods”"),
    ],
)
@pytest.mark.usefixtures("city_store")
def test_a_mistake_in_an_address_is_answered_in_plain_chinese(
    client: TestClient, address: str, status: int, message: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert message in answer.text


def test_before_the_first_publication_there_is_nothing_to_take_away(client: TestClient) -> None:
    answer = client.get("/export/league_table.csv")
    assert (answer.status_code, answer.text) == (404, "尚未发布任何版本")


@pytest.mark.usefixtures("city_store")
def test_a_viewer_takes_away_only_what_they_may_see(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("海曙", ("330203",)))
    assert "鄞州区" not in client.get("/export/league_table.csv").text
    refused = client.get("/export/league_table.csv?units=330212", headers={"X-Forwarded-For": "8.8.8.8, 10.1.2.3"})
    assert refused.status_code == 403
    last = acts.read(default_store())[0]
    assert (last.who, last.kind, last.result) == ("海曙", "越权被拒", "未通过")
    assert (last.thing, last.address) == ("/export/league_table.csv?units=330212", "testclient")
    assert "不在您可以查看的单位之内" in refused.text


@pytest.mark.usefixtures("city_store")
def test_a_long_file_keeps_nobody_waiting(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_meanwhile, answered = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        yield b"first"
        asked_meanwhile.set()
        assert answered.wait(10)
        yield b"last"

    class _Slow:
        name = "x.csv"
        chunks = slow()

    monkeypatch.setattr(dashboard, "open_export", lambda *_, **__: _Slow())
    answers: list[bytes] = []
    with client:
        long = threading.Thread(target=lambda: answers.append(client.get("/export/league_table.csv").content))
        long.start()
        assert asked_meanwhile.wait(10)
        assert client.get("/geometry/1/districts.geojson").status_code == 200
        answered.set()
        long.join(10)
    assert answers == [b"firstlast"]


def test_a_form_is_fetched_under_its_chinese_name(client: TestClient) -> None:
    answer = client.get("/template/communities.xlsx?unit=330212&period=2026Q4")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    disposition = unquote(answer.headers["content-disposition"])
    assert disposition.startswith("attachment; filename*=UTF-8''社区名册")
    assert "鄞州区" in disposition


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/template/nothing.xlsx", 404, "没有“nothing”这张表的模板"),
        ("/template/boundaries.xlsx", 404, "没有这个地址"),
        ("/template/communities", 404, "没有这个地址"),
        ("/template/a/b.xlsx", 404, "没有这个地址"),
        ("/template/communities.xlsx?period=2026", 400, "时期“2026”不对，应写作 2026Q3"),
    ],
)
def test_a_mistake_in_the_address_of_a_form_is_answered_in_plain_chinese(
    client: TestClient, address: str, status: int, message: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert message in answer.text


@pytest.mark.parametrize(
    ("somebody", "asked", "status"),
    [
        (Viewer("路人", role=Role.VIEWER), "", 403),
        (Viewer("鄞州", ("330212",), Role.DISTRICT), "?unit=330212", 200),
        (Viewer("鄞州", ("330212",), Role.DISTRICT), "?unit=330203", 403),
        (Viewer("鄞州", ("330212",), Role.DISTRICT), "", 403),
    ],
)
def test_a_form_is_for_those_who_hand_in_their_own(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, somebody: Viewer, asked: str, status: int
) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: somebody)
    assert client.get(f"/template/communities.xlsx{asked}").status_code == status
    last = acts.read(default_store())[0]
    said = ("取模板", "完成") if status == 200 else ("越权被拒", "未通过")
    assert (last.who, last.kind, last.result) == (somebody.name, *said)


@pytest.mark.parametrize("path", ["/template/communities.xlsx", "/export/league_table.csv", "/stage"])
@pytest.mark.usefixtures("city_store")
def test_with_a_broken_roles_file_nothing_is_given_out(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def broken(_headers: object) -> Viewer:
        raise RolesError("权限文件有误")

    monkeypatch.setattr(dashboard, "viewer", broken)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "权限文件有误" in answer.text


@pytest.mark.usefixtures("city_store")
def test_an_address_of_the_stage_is_frozen_to_the_current_version(client: TestClient) -> None:
    answer = client.get("/stage?order=meeting&unit=330212&seconds=20", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/stage?order=meeting&unit=330212&seconds=20&version=1"


def test_slides_are_the_same_on_the_stage_by_route_command_line_and_function(
    client: TestClient, city_store: Store, tmp_path: Path
) -> None:
    called = open_export(city_store, "slides", {"units": ["330212"], "order": ["meeting"]}, who="测试", ending="html")
    content = b"".join(called.chunks)
    file = tmp_path / "x.html"
    assert main(["export", "slides", "--order", "meeting", "--unit", "330212", "-o", str(file)]) == 0
    stage = client.get("/stage?order=meeting&unit=330212&version=1&seconds=20&theme=dark")
    assert stage.headers["content-type"] == "text/html; charset=utf-8"
    answer = client.get("/export/slides.html?order=meeting&units=330212")
    assert answer.content == stage.content == file.read_bytes() == content
    assert called.name == "汇报材料_演示_2026Q3_鄞州区_讲评会.html"
    assert "鄞州区文明典范社区创建讲评" in stage.text
    log = acts.read(city_store)
    assert [(entry.who, entry.kind) for entry in log] == [
        ("未登录", "导出"),
        ("未登录", "投影"),
        (getpass.getuser(), "导出"),
        ("测试", "导出"),
    ]
    assert {entry.details["rows"] for entry in log if entry.kind == "导出"} == {stage.text.count("<section")}


@pytest.mark.usefixtures("city_store")
def test_only_the_named_sections_are_projected(client: TestClient) -> None:
    assert client.get("/stage?version=1&sections=cover&sections=sources").text.count("<section") == 2


@pytest.mark.usefixtures("city_store")
def test_the_stage_understands_what_an_address_of_a_page_says(client: TestClient) -> None:
    by_code = client.get("/stage?version=1&period=2026Q3&standard=example-2026&unit=330212&order=meeting")
    by_name = client.get("/stage?version=1&period=2026年第三季度&unit=鄞州区&order=讲评会")
    assert by_name.status_code == 200
    assert by_name.content == by_code.content


@pytest.mark.usefixtures("city_store")
def test_the_stage_of_an_earlier_quarter_holds_it_against_the_standard_of_the_pages(client: TestClient) -> None:
    earlier = "/stage?version=1&period=2026Q2&sections=cover"
    own, in_force, of_its_time = (
        client.get(f"{earlier}{named}").text for named in ("", "&standard=example-2026", "&standard=example-2025")
    )
    assert own == in_force != of_its_time


@pytest.mark.parametrize(
    ("asked", "status", "message", "way_back"),
    [
        ("version=99", 404, "没有第 99 版", "/stage?"),
        ("version=99&unit=330212", 404, "没有第 99 版", "/?unit=330212"),
        ("version=x", 400, "不是版本号", "/"),
        ("version=1&order=nothing", 400, "可选：forum 论坛、meeting 讲评会、report 汇报材料", "/"),
        ("version=1&unit=nowhere", 400, "参数“units”的值“nowhere”不存在", "/"),
        ("version=1&unit=330212&unit=330203", 400, "材料一次只讲全市或一个单位", "/"),
        ("version=1&unit=330226", 404, "没有评分，无法生成材料", "/?unit=330226"),
        ("version=1&sections=nothing", 400, "cover 封面", "/"),
    ],
)
@pytest.mark.usefixtures("city_store")
def test_what_cannot_be_projected_is_said_with_a_way_back(
    client: TestClient, asked: str, status: int, message: str, way_back: str
) -> None:
    answer = client.get(f"/stage?{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert message in answer.text
    assert f'href="{way_back}"' in answer.text
    assert ">返回看板</a>" in answer.text


@pytest.mark.usefixtures("city_store")
def test_broken_running_orders_are_named_on_the_stage_and_in_files(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "顺序.toml"
    file.write_text("[[order]]\ncode = 1", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_RUNNING_ORDERS", str(file))
    for path in ("/stage?version=1", "/export/slides.html"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "顺序.toml" in answer.text


def test_a_pruned_version_on_the_stage_leads_to_the_current_one(client: TestClient, city_store: Store) -> None:
    (city_store.folder(1) / "city.duckdb").unlink()
    answer = client.get("/stage?version=1&unit=330212&theme=dark")
    assert answer.status_code == 404
    assert 'href="/stage?unit=330212&amp;theme=dark">用当前版本放映</a>' in answer.text


@pytest.mark.usefixtures("city_store")
def test_a_viewer_of_units_projects_only_theirs(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = client.get("/stage?version=1&unit=330203&sections=radar&sections=map").text
    assert "鄞州区" in everything
    assert "全市" in everything
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("海曙", ("330203",), Role.DISTRICT))
    own = client.get("/stage?version=1&sections=radar&sections=map").text
    assert "海曙区" in own
    assert not re.search("鄞州|高新|全市", own)
    refused = client.get("/stage?version=1&unit=330212")
    assert refused.status_code == 403
    assert "不在您可以查看的单位之内" in refused.text


@pytest.mark.usefixtures("city_store")
def test_a_viewer_of_several_units_must_choose_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("两区", ("330203", "330212"), Role.DISTRICT))
    assert "请只选一个单位" in client.get("/stage?version=1").text


def test_before_the_first_publication_nothing_is_projected(client: TestClient) -> None:
    answer = client.get("/stage")
    assert answer.status_code == 404
    assert "尚未发布任何版本" in answer.text


def test_the_first_page_answers_to_its_own_name_too(client: TestClient) -> None:
    answer = client.get("/overview?period=2026Q2", follow_redirects=False)

    assert answer.status_code == 307
    assert answer.headers["location"] == "/?period=2026Q2"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/nowhere/map", "/export/league_table", "/geometry/one/districts.geojson"]
)
def test_an_unknown_address_is_a_plain_404_in_chinese(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.text == f"没有这个地址：{path}，请从首页 / 进入"


def test_a_browser_is_told_of_an_unknown_address_with_the_pages_there_are(client: TestClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html,application/xhtml+xml"})

    assert answer.status_code == 404
    assert "没有这个地址：/nowhere" in answer.text
    assert '<a href="/league">排行榜</a>' in answer.text
    assert "报送" not in answer.text, "which is for those who hand in"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/map", "/map/_stcore/health", "/static/index.js", "/_stcore/health"])
def test_pages_and_the_files_of_streamlit_pass(path: str) -> None:
    everything = Route("/{path:path}", lambda _request: PlainTextResponse("here"))
    client = TestClient(Starlette(routes=[everything], middleware=dashboard.middleware))

    assert client.get(path).text == "here"


@pytest.mark.parametrize("address", ["/", "/league", "/map?unit=330212"])
def test_every_page_opens_in_a_document_that_knows_the_screen(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert '<html lang="zh-CN">' in answer.text
    assert "<title>宁波市文明典范社区创建看板</title>" in answer.text
    assert (
        "@media (min-width: 3400px) { :root { font-size: 36px; --zoom: 2.25; } }" in answer.text.partition("</head>")[0]
    )
