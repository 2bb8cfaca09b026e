"""The dashboard for a full hall, started as a person starts it: two processes behind the proxy, and who asks of it."""

import asyncio
import base64
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx2
import psutil
import pytest
from websockets.exceptions import InvalidStatus

from data.settings import PROJECT
from data.versions.store import Store
from pages.serving.__main__ import CannotServe, serve
from pages.serving.door import TOKEN_HEADER
from queries.reports.opening import open_export
from tests.visitor import Visitor

_PATIENCE_SECONDS = 60
_ROLES = """
[[person]]
name = "张三"
role = "city"
"""
# In place of the office's login: whoever comes with this cookie is 张三.
_LOGIN = """
@known header Cookie *desk=1*
request_header @known X-Remote-User "张三"
"""
_FORM = "/template/measurements.xlsx?unit=330212"  # only for those who hand data in
_LEAGUE = "/export/league_table.csv?period=2026Q3&units=330212"


class Hall(NamedTuple):
    """Where it answers, the program that was started, and what it says."""

    address: str
    program: psutil.Process
    log: Path

    def servers(self) -> list[psutil.Process]:
        """The processes of the dashboard that live."""
        found = []
        for child in self.program.children():
            with suppress(psutil.NoSuchProcess):  # it just ended
                found += [child] if "dashboard.py" in child.cmdline() else []
        return found


@pytest.fixture(scope="module", autouse=True)
def proxy() -> None:
    if shutil.which("caddy") is None:
        reason = "没有找到 caddy；Debian 上可运行 apt-get install caddy"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="module")
def store(sample_city: Callable[[float], Store]) -> Store:
    return sample_city(0.02)


@pytest.fixture(scope="module")
def hall(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with _started(tmp_path_factory.mktemp("hall"), store, _LOGIN, processes=2) as hall:
        yield hall


@contextmanager
def _started(
    folder: Path, store: Store, login: str, *options: str, processes: int = 1, port: int = 0
) -> Iterator[Hall]:
    """The dashboard as ``python -m pages.serving`` starts it, with a login and further options."""
    (folder / "roles.toml").write_text(_ROLES, encoding="utf-8")
    (folder / "login.caddy").write_text(login, encoding="utf-8")
    environment = {
        **os.environ,
        "DASHBOARD_STORE": str(store.root),
        "DASHBOARD_VIEWER_HEADER": "X-Remote-User",
        "DASHBOARD_ROLES": str(folder / "roles.toml"),
    }
    port = port or _free_port()
    command = [sys.executable, "-m", "pages.serving", "--processes", str(processes), "--port", str(port)]
    log = folder / "log.txt"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [*command, "--login", str(folder / "login.caddy"), *options],
            cwd=PROJECT,
            env=environment,
            stdout=said,
            stderr=said,
        ) as program,
    ):
        try:
            _until(lambda: "看板已就绪" in log.read_text(encoding="utf-8") or program.poll() is not None)
            assert program.poll() is None, log.read_text(encoding="utf-8")
            scheme = "https" if options else "http"
            yield Hall(f"{scheme}://127.0.0.1:{port}", psutil.Process(program.pid), log)
        finally:
            program.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def browser(hall: Hall) -> Iterator[httpx2.Client]:
    """Somebody nobody knows, with the cookies of a first request: the process's, and the one for uploads."""
    with httpx2.Client(base_url=hall.address, trust_env=False, timeout=_PATIENCE_SECONDS) as client:
        client.get("/_stcore/health").raise_for_status()
        yield client


def _cookies(client: httpx2.Client) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}


def test_a_visitor_stays_with_the_process_they_came_to(hall: Hall) -> None:
    given = set()
    for _ in range(12):
        with httpx2.Client(base_url=hall.address, trust_env=False) as client:
            first = client.get("/_stcore/health").cookies["dashboard"]
            given.add(first)
            later = [client.get("/_stcore/health").cookies.get("dashboard", first) for _ in range(3)]
            assert set(later) == {first}
    assert len(given) == 2  # all on one of the two by chance: once in 2,048 runs


def test_pages_files_and_uploads_come_through_the_proxy(hall: Hall, browser: httpx2.Client, store: Store) -> None:
    browser.cookies.set("desk", "1")

    async def visit() -> None:
        async with Visitor.arriving(hall.address, _cookies(browser)) as visitor:
            answer = await visitor.open("league", unit="鄞州区")
            assert "鄞州区" in answer.title
            assert answer.faults == []
            assert (await visitor.open("submission", view="上传体检")).faults == []
            upload = await visitor.upload_address("鄞州.csv")
            content = "社区代码,指标代码,数值\n".encode()
            token = {"X-Xsrftoken": browser.cookies["_streamlit_xsrf"]}
            send = partial(browser.put, upload, files={"file": ("鄞州.csv", content)}, headers=token)
            taken = await asyncio.to_thread(send)
            assert taken.status_code == 204, taken.text
            answer = await visitor.hand_in("鄞州.csv", len(content), upload)
            assert answer.title.startswith("体检未通过：1 个文件")

    asyncio.run(visit())
    file = browser.get(_LEAGUE)
    assert file.status_code == 200
    exported = open_export(store, "league_table", {"period": ["2026Q3"], "units": ["330212"]}, who="测试")
    assert file.content == b"".join(exported.chunks)


def test_what_streamlit_sends_uncompressed_is_compressed(browser: httpx2.Client) -> None:
    start = browser.get("/").text
    script = start.split('src="./')[1].split('"')[0]
    answer = browser.get(f"/{script}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.num_bytes_downloaded < len(answer.content) / 2
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "//_stcore/metrics",
        "/_stcore//metrics",
        "/%5Fstcore/metrics",
        "/_stcore/%6Detrics",
        "/_STCORE/METRICS",
        "/league/../_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
    ],
)
def test_nobody_reads_the_counters_of_the_server(hall: Hall, path: str) -> None:
    port = int(hall.address.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as wire:  # a client would tidy the path
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b"")).decode("utf-8", "replace")
    assert answer.split(" ", 2)[1] == "404", answer
    assert "session" not in answer


@pytest.mark.parametrize("header", ["X-Remote-User", "x-remote-user", "X-REMOTE-USER"])
def test_a_name_that_a_client_gives_itself_names_nobody(hall: Hall, browser: httpx2.Client, header: str) -> None:
    forged = {header: "张三".encode().decode("latin-1")}
    raw = {header.encode(): "张三".encode(), TOKEN_HEADER.encode(): b"x"}
    assert browser.get(_FORM, headers=raw).status_code == 403

    async def visit() -> str:
        async with Visitor.arriving(hall.address, {**_cookies(browser), **forged}) as visitor:
            return (await visitor.open("submission")).title

    assert asyncio.run(visit()) == "看板不对您开放"
    browser.cookies.set("desk", "1")
    assert browser.get(_FORM, headers={header: "somebody"}).status_code == 200


def test_another_program_of_this_machine_cannot_say_who_asks(hall: Hall) -> None:
    server = hall.servers()[0].cmdline()
    inner = f"http://127.0.0.1:{server[server.index('--server.port') + 1]}"
    with httpx2.Client(base_url=inner, trust_env=False) as program:
        answer = program.get(_FORM, headers={b"X-Remote-User": "张三".encode()})
        assert (answer.status_code, answer.text) == (403, "请从看板的正式地址进入")
        assert program.get("/_stcore/health").status_code == 403
    with pytest.raises(InvalidStatus):
        asyncio.run(_knock(inner))


def test_the_cookie_of_a_process_is_nothing_for_scripts(hall: Hall) -> None:
    with httpx2.Client(base_url=hall.address, trust_env=False) as client:
        given = client.get("/_stcore/health").headers.get_list("set-cookie")
    assert [re.sub("=[^;]*", "", cookie, count=1) for cookie in given] == [
        "dashboard; Path=/; HttpOnly; SameSite=Lax",
        "_streamlit_xsrf; Path=/; SameSite=Lax",  # which a script of the page has to read
    ]


def test_files_are_taken_from_those_who_hand_data_in_only(hall: Hall, browser: httpx2.Client) -> None:
    async def visit(desk: str) -> tuple[str, str]:
        """Where the server would take a file from a page that is open, and the status of sending one there."""
        browser.cookies.set("desk", desk)
        async with Visitor.arriving(hall.address, _cookies(browser)) as visitor:
            await visitor.open("league")
            address = await visitor.upload_address("鄞州.csv")
            return address, str(await asyncio.to_thread(sent, address))

    def sent(address: str, size: int = 10, **more: str) -> int:
        token = {"X-Xsrftoken": browser.cookies["_streamlit_xsrf"], **more}
        return browser.put(address, files={"file": ("鄞州.csv", b"x" * size)}, headers=token).status_code

    assert asyncio.run(visit("0"))[1] == "403"
    address, status = asyncio.run(visit("1"))
    assert status == "204"
    assert sent(address) == 403  # the page is not open any more
    browser.cookies.set("desk", "0")
    assert sent(address) == 403


def test_a_change_of_roles_holds_from_the_next_click(hall: Hall, browser: httpx2.Client) -> None:
    browser.cookies.set("desk", "1")
    roles = hall.log.parent / "roles.toml"

    async def visit() -> list[str]:
        async with Visitor.arriving(hall.address, _cookies(browser)) as visitor:
            titles = [(await visitor.open("submission")).title]
            for text in (_ROLES.replace('"city"', '"viewer"'), _ROLES.replace("张三", "王五")):
                roles.write_text(text, encoding="utf-8")
                titles.append((await visitor.open("submission")).title)
            return titles

    try:
        first, *then = asyncio.run(visit())
        assert "不对您开放" not in first
        assert then == ["这一页不对您开放", "看板不对您开放"]
        assert browser.get(_LEAGUE).status_code == 403
    finally:
        roles.write_text(_ROLES, encoding="utf-8")


def test_a_process_that_dies_is_started_again_and_the_others_serve_on(hall: Hall, browser: httpx2.Client) -> None:
    before = hall.servers()
    assert len(before) == 2
    browser.cookies.set("desk", "1")
    before[0].kill()
    assert browser.get(_LEAGUE).status_code == 200  # from whichever is left
    _until(lambda: len(hall.servers()) == 2 and before[0] not in hall.servers())
    assert before[1] in hall.servers()
    assert "正在重新启动" in hall.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"processes": 0}, "至少为 1"),
        ({"login": Path("nowhere.caddy")}, "没有找到登录配置"),
        ({"address": "hall"}, "地址 --address hall 不对"),
        ({"port": 70_000}, "端口 70000 不能使用"),
    ],
)
def test_what_cannot_be_served_is_said(options: dict[str, object], reason: str) -> None:
    usual = {"processes": 1, "port": 0, "address": "127.0.0.1", "login": PROJECT / "pages/serving/login.caddy"}
    with pytest.raises(CannotServe, match=reason):
        serve(**{**usual, **options}, stop=threading.Event())  # type: ignore[arg-type]


def test_a_taken_port_is_said(hall: Hall) -> None:
    port = int(hall.address.rsplit(":", 1)[1])
    with pytest.raises(CannotServe, match=f"端口 {port} 不能使用，可能已被占用"):
        serve(1, port, "127.0.0.1", PROJECT / "pages/serving/login.caddy", threading.Event())


def test_the_login_with_names_that_is_shipped_signs_in(store: Store, tmp_path: Path) -> None:
    shipped = (PROJECT / "pages/serving/login.caddy").read_text(encoding="utf-8")
    example = "\n".join(
        line.removeprefix("#") for line in shipped.partition("Or names and passwords")[2].splitlines()[1:]
    )
    hashed = subprocess.run(
        ["caddy", "hash-password", "--plaintext", "correct horse"], capture_output=True, text=True, check=True
    ).stdout.strip()
    login = example.replace("zhangsan $2a$14$…", f"张三 {hashed}")
    assert hashed in login
    with (
        _started(tmp_path, store, login) as hall,
        httpx2.Client(base_url=hall.address, trust_env=False, timeout=_PATIENCE_SECONDS) as somebody,
    ):
        refused = somebody.get("/")
        assert refused.status_code == 401
        assert "basic" in refused.headers["www-authenticate"].lower()
        word = base64.b64encode("张三:correct horse".encode()).decode()
        signed_in = {"Authorization": f"Basic {word}"}
        assert somebody.get("/", headers=signed_in).status_code == 200
        assert somebody.get(_FORM, headers=signed_in).status_code == 200

        async def visit() -> str:
            async with Visitor.arriving(hall.address, signed_in) as visitor:
                return (await visitor.open("submission")).title

        assert asyncio.run(visit()) not in {"", "这一页不对您开放"}


def test_a_certificate_of_ones_own_serves_over_tls(store: Store, tmp_path: Path) -> None:
    certificate, key = tmp_path / "own certificate.pem", tmp_path / "own key.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        capture_output=True,
        check=True,
    )
    options = ("--certificate", str(certificate), "--key", str(key))
    trusted = ssl.create_default_context(cafile=str(certificate))
    with (
        _started(tmp_path, store, _LOGIN, *options) as hall,
        httpx2.Client(verify=trusted, trust_env=False, timeout=_PATIENCE_SECONDS) as client,
    ):
        answer = client.get(f"{hall.address}/league")
        assert answer.status_code == 200
        assert "<title>宁波市文明典范社区创建看板</title>" in answer.text
        given = client.get(f"{hall.address}/_stcore/health").headers.get_list("set-cookie")
        assert all(cookie.endswith("; Secure") for cookie in given), given
        host = hall.address.removeprefix("https://")
        assert f"wss://{host}" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("named", ["certificate", "key"])
def test_a_certificate_needs_its_key(tmp_path: Path, named: str) -> None:
    file = tmp_path / "file.pem"
    file.touch()
    tls = (file, None) if named == "certificate" else (None, file)
    with pytest.raises(CannotServe, match="须一起给出"):
        serve(1, 0, "127.0.0.1", PROJECT / "pages/serving/login.caddy", threading.Event(), tls=tls)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="the kernel of Linux ends the others, by setpriv")
def test_the_death_of_the_starter_ends_the_others_and_leaves_the_port(store: Store, tmp_path: Path) -> None:
    with _started(tmp_path, store, "# nobody") as hall:
        others = hall.program.children(recursive=True)
        assert len(others) == 2
        hall.program.kill()
        _, alive = psutil.wait_procs(others, timeout=_PATIENCE_SECONDS)
        assert alive == []
    port = int(hall.address.rsplit(":", 1)[1])
    with _started(tmp_path, store, "# nobody", port=port) as again:
        assert httpx2.get(f"{again.address}/_stcore/health", trust_env=False).status_code == 200


def test_a_signal_ends_all_of_it(hall: Hall) -> None:
    """The last test of the module, for nothing is left afterwards."""
    family = [hall.program, *hall.program.children(recursive=True)]
    assert len(family) >= 4
    hall.program.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(family, timeout=_PATIENCE_SECONDS)
    assert alive == []
    with pytest.raises((OSError, InvalidStatus)):
        asyncio.run(_knock(hall.address))


async def _knock(address: str) -> None:
    async with Visitor.arriving(address):
        pass
